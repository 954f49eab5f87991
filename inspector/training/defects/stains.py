"""Damage on the surface only: spills, stains, dirt, scratches, scuffs."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import (
    F32,
    Applied,
    Severity,
    Surface,
    applied,
    blob,
    curve,
    drawn_line,
    local_colour,
    mixed,
    noise,
    place,
)

LIQUIDS = ((74, 48, 28), (120, 84, 40), (60, 60, 64), (150, 40, 30), (40, 70, 110), (200, 180, 120), (90, 110, 60))


def spill(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A liquid: translucent, darker at its edge, glossy while wet; it may run off the product."""
    radius = surface.scale * float(rng.uniform(0.16, 0.36) if severity == "major" else rng.uniform(0.07, 0.18))
    centre = place(surface, rng)
    if centre is None:
        return None
    shape = surface.mask.shape
    field = blob(shape, centre, radius, rng, rough=0.35)
    for _ in range(int(rng.integers(0, 5))):  # drops and runs
        where = (centre[0] + rng.normal(0, 0.9) * radius, centre[1] + abs(rng.normal(0, 1.2)) * radius)
        field = np.maximum(field, blob(shape, where, radius * float(rng.uniform(0.12, 0.4)), rng, rough=0.2))
    field = field + 0.06 * noise(shape, rng, max(3.0, radius * 0.2))
    wet = np.clip(field * radius / 1.5, 0, 1).astype(np.float32)
    reach = surface.mask.astype(np.float32) if rng.random() < 0.6 else np.ones(shape, np.float32)
    wet = wet * cv2.GaussianBlur(reach, (0, 0), 1.0)
    ink = np.array(LIQUIDS[int(rng.integers(len(LIQUIDS)))], np.float32) * float(rng.uniform(0.7, 1.2))
    strength = float(rng.uniform(0.3, 0.85) if severity == "major" else rng.uniform(0.2, 0.6))
    image = surface.image.astype(np.float32)
    soaked = image * (1 - strength) + image * (ink / 255) * strength * 1.1
    ring = np.exp(-((field / 0.07) ** 2)) * float(rng.uniform(0, 0.5))
    soaked = soaked * (1 - np.clip(ring, 0, 1))[..., None]
    image = mixed(image, soaked.astype(np.float32), wet)
    if rng.random() < 0.5:
        slope = cv2.Sobel(cv2.GaussianBlur(field, (0, 0), 2), cv2.CV_32F, 1, 1)
        gloss = np.clip(slope / (float(np.abs(slope).max()) + 1e-6), 0, 1) * wet * float(rng.uniform(60, 220))
        image = image + gloss[..., None]
    return applied(surface.image, image, wet > 0.15, cls="spillage", kind="spill", severity=severity)


def dirt(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Smudges and specks."""
    radius = surface.scale * float(rng.uniform(0.12, 0.3) if severity == "major" else rng.uniform(0.05, 0.14))
    centre = place(surface, rng)
    if centre is None:
        return None
    shape = surface.mask.shape
    field = np.clip(blob(shape, centre, radius, rng, rough=0.4), 0, 1)
    grain = np.clip(noise(shape, rng, float(rng.uniform(1.2, 5))) * 0.7 + 0.3, 0, 1.3)
    cover = field**0.7 * grain * surface.mask * float(rng.uniform(0.5, 1.0))
    ink = rng.uniform(15, 90) + rng.normal(0, 8, 3)
    image = mixed(
        surface.image.astype(np.float32),
        np.broadcast_to(ink.astype(np.float32), surface.image.shape),
        np.clip(cover, 0, 0.9).astype(np.float32),
    )
    return applied(
        surface.image, image, (field > 0.05) & surface.mask, cls="superficial", kind="dirt", severity=severity
    )


def scratch(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Thin lines, pale where the print is gone or dark where grime has filled them; their depth comes and goes."""
    major = severity == "major"
    centre = place(surface, rng, inset=3)
    if centre is None:
        return None
    shape = surface.mask.shape
    lines = np.zeros(shape, np.float32)
    length = surface.scale * float(rng.uniform(0.3, 0.75) if major else rng.uniform(0.14, 0.35))
    base = curve(centre, length, rng, wander=0.35)
    for _ in range(int(rng.integers(1, 6 if major else 3))):
        points = base + rng.normal(0, 0.03, 2).astype(np.float32) * surface.scale
        width = max(1, round(surface.scale / 170 * float(rng.uniform(0.6, 1.8))))
        lines = np.maximum(lines, drawn_line(shape, points, width).astype(np.float32) / 255)
    fading = np.clip(0.75 + 0.35 * noise(shape, rng, max(4.0, length * 0.12)), 0.15, 1)
    around = local_colour(surface, centre, length / 3)
    pale = rng.random() < (0.75 if float(around.mean()) < 150 else 0.35)
    ink = around + ((245 if pale else 25) - around) * float(rng.uniform(0.45, 0.9))
    cover = lines * fading * surface.mask * float(rng.uniform(0.6, 1))
    image = mixed(surface.image.astype(np.float32), np.broadcast_to(ink.astype(np.float32), (*shape, 3)), cover)
    region = cv2.dilate((lines > 0.1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return applied(surface.image, image, region & surface.mask, cls="superficial", kind="scratch", severity=severity)


def scuff(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """An abraded patch: the print is rubbed off in one direction."""
    radius = surface.scale * float(rng.uniform(0.1, 0.24) if severity == "major" else rng.uniform(0.05, 0.12))
    centre = place(surface, rng)
    if centre is None:
        return None
    shape = surface.mask.shape
    field = np.clip(blob(shape, centre, radius, rng, rough=0.3) * 2, 0, 1)
    streaks = _streaks(shape, rng)
    cover = field * np.clip(streaks * 0.8 + 0.25, 0, 1) * surface.mask * float(rng.uniform(0.5, 0.95))
    around = local_colour(surface, centre, radius)
    ink = around * 0.4 + np.array([222, 214, 200]) * 0.6 if rng.random() < 0.7 else around * 0.45
    image = mixed(
        surface.image.astype(np.float32), np.broadcast_to(ink.astype(np.float32), (*shape, 3)), cover.astype(np.float32)
    )
    return applied(
        surface.image, image, (field > 0.1) & surface.mask, cls="superficial", kind="scuff", severity=severity
    )


def _streaks(shape: tuple[int, int], rng: Generator) -> F32:
    """Noise drawn out in one direction."""
    grain = rng.normal(0, 1, shape).astype(np.float32)
    length = int(rng.integers(7, 25))
    angle = float(rng.uniform(0, np.pi))
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    for step in np.linspace(-middle, middle, length * 2):
        kernel[round(middle + step * np.sin(angle)), round(middle + step * np.cos(angle))] = 1
    field = cv2.filter2D(grain, -1, kernel / kernel.sum())
    return np.asarray(field / (field.std() + 1e-6), np.float32)
