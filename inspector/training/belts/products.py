"""Drawn products: cartons seen from any side, bags, cylinders; printed with bands, text, codes or a photo's texture."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.training.belts import cartons
from inspector.training.belts.cutout import Cutout
from inspector.training.belts.grounds import colour, fractal_noise

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

FACE_PX = 160
UPRIGHT_SHARE = 0.8
DENTED_SHARE = 0.3
WORDS = ("CARE", "Vita", "200mg", "FRAGILE", "No. 4", "Bio", "20 Tabl.", "NET 500 g", "LOT", "Extra", "Pure", "Set")
FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX)


def drawn_product(rng: Generator, textures: list[U8]) -> Cutout:
    """A carton, flat pack, bag or cylinder of random proportions and print. `textures`: RGB patches to print with."""
    shape = rng.choice(["top", "cuboid", "carton", "bag", "cylinder"], p=[0.2, 0.15, 0.4, 0.1, 0.15])
    art = drawn_print(rng, textures)
    if shape == "carton":
        return _carton(art, drawn_print(rng, textures), rng)
    if shape == "top":
        return _flat(art, rng)
    if shape == "cuboid":
        return _cuboid(art, rng)
    return _rounded(art, rng, bag=shape == "bag")


def drawn_print(rng: Generator, textures: list[U8]) -> F32:
    """One printed face, FACE_PX square."""
    pale = rng.random() < 0.4
    face = np.broadcast_to(colour(rng, low=170 if pale else 20), (FACE_PX, FACE_PX, 3)).astype(np.uint8).copy()
    if textures and rng.random() < 0.3:
        patch = textures[int(rng.integers(len(textures)))]
        face = np.asarray(cv2.resize(patch, (FACE_PX, FACE_PX)), np.uint8)
    for _ in range(int(rng.integers(0, 4))):
        ink = colour(rng).tolist()
        x0, y0 = (int(v) for v in rng.integers(-20, FACE_PX, 2))
        w, h = (int(v) for v in rng.integers(10, FACE_PX, 2))
        style = int(rng.integers(0, 4))
        if style == 0:
            cv2.rectangle(face, (x0, y0), (x0 + w, y0 + h), ink, -1)
        elif style == 1:
            cv2.ellipse(face, (x0, y0), (w // 2, h // 2), 0, 0, 360, ink, -1, cv2.LINE_AA)
        elif style == 2:
            face[:, x0 % FACE_PX : x0 % FACE_PX + w] = ink
        else:
            face[y0 % FACE_PX : y0 % FACE_PX + h // 2] = ink
    for _ in range(int(rng.integers(0, 6))):
        at = (int(rng.integers(0, 110)), int(rng.integers(12, FACE_PX)))
        size = float(rng.uniform(0.25, 1.1))
        word = WORDS[int(rng.integers(len(WORDS)))]
        cv2.putText(
            face, word, at, int(rng.choice(FONTS)), size, colour(rng).tolist(), 1 + int(size > 0.7), cv2.LINE_AA
        )
    if rng.random() < 0.3:
        _barcode(face, rng)
    return face.astype(np.float32) + fractal_noise(FACE_PX, FACE_PX, rng)[..., None] * float(rng.uniform(0, 4))


def _barcode(face: U8, rng: Generator) -> None:
    x, y = (int(v) for v in rng.integers(0, FACE_PX - 60, 2))
    cv2.rectangle(face, (x, y), (x + 56, y + 34), (245, 245, 245), -1)
    for bar in range(x + 4, x + 52, 3):
        if rng.random() < 0.6:
            cv2.rectangle(face, (bar, y + 4), (bar + int(rng.integers(0, 2)), y + 28), (20, 20, 20), -1)


def _paste(canvas: F32, mask: U8, face: F32, corners: F32, gain: float) -> None:
    """Warp a face onto four corners (clockwise from top left), in place."""
    side = face.shape[0]
    source = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    size = (canvas.shape[1], canvas.shape[0])
    warped = cv2.warpPerspective(face * gain, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    here = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillConvexPoly(here, corners.round().astype(np.int32), 1)
    canvas[here > 0] = warped[here > 0]
    mask |= here


def _finished(canvas: F32, mask: U8, *, upright: bool = False) -> Cutout:
    x, y, w, h = cv2.boundingRect(mask)
    image = np.clip(canvas, 0, 255).astype(np.uint8)[y : y + h, x : x + w]
    return Cutout(image=image, mask=mask[y : y + h, x : x + w].astype(np.bool_), group="drawn", upright=upright)


def _flat(art: F32, rng: Generator) -> Cutout:
    """Seen from above: one face, a thin visible flank on one side."""
    size = 260
    long, short = float(rng.uniform(90, 180)), 0.0
    short = long * float(rng.uniform(0.3, 1.0))
    corners = np.array([[-long, -short], [long, -short], [long, short], [-long, short]], np.float32) / 2
    flank = rng.normal(0, 7, 2).astype(np.float32)
    canvas, mask = np.zeros((size, size, 3), np.float32), np.zeros((size, size), np.uint8)
    middle = np.float32(size / 2)
    base = colour(rng) * 0.8
    side_face = np.broadcast_to(base, (8, 8, 3)).astype(np.float32)
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
        quad = np.array([corners[a], corners[b], corners[b] + flank, corners[a] + flank], np.float32)
        _paste(canvas, mask, side_face, np.asarray(quad + middle, np.float32), float(rng.uniform(0.5, 1.0)))
    _paste(canvas, mask, art, np.asarray(corners + middle, np.float32), float(rng.uniform(0.8, 1.1)))
    return _finished(canvas, mask)


def _cuboid(art: F32, rng: Generator) -> Cutout:
    """Three faces of a box in a parallel view."""
    size = 300
    yaw, pitch = float(rng.uniform(0.15, 1.4)), float(rng.uniform(0.25, 1.2))
    half = np.exp(rng.uniform(np.log(20), np.log(90), 3))
    turn = np.array([[np.cos(yaw), -np.sin(yaw)], [np.sin(yaw), np.cos(yaw)]])

    def seen(x: float, y: float, z: float) -> list[float]:
        across, depth = turn @ np.array([x, y])
        return [across + size / 2, depth * np.sin(pitch) - z * np.cos(pitch) + size / 2]

    a, b, c = half
    canvas, mask = np.zeros((size, size, 3), np.float32), np.zeros((size, size), np.uint8)
    gains = rng.permutation([1.05, 0.85, 0.65]) if rng.random() < 0.3 else np.array([1.05, 0.85, 0.65])
    other = _turned(art, rng)
    faces = (
        (art, [seen(-a, -b, c), seen(a, -b, c), seen(a, b, c), seen(-a, b, c)]),
        (other, [seen(-a, b, c), seen(a, b, c), seen(a, b, -c), seen(-a, b, -c)]),
        (other, [seen(a, b, c), seen(a, -b, c), seen(a, -b, -c), seen(a, b, -c)]),
    )
    for (face, quad), gain in zip(faces, gains, strict=True):
        _paste(canvas, mask, face, np.array(quad, np.float32), float(gain))
    return _finished(canvas, mask, upright=bool(rng.random() < UPRIGHT_SHARE))


def _carton(art: F32, other: F32, rng: Generator) -> Cutout:
    """In true perspective; a dented one is an item as well."""
    box, view = cartons.carton([art, art, other], rng), cartons.camera(rng)
    dents = [cartons.dent(box, rng, major=rng.random() < 0.5)] if rng.random() < DENTED_SHARE else []
    shot = cartons.photograph(box, view, dents)
    return _cuboid(art, rng) if shot is None else cartons.cut_out(shot, view)


def _turned(art: F32, rng: Generator) -> F32:
    """Another face of the same pack: the art mirrored and its tone, or its plain ground."""
    if rng.random() < 0.5:
        return np.ascontiguousarray(art[:, ::-1])
    return np.broadcast_to(art.reshape(-1, 3).mean(0), art.shape).astype(np.float32).copy()


def _rounded(art: F32, rng: Generator, *, bag: bool) -> Cutout:
    """A superellipse (bag, pouch) or an upright cylinder with a cap."""
    width, height = int(rng.integers(60, 170)), int(rng.integers(80, 220))
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    power = float(rng.uniform(2.2, 5)) if bag else 12.0
    inside = np.abs(x) ** power + np.abs(y) ** power < 1
    if not bag and rng.random() < 0.8:  # shoulder and neck
        neck, shoulder = float(rng.uniform(0.2, 0.6)), float(rng.uniform(-0.9, -0.4))
        inside &= (np.abs(x) < neck) | (y > shoulder) | ((np.abs(x) - neck) ** 2 + (y - shoulder) ** 2 < 0.04)
    face = cv2.resize(art, (width, height))
    if bag:
        relief = fractal_noise(width, height, rng, octaves=5) * float(rng.uniform(5, 25))
        face = face + relief[..., None]
    else:
        light = 0.55 + 0.6 * np.exp(-((x - float(rng.uniform(-0.5, 0.5))) ** 2) * float(rng.uniform(2, 8)))
        face = face * light[..., None]
        face[: int(height * float(rng.uniform(0.05, 0.2)))] = colour(rng)
    upright = not bag and bool(rng.random() < UPRIGHT_SHARE)
    return _finished(np.asarray(face, np.float32), inside.astype(np.uint8), upright=upright)
