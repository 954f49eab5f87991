"""Hard negatives: what looks like damage and belongs to a sound product or its light."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import (
    U8,
    Real,
    Surface,
    blob,
    curve,
    drawn_line,
    local_colour,
    mixed,
    noise,
    place,
)

TAPES = ((176, 134, 84), (226, 224, 218), (200, 170, 120))


def printed_spot(surface: Surface, rng: Generator) -> U8 | None:
    """A dark printed ellipse or dot pattern: flat, clean-edged, no rim."""
    centre = place(surface, rng, inset=4)
    if centre is None:
        return None
    canvas = np.zeros(surface.mask.shape, np.uint8)
    size = surface.scale * float(rng.uniform(0.03, 0.14))
    for number in range(int(rng.choice([1, 1, 3, 5]))):
        where = (round(centre[0] + number * size * 2.4), round(centre[1]))
        axes = (max(1, round(size)), max(1, round(size * float(rng.uniform(0.5, 1)))))
        cv2.ellipse(canvas, where, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
    return _over(surface, canvas, rng.uniform(0, 120, 3), 1.0)


def text(surface: Surface, rng: Generator) -> U8 | None:
    """Words or a barcode."""
    centre = place(surface, rng, inset=4)
    if centre is None:
        return None
    canvas = np.zeros(surface.mask.shape, np.uint8)
    size = surface.scale * float(rng.uniform(0.002, 0.006))
    if rng.random() < 0.5:
        word = str(rng.choice(["FRAGILE", "2031-04", "L 0427 A", "keep dry", "500 g", "No 7"]))
        cv2.putText(
            canvas, word, (round(centre[0]), round(centre[1])), cv2.FONT_HERSHEY_SIMPLEX, size, 255, 1, cv2.LINE_AA
        )
    else:
        tall, x = max(4, round(surface.scale * 0.1)), round(centre[0])
        for _ in range(24):
            wide = int(rng.integers(1, 3))
            cv2.rectangle(canvas, (x, round(centre[1])), (x + wide - 1, round(centre[1]) + tall), 255, -1)
            x += wide + int(rng.integers(1, 4))
    ink = rng.uniform(0, 70, 3) if float(local_colour(surface, centre, 8).mean()) > 100 else rng.uniform(190, 255, 3)
    return _over(surface, canvas, ink, float(rng.uniform(0.8, 1)))


def tape_seam(surface: Surface, rng: Generator) -> U8 | None:
    """A straight strip of tape across the whole product, flat and closed."""
    centre = place(surface, rng, inset=4)
    if centre is None:
        return None
    canvas = drawn_line(
        surface.mask.shape,
        curve(centre, surface.scale * 4, rng, wander=0.0, steps=3),
        max(2, round(surface.scale * float(rng.uniform(0.05, 0.14)))),
    )
    ink = np.array(TAPES[int(rng.integers(len(TAPES)))]) * float(rng.uniform(0.8, 1.1))
    return _over(surface, canvas, ink, float(rng.uniform(0.25, 0.8)))


def glare(surface: Surface, rng: Generator) -> U8 | None:
    """A lamp's reflection."""
    centre = place(surface, rng)
    if centre is None:
        return None
    field = np.clip(
        blob(surface.mask.shape, centre, surface.scale * float(rng.uniform(0.1, 0.35)), rng, rough=0.05), 0, 1
    )
    light = field ** float(rng.uniform(0.7, 2.5)) * float(rng.uniform(40, 190)) * surface.mask
    return _clipped(surface.image + light[..., None])


def cast_shadow(surface: Surface, rng: Generator) -> U8 | None:
    """A soft shadow over product and ground alike."""
    shape = surface.mask.shape
    centre = place(surface, rng)
    if centre is None:
        return None
    angle = float(rng.uniform(0, 2 * np.pi))
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    far = np.cos(angle) * (columns - centre[0]) + np.sin(angle) * (rows - centre[1])
    soft = max(2.0, surface.scale * float(rng.uniform(0.01, 0.15)))
    dark = 1 / (1 + np.exp(-np.clip(far / soft, -30, 30)))
    if rng.random() < 0.5:  # a bar's shadow rather than an edge's
        dark = dark * (1 - 1 / (1 + np.exp(-np.clip((far - surface.scale * rng.uniform(0.1, 0.4)) / soft, -30, 30))))
    return _clipped(surface.image * (1 - float(rng.uniform(0.15, 0.5)) * dark)[..., None])


def perforation(surface: Surface, rng: Generator) -> U8 | None:
    """A dotted line for opening."""
    centre = place(surface, rng, inset=4)
    if centre is None:
        return None
    points = curve(centre, surface.scale * float(rng.uniform(0.5, 1.2)), rng, wander=0.15, steps=48)
    canvas = np.zeros(surface.mask.shape, np.uint8)
    for x, y in points[:: int(rng.integers(2, 4))]:
        cv2.circle(canvas, (round(float(x)), round(float(y))), max(1, round(surface.scale / 140)), 255, -1, cv2.LINE_AA)
    return _over(surface, canvas, local_colour(surface, centre, 20) * float(rng.uniform(0.4, 0.75)), 0.9)


def fold_line(surface: Surface, rng: Generator) -> U8 | None:
    """The straight edge between two faces, or a closed flap's line: one step of shade or one thin line, end to end."""
    centre = place(surface, rng, inset=surface.scale * 0.1)
    if centre is None:
        return None
    shape = surface.mask.shape
    angle = (
        float(rng.uniform(0, np.pi))
        if rng.random() < 0.4
        else float(rng.choice([0, np.pi / 2])) + float(rng.normal(0, 0.1))
    )
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    far = np.cos(angle) * (columns - centre[0]) + np.sin(angle) * (rows - centre[1])
    image = surface.image.astype(np.float32)
    if rng.random() < 0.5:
        step = 1 / (1 + np.exp(-np.clip(far / float(rng.uniform(0.5, 2)), -30, 30)))
        return _clipped(
            np.where(surface.mask[..., None], image * (1 + float(rng.normal(0, 0.15)) * step[..., None]), image)
        )
    line = np.exp(-((far / float(rng.uniform(0.7, 1.6))) ** 2)) * float(rng.uniform(0.15, 0.5)) * surface.mask
    return _clipped(image * (1 - float(rng.choice([-0.6, 1])) * line)[..., None])


def sticker(surface: Surface, rng: Generator) -> U8 | None:
    """A label that belongs: straight along the picture, with print."""
    centre = place(surface, rng, inset=surface.scale * 0.12)
    if centre is None:
        return None
    wide, tall = surface.scale * float(rng.uniform(0.15, 0.4)), surface.scale * float(rng.uniform(0.1, 0.25))
    box = cv2.boxPoints((centre, (wide, tall), float(rng.normal(0, 3))))
    canvas = np.zeros(surface.mask.shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(box * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    image = np.ascontiguousarray(_over(surface, canvas, rng.uniform(200, 250) + rng.normal(0, 6, 3), 1.0))
    for row in range(3, int(tall) - 3, 5):
        start = (round(centre[0] - wide * 0.4), round(centre[1] - tall / 2 + row))
        end = (round(centre[0] - wide * 0.4 + wide * float(rng.uniform(0.3, 0.8))), start[1])
        cv2.line(image, start, end, (60, 60, 66), 1)
    return np.where(surface.mask[..., None], image, surface.image)


def moire(surface: Surface, rng: Generator) -> U8 | None:
    """A fine regular pattern over the surface."""
    shape = surface.mask.shape
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    angle, pitch = float(rng.uniform(0, np.pi)), float(rng.uniform(2.2, 9))
    wave = np.sin((np.cos(angle) * columns + np.sin(angle) * rows) * 2 * np.pi / pitch)
    return _clipped(surface.image + (wave * float(rng.uniform(2, 9)) * surface.mask)[..., None])


def gradient(surface: Surface, rng: Generator) -> U8 | None:
    """Printed shading that looks wet or dented, without an edge."""
    field = noise(surface.mask.shape, rng, surface.scale * float(rng.uniform(0.5, 1.2)))
    tint = 1 + field[..., None] * rng.normal(0, 0.05, 3) * surface.mask[..., None]
    return _clipped(surface.image * tint)


def resampled(surface: Surface, rng: Generator) -> U8 | None:
    """Nothing but the slight blur that bending pixels costs, somewhere on the surface."""
    centre = place(surface, rng)
    if centre is None:
        return None
    near = np.clip(
        blob(surface.mask.shape, centre, surface.scale * float(rng.uniform(0.1, 0.3)), rng, rough=0.2) * 3, 0, 1
    )
    rows, columns = np.mgrid[0 : near.shape[0], 0 : near.shape[1]].astype(np.float32)
    shift = rng.uniform(-0.6, 0.6, 2)
    moved = cv2.remap(surface.image, columns + np.float32(shift[0]), rows + np.float32(shift[1]), cv2.INTER_LINEAR)
    return _clipped(mixed(surface.image.astype(np.float32), moved.astype(np.float32), near.astype(np.float32)))


def _over(surface: Surface, canvas: U8, ink: Real, alpha: float) -> U8:
    cover = canvas.astype(np.float32) / 255 * surface.mask * alpha
    flat = np.broadcast_to(np.asarray(ink, np.float32), surface.image.shape)
    return _clipped(mixed(surface.image.astype(np.float32), flat, cover.astype(np.float32)))


def _clipped(image: Real) -> U8:
    return np.asarray(np.clip(image, 0, 255), np.uint8)
