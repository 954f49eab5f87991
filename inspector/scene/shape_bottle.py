"""Bottles and jars: lathed bodies with caps, standing or on their backs."""

from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.canvas import U8, Canvas
from inspector.scene.colour import mixed
from inspector.scene.mesh import F32, Body, Patch, lathe
from inspector.scene.randomness import between
from inspector.scene.shelf import soft_art
from inspector.scene.sku import Product, Rgb

# Profiles: (share of the radius, share of the height) from the top of the body down.
_SHOULDERS: Final[dict[int, list[tuple[float, float]]]] = {
    0: [
        (0.34, 0.86),
        (0.36, 0.845),
        (0.62, 0.835),
        (0.86, 0.81),
        (0.97, 0.76),
        (1.0, 0.7),
        (1.0, 0.5),
        (1.0, 0.3),
        (1.0, 0.12),
        (0.98, 0.04),
        (0.93, 0.005),
        (0.9, 0.0),
    ],
    1: [
        (0.36, 0.92),
        (0.37, 0.88),
        (0.42, 0.84),
        (0.6, 0.76),
        (0.85, 0.68),
        (0.98, 0.6),
        (1.0, 0.55),
        (0.985, 0.4),
        (1.0, 0.25),
        (1.0, 0.08),
        (0.96, 0.02),
        (0.88, 0.0),
    ],
    2: [
        (0.8, 0.8),
        (0.82, 0.79),
        (0.95, 0.77),
        (1.0, 0.74),
        (1.0, 0.6),
        (1.0, 0.45),
        (1.0, 0.3),
        (1.0, 0.15),
        (1.0, 0.05),
        (0.97, 0.01),
        (0.92, 0.0),
    ],
}
_CAP: Final[dict[int, tuple[float, float, float]]] = {0: (0.42, 0.85, 1.0), 1: (0.42, 0.9, 1.0), 2: (0.92, 0.8, 1.0)}
_SQUARENESS: Final = {0: 2.6, 1: 2.0, 2: 2.0}


def bottle(chosen: Product, px_mm: float, rng: Generator, *, standing: bool) -> Body:
    """Return a bottle; its label faces -y when it stands and up when it lies."""
    diameter, depth, tall = chosen.size_mm
    radius, layout = diameter / 2, chosen.layout
    profile = [(r * radius, z * tall) for r, z in _SHOULDERS[layout]]
    grid = lathe(profile, depth / diameter, _SQUARENESS[layout], 30)
    around = float(np.pi * (diameter + depth) / 2)
    body_tall = profile[0][1]
    art = soft_art(chosen.sku, "side", round(around, 1), round(body_tall, 1), px_mm)
    side = Patch(
        name="side",
        tube=True,
        grid=_even_rows(grid),
        albedo=np.asarray(cv2.convertScaleAbs(art, alpha=between(rng, 0.94, 1.05)), np.uint8),
        gloss=chosen.gloss,
    )
    ground = chosen.palette[0]
    base = Patch(  # a blown bottle's base is hollow: dark inside a bright ring
        name="base",
        grid=_disc(0.9 * radius, depth / diameter, 0.0)[:, ::-1],
        gloss=0.3,
        albedo=rings(((0.7, mixed(ground, (0, 0, 0), 0.3)), (0.8, mixed(ground, (255, 255, 255), 0.2)), (1.0, ground))),
    )
    body = Body(patches=[side, *_cap(chosen, px_mm), base], px_mm=px_mm)
    high, low = {0: (0.68, 0.1), 1: (0.53, 0.14), 2: (0.72, 0.08)}[layout]
    label_h, label_w = tall * (high - low), around * 0.46
    body.label_patch = "side"
    body.label_xywh = ((around - label_w) / 2, body_tall - tall * high, label_w, label_h)
    if not standing:
        _lay_down(body, between(rng, -0.35, 0.35))
    return body


def _cap(chosen: Product, px_mm: float) -> list[Patch]:
    """Return the cap's side and its lid, on top of a standing bottle."""
    diameter, depth, tall = chosen.size_mm
    radius, layout = diameter / 2, chosen.layout
    cap_r, cap_low, cap_high = _CAP[layout]
    cap_colour = mixed(chosen.palette[2], (255, 255, 255), 0.12) if layout != 2 else (244, 244, 240)
    cap_rows = [
        (cap_r * radius * 0.97, tall * cap_high),
        (cap_r * radius, tall * cap_high - 2),
        (cap_r * radius, tall * cap_low),
    ]
    round_ratio = 1.0 if layout == 1 else depth / diameter if layout == 2 else 0.9
    cap_grid = _even_rows(lathe(cap_rows, round_ratio, 2.0, 30), rows=4)
    cap = Patch(
        name="cap",
        nearer_mm=5.0,  # its rim lies over the shoulder
        grid=cap_grid,
        gloss=0.5,
        albedo=_ribbed(cap_colour, cap_r * diameter * np.pi, tall * (cap_high - cap_low), px_mm, layout),
    )
    pale = mixed(cap_colour, (255, 255, 255), 0.1)
    lid = Patch(
        name="lid",
        grid=_disc(cap_r * radius * 0.97, round_ratio, tall * cap_high),
        gloss=0.4,
        albedo=rings(((0.78, pale), (0.84, mixed(cap_colour, (0, 0, 0), 0.12)), (1.0, pale))),
    )
    return [cap, lid]


def _even_rows(grid: F32, rows: int = 16) -> F32:
    """Resample a lathe so that its rows are evenly spaced along the surface, as its texture is."""
    steps = np.linalg.norm(np.diff(grid[:, 0], axis=0), axis=1)
    at = np.concatenate(([0.0], np.cumsum(steps)))
    want = np.linspace(0.0, at[-1], rows + 1)
    flat_rows = grid.reshape(len(grid), -1)
    out = np.stack([np.interp(want, at, flat_rows[:, k]) for k in range(flat_rows.shape[1])], axis=1)
    return out.reshape(rows + 1, grid.shape[1], 3).astype(np.float32)


def _disc(radius: float, ratio: float, z: float) -> F32:
    """Return a disc facing up: a square grid drawn in to a circle, which has no singular middle."""
    x, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(1, -1, 9))
    round_x, round_y = x * np.sqrt(1 - y * y / 2), y * np.sqrt(1 - x * x / 2)
    return np.stack((radius * round_x, radius * ratio * round_y, np.full_like(x, z)), axis=-1).astype(np.float32)


def rings(bands: tuple[tuple[float, Rgb], ...], size: int = 40) -> U8:
    """Return the texture of a disc: colours out to each share of the radius, innermost first."""
    x, y = np.meshgrid(np.linspace(-1, 1, size), np.linspace(1, -1, size))
    far = np.hypot(x * np.sqrt(1 - y * y / 2), y * np.sqrt(1 - x * x / 2))
    out = np.empty((size, size, 3), np.uint8)
    out[:] = bands[-1][1]
    for share, colour in reversed(bands):
        out[far <= share] = colour
    return out


def _ribbed(colour: tuple[int, int, int], around: float, tall: float, px_mm: float, layout: int) -> U8:
    """Return a cap's side with its grip ribs."""
    sheet = Canvas(around, tall, px_mm, colour)
    if layout != 0:
        for x in np.arange(0.0, around, 3.2):
            sheet.line((float(x), tall * 0.15), (float(x), tall), mixed(colour, (0, 0, 0), 0.28), 1.0)
    sheet.rect(0, tall - 1.4, around, 1.4, mixed(colour, (0, 0, 0), 0.4))
    return sheet.image()


def _lay_down(body: Body, roll: float) -> None:
    """Lay a standing bottle on its back along x with the label up, rolled a little."""
    cos, sin = np.cos(roll), np.sin(roll)
    middle = float(body.patch("side").grid[..., 2].mean())
    for patch in body.patches:
        x, y, z = (patch.grid[..., k] for k in range(3))
        # the label faced -y: now it faces up, the axis runs along x
        across, up = y * sin - x * cos, -(x * sin + y * cos)
        patch.grid = np.stack((z - middle, across, up), axis=-1).astype(np.float32)
    low = min(float(patch.grid[..., 2].min()) for patch in body.patches)
    for patch in body.patches:
        patch.grid[..., 2] -= low
