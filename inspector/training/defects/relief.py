"""Damage of the form: dents, creases, wrinkles, crushed corners and edges.

A height field moves the pixels (what lies deeper is seen shifted) and changes their shade by its slope towards the
light (Lambert), so that dark and bright sides, print and texture all follow one and the same relief.
"""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import (
    F32,
    Applied,
    Mask,
    Real,
    Severity,
    Surface,
    applied,
    blob,
    curve,
    drawn_line,
    noise,
    place,
    ridge,
)

WIDE_DENTS = 0.35


def relit(image: Real, height: Real, rng: Generator, *, moved: bool = True) -> F32:
    """The picture with the relief `height` (pixels, negative is deeper): shifted and shaded."""
    down, across = np.gradient(height)
    if moved:
        view = rng.normal(0, 0.5, 2)
        rows, columns = np.mgrid[0 : height.shape[0], 0 : height.shape[1]].astype(np.float32)
        shift_x = (height * float(view[0]) + across * 1.5).astype(np.float32)
        shift_y = (height * float(view[1]) + down * 1.5).astype(np.float32)
        image = cv2.remap(image, columns + shift_x, rows + shift_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    angle = float(rng.uniform(0, 2 * np.pi))
    tilt = float(rng.uniform(0.35, 1.1))  # the light's slant: tangent of its angle from above
    lit = (1 - tilt * (np.cos(angle) * across + np.sin(angle) * down)) / np.sqrt(1 + across**2 + down**2)
    shade = np.clip(lit, 0.25, 1.8)
    out = image * shade[..., None]
    if rng.random() < 0.35:  # foil, film and coated board
        gloss = np.clip(lit - float(rng.uniform(1.05, 1.3)), 0, 1) * float(rng.uniform(60, 260))
        out = out + gloss[..., None]
    return np.asarray(out, np.float32)


def dent(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A smooth hollow: wide and shallow, or small and deep; sometimes with a rim."""
    major = severity == "major"
    wide = rng.random() < WIDE_DENTS  # the hardest kind: as large as a fist, and hardly a shade deep
    radius = surface.scale * float(rng.uniform(0.12, 0.32) if major or wide else rng.uniform(0.06, 0.17))
    centre = place(surface, rng, inset=radius * float(rng.uniform(0.2, 0.9)))
    if centre is None:
        return None
    field = np.clip(blob(surface.mask.shape, centre, radius * 1.3, rng, rough=0.12), 0, 1)
    sharp = float(rng.uniform(1.2, 3))
    depths = (0.3, 0.9) if major else (0.15, 0.45)
    steep = float(rng.uniform(*depths)) * (0.45 if wide else 1.0)
    smooth = field**2 * (3 - 2 * field)
    height = -steep * radius / 1.6 * np.minimum(1, smooth * sharp) ** float(rng.uniform(0.8, 1.6))
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), max(0.8, radius * float(rng.uniform(0.05, 0.25))))
    if rng.random() < 0.4:  # board buckles along a line in the hollow
        line = drawn_line(surface.mask.shape, curve(centre, radius * 1.6, rng, wander=0.5))
        height -= ridge(line, max(1.5, radius * 0.08)) * steep * float(rng.uniform(0.5, 2)) * field
    return _formed(surface, height, severity, rng, "dent")


def crease(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """One bent line."""
    return _lines(surface, severity, rng, kind="crease", count=1, wander=0.7)


def wrinkles(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Several folds that cross or fan out."""
    return _lines(surface, severity, rng, kind="wrinkles", count=int(rng.integers(3, 8)), wander=1.4)


def _lines(
    surface: Surface, severity: Severity, rng: Generator, *, kind: str, count: int, wander: float
) -> Applied | None:
    major = severity == "major"
    length = surface.scale * float(rng.uniform(0.35, 0.9) if major else rng.uniform(0.18, 0.45))
    centre = place(surface, rng, inset=surface.scale * 0.08)
    if centre is None:
        return None
    height = np.zeros(surface.mask.shape, np.float32)
    for _ in range(count):
        spread = 0.0 if count == 1 else 0.3
        start = (centre[0] + rng.normal(0, spread) * length, centre[1] + rng.normal(0, spread) * length)
        line = drawn_line(surface.mask.shape, curve(start, length, rng, wander=wander))
        width = max(1.2, surface.scale * float(rng.uniform(0.006, 0.022)))
        deep = float(rng.uniform(0.8, 2.2) if major else rng.uniform(0.5, 1.2)) * width * 0.7
        height += ridge(line, width) * deep * float(rng.choice([-1, 1])) * _fading(surface, start, length)
    return _formed(surface, height, severity, rng, kind)


def _fading(surface: Surface, middle: tuple[float, float], length: float) -> F32:
    """1 in the middle of a fold, 0 where it ends: board gives way gradually, a fold with blunt ends looks glued on."""
    rows, columns = np.ogrid[0 : surface.mask.shape[0], 0 : surface.mask.shape[1]]
    far = ((columns - middle[0]) ** 2 + (rows - middle[1]) ** 2) / (0.55 * length) ** 2
    return np.asarray(np.clip(1 - far, 0, 1), np.float32)


def _formed(surface: Surface, height: Real, severity: Severity, rng: Generator, kind: str) -> Applied | None:
    soft = cv2.GaussianBlur(surface.mask.astype(np.float32), (0, 0), 1.0)
    after = relit(surface.image.astype(np.float32), height * soft, rng)
    before = surface.image.astype(np.float32)
    after = before + soft[..., None] * (after - before)
    region = surface.mask & (np.abs(height) > 0.04 * float(np.abs(height).max()))
    return applied(surface.image, after, region, cls="deformation", kind=kind, severity=severity)


def crushed_corner(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A corner pushed in: the outline moves, the board behind it buckles."""
    return _crushed(surface, severity, rng, kind="crushed_corner", wide=1.0)


def crushed_edge(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """The same on a longer piece of the outline."""
    return _crushed(surface, severity, rng, kind="crushed_edge", wide=1.9)


def _crushed(surface: Surface, severity: Severity, rng: Generator, *, kind: str, wide: float) -> Applied | None:
    point, outward = _outline_point(surface, rng, corner=wide == 1.0)
    if point is None:
        return None
    major = severity == "major"
    reach = surface.scale * float(rng.uniform(0.16, 0.34) if major else rng.uniform(0.09, 0.18))
    push = reach * float(rng.uniform(0.3, 0.6))
    rows, columns = np.mgrid[0 : surface.mask.shape[0], 0 : surface.mask.shape[1]].astype(np.float32)
    x, y = columns - point[0], rows - point[1]
    inward = -(x * outward[0] + y * outward[1])
    side = (x * -outward[1] + y * outward[0]) / wide
    near = np.exp(-((inward / reach) ** 2 + (side / reach) ** 2))
    ragged = near * (1 + 0.25 * noise(surface.mask.shape, rng, max(3.0, reach * 0.25)))
    # nothing moves where the mask does not reach, and the ground only as far as it must to show no seam
    beyond = cv2.distanceTransform((~surface.mask).astype(np.uint8), cv2.DIST_L2, 3) / max(2.0, 0.2 * reach)
    weight = (np.clip((ragged - 0.1) / 0.9, 0, 1.2) * np.clip(1 - beyond, 0, 1)).astype(np.float32)
    move_x, move_y = (weight * push * float(part) for part in outward)
    image = surface.image.astype(np.float32)
    warped = cv2.remap(image, columns + move_x, rows + move_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    still = cv2.remap(
        surface.mask.astype(np.float32),
        columns + move_x,
        rows + move_y,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    height = np.zeros(surface.mask.shape, np.float32)
    for _ in range(int(rng.integers(2, 5))):
        start = (
            point[0] - outward[0] * reach * rng.uniform(0.2, 0.9),
            point[1] - outward[1] * reach * rng.uniform(0.2, 0.9),
        )
        line = drawn_line(surface.mask.shape, curve((float(start[0]), float(start[1])), reach * 1.3, rng, wander=0.6))
        height += ridge(line, max(1.2, reach * 0.07)) * float(rng.normal(0, 1.2)) * max(1.0, reach * 0.05)
    buckled = relit(warped, (height - 0.105 * reach) * weight, rng, moved=False)
    soft = np.clip(still, 0, 1)[..., None]
    after = warped + soft * (buckled - warped)
    region = (weight > 0) & (surface.mask | (still > 0.5))
    return applied(surface.image, after, region, cls="deformation", kind=kind, severity=severity)


def _outline_point(
    surface: Surface, rng: Generator, *, corner: bool
) -> tuple[tuple[float, float] | None, tuple[float, float]]:
    """A point of the outline (the farthest one in some direction for a corner), and its direction outwards."""
    outlines, _ = cv2.findContours(surface.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None, (0.0, 0.0)
    outline = max(outlines, key=len)[:, 0, :].astype(np.float32)
    middle = outline.mean(0)
    if corner:
        angle = float(rng.uniform(0, 2 * np.pi))
        chosen = outline[int(np.argmax(outline @ np.array([np.cos(angle), np.sin(angle)], np.float32)))]
    else:
        chosen = outline[int(rng.integers(len(outline)))]
    away = chosen - middle
    away = away / (float(np.linalg.norm(away)) + 1e-6)
    return (float(chosen[0]), float(chosen[1])), (float(away[0]), float(away[1]))


__all__ = ["Mask", "crease", "crushed_corner", "crushed_edge", "dent", "relit", "wrinkles"]
