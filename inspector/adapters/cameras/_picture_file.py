"""Image files in the order in which a person counts, decoded to RGB."""

import re
from pathlib import Path

import cv2
import numpy as np

from inspector.domain.errors import FrameCorrupt
from inspector.domain.frame import RgbImage, freeze

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"})


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which numbers count as numbers.

    >>> sorted(["b10", "b9", "a"], key=natural)
    ['a', 'b9', 'b10']
    """
    parts = re.split(r"(\d+)", text)
    return tuple((1, int(part), part) if part.isdecimal() else (0, 0, part.casefold()) for part in parts)


def read_picture(path: Path) -> RgbImage:
    """(H, W, 3) uint8 RGB, read-only. Raises `FrameCorrupt` that names the file."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise FrameCorrupt(f"{path}: can not be read: {error.strerror}") from error
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if image is None:
        raise FrameCorrupt(f"{path}: is not a picture that can be decoded ({data.size} bytes)")
    return freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
