"""What a complete item looks like, from golden pictures laid onto one another, and what is missing from an item.

One golden picture stands for all that can be laid onto it; how much they differ from it, pixel by pixel, is how much a
complete item may. A part is missing where an item differs by plainly more, where the golden picture shows something,
and where the item does not show more than that: a sticker that covers print is no missing part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage
from inspector.vision.part_match import (
    F32,
    Mask,
    Picture,
    Plane,
    apart,
    lab,
    laid_onto,
    picture_of,
    plane_between,
    spanned,
    structure,
)

CELLS: Final = 96  # what is remembered of a reference has so many rows and columns
COLUMNS: Final = 2 + CELLS * CELLS
LEAST_ALIKE: Final = 4  # golden pictures that must lie on a reference
_MOST_REFERENCES: Final = 3  # a product may lie in so many ways that do not fit one plane
_SEEN_BY: Final = 0.6  # share of golden pictures whose points must span a place, for it to be compared
_LEAST_STRUCTURE: Final = 100.0
_TIMES, _PLUS = 1.3, 16.0  # of the largest difference between golden pictures
_COVERED, _FAINT = 1.5, 50.0  # times the reference's structure, and a little: something lies there
_NOT_COMPARED: Final = -1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """`most` (H, W) float32 is how far a complete item may differ, -1 where nothing is compared.

    `usual` is the largest share of the picture that differs on a golden picture that is judged by the others.
    """

    picture: Picture
    lab: F32
    structure: F32
    most: F32
    usual: float

    @property
    def region(self) -> Mask:
        """(H, W) bool: what is compared."""
        return np.asarray(self.most >= 0, np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`share` is the largest connected difference's of the compared picture, 0 for none; `xyxy` its box there.

    `usual` is what complete items come to.
    """

    share: float
    usual: float
    xyxy: Xyxy | None


def learnt(images: Sequence[RgbImage]) -> F32:
    """(references, COLUMNS) float32: the number of the golden picture, its `usual`, and its `most`, cell by cell.

    No row where the pictures can not be laid onto one another: too little print, or too few of them.
    """
    pictures = [picture_of(image) for image in images]
    planes: dict[tuple[int, int], Plane] = {}
    for one in range(len(pictures)):
        for other in range(one):
            plane = plane_between(pictures[one], pictures[other])
            if plane is not None:
                planes[one, other], planes[other, one] = plane, plane.back()
    left = set(range(len(pictures)))
    rows: list[F32] = []
    while left and len(rows) < _MOST_REFERENCES:
        onto = {at: [one for one in range(len(pictures)) if (one, at) in planes] for at in left}
        best = max(left, key=lambda at: (len(onto[at]), sum(len(planes[one, at].here) for one in onto[at]), -at))
        if len(onto[best]) < LEAST_ALIKE:
            break
        most, usual = _most(pictures, best, {one: planes[one, best] for one in onto[best]})
        rows.append(np.concatenate((np.array([best, usual], np.float32), _cells(most).ravel())))
        left -= {best, *onto[best]}
    return np.array(rows, np.float32).reshape(-1, COLUMNS)


def _most(pictures: Sequence[Picture], at: int, planes: dict[int, Plane]) -> tuple[F32, float]:
    reference = pictures[at]
    shape = reference.pixels.shape[0], reference.pixels.shape[1]
    region = np.mean([spanned(plane.there, shape) for plane in planes.values()], axis=0) >= _SEEN_BY
    if not region.any():
        return np.full(shape, _NOT_COMPARED, np.float32), 0.0
    own = lab(reference.pixels)
    printed = structure(own)
    compared = region & (printed > _LEAST_STRUCTURE)
    laid = [laid_onto(pictures[one], plane, reference, region) for one, plane in planes.items()]
    differ = np.stack([apart(own, one) for one in laid])
    usual = 0.0
    for number, one in enumerate(laid):
        others = np.delete(differ, number, axis=0).max(axis=0)
        parts = _missing(differ[number], np.where(compared, others, _NOT_COMPARED), structure(one), printed)
        usual = max(usual, _largest(parts)[0])
    return np.where(compared, differ.max(axis=0), _NOT_COMPARED).astype(np.float32), usual


def _missing(differs: F32, most: F32, seen: F32, printed: F32) -> Mask:
    """(H, W) bool; `seen` and `printed` are the structure of the item and of the reference."""
    return np.asarray((most >= 0) & (differs > most * _TIMES + _PLUS) & (seen < _COVERED * (printed + _FAINT)))


def _largest(missing: Mask) -> tuple[float, Mask]:
    """The largest connected part: its share of the picture, and where it is."""
    number, parts, sizes, _ = cv2.connectedComponentsWithStats(missing.astype(np.uint8), connectivity=8)
    if number < 2:
        return 0.0, np.zeros_like(missing)
    largest = 1 + int(sizes[1:, cv2.CC_STAT_AREA].argmax())
    return float(sizes[largest, cv2.CC_STAT_AREA]) / missing.size, np.asarray(parts == largest)


def _cells(most: F32) -> F32:
    """As many cells as are kept; each has the largest value around it, so that none is judged too strictly."""
    return np.asarray(cv2.resize(cv2.dilate(most, np.ones((3, 3), np.uint8)), (CELLS, CELLS)), np.float32)


def reference_of(row: F32, images: Sequence[RgbImage]) -> Reference:
    """What `learnt` said, with the golden picture that it speaks of."""
    picture = picture_of(images[int(row[0])])
    height, width = picture.pixels.shape[:2]
    cells = cv2.resize(row[2:].reshape(CELLS, CELLS), (width, height), interpolation=cv2.INTER_NEAREST)
    own = lab(picture.pixels)
    return Reference(
        picture=picture, lab=own, structure=structure(own), most=np.asarray(cells, np.float32), usual=float(row[1])
    )


def difference(references: Sequence[Reference], image: RgbImage) -> Difference | None:
    """What is missing from the item that `image` (H, W, 3) uint8 RGB shows, `xyxy` in its pixels.

    None where it can not be laid onto any reference.
    """
    seen = picture_of(image)
    found = [(one, plane) for one in references if (plane := plane_between(seen, one.picture)) is not None]
    if not found:
        return None
    reference, plane = max(found, key=lambda pair: len(pair[1].here))
    region = reference.region
    if not region.any():
        return None
    item = laid_onto(seen, plane, reference.picture, region)
    missing = _missing(apart(reference.lab, item), reference.most, structure(item), reference.structure)
    share, where = _largest(missing)
    place = _box(where, plane, seen.scale) if share else None
    return Difference(share=share, usual=reference.usual, xyxy=place)


def _box(where: npt.NDArray[np.bool_], plane: Plane, scale: float) -> Xyxy:
    rows, columns = np.nonzero(where)
    corners = np.array(
        [(x, y) for x in (columns.min(), columns.max() + 1) for y in (rows.min(), rows.max() + 1)], np.float64
    )
    back = cv2.perspectiveTransform(corners[None], plane.back().matrix)[0] / scale
    (left, top), (right, bottom) = back.min(axis=0), back.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
