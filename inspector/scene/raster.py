"""From patches to pixels: which texture point does each picture pixel see?

Triangles are painted far to near into an index picture, then every pixel evaluates its triangle's affine
map. Patches are fine grids, so the missing perspective division inside one triangle is far below a pixel.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
_FRACTION_BITS = 4
_FINER = 2  # the outline is drawn this much finer, for smooth edges


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A patch as the rasteriser needs it: projected grid, depths and where its texture lies."""

    pixels: F32  # (R, C, 2)
    depth: F32  # (R, C)
    uv0: tuple[float, float]  # atlas pixel of the grid's first corner
    uv1: tuple[float, float]  # ... and of its last
    nearer_mm: float = 0.0  # taken off the depth when painting order is decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Where an item's pixels come from: a window of the picture with atlas coordinates, -1 outside."""

    x: int
    y: int
    u: F32  # (h, w)
    v: F32
    inside: NDArray[np.uint8]  # (h, w), 255 where the item covers at least half of the pixel
    cover: F32  # (h, w), how much of the pixel it covers, 0 to 1


@cache
def _triangles(rows: int, columns: int) -> NDArray[np.intp]:
    """Return (T, 3) vertex numbers of a grid, two per cell, clockwise in the picture when front-facing."""
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    a = (r * columns + c).ravel()
    b, d = a + 1, a + columns
    return np.concatenate((np.stack((a, b, d), 1), np.stack((b, d + 1, d), 1))).astype(np.intp)


def front_facing(pixels: F32) -> bool:
    """Tell whether any cell of a projected grid faces the camera, and not merely edge-on."""
    right = pixels[:-1, 1:] - pixels[:-1, :-1]
    down = pixels[1:, :-1] - pixels[:-1, :-1]
    area = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
    sides = np.sqrt((right * right).sum(axis=-1) * (down * down).sum(axis=-1))
    return bool((area > 0.045 * sides).any())


def _corners(sheet: Sheet) -> tuple[F32, F32, F32]:
    """Return visible triangles: pixels (T, 3, 2), atlas coordinates (T, 3, 2), mean depth (T,)."""
    rows, columns = sheet.depth.shape
    index = _triangles(rows, columns)
    xy = sheet.pixels.reshape(-1, 2)[index]
    u = np.linspace(sheet.uv0[0], sheet.uv1[0], columns, dtype=np.float32)
    v = np.linspace(sheet.uv0[1], sheet.uv1[1], rows, dtype=np.float32)
    uv = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)[index]
    e1, e2 = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]
    keep = area > 0.02
    return xy[keep], uv[keep], sheet.depth.reshape(-1)[index][keep].mean(axis=1) - sheet.nearer_mm


def _affine(xy: F32, uv: F32) -> F32:
    """Return (T, 6): u = c0 x + c1 y + c2, v = c3 x + c4 y + c5 of every triangle."""
    e1, e2 = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    inverse = 1.0 / (e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0])
    d1, d2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    gx = (d1 * e2[:, 1:2] - d2 * e1[:, 1:2]) * inverse[:, None]
    gy = (d2 * e1[:, 0:1] - d1 * e2[:, 0:1]) * inverse[:, None]
    rest = uv[:, 0] - gx * xy[:, 0, 0:1] - gy * xy[:, 0, 1:2]
    return np.stack((gx[:, 0], gy[:, 0], rest[:, 0], gx[:, 1], gy[:, 1], rest[:, 1]), axis=1).astype(np.float32)


def rasterise(sheets: list[Sheet], size: tuple[int, int]) -> Lookup | None:
    """Return the lookup of one item within a picture of (width, height), or None when out of view."""
    parts = [_corners(sheet) for sheet in sheets]
    xy = np.concatenate([part[0] for part in parts])
    if not len(xy):
        return None
    low, high = np.floor(xy.min(axis=(0, 1))) - 1, np.ceil(xy.max(axis=(0, 1))) + 2
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(size[0], int(high[0])), min(size[1], int(high[1]))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    order = np.argsort(-np.concatenate([part[2] for part in parts]), kind="stable")
    xy = xy[order] - np.array((x0, y0), np.float32)
    affine = _affine(xy, np.concatenate([part[1] for part in parts])[order])
    owner = np.zeros((y1 - y0, x1 - x0), np.int32)
    fixed = np.round(xy * (1 << _FRACTION_BITS)).astype(np.int32)
    fine = np.zeros(((y1 - y0) * _FINER, (x1 - x0) * _FINER), np.uint8)
    middle = fixed * _FINER + (_FINER - 1) * (1 << _FRACTION_BITS) // 2  # where fine pixels' centres are
    for number, (corners, finer) in enumerate(zip(fixed, middle, strict=True), 1):
        cv2.fillConvexPoly(owner, corners, number, cv2.LINE_8, _FRACTION_BITS)
        cv2.fillConvexPoly(fine, finer, 255, cv2.LINE_8, _FRACTION_BITS)
    table = np.concatenate((np.array([[0, 0, -9, 0, 0, -9]], np.float32), affine))
    picked = table.take(owner.ravel(), axis=0).reshape(*owner.shape, 6)
    column = np.arange(x1 - x0, dtype=np.float32)[None, :]
    row = np.arange(y1 - y0, dtype=np.float32)[:, None]
    u = picked[..., 0] * column + picked[..., 1] * row + picked[..., 2]
    v = picked[..., 3] * column + picked[..., 4] * row + picked[..., 5]
    cover = cv2.resize(fine, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA).astype(np.float32) * (owner > 0) / 255.0
    inside = np.where(cover >= 0.5, np.uint8(255), np.uint8(0))
    return Lookup(x=x0, y=y0, u=u, v=v, inside=inside, cover=cover)
