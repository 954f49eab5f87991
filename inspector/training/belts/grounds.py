"""Grounds that products are carried on: plain, moulded, slatted, roller and textured belts, with and without rails."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]


def ground(size: tuple[int, int], rng: Generator, *, along: bool = False) -> U8:
    """(H, W, 3) uint8 RGB of an empty belt; `size` is (width, height). `along`: the camera looks along the belt."""
    width, height = size
    chosen = int(rng.choice(len(_FLAT) + len(_TILES), p=_FLAT_SHARES + _TILE_SHARES))
    if chosen < len(_FLAT):
        belt = _FLAT[chosen](width, height, rng)
    else:
        belt = _tiled(_TILES[chosen - len(_FLAT)](rng), width, height, rng, along=along)
    if rng.random() < 0.75:
        belt = belt * _light_field(width, height, rng)[..., None]
    if rng.random() < 0.35:
        belt = _rails(belt, rng)
    if rng.random() < 0.4:
        belt = belt + rng.normal(0, float(rng.uniform(1, 6)), (height, width, 1)).astype(np.float32)
    return np.clip(belt, 0, 255).astype(np.uint8)


def colour(rng: Generator, *, low: float = 15, high: float = 235) -> F32:
    """An industrial colour: mostly grey, sometimes green, blue or anything."""
    level = rng.uniform(low, high)
    if rng.random() < 0.55:
        return (level + rng.normal(0, 6, 3)).astype(np.float32).clip(0, 255)
    return rng.uniform(low, high, 3).astype(np.float32)


def fractal_noise(width: int, height: int, rng: Generator, *, octaves: int = 4) -> F32:
    """(H, W) float32 of zero mean, about unit deviation, coarse to fine."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        cells = 2 ** (octave + 2)
        coarse = rng.normal(0, 1, (max(2, cells * height // width), cells)).astype(np.float32)
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * 0.6**octave
    return np.asarray((total - total.mean()) / (total.std() + 1e-6), np.float32)


def _light_field(width: int, height: int, rng: Generator) -> F32:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    across = (np.cos(angle) * columns / width + np.sin(angle) * rows / height).astype(np.float32)
    field = 1 + float(rng.uniform(-0.45, 0.45)) * (across - across.mean())
    if rng.random() < 0.3:  # vignette or a lamp's pool
        x, y = rng.uniform(0.2, 0.8, 2)
        far = (columns / width - x) ** 2 + (rows / height - y) ** 2
        field = field * (1 + float(rng.uniform(-0.3, 0.5)) * np.exp(-far * float(rng.uniform(3, 12))))
    return np.asarray(field, np.float32)


def _plain(width: int, height: int, rng: Generator) -> F32:
    belt = np.broadcast_to(colour(rng), (height, width, 3)).astype(np.float32)
    return belt + fractal_noise(width, height, rng)[..., None] * float(rng.uniform(0, 6))


def _textured(width: int, height: int, rng: Generator) -> F32:
    """Rubber, fabric, wood, concrete."""
    noise = fractal_noise(width, height, rng, octaves=6)
    if rng.random() < 0.5:
        noise = np.asarray(cv2.blur(noise, (int(rng.integers(1, 40)), 1)), np.float32)
    belt = colour(rng) + noise[..., None] * float(rng.uniform(4, 22))
    return np.asarray(belt, np.float32)


def _two_zones(width: int, height: int, rng: Generator) -> F32:
    """Seen from the side: a wall behind, an edge, a dark or bright front."""
    horizon = int(rng.uniform(0.3, 0.85) * height)
    belt = np.empty((height, width, 3), np.float32)
    belt[:horizon] = _plain(width, horizon, rng) if rng.random() < 0.7 else _textured(width, horizon, rng)
    belt[horizon:] = _textured(width, height - horizon, rng)
    bright, thick = float(rng.uniform(0.4, 1.9)), int(rng.integers(2, max(3, height // 12)))
    belt[horizon : horizon + thick] *= bright
    return belt


def _modular(rng: Generator) -> F32:
    """Plastic links in rows, each with a hole: rectangle, trapezoid or ellipse, offset every second row."""
    link_w, link_h = int(rng.integers(14, 90)), int(rng.integers(14, 90))
    base, hole = colour(rng, low=50), colour(rng, high=90)
    tile = np.broadcast_to(base, (link_h * 2, link_w * 2, 3)).astype(np.float32).copy()
    shape, frame = int(rng.integers(0, 3)), bool(rng.random() < 0.5)
    a, b = rng.uniform(0.08, 0.3, 2)
    top, bottom = rng.uniform(0.05, 0.3, 2)
    for row, shift in ((0, 0.0), (1, float(rng.choice([0.0, 0.5])))):
        for column in range(-1, 3):
            x, y = (column + shift) * link_w, row * link_h
            corners = np.array(
                [
                    [x + top * link_w, y + a * link_h],
                    [x + (1 - top) * link_w, y + a * link_h],
                    [x + (1 - bottom) * link_w, y + (1 - b) * link_h],
                    [x + bottom * link_w, y + (1 - b) * link_h],
                ]
            )
            ink = tuple(float(part) for part in hole)
            thick = int(rng.integers(1, 4)) if frame else -1
            if shape == 2:
                middle, radius = corners.mean(0), (corners.max(0) - corners.min(0)) / 2
                cv2.ellipse(tile, (middle, radius * 2, 0.0), ink, thick, cv2.LINE_AA)
            elif frame:
                cv2.polylines(tile, [corners.round().astype(np.int32)], isClosed=True, color=ink, thickness=thick)
            else:
                cv2.fillPoly(tile, [corners.round().astype(np.int32)], ink, cv2.LINE_AA)
        cv2.line(tile, (0, row * link_h), (2 * link_w, row * link_h), (base * 0.75).tolist(), 1)
    return tile


def _rollers(rng: Generator) -> F32:
    pitch, gap = int(rng.integers(16, 90)), float(rng.uniform(0.05, 0.45))
    x = np.linspace(0, 1, pitch, dtype=np.float32)
    round_part = np.sin(np.pi * np.minimum(x / (1 - gap), 1)).clip(0, 1) ** float(rng.uniform(0.3, 1.5))
    body = np.where(x < 1 - gap, round_part, float(rng.uniform(0, 0.3)))
    return np.broadcast_to(body[None, :, None] * colour(rng, low=90), (4, pitch, 3)).astype(np.float32)


def _grid(rng: Generator) -> F32:
    """Lines, wires, cleats or a chequer of two tones."""
    pitch = int(rng.integers(6, 80))
    tile = np.broadcast_to(colour(rng), (pitch, pitch, 3)).astype(np.float32).copy()
    ink, thick = colour(rng), int(rng.integers(1, max(2, pitch // 3)))
    style = int(rng.integers(0, 4))
    if style in (0, 2):
        tile[:thick] = ink
    if style in (1, 2):
        tile[:, :thick] = ink
    if style == 3:
        tile[: pitch // 2, : pitch // 2], tile[pitch // 2 :, pitch // 2 :] = ink, ink
    return tile


def _plates(rng: Generator) -> F32:
    """Raised plates on a dark grid, no two of quite the same length and tone: bevels, inner frames, worn shine.

    To a detector each plate looks like a carton; only that they are many tells them from one.
    """
    rows, columns = int(rng.integers(3, 6)), int(rng.integers(3, 6))
    high, wide = int(rng.integers(16, 60)), int(rng.integers(24, 110))
    base, gap = colour(rng, low=70), colour(rng, high=70)
    tile = np.broadcast_to(gap, (rows * high, columns * wide, 3)).astype(np.float32).copy()
    seam, bevel = float(rng.uniform(0.03, 0.14)), int(rng.integers(1, 5))
    light, inner = rng.uniform(0.5, 1.5, 4), bool(rng.random() < 0.6)
    for row in range(rows):
        shift = float(rng.uniform(0, 1)) * wide
        cuts = np.arange(columns) * wide + rng.uniform(-0.2, 0.2, columns) * wide
        for column in range(columns):
            start = cuts[column] + shift + seam * wide
            end = (cuts[column + 1] if column + 1 < columns else cuts[0] + columns * wide) + shift - seam * wide
            plate = _plate(
                int(end - start), int(high * (1 - seam)), base * float(rng.uniform(0.85, 1.15)), bevel, light
            )
            if inner:
                inset = 2 * bevel + 1
                if min(plate.shape[:2]) > 3 * inset:
                    cv2.rectangle(
                        plate,
                        (inset, inset),
                        (plate.shape[1] - inset, plate.shape[0] - inset),
                        tuple(float(part) for part in base * 0.8),
                        1,
                    )
            along = (np.arange(plate.shape[1]) + int(start)) % tile.shape[1]
            tile[row * high : row * high + plate.shape[0], along] = plate
    return tile


def _plate(width: int, height: int, tone: F32, bevel: int, light: NDArray[np.float64]) -> F32:
    """Lit from one side: each of the four bevels has its own brightness."""
    plate = np.broadcast_to(tone, (max(2, height), max(2, width), 3)).astype(np.float32).copy()
    ramp = np.linspace(0.94, 1.06, plate.shape[1], dtype=np.float32)
    plate *= ramp[None, :, None]
    plate[:bevel] *= light[0]
    plate[-bevel:] *= light[1]
    plate[:, :bevel] *= light[2]
    plate[:, -bevel:] *= light[3]
    return plate


def _tiled(tile: F32, width: int, height: int, rng: Generator, *, along: bool) -> F32:
    """Repeat a tile over the picture: embossed at times, turned, and seen from above or along the belt."""
    if rng.random() < 0.6:
        tile = _embossed(tile, rng)
    side = int(3 * max(width, height))
    repeats = (side // tile.shape[0] + 1, side // tile.shape[1] + 1, 1)
    field = np.tile(tile, repeats)[:side, :side]
    angle = float(rng.choice([0, 90])) + float(rng.normal(0, 4)) if rng.random() < 0.6 else float(rng.uniform(0, 180))
    turn = np.vstack([cv2.getRotationMatrix2D((side / 2, side / 2), angle, float(rng.uniform(0.7, 1.6))), [0, 0, 1]])
    centre = np.array([[1, 0, -side / 2], [0, 1, -side / 2], [0, 0, 1]])
    tilt = np.eye(3)
    grazing = float(rng.uniform(0.2, 2.4)) if along else float(rng.normal(0, 0.06))
    tilt[2, :2] = float(rng.normal(0, 0.1)) / width, abs(grazing) / height
    tilt[1, 1] = 1 / (1 + 0.5 * abs(grazing))  # what is seen along its length is also foreshortened
    back = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1]])
    matrix = back @ np.linalg.inv(tilt) @ centre @ turn
    out = cv2.warpPerspective(field, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.4, 1.2))), np.float32)


def _embossed(tile: F32, rng: Generator) -> F32:
    """Light one side of every edge and darken the other, as a relief of moulded links is lit."""
    level = cv2.GaussianBlur(np.tile(tile.mean(2), (3, 3)), (0, 0), float(rng.uniform(0.8, 2.5)))
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * cv2.Sobel(level, cv2.CV_32F, 1, 0) + np.sin(angle) * cv2.Sobel(level, cv2.CV_32F, 0, 1)
    height, width = tile.shape[:2]
    middle = slope[height : 2 * height, width : 2 * width]
    spread = float(np.abs(middle).max()) + 1e-6
    blend = cv2.GaussianBlur(np.tile(tile, (3, 3, 1)), (0, 0), 1.0)[height : 2 * height, width : 2 * width]
    flattened = blend * float(rng.uniform(0.2, 1)) + tile.mean((0, 1)) * float(rng.uniform(0, 0.6))
    return np.asarray(flattened + middle[..., None] / spread * float(rng.uniform(15, 70)), np.float32)


def _rails(belt: F32, rng: Generator) -> F32:
    """One or two straight rails along the belt, at its borders."""
    belt = belt.copy()
    height, width = belt.shape[:2]
    upright = rng.random() < 0.3
    for side in (0, 1):
        if rng.random() < 0.3:
            continue
        reach = float(rng.uniform(0.03, 0.2))
        along = width if upright else height
        start, end = (0, int(reach * along)) if side == 0 else (int((1 - reach) * along), along)
        first, last = (float(level) for level in rng.uniform(0.5, 1.3, 2))
        profile = colour(rng) * np.linspace(first, last, max(1, end - start), dtype=np.float32)[:, None]
        if upright:
            belt[:, start:end] = profile[None, : end - start]
        else:
            belt[start:end] = profile[: end - start, None]
    return belt


_FLAT: tuple[Callable[[int, int, Generator], F32], ...] = (_plain, _textured, _two_zones)
_TILES: tuple[Callable[[Generator], F32], ...] = (_modular, _rollers, _grid, _plates)
_FLAT_SHARES, _TILE_SHARES = (0.09, 0.12, 0.15), (0.22, 0.1, 0.12, 0.2)
