"""Cartons as meshes: printed on six faces, seen by a camera from any side, dented in three dimensions.

A dent moves the board itself: straight edges bend, print follows, and light falls differently on the slopes. A picture
that is only shaded and shifted after the fact can not show that, least of all at the edges.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.raster import Lookup, Sheet, rasterise
from inspector.training.belts.cutout import Cutout, cropped
from inspector.training.belts.grounds import colour

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

GRID = 25  # vertices along an edge of a face
TEXTURE_PX = 160
CANVAS_PX = 300
UPRIGHT_PITCH = 1.2  # radians; what is seen from higher up counts as seen from above
FILL = 0.86  # of the canvas, by the carton's longer side
# Outward normal, and the directions of the texture's columns and rows, clockwise as seen from outside.
_FACES = (
    ((0, 0, 1), (1, 0, 0), (0, -1, 0)),  # top
    ((0, -1, 0), (1, 0, 0), (0, 0, -1)),  # front
    ((1, 0, 0), (0, 1, 0), (0, 0, -1)),  # right
    ((0, 1, 0), (-1, 0, 0), (0, 0, -1)),  # back
    ((-1, 0, 0), (0, -1, 0), (0, 0, -1)),  # left
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carton:
    """`half` (3,) half lengths; `arts` (5, 160, 160, 3) float32 prints; `bulge` (5,) of the longest half length."""

    half: F32
    arts: F32
    bulge: F32
    gloss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """`yaw` and `pitch` (up from the belt) in radians; `distance` in half lengths; `light` (3,) towards the lamp."""

    yaw: float
    pitch: float
    distance: float
    light: F32
    ambient: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dent:
    """Where (3,), pushed which way (3,), over what radius; `steps` is the exponent of its profile; buckles ripple."""

    centre: F32
    push: F32
    radius: float
    steps: float
    buckle: F32  # (3, 4): wave vectors (3) and phase of three ripples
    ripple: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`image` (300, 300, 3) float32 RGB, `cover` (300, 300) 0 … 1, `dented` (300, 300) 0 … 1: how deep, of its dent."""

    image: F32
    cover: F32
    dented: F32


def carton(arts: list[F32], rng: Generator) -> Carton:
    """Random proportions; the six faces take the prints in turn, some of them plain."""
    half = np.exp(rng.uniform(np.log(0.25), 0.0, 3)).astype(np.float32)
    half = half / half.max()
    plain = colour(rng, low=60)
    faces = [arts[int(rng.integers(len(arts)))] if rng.random() < 0.7 else np.full_like(arts[0], plain) for _ in _FACES]
    edged = [_edged(face.copy(), rng) for face in faces] if rng.random() < 0.5 else faces
    return Carton(
        half=np.asarray(half, np.float32),
        arts=np.asarray(np.stack(edged), np.float32),
        bulge=rng.normal(0, 0.008, len(_FACES)).astype(np.float32),
        gloss=float(rng.uniform(0, 0.25)) if rng.random() < 0.4 else 0.0,
    )


def _edged(face: F32, rng: Generator) -> F32:
    """A band of colour along one edge, a seam with its tape, the line of a flap."""
    ink, side = colour(rng), face.shape[0]
    style = int(rng.integers(3))
    if style == 0:
        face[:, : int(side * rng.uniform(0.1, 0.4))] = ink
    elif style == 1:
        middle, wide = side // 2, int(side * rng.uniform(0.04, 0.1))
        face[middle - wide : middle + wide] = 0.75 * face[middle - wide : middle + wide] + 0.25 * ink
        face[middle : middle + 1] *= 0.6
    else:
        at = int(side * rng.uniform(0.05, 0.25))
        face[at : at + 1, :] *= float(rng.uniform(0.5, 0.85))
    return face


def camera(rng: Generator) -> Camera:
    """Any view of a carton on a belt: from grazing to straight above, near to far."""
    lamp = np.array([rng.normal(0, 0.7), rng.normal(0, 0.7), rng.uniform(0.5, 1.5)])
    above = rng.random() < 0.3
    return Camera(
        yaw=float(rng.uniform(-np.pi, np.pi)),
        pitch=float(rng.uniform(1.25, 1.57) if above else rng.uniform(0.22, 1.2)),
        distance=float(np.exp(rng.uniform(np.log(3.5), np.log(14)))),
        light=np.asarray(lamp / np.linalg.norm(lamp), np.float32),
        ambient=float(rng.uniform(0.25, 0.7)),
    )


def moved(view: Camera, rng: Generator) -> Camera:
    """The same camera; the next carton lies a little differently, and the hall's light has changed a little."""
    return Camera(
        yaw=view.yaw + float(rng.normal(0, 0.2)),
        pitch=float(np.clip(view.pitch + rng.normal(0, 0.03), 0.2, 1.57)),
        distance=view.distance * float(rng.uniform(0.95, 1.05)),
        light=view.light,
        ambient=float(np.clip(view.ambient + rng.normal(0, 0.03), 0.2, 0.8)),
    )


def dent(box: Carton, rng: Generator, *, major: bool) -> Dent:
    """Mostly at an edge or a corner of the upper side, where cartons are hit; pushed inwards."""
    at = rng.uniform(-0.9, 0.9, 3)
    kind = rng.random()
    at[2] = 1.0 if kind < 0.7 else rng.uniform(-0.2, 1.0)
    side = int(rng.integers(2))
    if kind < 0.8:  # an edge
        at[side] = np.sign(at[side])
    if kind < 0.35 or 0.7 <= kind < 0.8:  # a corner, or an upright edge
        at[1 - side] = np.sign(at[1 - side])
    elif kind >= 0.8:  # within a face
        at[side] = np.sign(at[side]) if rng.random() < 0.5 else at[side]
        at[2] = at[2] if abs(at[side]) == 1.0 else 1.0
    centre = at * box.half
    inwards = -np.where(np.abs(at) > 0.95, np.sign(at), 0.25 * at)
    inwards = inwards + rng.normal(0, 0.25, 3)
    inwards /= np.linalg.norm(inwards) + 1e-6
    size = float(np.sqrt(np.sort(box.half)[1:].prod()))
    radius = size * float(rng.uniform(0.45, 1.0) if major else rng.uniform(0.28, 0.6))
    depth = radius * float(rng.uniform(0.25, 0.6) if major else rng.uniform(0.18, 0.4))
    depth = min(depth, 0.7 * float(box.half[np.argmax(np.abs(inwards))]))
    waves = np.concatenate([rng.normal(0, 4 / radius, (3, 3)), rng.uniform(0, 2 * np.pi, (3, 1))], 1)
    return Dent(
        centre=np.asarray(centre, np.float32),
        push=np.asarray(inwards * depth, np.float32),
        radius=radius,
        steps=float(rng.uniform(0.7, 1.8)),
        buckle=np.asarray(waves, np.float32),
        ripple=float(rng.uniform(0.0, 0.5)) if rng.random() < 0.6 else 0.0,
    )


def crumple(box: Carton, rng: Generator, *, major: bool) -> list[Dent]:
    """A whole edge that was crushed: shallow dents side by side along it, some of them buckling outwards."""
    along = int(rng.choice(3, p=_share(box.half)))
    corner = np.where(rng.random(3) < 0.5, -1.0, 1.0)
    corner[2] = 1.0 if along != 2 else corner[2]
    across = np.array([axis for axis in range(3) if axis != along])
    count = int(rng.integers(2, 6))
    step = 2 * float(box.half[along]) / count
    size = float(np.sqrt(np.sort(box.half)[1:].prod()))
    inwards = np.zeros(3)
    inwards[across] = -corner[across] * rng.dirichlet((1.0, 1.0))
    inwards /= np.linalg.norm(inwards)
    dents = []
    for number in range(count):
        centre = corner * box.half
        centre[along] = -box.half[along] + step * (number + float(rng.uniform(0.2, 0.8)))
        radius = float(np.clip(step * rng.uniform(0.6, 1.3), 0.2 * size, 0.9 * size))
        depth = radius * float(rng.uniform(0.12, 0.4) if major else rng.uniform(0.08, 0.22))
        outwards = -0.5 if rng.random() < 0.25 else 1.0
        push = outwards * depth * inwards + rng.normal(0, 0.2 * depth, 3)
        waves = np.concatenate([rng.normal(0, 3 / radius, (3, 3)), rng.uniform(0, 2 * np.pi, (3, 1))], 1)
        dents.append(
            Dent(
                centre=np.asarray(centre, np.float32),
                push=np.asarray(push, np.float32),
                radius=radius,
                steps=float(rng.uniform(0.6, 1.2)),
                buckle=np.asarray(waves, np.float32),
                ripple=float(rng.uniform(0.0, 0.6)),
            )
        )
    return dents


def _share(half: F32) -> NDArray[np.float64]:
    """Long edges are hit more often."""
    return np.asarray(half / half.sum(), np.float64) / float((half / half.sum()).astype(np.float64).sum())


def photograph(box: Carton, view: Camera, dents: list[Dent]) -> Picture | None:
    """Draw it with its longer side filling the canvas; None where no face is seen."""
    grids = [_face(box, number) for number in range(len(_FACES))]
    bent, depths = zip(*(_bent(grid, dents) for grid in grids), strict=True)
    places = _canvas([_projected(grid, view)[0] for grid in grids])  # framed as if intact
    sheets, shaded = [], []
    for number, grid in enumerate(bent):
        pixels, far = _projected(grid, view)
        pixels = (pixels - places[0]) * places[1] + CANVAS_PX / 2
        top = number * TEXTURE_PX + 0.5
        sheets.append(
            Sheet(
                pixels=np.asarray(pixels, np.float32),
                depth=far,
                uv0=(0.5, top),
                uv1=(TEXTURE_PX - 1.5, top + TEXTURE_PX - 2),
            )
        )
        shaded.append(_lit(box.arts[number], grid, view, box.gloss))
    found = rasterise(sheets, (CANVAS_PX, CANVAS_PX))
    if found is None:
        return None
    marks = [cv2.resize(depth, (TEXTURE_PX, TEXTURE_PX)) for depth in depths]
    return _painted(found, np.concatenate(shaded), np.concatenate(marks))


def cut_out(shot: Picture, view: Camera) -> Cutout:
    """The carton alone, cropped. Seen from above, it may lie turned any way; from the side it stands."""
    cutout = cropped(np.clip(shot.image, 0, 255).astype(np.uint8), shot.cover > 0.5, "carton")
    return replace(cutout, upright=view.pitch < UPRIGHT_PITCH)


def _face(box: Carton, number: int) -> F32:
    """(GRID, GRID, 3) points of one face, slightly cushioned."""
    normal, right, down = (np.array(axis, np.float32) for axis in _FACES[number])
    along = np.linspace(-1, 1, GRID, dtype=np.float32)
    columns, rows = np.meshgrid(along, along)
    cushion = (1 - columns**2) * (1 - rows**2) * box.bulge[number]
    points = normal * (1 + 0 * columns[..., None]) + right * columns[..., None] + down * rows[..., None]
    return np.asarray(points * box.half + normal * cushion[..., None], np.float32)


def _bent(points: F32, dents: list[Dent]) -> tuple[F32, F32]:
    """The points after all dents, and how deep each lies in one (0 … 1)."""
    deepest = np.zeros(points.shape[:2], np.float32)
    for one in dents:
        away = points - one.centre
        near = np.clip(1 - np.linalg.norm(away, axis=2) / one.radius, 0, 1)
        profile = (near * near * (3 - 2 * near)) ** one.steps
        wave = np.sin(away @ one.buckle[:, :3].T + one.buckle[:, 3]).mean(2) * one.ripple
        points = points + one.push * (profile * (1 + wave))[..., None]
        deepest = np.maximum(deepest, profile)
    return np.asarray(points, np.float32), np.asarray(deepest, np.float32)


def _projected(points: F32, view: Camera) -> tuple[F32, F32]:
    """Picture coordinates (y downwards) of unit focal length, and depths."""
    cy, sy, cp, sp = np.cos(view.yaw), np.sin(view.yaw), np.cos(view.pitch), np.sin(view.pitch)
    x = cy * points[..., 0] - sy * points[..., 1]
    into = sy * points[..., 0] + cy * points[..., 1]
    up = into * sp + points[..., 2] * cp
    depth = view.distance + into * cp - points[..., 2] * sp
    return np.stack([x / depth, -up / depth], -1).astype(np.float32), np.asarray(depth, np.float32)


def _canvas(projected: list[F32]) -> tuple[F32, float]:
    every = np.concatenate([part.reshape(-1, 2) for part in projected])
    low, high = every.min(0), every.max(0)
    return (low + high) / 2, FILL * CANVAS_PX / float((high - low).max())


def _lit(art: F32, grid: F32, view: Camera, gloss: float) -> F32:
    """The print under the light: Lambert, and a highlight where the board is coated."""
    across, down = np.gradient(grid, axis=1), np.gradient(grid, axis=0)
    normal = np.cross(down, across)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-9
    lambert = np.clip(normal @ view.light, 0, 1)
    shade = view.ambient + (1.15 - view.ambient) * lambert
    shine = gloss * 255 * np.clip(lambert - 0.9, 0, 1) * 10
    size = (TEXTURE_PX, TEXTURE_PX)
    light = cv2.resize(shade.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    extra = cv2.resize(shine.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(art * light[..., None] + extra[..., None], np.float32)


def _painted(found: Lookup, atlas: F32, marks: F32) -> Picture:
    drawn = cv2.remap(atlas, found.u, found.v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    deep = cv2.remap(marks, found.u, found.v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    height, width = found.cover.shape
    here = np.s_[found.y : found.y + height, found.x : found.x + width]
    image = np.zeros((CANVAS_PX, CANVAS_PX, 3), np.float32)
    cover, dented = (np.zeros((CANVAS_PX, CANVAS_PX), np.float32) for _ in range(2))
    image[here], cover[here], dented[here] = drawn, found.cover, deep * (found.cover > 0)
    # The print goes on beyond the outline: a cut-out is laid down with a soft edge, which must not be black.
    known = (cover > 0.5).astype(np.float32)
    spread = cv2.GaussianBlur(image * known[..., None], (0, 0), 1.5) / (
        cv2.GaussianBlur(known, (0, 0), 1.5)[..., None] + 1e-6
    )
    image = np.where(known[..., None] > 0, image, spread)
    return Picture(image=image, cover=cover, dented=dented)


__all__ = [
    "Camera",
    "Carton",
    "Dent",
    "Picture",
    "camera",
    "carton",
    "crumple",
    "cut_out",
    "dent",
    "moved",
    "photograph",
]
