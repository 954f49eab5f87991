"""Pasted defects: a piece of a picture is cut out and pasted elsewhere into the same picture.

After CutPaste (Li et al. 2021, arXiv 2104.04015): large patches and thin turned scars, both with a change of light.
"""

from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from numpy.random import Generator

U8 = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Pasting = Literal["patch", "scar"]

PATCH_AREA = (0.02, 0.15)  # of the picture
PATCH_ASPECT = 3.3  # at most, either way
SCAR_LONG = (10 / 256, 25 / 256)  # of the picture's side
SCAR_WIDE = (2 / 256, 16 / 256)
SCAR_TURN = 45.0  # degrees, either way
JITTER = 0.1  # of brightness, contrast, saturation


def pasted(image: U8, how: Pasting, rng: Generator) -> tuple[U8, Flags]:
    """(H, W, 3) uint8 RGB with one pasted piece, and where it lies (H, W)."""
    height, width = image.shape[:2]
    across, down = _patch_size(height, width, rng) if how == "patch" else _scar_size(height, width, rng)
    left, top = int(rng.integers(0, width - across + 1)), int(rng.integers(0, height - down + 1))
    piece = jittered(image[top : top + down, left : left + across], rng)
    cover = np.full((down, across), 255, np.uint8)
    if how == "scar":
        piece, cover = _turned(piece, cover, float(rng.uniform(-SCAR_TURN, SCAR_TURN)))
    down, across = cover.shape
    left, top = int(rng.integers(0, width - across + 1)), int(rng.integers(0, height - down + 1))
    there = cover > 127
    changed, mask = image.copy(), np.zeros((height, width), np.bool_)
    changed[top : top + down, left : left + across][there] = piece[there]
    mask[top : top + down, left : left + across] = there
    return changed, mask


def jittered(image: U8, rng: Generator) -> U8:
    """Another brightness, contrast and saturation."""
    light, contrast, colour = rng.uniform(1 - JITTER, 1 + JITTER, 3)
    x = image.astype(np.float32) * light
    x = x.mean((0, 1)) + (x - x.mean((0, 1))) * contrast
    grey = x.mean(2, keepdims=True)
    return np.asarray(np.clip(grey + (x - grey) * colour, 0, 255), np.uint8)


def moved(image: U8, most_px: int, rng: Generator) -> U8:
    """The picture shifted by at most so many pixels; its border is mirrored."""
    x, y = (int(value) for value in rng.integers(0, 2 * most_px + 1, 2))
    padded = cv2.copyMakeBorder(image, most_px, most_px, most_px, most_px, cv2.BORDER_REFLECT_101)
    height, width = image.shape[:2]
    return np.asarray(padded[y : y + height, x : x + width], np.uint8)


def _patch_size(height: int, width: int, rng: Generator) -> tuple[int, int]:
    area = rng.uniform(*PATCH_AREA) * height * width
    aspect = float(np.exp(rng.uniform(-np.log(PATCH_ASPECT), np.log(PATCH_ASPECT))))
    return _within(width, np.sqrt(area * aspect)), _within(height, np.sqrt(area / aspect))


def _scar_size(height: int, width: int, rng: Generator) -> tuple[int, int]:
    return _within(width, rng.uniform(*SCAR_WIDE) * width), _within(height, rng.uniform(*SCAR_LONG) * height)


def _within(side: int, wanted: float) -> int:
    return int(np.clip(round(wanted), 2, max(2, side // 2)))


def _turned(piece: U8, cover: U8, degrees: float) -> tuple[U8, U8]:
    """Both turned about their middle, in a square that holds them."""
    height, width = cover.shape
    side = int(np.ceil(np.hypot(height, width)))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    square = (side, side)
    return (
        np.asarray(cv2.warpAffine(piece, turn, square, borderMode=cv2.BORDER_REPLICATE), np.uint8),
        np.asarray(cv2.warpAffine(cover, turn, square, flags=cv2.INTER_NEAREST), np.uint8),
    )
