"""One picture of all the images that a product was taught from, the odd ones framed."""

from collections.abc import Collection, Sequence

import cv2
import numpy as np

from inspector.domain.frame import RgbImage, freeze

TILE = 160
BORDER = 6


def contact_sheet(images: Sequence[RgbImage], *, odd_ones: Collection[int], columns: int = 8) -> RgbImage:
    """(H, W, 3) uint8 RGB: `images` in rows of `columns`, each fitted into a square tile."""
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    sheet = np.full((rows * TILE, columns * TILE, 3), 212, np.uint8)
    for number, image in enumerate(images):
        tile = _fitted(image)
        y, x = (number // columns) * TILE, (number % columns) * TILE
        sheet[y : y + TILE, x : x + TILE] = tile
        if number in odd_ones:
            inset = BORDER // 2
            corner = (x + TILE - inset - 1, y + TILE - inset - 1)
            cv2.rectangle(sheet, (x + inset, y + inset), corner, (200, 16, 46), BORDER)
    return freeze(sheet)


def _fitted(image: RgbImage) -> RgbImage:
    tile = np.full((TILE, TILE, 3), 227, np.uint8)
    height, width = image.shape[:2]
    factor = (TILE - 2 * BORDER) / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    y, x = (TILE - size[1]) // 2, (TILE - size[0]) // 2
    tile[y : y + size[1], x : x + size[0]] = small
    return tile
