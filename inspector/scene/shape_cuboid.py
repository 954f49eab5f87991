"""Cartons and books: five printed faces, the lid and walls a little out of true."""

import math
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.mesh import F32, Body, Patch, cuboid_grids
from inspector.scene.randomness import between
from inspector.scene.shelf import face_art
from inspector.scene.sku import Product
from inspector.scene.sticker import PRODUCT_LABEL_MM

CELLS: Final = 7  # a flat face needs few: triangles are what a frame spends its time on
CELLS_WHEN_BENT: Final = 14
FACES: Final = ("top", "front", "back", "right", "left")
# How far each wall's normal points away from the cameras (world +y) when the item is turned by yaw.
AWAY: Final[dict[str, Callable[[float], float]]] = {
    "front": lambda yaw: -math.cos(yaw),
    "back": math.cos,
    "right": math.sin,
    "left": lambda yaw: -math.sin(yaw),
}
HIDDEN_FROM: Final = 0.6


def cuboid(chosen: Product, px_mm: float, rng: Generator, *, yaw: float, bent: bool) -> Body:
    """Return a carton or a book that will lie at `yaw`; walls that no camera can see are left out."""
    grids = cuboid_grids(chosen.size_mm, CELLS_WHEN_BENT if bent else CELLS)
    length, width, _ = chosen.size_mm
    tone = between(rng, 0.93, 1.05)
    patches = []
    for name in FACES:
        if name in AWAY and AWAY[name](yaw) > HIDDEN_FROM:
            continue
        art = cv2.convertScaleAbs(face_art(chosen.sku, name, px_mm), alpha=tone)
        pages = chosen.kind == "book" and name not in ("top", "front")
        patches.append(
            Patch(
                name=name,
                grid=_bulged(grids[name], name, chosen, rng),
                albedo=np.asarray(art, np.uint8),
                gloss=0.0 if pages else chosen.gloss,
            )
        )
    body = Body(patches=patches, px_mm=px_mm)
    label_w, label_h = PRODUCT_LABEL_MM
    if chosen.kind == "book":
        spot = (length * 0.5, 8.0, 84.0, 50.0)
    else:
        spot = (length - label_w - between(rng, 8, 14), width - label_h - between(rng, 8, 14), label_w, label_h)
    body.label_patch, body.label_xywh = "top", spot
    return body


def _bulged(grid: F32, name: str, chosen: Product, rng: Generator) -> F32:
    """Let the lid and walls of a carton swell or sag a little; edges stay where they are."""
    if chosen.kind == "book" or name == "back":
        return grid
    rows, columns, _ = grid.shape
    hump = np.sin(np.linspace(0, np.pi, rows))[:, None] * np.sin(np.linspace(0, np.pi, columns))[None, :]
    out = {"top": (0, 0, 1), "front": (0, -1, 0), "right": (1, 0, 0), "left": (-1, 0, 0)}[name]
    swell = between(rng, -2.5, 3.5) * hump[..., None] * np.array(out)
    return np.asarray(grid + swell, np.float32)
