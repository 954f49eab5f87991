"""Shapes of damage in texture space: blobs, ragged lines, where to put them."""

import math

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.mesh import Body, Patch
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import between

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


def spot(patch: Patch, rng: Generator, margin: float = 0.2) -> tuple[float, float]:
    """Return a random texture point (x, y) that keeps a share `margin` from the patch's edges."""
    height, width = patch.shape
    side = 0.34 if patch.tube else margin  # only the middle of a wrap-around texture faces the cameras
    return width * between(rng, side, 1 - side), height * between(rng, margin, 1 - margin)


def label_free_spot(body: Body, patch: Patch, rng: Generator, margin: float = 0.2) -> tuple[float, float]:
    """Return a random point outside the label where that is easy; damage on labels is rarer than beside."""
    lx, ly, lw, lh = (value * body.px_mm for value in body.label_xywh)
    x, y = spot(patch, rng, margin)
    for _ in range(8):
        if patch.tube or patch.name != body.label_patch or not (lx < x < lx + lw and ly < y < ly + lh):
            break
        x, y = spot(patch, rng, margin)
    return x, y


def distance(shape: tuple[int, int], centre: tuple[float, float], angle: float, aspect: float) -> F32:
    """Return (h, w) distance in pixels from a centre, stretched by `aspect` along `angle`."""
    x = np.arange(shape[1], dtype=np.float32)[None, :] - centre[0]
    y = np.arange(shape[0], dtype=np.float32)[:, None] - centre[1]
    cos, sin = math.cos(angle), math.sin(angle)
    along, across = (cos * x + sin * y) / aspect, cos * y - sin * x
    return np.asarray(np.sqrt(along * along + across * across), np.float32)


def blob(
    shape: tuple[int, int],
    centre: tuple[float, float],
    radius: float,
    rng: Generator,
    *,
    ragged: float = 0.25,
    aspect: float = 1.0,
    angle: float = 0.0,
    grain: float = 1.0,
) -> F32:
    """Return (h, w) signed pixels to an irregular outline: positive inside, negative outside."""
    wobble = cut(fractal(31, octaves=4, first=7), shape, rng, zoom=max(0.4, radius / 40.0) * grain)
    return np.asarray(radius * (1.0 + ragged * wobble) - distance(shape, centre, angle, aspect), np.float32)


def wandering_line(
    start: tuple[float, float], angle: float, length: float, rng: Generator, wobble: float
) -> NDArray[np.float64]:
    """Return (N, 2) points of a line that strays from straight by about `wobble` of its length."""
    steps = np.linspace(0.0, 1.0, 14)
    stray = np.cumsum(rng.standard_normal(14)) * wobble * length / 8
    stray -= stray[0] + (stray[-1] - stray[0]) * steps
    along = steps * length
    x = start[0] + math.cos(angle) * along - math.sin(angle) * stray
    y = start[1] + math.sin(angle) * along + math.cos(angle) * stray
    return np.stack((x, y), axis=1)


def stroke(shape: tuple[int, int], points: NDArray[np.float64], width_px: float) -> U8:
    """Return (h, w) uint8 coverage of a poly-line of this width."""
    out = np.zeros(shape, np.uint8)
    fixed = np.round(points * 16).astype(np.int32)
    cv2.polylines(
        out, [fixed], isClosed=False, color=255, thickness=max(1, round(width_px)), lineType=cv2.LINE_AA, shift=4
    )
    return out


def blend(patch: Patch, colour: tuple[float, float, float] | F32, weight: F32) -> None:
    """Mix a colour, or an (h, w, 3) picture, into the albedo by `weight` (h, w) 0 to 1, in place."""
    rows, columns = np.nonzero(weight.max(axis=1) > 0)[0], np.nonzero(weight.max(axis=0) > 0)[0]
    if not len(rows) or not len(columns):
        return
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    base = patch.albedo[box].astype(np.float32)
    ink = colour[box] if isinstance(colour, np.ndarray) else np.array(colour, np.float32)
    patch.albedo[box] = np.clip(base + (ink - base) * weight[box][..., None], 0, 255).astype(np.uint8)
