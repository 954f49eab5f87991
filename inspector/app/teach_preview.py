"""One picture of all the images that a product was taught from, the odd ones framed."""

from collections.abc import Collection, Sequence

import cv2
import numpy as np

from inspector.domain.frame import RgbImage, freeze

TILE = 160
BORDER = 6
GROUND = 227  # behind the images, and where there is none: an empty place that stands out looks like an item


def contact_sheet(
    images: Sequence[RgbImage], *, odd_ones: Collection[int], columns: int = 8, numbered: bool = False
) -> RgbImage:
    """(H, W, 3) uint8 RGB: `images` in rows of `columns`, each fitted into a square tile; `numbered` from 1."""
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    sheet = np.full((rows * TILE, columns * TILE, 3), GROUND, np.uint8)
    for number, image in enumerate(images):
        tile = _fitted(image)
        y, x = (number // columns) * TILE, (number % columns) * TILE
        sheet[y : y + TILE, x : x + TILE] = tile
        if number in odd_ones:
            inset = BORDER // 2
            corner = (x + TILE - inset - 1, y + TILE - inset - 1)
            # in the window red is for alarms
            frame = (22, 115, 209) if numbered else (200, 16, 46)
            cv2.rectangle(sheet, (x + inset, y + inset), corner, frame, BORDER)
        if numbered:
            cv2.rectangle(sheet, (x + 8, y + 8), (x + 46, y + 34), (30, 33, 36), cv2.FILLED)
            place, white = (x + 12, y + 28), (255, 255, 255)
            cv2.putText(sheet, str(number + 1), place, cv2.FONT_HERSHEY_SIMPLEX, 0.7, white, 2, cv2.LINE_AA)
    return freeze(sheet)


def _fitted(image: RgbImage) -> RgbImage:
    tile = np.full((TILE, TILE, 3), GROUND, np.uint8)
    height, width = image.shape[:2]
    factor = (TILE - 2 * BORDER) / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    y, x = (TILE - size[1]) // 2, (TILE - size[0]) // 2
    tile[y : y + size[1], x : x + size[0]] = small
    return tile
