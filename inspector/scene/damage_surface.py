"""Damage that stays in the surface: holes and tears, stains, scuffs and scratches."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.blemish import F32, blend, blob, label_free_spot, spot, stroke, wandering_line
from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body, Patch, Spill
from inspector.scene.noise import creases, cut, fractal
from inspector.scene.randomness import between, chance, pick

# What leaks: coffee, cola, berry juice, oil, syrup.
_LIQUIDS: Final = ((92, 58, 30), (70, 44, 26), (120, 30, 36), (56, 70, 52), (140, 92, 36))


def seen_patch(body: Body, rng: Generator) -> Patch:
    """Return a patch that a camera sees: the top, a near wall, or a bottle's side."""
    names = body.names()
    if "side" in names:
        return body.patch("side")
    wall = body.near_wall()
    if wall not in names or chance(rng, 0.65) or body.patch(wall).shape[0] < 45 * body.px_mm:
        return body.patch("top")
    return body.patch(wall)


def extent_px(body: Body) -> float:
    """Return the item's middling extent in texture pixels, the yardstick for damage sizes."""
    widest = max(max(patch.shape) for patch in body.patches)
    return float(min(widest, 300 * body.px_mm))


def penetrate(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Punch a hole with torn rims, or rip a long gash."""
    patch = seen_patch(body, rng)
    size = extent_px(body) * (between(rng, 0.055, 0.085) if major else between(rng, 0.03, 0.04))
    x, y = label_free_spot(body, patch, rng, 0.22)
    gash = chance(rng, 0.5)
    angle = between(rng, 0, math.pi)
    inside = blob(
        patch.shape,
        (x, y),
        size * (0.5 if gash else 1.0),
        rng,
        ragged=0.3,
        aspect=between(rng, 3.0, 4.5) if gash else between(rng, 1.0, 1.6),
        angle=angle,
        grain=0.6,
    )
    rim = max(1.5, size * 0.16)
    torn = np.clip((inside + rim) / rim, 0, 1) * np.clip((rim * 1.1 - inside) / rim, 0, 1)
    fibre = (214.0, 192.0, 160.0) if item.material == "cardboard" else (232.0, 228.0, 220.0)
    if item.kind == "polybag":
        fibre = (236.0, 238.0, 240.0)
    frayed = cut(fractal(33, octaves=3, first=40), patch.shape, rng)
    blend(patch, fibre, np.clip(torn * (0.85 + 0.3 * frayed), 0, 1).astype(np.float32))
    hole = np.clip(inside / max(1.0, rim * 0.35), 0, 1)
    depth_shade = np.clip(inside / (size * 0.8), 0, 1)[..., None]
    dark = np.array((46, 34, 26) if item.material == "cardboard" else (30, 29, 30), np.float32)
    if item.kind == "polybag":
        dark = np.array((24, 24, 28), np.float32)
    within = (dark * (1.25 - 0.6 * depth_shade)).astype(np.float32)
    blend(patch, within, hole.astype(np.float32))
    relief = patch.relief()
    relief += (torn * rim / body.px_mm * 0.8 * (1 + 0.5 * frayed)).astype(np.float32) * (hole < 0.5)
    patch.mark(bit, (inside > -rim * 0.7))
    _matt(patch, hole.astype(np.float32))


def _matt(patch: Patch, weight: F32) -> None:
    """Take the shine away where `weight` is 1."""
    sheen = np.ones(patch.shape, np.float32) if patch.sheen is None else patch.sheen
    patch.sheen = (sheen * (1.0 - weight)).astype(np.float32)


def spill(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Wet the item: a dark stain with a drying rim, runs down the walls, a puddle when major."""
    patch = seen_patch(body, rng) if item.kind == "bottle" else body.patch("top")
    size = extent_px(body) * (between(rng, 0.13, 0.2) if major else between(rng, 0.06, 0.085))
    x, y = spot(patch, rng, 0.2)
    colour = _liquid(patch, (x, y), size, rng)
    inside = blob(
        patch.shape, (x, y), size, rng, ragged=0.22, aspect=between(rng, 1.0, 1.7), angle=between(rng, 0, 3), grain=1.6
    )
    for _ in range(pick(rng, 5) + 2):
        a, far = between(rng, 0, 2 * math.pi), size * between(rng, 1.15, 1.7)
        drop = (x + far * math.cos(a), y + far * math.sin(a))
        inside = np.maximum(inside, blob(patch.shape, drop, size * between(rng, 0.07, 0.16), rng, ragged=0.2))
    _wet(patch, inside, size, colour, rng, soaked=item.material in ("cardboard", "paper", "paperboard"))
    patch.mark(bit, inside > 0)
    if major and item.kind != "book":
        radius = between(rng, 55, 85)
        centre = _beside(body, item, radius, rng)
        body.spill = Spill(centre=centre, radius_mm=radius, colour=colour, bit=bit, seed=pick(rng, 1 << 30))


def _beside(body: Body, item: ItemTruth, radius: float, rng: Generator) -> tuple[float, float]:
    """Return a point (item frame, mm) on the belt in front of the item, where the cameras see it."""
    length, width = item.size_mm[0], item.size_mm[1]
    if item.kind == "bottle" and not body.standing:
        length = item.size_mm[2]
    sin, cos = math.sin(body.yaw), math.cos(body.yaw)
    front = (abs(length * sin) + abs(width * cos)) / 2
    x, y = between(rng, -0.25, 0.25) * length, -(front + radius * between(rng, 0.05, 0.35))
    return cos * x + sin * y, cos * y - sin * x


def _liquid(patch: Patch, centre: tuple[float, float], reach: float, rng: Generator) -> tuple[int, int, int]:
    """Return the colour of what leaked: of two random liquids the one that shows better here."""
    ground = np.array(_mean_colour(patch, centre, reach))
    choices = [_LIQUIDS[pick(rng, len(_LIQUIDS))] for _ in range(2)]
    return max(choices, key=lambda colour: float(np.abs(ground - colour).sum()))


def _wet(patch: Patch, inside: F32, size: float, colour: tuple[int, int, int], rng: Generator, *, soaked: bool) -> None:
    """Darken and tint inside the outline; a darker rim where it dries, a film that shines when not soaked."""
    body = np.clip(inside / max(1.0, size * 0.06), 0, 1)
    rim = np.clip(1.0 - np.abs(inside - size * 0.03) / (size * 0.05), 0, 1)
    blotch = cut(fractal(34, octaves=3, first=6), patch.shape, rng)
    weight = body * (0.5 + 0.07 * blotch) + rim * 0.28
    blend(patch, (float(colour[0]), float(colour[1]), float(colour[2])), np.clip(weight, 0, 0.92).astype(np.float32))
    if not soaked:
        dome = np.sqrt(np.clip(inside / (size * 0.25), 0, 1))
        relief = patch.relief()
        relief += (dome * 1.4).astype(np.float32)
        sheen = np.ones(patch.shape, np.float32) if patch.sheen is None else patch.sheen
        patch.sheen = (sheen + body * 0.8).astype(np.float32)


def scuff(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Scratch or soil the surface without opening it."""
    patch = seen_patch(body, rng)
    extent = extent_px(body)
    if chance(rng, 0.5):
        _scratches(
            body,
            patch,
            item,
            rng,
            bit,
            length=extent * (between(rng, 0.34, 0.55) if major else between(rng, 0.15, 0.22)),
            count=pick(rng, 4) + (4 if major else 1),
        )
    else:
        _dirt(patch, rng, bit, size=extent * (between(rng, 0.1, 0.16) if major else between(rng, 0.045, 0.065)))


def _mean_colour(patch: Patch, centre: tuple[float, float], reach: float) -> tuple[float, float, float]:
    """Return the mean colour of the surface around a point."""
    rows = slice(max(0, int(centre[1] - reach)), int(centre[1] + reach) + 1)
    columns = slice(max(0, int(centre[0] - reach)), int(centre[0] + reach) + 1)
    red, green, blue = patch.albedo[rows, columns].reshape(-1, 3).mean(axis=0)
    return float(red), float(green), float(blue)


def _brightness(patch: Patch, centre: tuple[float, float], reach: float) -> float:
    """Return the mean brightness of the surface around a point."""
    return sum(_mean_colour(patch, centre, reach)) / 3.0


def _scratches(
    body: Body, patch: Patch, item: ItemTruth, rng: Generator, bit: int, *, length: float, count: int
) -> None:
    """Draw a bundle of scratches that show the material under the print."""
    angle = between(rng, 0, math.pi)
    length = min(length, 0.8 * min(patch.shape) / max(0.35, abs(math.sin(angle))))
    x, y = spot(patch, rng, 0.3)
    start = (x - math.cos(angle) * length / 2, y - math.sin(angle) * length / 2)
    bare = (247.0, 235.0, 214.0) if item.material == "cardboard" else (240.0, 238.0, 234.0)
    bright = _brightness(patch, (x, y), length / 2) > 175
    if bright:
        bare = (92.0, 88.0, 84.0)
    total = np.zeros(patch.shape, np.uint8)
    for _ in range(count):
        shift = rng.standard_normal(2) * length * 0.045
        turn, share = angle + between(rng, -0.09, 0.09), between(rng, 0.5, 1.0)
        points = wandering_line(
            (start[0] + float(shift[0]), start[1] + float(shift[1])), turn, length * share, rng, 0.05
        )
        total = np.maximum(total, stroke(patch.shape, points, body.px_mm * between(rng, 1.4, 2.8)))
    broken = np.clip(0.8 + 0.35 * cut(fractal(35, octaves=3, first=40), patch.shape, rng), 0.15, 1)
    weight = total.astype(np.float32) / 255.0 * broken * 0.85
    blend(patch, bare, weight.astype(np.float32))
    relief = patch.relief()
    relief -= weight * 0.5
    around = cv2.dilate(total, np.ones((3, 3), np.uint8))
    patch.mark(bit, around > 90)


def _dirt(patch: Patch, rng: Generator, bit: int, *, size: float) -> None:
    """Smear grease or dust over an irregular area."""
    x, y = spot(patch, rng, 0.25)
    angle = between(rng, 0, math.pi)
    inside = blob(patch.shape, (x, y), size, rng, ragged=0.4, aspect=between(rng, 1.3, 2.4), angle=angle, grain=0.8)
    streaks = cut(creases(8, first=10), patch.shape, rng)
    cover = np.clip(inside / (size * 0.5), 0, 1) * np.clip(
        0.55 + 0.6 * streaks + 0.2 * cut(fractal(36), patch.shape, rng), 0, 1
    )
    dark = _brightness(patch, (x, y), size) < 85
    colour = (168.0, 160.0, 148.0) if dark else (52.0, 46.0, 40.0)
    blend(patch, colour, (cover * 0.86).astype(np.float32))
    patch.mark(bit, cover > 0.12)
    _matt(patch, (cover * 0.8).astype(np.float32))
