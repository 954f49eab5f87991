"""Lays one picture of a product onto another by what is printed on it, and tells where they differ.

Points of print are matched (SIFT), and a plane that most of them agree on is fitted (MAGSAC). What is compared then is
colour under equal light; small shifts are allowed, since parts lie loose and no lid is a perfect plane.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

SIDE_PX: Final = 192  # longer side of what is compared
LEAST_POINTS: Final = 12  # that agree on one plane: fewer do by chance
_POINTS: Final = 300
_CONTRAST: Final = 0.02  # of a point; OpenCV's 0.04 leaves too few on plain board
_RATIO: Final = 0.8  # Lowe's: a match must be nearer than the second nearest by this
_OFF_PX: Final = 2.5  # a point may lie so far from where the plane puts it
_SHIFT_PX: Final = 2
_MEAN_PX: Final = 7  # differences are averaged over so many pixels
_STRUCTURE_PX: Final = 13


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """`pixels` (H, W, 3) uint8 RGB, its longer side `SIDE_PX`; `scale` times as large as the picture it was made of.

    `points` (n, 2) float32 x, y; `marks` (n, 128) float32 tells them apart.
    """

    pixels: RgbImage
    scale: float
    points: F32
    marks: F32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """`matrix` (3, 3) takes a point of one picture to the other; `there` (n, 2) are the matched points of the other."""

    matrix: npt.NDArray[np.float64]
    here: F32
    there: F32

    def back(self) -> "Plane":
        """From the other picture to the one."""
        return Plane(matrix=np.asarray(np.linalg.inv(self.matrix), np.float64), here=self.there, there=self.here)


def picture_of(image: RgbImage) -> Picture:
    """`image` (H, W, 3) uint8 RGB, at the size of all comparisons, with its points."""
    scale = SIDE_PX / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = tuple(max(8, round(side * scale)) for side in image.shape[1::-1])
    pixels = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
    finder = cv2.SIFT.create(_POINTS, contrastThreshold=_CONTRAST)
    found, marks = finder.detectAndCompute(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), None)
    points = np.array([point.pt for point in found], np.float32).reshape(-1, 2)
    return Picture(
        pixels=pixels,
        scale=scale,
        points=points,
        marks=np.zeros((0, 128), np.float32) if marks is None else np.asarray(marks, np.float32),
    )


def plane_between(one: Picture, other: Picture) -> Plane | None:
    """From `one` to `other`; None where they have too little in common."""
    if min(len(one.points), len(other.points)) < LEAST_POINTS:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(one.marks, other.marks, k=2)
    clear = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(clear) < LEAST_POINTS:
        return None
    here = one.points[[match.queryIdx for match in clear]]
    there = other.points[[match.trainIdx for match in clear]]
    matrix, agree = cv2.findHomography(here, there, cv2.USAC_MAGSAC, _OFF_PX, maxIters=500)
    if matrix is None or int(agree.sum()) < LEAST_POINTS or abs(np.linalg.det(matrix)) < 1e-6:
        return None
    kept = agree.ravel() > 0
    return Plane(matrix=np.asarray(matrix, np.float64), here=here[kept], there=there[kept])


def laid_onto(one: Picture, plane: Plane, other: Picture, region: Mask) -> F32:
    """(H, W, 3) float32 Lab: `one` as it would lie in `other`, its light made the same as within `region` (H, W)."""
    height, width = other.pixels.shape[:2]
    moved = cv2.warpPerspective(one.pixels, plane.matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    light = (np.median(other.pixels[region], axis=0) + 1) / (np.median(moved[region], axis=0) + 1)
    return lab(np.clip(moved * light, 0, 255).astype(np.uint8))


def lab(pixels: RgbImage) -> F32:
    """(H, W, 3) float32, OpenCV's Lab of 8 bits."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), np.float32)


def apart(one: F32, other: F32) -> F32:
    """(H, W) float32: how far the colours differ around each pixel, at the small shift at which they differ least."""
    height, width = one.shape[:2]
    around = cv2.copyMakeBorder(other, *(_SHIFT_PX,) * 4, cv2.BORDER_REPLICATE)
    least = np.full((height, width), np.inf, np.float32)
    for down in range(2 * _SHIFT_PX + 1):
        for across in range(2 * _SHIFT_PX + 1):
            far = np.abs(one - around[down : down + height, across : across + width]).sum(axis=2)
            np.minimum(least, cv2.blur(far, (_MEAN_PX, _MEAN_PX), borderType=cv2.BORDER_REPLICATE), out=least)
    return least


def structure(pixels: F32) -> F32:
    """(H, W) float32: the variance of colour around each pixel; 0 where there is nothing to be seen."""
    window = (_STRUCTURE_PX, _STRUCTURE_PX)
    mean = cv2.blur(pixels, window, borderType=cv2.BORDER_REPLICATE)
    square = cv2.blur(pixels * pixels, window, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(np.maximum(square - mean * mean, 0).sum(axis=2), np.float32)


def spanned(points: F32, shape: tuple[int, int]) -> Mask:
    """(H, W) bool: what lies between these points."""
    inside = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(points).astype(np.int32), 1)
    return np.asarray(cv2.dilate(inside, np.ones((9, 9), np.uint8)) > 0, np.bool_)
