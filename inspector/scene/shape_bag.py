"""Polybags: a pillow of film over soft goods."""

import numpy as np
from numpy.random import Generator

from inspector.scene.mesh import Body, Patch, flat
from inspector.scene.noise import cut, fractal, wrinkles
from inspector.scene.shelf import soft_art
from inspector.scene.sku import Product


def polybag(chosen: Product, px_mm: float, rng: Generator) -> Body:
    """Return a filled polybag lying flat."""
    length, width, height = chosen.size_mm
    cells = 20
    grid = flat((-length / 2, width / 2, 0), (length, 0, 0), (0, -width, 0), (cells, cells))
    u = np.linspace(-1, 1, cells + 1, dtype=np.float32)
    pillow = (1 - np.abs(u[None, :]) ** 3.2) * (1 - np.abs(u[:, None]) ** 3.0)
    shape = (cells + 1, cells + 1)
    lumps = cut(fractal(11, octaves=2, first=8), shape, rng, zoom=0.12)
    grid[..., 2] = 1.0 + height * np.maximum(pillow, 0) ** 0.6 * (1.0 + 0.1 * lumps)
    # A full bag draws its edges in.
    pull = 1.0 - 0.05 * pillow.max(axis=0)[None, :] * np.abs(u[:, None]) ** 2
    grid[..., 1] *= pull * (1.0 + 0.01 * cut(fractal(12, octaves=2, first=5), shape, rng, zoom=0.15))
    grid[..., 0] *= 1.0 + 0.012 * cut(fractal(13, octaves=2, first=5), shape, rng, zoom=0.15)
    art = soft_art(chosen.sku, "bag", length, width, px_mm).copy()
    top = Patch(name="top", grid=grid.astype(np.float32), albedo=art, gloss=chosen.gloss)
    folds = cut(wrinkles(5), top.shape, rng, zoom=px_mm * 0.75)
    fine = cut(wrinkles(6), top.shape, rng, zoom=px_mm * 0.4)
    top.height = (folds * 9.0 + fine * 2.2).astype(np.float32)
    body = Body(patches=[top], px_mm=px_mm)
    body.label_patch = "top"
    body.label_xywh = (length * 0.5, width - 50.0 - 26.0, 84.0, 50.0)
    return body
