"""What intact items carry too: extra stickers, tape, pen marks, faint wear. Never a defect."""

import math
from typing import Final

import numpy as np
from numpy.random import Generator

from inspector.scene.blemish import blend, stroke, wandering_line
from inspector.scene.canvas import U8, Canvas
from inspector.scene.labelling import paste_at
from inspector.scene.mesh import Body, Patch
from inspector.scene.randomness import between, chance, pick
from inspector.scene.sku import Rgb

_DOTS: Final[tuple[Rgb, ...]] = ((40, 150, 70), (226, 170, 30), (40, 90, 170), (200, 60, 50))


def add_clutter(body: Body, kind: str, rng: Generator) -> None:
    """Give some items harmless extras, in places that the main label leaves free."""
    if kind == "bottle":
        return
    top = body.patch("top")
    if chance(rng, 0.22):
        _stick(body, top, _dot(body.px_mm, rng), rng)
    if kind == "carton" and chance(rng, 0.25):
        _stick(body, top, _warning(body.px_mm, rng), rng)
    if body.tray_xywh is not None:
        return  # nobody tapes or writes over loose parts
    if kind == "carton" and chance(rng, 0.2):
        _tape(top, body.px_mm, rng)
    if kind != "polybag" and chance(rng, 0.25):
        _pen(top, body.px_mm, rng)


def _stick(body: Body, top: Patch, art: U8, rng: Generator) -> None:
    """Paste a sticker where it does not cover the label or a tray; leave it off when there is no room."""
    taken = [body.label_xywh] if body.tray_xywh is None else [body.label_xywh, body.tray_xywh]
    reach = math.hypot(*art.shape[:2]) / 2
    for _ in range(12):
        x, y = top.shape[1] * between(rng, 0.1, 0.9), top.shape[0] * between(rng, 0.1, 0.9)
        inside = reach < x < top.shape[1] - reach and reach < y < top.shape[0] - reach
        if inside and not any(_within((x, y), place, body.px_mm, reach) for place in taken):
            stays = np.where(art.max(axis=2) > 0, np.uint8(255), np.uint8(0))
            paste_at(top, art, (x, y), between(rng, -0.5, 0.5), stays)
            return


def _within(at: tuple[float, float], xywh_mm: tuple[float, float, float, float], px_mm: float, reach: float) -> bool:
    left, top, width, height = (value * px_mm for value in xywh_mm)
    return left - reach < at[0] < left + width + reach and top - reach < at[1] < top + height + reach


def _dot(px_mm: float, rng: Generator) -> U8:
    """Return a round inspection sticker on a black (transparent) ground."""
    sheet = Canvas(26, 26, px_mm, (0, 0, 0))
    sheet.disc(13, 13, 12, _DOTS[pick(rng, len(_DOTS))])
    sheet.text(13, 15.2, 4.6, ("OK", "QC 7", "PASS")[pick(rng, 3)], (250, 250, 250), weight=800, centred=True)
    return sheet.image()


def _warning(px_mm: float, rng: Generator) -> U8:
    """Return a rectangular handling sticker."""
    text, colour = (("FRAGILE", (206, 44, 36)), ("THIS SIDE UP", (30, 30, 32)), ("HEAVY", (232, 140, 20)))[pick(rng, 3)]
    sheet = Canvas(62, 22, px_mm, colour)
    sheet.rect(1.5, 1.5, 59, 19, (250, 250, 248), line_mm=0.8)
    sheet.text(31, 14.4, 7.0, text, (252, 252, 250), weight=800, centred=True, fit_mm=54)
    return sheet.image()


def _tape(top: Patch, px_mm: float, rng: Generator) -> None:
    """Lay a strip of clear tape across the lid: paler, with shining edges."""
    height, width = top.shape
    x = width * between(rng, 0.15, 0.85)
    points = np.array(((x, -2.0), (x + between(rng, -0.08, 0.08) * width, height + 2.0)))
    strip = stroke(top.shape, points, 48 * px_mm).astype(np.float32) / 255.0
    edge = strip - stroke(top.shape, points, 46 * px_mm).astype(np.float32) / 255.0
    blend(top, (224.0, 212.0, 190.0), (strip * 0.14 + np.clip(edge, 0, 1) * 0.25).astype(np.float32))
    sheen = np.ones(top.shape, np.float32) if top.sheen is None else top.sheen
    top.sheen = (sheen + strip * 0.6).astype(np.float32)


def _pen(top: Patch, px_mm: float, rng: Generator) -> None:
    """Write a tick or a number as a packer does with a marker."""
    height, width = top.shape
    x, y = width * between(rng, 0.12, 0.5), height * between(rng, 0.15, 0.85)
    ink = np.zeros(top.shape, np.uint8)
    size = px_mm * between(rng, 12, 24)
    for _ in range(pick(rng, 3) + 1):
        line = wandering_line((x, y), between(rng, -1.4, 1.4), size, rng, 0.5)
        ink = np.maximum(ink, stroke(top.shape, line, px_mm * 1.3))
        x, y = x + size * 0.45, y + between(rng, -3, 3)
    blend(top, (34.0, 36.0, 60.0), ink.astype(np.float32) / 255.0 * 0.8)
