"""Damage that changes the shape: dents, crushed corners, creases."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.blemish import F32, blend, blob, spot, stroke, wandering_line
from inspector.scene.damage_surface import extent_px, seen_patch
from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body, Patch
from inspector.scene.noise import creases, cut
from inspector.scene.randomness import between, chance, pick

# A vertex that moved less than this share of the deepest point does not count as damaged.
MARK_SHARE: Final = 0.16


def deform(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Dent a face, crush a corner or bend the item, as its kind allows."""
    if item.kind in ("carton", "book") and chance(rng, 0.5 if item.kind == "carton" else 1.0):
        _crush_corner(body, item, rng, bit, major=major)
    else:
        _dent(body, item, rng, bit, major=major)


def _crush_corner(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Push a top corner inwards and down; board buckles and whitens where it folds."""
    length, width, height = item.size_mm
    corner = _near_corner(body, length, width, height, rng)
    reach = max(between(rng, 0.2, 0.28) * length, 40.0) if major else max(between(rng, 0.12, 0.15) * length, 27.0)
    push = (
        reach
        * between(rng, 0.42, 0.6)
        * np.array(
            (-math.copysign(0.75, corner[0]), -math.copysign(0.6, corner[1]), -min(0.8, height / reach)), np.float32
        )
    )
    if item.kind == "book":
        push *= np.array((0.35, 0.35, 1.0), np.float32)
    for patch in body.patches:
        near = np.linalg.norm((patch.grid - corner) / np.array((1, 1, max(0.6, height / length))), axis=-1)
        share = np.clip(1.0 - near / reach, 0, 1) ** 1.3
        if share.max() <= 0:
            continue
        patch.grid = (patch.grid + share[..., None] * push).astype(np.float32)
        patch.grid[..., 2] = np.maximum(patch.grid[..., 2], 0.3)
        fine = np.asarray(
            cv2.resize(share.astype(np.float32), patch.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32
        )
        _buckle(patch, fine, rng, body.px_mm, depth_mm=reach * 0.14)
        patch.mark(bit, fine > MARK_SHARE * 0.6)


def _near_corner(body: Body, length: float, width: float, height: float, rng: Generator) -> F32:
    """Return one of the two top corners on the camera's side, in the item's frame."""
    corners = [(x * length / 2, y * width / 2) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
    sin, cos = math.sin(body.yaw), math.cos(body.yaw)
    x, y = sorted(corners, key=lambda corner: sin * corner[0] + cos * corner[1])[pick(rng, 2)]
    return np.array((x, y, height), np.float32)


def _buckle(patch: Patch, share: F32, rng: Generator, px_mm: float, *, depth_mm: float) -> None:
    """Fold the surface into sharp creases where `share` is high and whiten the fold lines."""
    folds = cut(creases(9, first=9), patch.shape, rng, zoom=px_mm * 0.8)
    relief = patch.relief()
    relief += folds * np.sqrt(share) * depth_mm
    worn = np.clip((folds - 0.62) * 4.0, 0, 1) * np.clip(share * 2.4, 0, 1) * 0.55
    blend(patch, (232.0, 222.0, 206.0), worn.astype(np.float32))


def _dent(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Press the surface in over an area, with a fold around its rim."""
    patch = seen_patch(body, rng)
    size = extent_px(body) * (between(rng, 0.13, 0.18) if major else between(rng, 0.065, 0.085))
    size = min(size, 0.42 * min(patch.shape))
    x, y = spot(patch, rng, 0.25)
    angle, aspect = between(rng, 0, math.pi), between(rng, 1.0, 1.6)
    inside = blob(patch.shape, (x, y), size, rng, ragged=0.12, aspect=aspect, angle=angle, grain=1.5)
    deep = size / body.px_mm * (0.44 if major else 0.34)
    bowl = np.clip(inside / size, 0, 1)
    # Board folds along flat facets: a cone with a flat floor reads as a dent, a smooth bowl as a shadow.
    folds = cut(creases(10, first=8), patch.shape, rng)
    facet = np.minimum(bowl * 1.6, 0.75 + 0.25 * bowl) + 0.2 * folds * np.clip(bowl * 3, 0, 1)
    relief = patch.relief()
    relief -= cv2.GaussianBlur(facet.astype(np.float32), (0, 0), max(0.8, size * 0.035)) * deep
    blend(patch, (34.0, 28.0, 24.0), (bowl * 0.2).astype(np.float32))  # less sky reaches the floor
    if item.kind == "carton":
        _fold_lines(patch, (x, y), size, rng, body.px_mm)
    _press_grid(patch, (x, y), size * 1.1, deep * 0.5)
    patch.mark(bit, inside > size * 0.05)


def _fold_lines(patch: Patch, centre: tuple[float, float], size: float, rng: Generator, px_mm: float) -> None:
    """Whiten a fold or two across a dent, where the board's fibres broke."""
    total = np.zeros(patch.shape, np.uint8)
    for _ in range(1 + pick(rng, 2)):
        way, reach = between(rng, 0, 2 * math.pi), size * between(rng, 0.8, 1.5)
        aside = size * between(rng, 0.15, 0.45)
        start = (
            centre[0] - math.cos(way) * reach * between(rng, 0.35, 0.65) - math.sin(way) * aside,
            centre[1] - math.sin(way) * reach * between(rng, 0.35, 0.65) + math.cos(way) * aside,
        )
        total = np.maximum(total, stroke(patch.shape, wandering_line(start, way, reach, rng, 0.14), px_mm * 1.2))
    blend(patch, (238.0, 228.0, 212.0), total.astype(np.float32) / 255.0 * 0.36)


def _press_grid(patch: Patch, centre: tuple[float, float], radius: float, deep: float) -> None:
    """Move the grid points under a dent inwards so that outlines and neighbours follow."""
    rows, columns, _ = patch.grid.shape
    scale = ((columns - 1) / patch.shape[1], (rows - 1) / patch.shape[0])
    right, down = np.gradient(patch.grid, axis=1), np.gradient(patch.grid, axis=0)
    outward = np.cross(down, right)
    outward /= np.maximum(np.linalg.norm(outward, axis=-1, keepdims=True), 1e-6)
    x = (np.arange(columns) / scale[0] - centre[0])[None, :]
    y = (np.arange(rows) / scale[1] - centre[1])[:, None]
    share = np.clip(1.0 - np.sqrt(x * x + y * y) / radius, 0, 1)
    share[0] = share[-1] = 0
    share[:, 0] = share[:, -1] = 0
    patch.grid = (patch.grid - outward * (share * deep)[..., None]).astype(np.float32)
