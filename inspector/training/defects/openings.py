"""Damage that opens the packaging: holes, tears, cuts; flaps and tape that came loose; parts that are gone."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.relief import _outline_point
from inspector.training.defects.surface import (
    F32,
    Applied,
    Real,
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
    shifted,
)


def hole(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Punched through: dark inside, the upper rim in shadow, torn fibres around it."""
    radius = surface.scale * float(rng.uniform(0.05, 0.13) if severity == "major" else rng.uniform(0.02, 0.055))
    radius = max(radius, 2.5)
    centre = place(surface, rng, inset=radius)
    if centre is None:
        return None
    field = blob(surface.mask.shape, centre, radius, rng, rough=0.3)
    return _opened(surface, field * radius, local_colour(surface, centre, radius * 2), severity, rng, "hole")


def tear(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A gaping spindle along a curve; the inner layer shows pale."""
    major = severity == "major"
    length = surface.scale * float(rng.uniform(0.22, 0.55) if major else rng.uniform(0.1, 0.24))
    wide = max(1.6, length * float(rng.uniform(0.05, 0.16)))
    centre = place(surface, rng, inset=wide)
    if centre is None:
        return None
    points = curve(centre, length, rng, wander=0.8)
    shape = surface.mask.shape
    field = np.full(shape, -1e3, np.float32)
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    for step, (x, y) in enumerate(points):
        here = wide * np.sin(np.pi * (step + 0.7) / (len(points) + 0.4)) * float(rng.uniform(0.7, 1.3))
        field = np.maximum(field, here - np.hypot(columns - x, rows - y))
    field = field + noise(shape, rng, 2.5) * wide * 0.2
    return _opened(surface, field, local_colour(surface, centre, length / 2), severity, rng, "tear")


def _opened(  # noqa: PLR0917 - what, where and how, as drawing calls read
    surface: Surface, field: Real, around: Real, severity: Severity, rng: Generator, kind: str
) -> Applied | None:
    """`field`: pixels inside the opening's outline, negative outside."""
    image: Real = surface.image.astype(np.float32)
    inside = np.clip(field + 0.5, 0, 1) * surface.mask
    fibre = around + (np.array([225, 212, 190]) - around) * float(rng.uniform(0.3, 0.95))
    band = float(rng.uniform(0.8, 3.0)) * max(1.0, surface.scale / 160)
    rim = np.clip(1 - np.abs(field + band * 0.4) / band, 0, 1) * surface.mask * (0.6 + 0.4 * noise(field.shape, rng, 2))
    image = mixed(image, np.broadcast_to(fibre.astype(np.float32), image.shape), np.clip(rim, 0, 1).astype(np.float32))
    if rng.random() < 0.75:  # darkness behind
        dark = around * float(rng.uniform(0.08, 0.4)) + rng.uniform(0, 18, 3)
        depth = np.clip(field / max(1.0, float(field.max())), 0, 1)
        cavity = dark * (1.25 - 0.5 * depth[..., None]) + noise(field.shape, rng, 3)[..., None] * 3
    else:  # the corrugated or white layer below
        wave = np.sin(np.arange(field.shape[1])[None, :] * float(rng.uniform(0.5, 1.6)) + noise(field.shape, rng, 12))
        cavity = fibre * 0.85 + (wave * 14 + noise(field.shape, rng, 2) * 6)[..., None]
    image = mixed(image, cavity.astype(np.float32), inside.astype(np.float32))
    lip = cv2.GaussianBlur(shifted(inside, float(rng.normal(0, band)), float(rng.normal(0, band))), (0, 0), band)
    image *= (1 - float(rng.uniform(0.1, 0.5)) * np.clip(lip - inside, 0, 1) * surface.mask)[..., None]
    region = surface.mask & (field > -band * 1.5)
    return applied(surface.image, image, region, cls="penetration", kind=kind, severity=severity)


def cut(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A blade's slit: straight, thin, dark, one lip catching the light."""
    length = surface.scale * float(rng.uniform(0.25, 0.7) if severity == "major" else rng.uniform(0.1, 0.28))
    centre = place(surface, rng, inset=3)
    if centre is None:
        return None
    points = curve(centre, length, rng, wander=0.12)
    width = max(1, round(surface.scale / 150 * float(rng.uniform(0.7, 2))))
    slit = drawn_line(surface.mask.shape, points, width).astype(np.float32) / 255 * surface.mask
    lip = shifted(slit, float(rng.choice([-1, 1])) * width, float(rng.choice([-1, 1])) * width) * surface.mask
    around = local_colour(surface, centre, length / 3)
    image: Real = surface.image.astype(np.float32)
    bright = np.minimum(255, around * 1.25 + 20).astype(np.float32)
    image = mixed(image, np.broadcast_to(bright, image.shape), lip * float(rng.uniform(0.3, 0.9)))
    dark = np.broadcast_to((around * float(rng.uniform(0.08, 0.4))).astype(np.float32), image.shape)
    image = mixed(image, dark, slit * float(rng.uniform(0.75, 1)))
    region = cv2.dilate((slit + lip > 0.1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return applied(surface.image, image, region & surface.mask, cls="penetration", kind="cut", severity=severity)


def flap(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A lid or flap that stands open: a lit board beyond the outline, the dark gap below it."""
    point, outward = _outline_point(surface, rng, corner=False)
    if point is None:
        return None
    size = surface.scale * float(rng.uniform(0.28, 0.6) if severity == "major" else rng.uniform(0.14, 0.3))
    side = np.array([-outward[1], outward[0]])
    out = np.array(outward)
    root = np.array(point) - out * size * float(rng.uniform(0.05, 0.3))
    tip = root + out * size * float(rng.uniform(0.3, 0.75)) + side * size * float(rng.normal(0, 0.15))
    half, narrow = side * size * 0.5, float(rng.uniform(0.6, 1.0))
    board = np.array([root - half, root + half, tip + half * narrow, tip - half * narrow], np.float32)
    gap = np.array(
        [root - half, root + half, root + half * 0.9 - out * size * 0.18, root - half * 0.9 - out * size * 0.12]
    )
    image: Real = surface.image.astype(np.float32)
    around = local_colour(surface, (float(root[0]), float(root[1])), size * 0.5)
    shape = surface.mask.shape
    inner = _polygon(shape, gap) * surface.mask
    image = mixed(
        image, np.broadcast_to((around * float(rng.uniform(0.12, 0.4))).astype(np.float32), image.shape), inner
    )
    plate = _polygon(shape, board)
    cast = shifted(plate, float(rng.normal(0, 0.06)) * size, abs(float(rng.normal(0, 0.08))) * size)
    shadow = cv2.GaussianBlur(cast, (0, 0), max(1.0, size * 0.05))
    image = image * (1 - float(rng.uniform(0.2, 0.55)) * shadow * (1 - plate))[..., None]
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    along = ((columns - root[0]) * out[0] + (rows - root[1]) * out[1]) / size
    back = (
        around if rng.random() < 0.4 else around + (np.array([196, 168, 132]) - around) * float(rng.uniform(0.4, 0.9))
    )
    tone = float(rng.uniform(0.65, 1.3)) * (1 + float(rng.normal(0, 0.35)) * along) + 0.02 * noise(shape, rng, 2)
    image = mixed(image, (back * tone[..., None]).astype(np.float32), plate)
    edge = drawn_line(shape, np.vstack([board[1:], board[:1]]).astype(np.float32)).astype(np.float32) / 255
    image = mixed(image, np.minimum(255, image * 1.3), edge * float(rng.uniform(0.2, 0.7)))
    return applied(surface.image, image, (plate + inner) > 0.2, cls="actuation", kind="flap", severity=severity)


def loose_tape(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A strip of tape that has come off at one end: curled, glossy, with its shadow."""
    centre = place(surface, rng, inset=surface.scale * 0.05)
    if centre is None:
        return None
    length = surface.scale * float(rng.uniform(0.35, 0.8) if severity == "major" else rng.uniform(0.2, 0.4))
    wide = max(3, round(surface.scale * float(rng.uniform(0.04, 0.1))))
    points = curve(centre, length, rng, wander=1.1)
    shape = surface.mask.shape
    strip = drawn_line(shape, points, wide).astype(np.float32) / 255
    cast = shifted(strip, float(rng.normal(0, 0.4)) * wide, float(rng.uniform(0.15, 0.7)) * wide)
    shadow = cv2.GaussianBlur(cast, (0, 0), max(1.0, wide * 0.25))
    image: Real = (
        surface.image.astype(np.float32) * (1 - float(rng.uniform(0.25, 0.6)) * shadow * (1 - strip))[..., None]
    )
    ink = np.array([[190, 150, 95], [228, 226, 220], [60, 60, 62]][int(rng.integers(3))], np.float32)
    gloss = 1 + 0.35 * np.sin(np.linspace(0, float(rng.uniform(4, 14)), shape[1], dtype=np.float32))[None, :]
    image = mixed(image, ink * gloss[..., None] * float(rng.uniform(0.7, 1.1)), strip * float(rng.uniform(0.6, 0.95)))
    region = (strip > 0.3) | ((shadow > 0.3) & surface.mask)
    return applied(surface.image, image, region, cls="actuation", kind="loose_tape", severity=severity)


def missing_part(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A piece broken or torn off at the outline: what lies behind is seen instead."""
    point, outward = _outline_point(surface, rng, corner=bool(rng.random() < 0.7))
    if point is None:
        return None
    radius = surface.scale * float(rng.uniform(0.16, 0.32) if severity == "major" else rng.uniform(0.08, 0.17))
    field = blob(surface.mask.shape, point, radius, rng, rough=0.25) * radius
    ground = _background(surface, point, outward, radius, rng)
    if ground is None:
        return None
    soft = cv2.GaussianBlur(cv2.dilate(surface.mask.astype(np.uint8), np.ones((3, 3))).astype(np.float32), (0, 0), 0.8)
    gone = np.asarray(np.clip(field + 0.5, 0, 1) * soft, np.float32)
    image = mixed(surface.image.astype(np.float32), ground, gone)
    rim = np.clip(1 - np.abs(field + 1) / 1.5, 0, 1) * surface.mask
    pale = local_colour(surface, point, radius) * 0.5 + np.array([230, 222, 205]) * 0.5
    image = mixed(
        image, np.broadcast_to(pale.astype(np.float32), image.shape), (rim * rng.uniform(0, 0.8)).astype(np.float32)
    )
    region = (gone > 0.3) & (surface.mask | (field > -1))
    return applied(
        surface.image, image, region & surface.mask, cls="deconstruction", kind="missing_part", severity=severity
    )


def _background(
    surface: Surface, point: tuple[float, float], outward: tuple[float, float], radius: float, rng: Generator
) -> F32 | None:
    """What lies beside the product, brought over the point; None where too little ground is in view."""
    shape = surface.mask.shape
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    near = np.hypot(columns - point[0], rows - point[1]) < radius
    free = 1 - cv2.dilate(surface.mask.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(np.float32)
    for angle in (0.0, 0.6, -0.6, 1.2, -1.2):
        x = np.cos(angle) * outward[0] - np.sin(angle) * outward[1]
        y = np.sin(angle) * outward[0] + np.cos(angle) * outward[1]
        for reach in (1.3, 2.0):
            away = (-x * radius * reach, -y * radius * reach)
            if float(shifted(free, *away)[near].mean()) > 0.9:
                return shifted(surface.image.astype(np.float32), *away)
    return _spread(surface, free, point, radius, rng)


def _spread(surface: Surface, free: F32, point: tuple[float, float], radius: float, rng: Generator) -> F32 | None:
    """The ground's shades carried on under the product (normalised convolution), with the ground's own grain."""
    image = surface.image.astype(np.float32)
    wide, tall = max(1, image.shape[1] // 4), max(1, image.shape[0] // 4)
    known = cv2.resize(np.dstack([image * free[..., None], free]), (wide, tall), interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(known, (0, 0), max(1.0, radius * 0.2))
    x, y = min(wide - 1, int(point[0] / 4)), min(tall - 1, int(point[1] / 4))
    if float(spread[y, x, 3]) < 0.1:
        return None
    smooth = cv2.resize(spread[..., :3] / np.maximum(spread[..., 3:], 1e-3), image.shape[1::-1])
    rough = (image - cv2.GaussianBlur(image, (0, 0), 1.5))[free > 0]
    grain = float(np.percentile(np.abs(rough), 40))
    return np.asarray(smooth + noise(free.shape, rng, 1.3)[..., None] * grain, np.float32)


def _polygon(shape: tuple[int, int], corners: Real) -> F32:
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(corners * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    return np.asarray(canvas / 255.0, np.float32)
