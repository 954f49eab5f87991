"""Lays cut-outs on a ground, with contact shadow, light, blur and sensor noise; the truth is exact."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.training.belts.cutout import Cutout
from inspector.training.belts.exposure import Exposure, again, exposure, photographed
from inspector.training.belts.grounds import ground

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

LEAST_VISIBLE = 0.35  # of an item's area: less of it is not labelled as an item, and is not placed
MOST_OVERLAP = 0.15
SHARES = (0.18, 0.85)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """`xyxy` in pixels, right and bottom exclusive; `mask` (H, W) bool of the picture, `marks` alike: its damage."""

    xyxy: tuple[float, float, float, float]
    mask: Mask
    group: str
    marks: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltPicture:
    """(H, W, 3) uint8 RGB and the items in it."""

    image: U8
    items: tuple[PlacedItem, ...]


ALIKE = 0.15  # share of items that have the belt's mean colour
MARGIN_PX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One camera above one belt: what all its pictures share. `ground` (H, W, 3) uint8, larger than a picture.

    `towards`: by how much an item's mean colour is moved to the belt's.
    """

    ground: U8
    exposure: Exposure
    gain: NDArray[np.float32]
    towards: float


def station(size: tuple[int, int], rng: Generator, *, along: bool = False) -> Station:
    """Any station that takes pictures of (width, height) `size`."""
    return Station(
        ground=ground((size[0] + MARGIN_PX, size[1] + MARGIN_PX), rng, along=along),
        exposure=exposure(rng),
        gain=_any_gain(rng),
        towards=_any_towards(rng),
    )


def compose(
    cutouts: list[Cutout],
    size: tuple[int, int],
    rng: Generator,
    *,
    shares: tuple[float, float] = SHARES,
    turn_degrees: float | None = None,
    spread: float = 0.47,
    at: Station | None = None,
) -> BeltPicture:
    """Place each cut-out at random size, turn and place on a ground of (width, height) `size`.

    `shares`: least and most of an item's longer side, as a share of the picture's shorter one. `turn_degrees`: standard
    deviation of the turn; None turns half of the items any way. `spread`: how far from the middle an item may lie.
    `at`: where the picture is taken, made for this `size`; without it, on a fresh ground with a camera of its own.
    """
    along = any(cutout.upright for cutout in cutouts) or (not cutouts and rng.random() < 0.4)
    image = (ground(size, rng, along=along) if at is None else _further(at, size, rng)).astype(np.float32)
    taken = np.zeros(image.shape[:2], np.bool_)
    items: list[PlacedItem] = []
    for cutout in cutouts:
        long = float(np.exp(rng.uniform(np.log(shares[0]), np.log(shares[1])))) * min(size)
        middle = (0.5 + rng.uniform(-spread, spread, 2)) * size
        gain, towards = (_any_gain(rng), _any_towards(rng)) if at is None else (at.gain, at.towards)
        pose = _Pose(long, _turn(3.0 if cutout.upright else turn_degrees, rng), middle, gain, towards)
        placed = _place(image, taken, pose, cutout, rng)
        if placed is not None:
            items.append(placed)
    how = exposure(rng) if at is None else again(at.exposure, rng)
    return BeltPicture(image=photographed(image, how, rng), items=tuple(items))


def _further(at: Station, size: tuple[int, int], rng: Generator) -> U8:
    """The belt has moved on."""
    left, top = (int(value) for value in rng.integers(0, MARGIN_PX + 1, 2))
    return at.ground[top : top + size[1], left : left + size[0]]


def _any_gain(rng: Generator) -> NDArray[np.float32]:
    return np.asarray(float(rng.uniform(0.7, 1.25)) * rng.uniform(0.92, 1.08, 3), np.float32)


def _any_towards(rng: Generator) -> float:
    """Grey goods on a grey belt."""
    return float(rng.uniform(0.5, 1.0)) if rng.random() < ALIKE else 0.0


def _turn(deviation: float | None, rng: Generator) -> float:
    if deviation is None and rng.random() < 0.5:
        return float(rng.uniform(-180, 180))
    return float(rng.normal(0, 8.0 if deviation is None else deviation))


@dataclass(frozen=True, slots=True)
class _Pose:
    """`long`: pixels of the longer side; `angle` in degrees; `middle` (x, y); `gain` (3,): the light there.

    `towards`: by how much its mean colour is moved to the belt's.
    """

    long: float
    angle: float
    middle: NDArray[np.float64]
    gain: NDArray[np.float32]
    towards: float


def _place(image: F32, taken: Mask, pose: _Pose, cutout: Cutout, rng: Generator) -> PlacedItem | None:
    """Lay one item; in place."""
    height, width = image.shape[:2]
    scale = pose.long / max(cutout.mask.shape)
    pivot = (cutout.mask.shape[1] / 2, cutout.mask.shape[0] / 2)
    matrix = np.asarray(cv2.getRotationMatrix2D(pivot, pose.angle, scale), np.float64)
    matrix[:, 2] += pose.middle - np.array(cutout.mask.shape[::-1]) / 2
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    soft = np.asarray(cv2.warpAffine(cutout.mask.astype(np.float32), matrix, (width, height), flags=flags), np.float32)
    mask = soft > 0.5
    whole = float(cutout.mask.sum()) * scale * scale
    seen = float(mask.sum())
    if seen < max(60.0, LEAST_VISIBLE * whole) or float((mask & taken).sum()) > MOST_OVERLAP * seen:
        return None
    mask &= ~taken
    colours = cv2.warpAffine(
        cutout.image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    colours = colours * pose.gain
    if pose.towards and mask.any():
        colours = colours + (image.mean((0, 1)) - colours[mask].mean(0)) * pose.towards
    image *= _shadow(soft, pose.long, rng)[..., None]
    alpha: NDArray[Any] = cv2.GaussianBlur(soft, (0, 0), 0.6)[..., None] * ~taken[..., None]
    image += np.asarray(alpha * (colours - image), np.float32)
    taken |= mask
    left, top, w, h = cv2.boundingRect(mask.view(np.uint8))
    mask.setflags(write=False)
    box = (float(left), float(top), float(left + w), float(top + h))
    return PlacedItem(xyxy=box, mask=mask, group=cutout.group, marks=_laid(cutout.marks, matrix, (width, height)))


def _laid(marks: Mask | None, matrix: NDArray[np.float64], size: tuple[int, int]) -> Mask | None:
    if marks is None:
        return None
    laid = cv2.warpAffine(marks.astype(np.uint8), matrix, size, flags=cv2.INTER_NEAREST) > 0
    laid.setflags(write=False)
    return laid


def _shadow(soft: F32, long: float, rng: Generator) -> F32:
    """A factor per pixel: a tight contact shadow and a wider cast one."""
    factor = np.ones_like(soft)
    for reach, depth in ((0.02, rng.uniform(0.1, 0.5)), (float(rng.uniform(0.05, 0.2)), rng.uniform(0, 0.5))):
        shift = np.array([[1, 0, rng.normal(0, reach) * long], [0, 1, rng.normal(0, reach) * long]])
        moved = cv2.warpAffine(soft, shift, (soft.shape[1], soft.shape[0]))
        factor *= 1 - float(depth) * cv2.GaussianBlur(moved, (0, 0), max(1.0, reach * long * 0.7))
    return np.asarray(factor, np.float32)
