"""Kits: cartons whose lid is a tray with loose parts, each in its own recess. An empty recess is a missing part."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from inspector.scene.canvas import U8, Canvas
from inspector.scene.labelling import paste_at
from inspector.scene.line import KIT_PARTS, ItemTruth
from inspector.scene.mesh import Body
from inspector.scene.randomness import between, pick, stream
from inspector.scene.sku import Rgb
from inspector.scene.sticker import PRODUCT_LABEL_MM

_FOAM: Final[tuple[Rgb, ...]] = ((92, 96, 102), (196, 192, 182), (150, 136, 112))
_TINTS: Final[tuple[Rgb, ...]] = (
    (196, 60, 48), (40, 96, 168), (232, 186, 48), (70, 140, 76), (226, 224, 216), (150, 152, 158),
)  # fmt: skip
_CELL_MM = 30.0  # parts are drawn on sheets so large
_CLEAR: Rgb = (0, 0, 0)  # see-through on a part's sheet


def _vial(sheet: Canvas, tint: Rgb) -> None:
    sheet.rect(9, 8, 12, 19, tint)
    sheet.rect(11, 3, 8, 5, (60, 60, 64))


def _spoon(sheet: Canvas, tint: Rgb) -> None:
    sheet.ellipse(15, 8, 5, 6.5, tint)
    sheet.line((15, 12), (15, 28), tint, 2.6)


def _block(sheet: Canvas, tint: Rgb) -> None:
    sheet.rect(4, 8, 22, 14, tint)
    sheet.rect(7, 11, 16, 3, (245, 245, 240))


def _ring(sheet: Canvas, tint: Rgb) -> None:
    sheet.disc(15, 15, 9, tint, line_mm=4.5)


def _driver(sheet: Canvas, tint: Rgb) -> None:
    sheet.rect(11.5, 2, 7, 14, tint)
    sheet.rect(13.8, 16, 2.6, 12, (176, 178, 184))


def _sachet(sheet: Canvas, tint: Rgb) -> None:
    sheet.poly([(5, 4), (25, 5), (24, 26), (6, 25)], tint)
    sheet.line((6, 8), (24, 8.6), (30, 30, 34), 0.8)
    sheet.text(15, 18, 4.0, "2 g", (30, 30, 34), weight=700, centred=True)


_SHAPES: Final[tuple[Callable[[Canvas, Rgb], None], ...]] = (_vial, _spoon, _block, _ring, _driver, _sachet)


def fit_out(body: Body, item: ItemTruth, seed: int) -> None:
    """Lay the tray and its parts onto the lid, the missing one left out; what a kit holds is a matter of its SKU."""
    top = body.patch("top")
    design = stream(0, 0, f"{item.looks} kit")
    foam = _FOAM[pick(design, len(_FOAM))]
    left, upper = 7.0, 7.0
    width = top.shape[1] / body.px_mm - PRODUCT_LABEL_MM[0] - 14 - 2 * left
    height = top.shape[0] / body.px_mm - 2 * upper
    across, down = width / 2, height / 2
    scale = min(1.6, min(across, down) / (_CELL_MM + 4))
    body.tray_xywh = left, upper, width, height
    _tray(top.albedo, foam, (left, upper, width, height), body.px_mm)
    shapes = [int(one) for one in design.permutation(len(_SHAPES))[:KIT_PARTS]]
    tints = [_TINTS[int(one)] for one in design.permutation(len(_TINTS))[:KIT_PARTS]]
    lies = stream(seed, item.index, "kit")
    for place, (shape, tint) in enumerate(zip(shapes, tints, strict=True)):
        x = (left + across * (place % 2 + 0.5)) * body.px_mm
        y = (upper + down * (place // 2 + 0.5)) * body.px_mm
        turn = between(design, -0.3, 0.3)
        px_mm = body.px_mm * scale
        recess = _sheet(shape, _darker(foam, 0.55), px_mm)
        paste_at(top, recess, (x, y), turn, _cover(recess, grow_px=round(1.2 * px_mm)))
        if place == item.missing_part:
            between(lies, 0, 1)
            continue
        art = _sheet(shape, tint, px_mm)
        offset = between(lies, -1.0, 1.0) * body.px_mm, between(lies, -1.0, 1.0) * body.px_mm
        at = x + offset[0], y + offset[1]
        askew = turn + between(lies, -0.06, 0.06)
        shade = _cover(art, grow_px=1) // 2
        paste_at(top, np.zeros_like(art), (at[0] + 0.8 * px_mm, at[1] + 0.8 * px_mm), askew, shade)
        paste_at(top, art, at, askew, _cover(art, grow_px=0))


def _tray(albedo: U8, foam: Rgb, xywh_mm: tuple[float, float, float, float], px_mm: float) -> None:
    left, top, width, height = (round(value * px_mm) for value in xywh_mm)
    cv2.rectangle(albedo, (left, top), (left + width, top + height), foam, cv2.FILLED)
    cv2.rectangle(albedo, (left, top), (left + width, top + height), _darker(foam, 0.7), max(1, round(1.2 * px_mm)))


def _sheet(shape: int, tint: Rgb, px_mm: float) -> U8:
    sheet = Canvas(_CELL_MM, _CELL_MM, px_mm, _CLEAR)
    _SHAPES[shape](sheet, tint)
    return sheet.image()


def _cover(art: U8, *, grow_px: int) -> U8:
    """Where a sheet is not see-through, 0 or 255, by so many pixels more."""
    drawn = np.where(art.max(axis=2) > 12, np.uint8(255), np.uint8(0))
    return np.asarray(cv2.dilate(drawn, np.ones((2 * grow_px + 1,) * 2, np.uint8)), np.uint8) if grow_px else drawn


def _darker(colour: Rgb, share: float) -> Rgb:
    red, green, blue = (round(channel * share) for channel in colour)
    return red, green, blue
