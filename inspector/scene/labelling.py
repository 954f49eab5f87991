"""Stick the label onto an item, straight as it should be, or as a label defect leaves it."""

import math

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.canvas import U8
from inspector.scene.mesh import Body, Patch
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import between, chance, pick


def stick(body: Body, art: U8, rng: Generator) -> None:
    """Apply an intact label with the small skew that a good labeller leaves."""
    place(body, art, math.radians(between(rng, -1.5, 1.5)), np.full(art.shape[:2], 255, np.uint8))


def ship(body: Body, art: U8, rng: Generator) -> None:
    """Apply the fulfilment centre's own label to the lid's far left, a little askew as hands leave it."""
    height, width = art.shape[:2]
    centre = (between(rng, 8, 16) * body.px_mm + width / 2, between(rng, 8, 14) * body.px_mm + height / 2)
    stays = np.full(art.shape[:2], 255, np.uint8)
    paste_at(body.patch("top"), art, centre, math.radians(between(rng, -5, 5)), stays)


def place(body: Body, art: U8, angle: float, stays: U8) -> U8:
    """Blend a label onto its place, turned by `angle` radians; return where it lies (h, w) 0 to 255.

    `stays` (h, w) uint8 says which parts of the label are still there.
    """
    return paste_at(body.patch(body.label_patch), art, _middle(body), angle, stays)


def _middle(body: Body) -> tuple[float, float]:
    """Return the middle of the label's place in texture pixels."""
    x, y, w, h = body.label_xywh
    return (x + w / 2) * body.px_mm, (y + h / 2) * body.px_mm


def paste_at(patch: Patch, art: U8, centre: tuple[float, float], angle: float, stays: U8) -> U8:
    """Blend a picture onto a patch around `centre` (texture pixels); return where it lies, 0 to 255."""
    window, matrix = _window(patch, art.shape, centre, angle)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    moved = cv2.warpAffine(art, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(stays, matrix, size, flags=cv2.INTER_LINEAR)
    weight = alpha.astype(np.float32) / 255.0
    ground = np.ascontiguousarray(patch.albedo[window])
    patch.albedo[window] = cv2.blendLinear(moved, ground, weight, 1.0 - weight)
    whole = np.zeros(patch.shape, np.uint8)
    whole[window] = alpha
    return whole


def _window(
    patch: Patch, shape: tuple[int, ...], centre: tuple[float, float], angle: float
) -> tuple[tuple[slice, slice], NDArray[np.float64]]:
    """Return the part of the patch that a turned picture may touch and the affine map into it."""
    matrix = np.asarray(cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), math.degrees(angle), 1.0), np.float64)
    reach = math.hypot(shape[0], shape[1]) / 2 + 2
    x0, y0 = max(0, int(centre[0] - reach)), max(0, int(centre[1] - reach))
    x1, y1 = min(patch.shape[1], int(centre[0] + reach)), min(patch.shape[0], int(centre[1] + reach))
    matrix[0, 2] += centre[0] - shape[1] / 2 - x0
    matrix[1, 2] += centre[1] - shape[0] / 2 - y0
    return (slice(y0, y1), slice(x0, x1)), matrix


def spoil(body: Body, art: U8, rng: Generator, bit: int, *, major: bool) -> None:
    """Apply a defective label: missing or torn when major, skewed or with a torn corner when minor."""
    patch = body.patch(body.label_patch)
    if major and chance(rng, 0.4):
        _missing(body, art, patch, rng, bit)
        return
    if chance(rng, 0.6):
        _torn(body, art, patch, rng, bit, share=between(rng, 0.4, 0.65) if major else between(rng, 0.2, 0.3))
        return
    angle = math.radians(between(rng, 16, 30) if major else between(rng, 9, 13))
    lies = place(body, art, angle if chance(rng, 0.5) else -angle, np.full(art.shape[:2], 255, np.uint8))
    patch.mark(bit, lies > 127)


def _missing(body: Body, art: U8, patch: Patch, rng: Generator, bit: int) -> None:
    """Leave only the ghost of the adhesive where the label should be."""
    residue = cut(fractal(21, octaves=3, first=8), art.shape[:2], rng) > 0.55
    ghost = np.full_like(art, 222)
    where = place(body, ghost, 0.0, np.where(residue, np.uint8(90), np.uint8(26)))
    patch.mark(bit, where > 0)


def _torn(body: Body, art: U8, patch: Patch, rng: Generator, bit: int, *, share: float) -> None:
    """Tear a part of the label off along a ragged line; paper fibre shows along the tear."""
    height, width = art.shape[:2]
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    direction = between(rng, 0.25, 0.65) + pick(rng, 4) * math.pi / 2
    ragged = cut(fractal(22, octaves=4, first=16), (height, width), rng) * 0.035
    along = math.cos(direction) * x + math.sin(direction) * y + ragged
    line = float(np.quantile(along[::4, ::4], share))
    gone, fibre = along < line, (along >= line) & (along < line + 0.035)
    torn = art.copy()
    torn[fibre] = (236, 232, 224)
    angle = math.radians(between(rng, -3, 3))
    place(body, torn, angle, np.where(gone, np.uint8(0), np.uint8(255)))
    ghost = np.full_like(art, 200)
    scar = cut(fractal(23, octaves=4, first=10), (height, width), rng) > 0.2
    place(body, ghost, angle, np.where(gone & scar, np.uint8(120), np.uint8(0)))
    lies = _footprint(body, np.where(gone | fibre, np.uint8(255), np.uint8(0)), angle)
    patch.mark(bit, lies > 127)


def _footprint(body: Body, mask: U8, angle: float) -> U8:
    """Return where a part of the label lies on its patch, painting nothing."""
    patch = body.patch(body.label_patch)
    window, matrix = _window(patch, mask.shape, _middle(body), angle)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    whole = np.zeros(patch.shape, np.uint8)
    whole[window] = cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR)
    return whole
