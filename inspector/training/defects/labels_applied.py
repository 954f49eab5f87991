"""Labels that are whole and not as they should be: one stuck on askew, one of another product."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import (
    F32,
    U8,
    Applied,
    Real,
    Severity,
    Surface,
    applied,
    local_colour,
    mixed,
    noise,
    place,
    shifted,
)

BETWEEN_LINES = 0.075  # of a label's height


def label_skewed(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A part of the print with straight sides, turned in its place; where it was shows the ground."""
    size = surface.scale * float(rng.uniform(0.34, 0.55) if severity == "major" else rng.uniform(0.24, 0.36))
    turn = float(rng.uniform(9, 24) if severity == "major" else rng.uniform(5, 9)) * float(rng.choice([-1, 1]))
    centre = place(surface, rng, inset=size * 0.5)
    if centre is None:
        return None
    half = (size / 2, size / 2 * float(rng.uniform(0.45, 0.85)))
    before = _rectangle(surface, centre, half, 0.0)
    image: Real = surface.image.astype(np.float32)
    ground = local_colour(surface, centre, max(half) * 1.5) + noise(before.shape, rng, 2)[..., None] * 2
    # The ground keeps the light that falls on it, the print goes.
    lit = cv2.GaussianBlur(image.mean(2), (0, 0), max(2.0, size * 0.5))
    shade = np.clip(lit / max(1.0, float(np.median(lit[before > 0.5])) if (before > 0.5).any() else 1.0), 0.7, 1.3)
    image = mixed(image, (ground * shade[..., None]).astype(np.float32), before)
    matrix = cv2.getRotationMatrix2D(centre, turn, 1.0)
    size_xy = surface.mask.shape[1::-1]
    turned = cv2.warpAffine(surface.image, matrix, size_xy, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    after = np.asarray(cv2.warpAffine(before, matrix, size_xy), np.float32) * surface.mask
    image = _raised(image, after, rng)
    image = mixed(image, turned.astype(np.float32), after)
    region = np.maximum(before, after) > 0.3
    return applied(surface.image, image, region, cls="label_defect", kind="label_skewed", severity=severity)


def label_wrong(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Another product's label, stuck on straight over the print: whole, legible, and not this product's."""
    size = surface.scale * float(rng.uniform(0.4, 0.6) if severity == "major" else rng.uniform(0.22, 0.36))
    centre = place(surface, rng, inset=size * 0.5)
    if centre is None:
        return None
    half = (size / 2, size / 2 * float(rng.uniform(0.5, 0.95)))
    angle = _turn_of(surface) + float(rng.normal(0, 2))
    cover = _rectangle(surface, centre, half, angle)
    wide, high = max(8, round(2 * half[0])), max(8, round(2 * half[1]))
    flat = _printed(wide, high, rng)
    corners = np.array([[0, 0], [wide, 0], [0, high]], np.float32)
    seen = cv2.boxPoints((centre, (2 * half[0], 2 * half[1]), angle))
    target = np.array([seen[1], seen[2], seen[0]], np.float32)  # top left, top right, bottom left
    matrix = cv2.getAffineTransform(corners, target)
    laid = cv2.warpAffine(flat, matrix, cover.shape[1::-1], flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(laid, (0, 0), float(rng.uniform(0.6, 0.9))).astype(np.float32)
    image = _raised(surface.image.astype(np.float32), cover, rng)
    image = mixed(image, soft * _light(surface, cover, size) + noise(cover.shape, rng, 1.5)[..., None] * 1.5, cover)
    return applied(surface.image, image, cover > 0.3, cls="label_defect", kind="label_wrong", severity=severity)


def _turn_of(surface: Surface) -> float:
    """How the product's straight edges lie, -45 … 45 degrees from the picture's: labels are stuck on along them."""
    grey = cv2.GaussianBlur(cv2.cvtColor(surface.image, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1.5)
    x, y = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    # Four times the angle, so that an edge and one at a right angle to it say the same.
    size, four = np.hypot(x, y)[surface.mask], 4 * np.arctan2(y, x)[surface.mask]
    return float(np.degrees(np.arctan2((size * np.sin(four)).sum(), (size * np.cos(four)).sum()) / 4))


def _light(surface: Surface, cover: F32, size: float) -> F32:
    """(H, W, 3) factors: how white paper would look here, by the brightest of the product and the light around it."""
    image = surface.image.astype(np.float32)
    white = float(np.clip(np.percentile(image.mean(2)[surface.mask], 97) / 235, 0.45, 1.0))
    around = cv2.GaussianBlur(image.mean(2), (0, 0), max(3.0, size * 0.6))
    level = float(np.median(around[cover > 0.5])) if (cover > 0.5).any() else 128.0
    tint = np.clip(image.mean((0, 1)) / max(1.0, float(image.mean())), 0.93, 1.05)
    return np.asarray(white * np.clip(around / max(level, 1.0), 0.75, 1.1)[..., None] * tint, np.float32)


def _rectangle(surface: Surface, centre: tuple[float, float], half: tuple[float, float], angle: float) -> F32:
    """(H, W) 0 … 1 on the product."""
    canvas = np.zeros(surface.mask.shape, np.uint8)
    box = cv2.boxPoints((centre, (2 * half[0], 2 * half[1]), angle))
    cv2.fillPoly(canvas, [np.round(box * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    return np.asarray(canvas.astype(np.float32) / 255 * surface.mask, np.float32)


def _raised(image: Real, cover: F32, rng: Generator) -> F32:
    """The thin shadow of a paper's edge."""
    edge = cv2.GaussianBlur(shifted(cover, float(rng.normal(0, 0.8)), float(rng.uniform(0.4, 1.4))), (0, 0), 1.0)
    return np.asarray(image * (1 - 0.35 * np.clip(edge - cover, 0, 1))[..., None], np.float32)


def _printed(wide: int, high: int, rng: Generator) -> U8:
    """(high, wide, 3): a label's ground with lines of words, and a code or a coloured field."""
    ground = np.array([240, 239, 235]) if rng.random() < 0.75 else 150 + 0.4 * rng.uniform(20, 235, 3)
    ink = tuple(float(value) for value in rng.uniform(20, 70, 3))
    scale = 4  # drawn large and made small, so that small print is grey and not broken
    label = np.tile(ground, (high * scale, wide * scale, 1)).astype(np.uint8)
    height, width = label.shape[:2]
    margin = round(0.08 * min(height, width))
    top = margin
    if rng.random() < 0.6:
        field = tuple(float(value) for value in 40 + 0.55 * rng.uniform(0, 235, 3))
        bottom = round(height * float(rng.uniform(0.1, 0.3)))
        cv2.rectangle(label, (0, 0), (width, bottom), field, cv2.FILLED)
        top = bottom + margin
    code = rng.random() < 0.7
    floor = round(height * 0.68) if code else height - margin
    step = max(3, round(BETWEEN_LINES * height))
    for y in range(top, floor - step // 2, step):
        x, end = margin, round(width * float(rng.uniform(0.45, 0.92)))
        while x < end:
            letter = max(2, round(step * float(rng.uniform(0.12, 0.3))))
            cv2.rectangle(label, (x, y), (x + letter * 2 // 3, y + step * 2 // 5), ink, cv2.FILLED)
            x += letter + (step // 3 if rng.random() < 0.2 else 0)
    if code:
        x = margin
        while x < width - margin:
            bar = max(1, round(step * float(rng.uniform(0.06, 0.22))))
            cv2.rectangle(label, (x, floor), (x + bar, height - margin), ink, cv2.FILLED)
            x += bar + max(1, round(step * float(rng.uniform(0.08, 0.26))))
    return np.asarray(cv2.resize(label, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
