"""How many units lie where one item was triggered: boxes that touch, one behind the other."""

from collections.abc import Iterable, Sequence

from inspector.domain.association import area, overlap
from inspector.domain.detection import Detection, Xyxy

MIN_INSIDE = 0.75  # equal boxes that overlap by more than 2/3 have lost one to the suppression of doubles
MIN_COVERED = 0.7
MIN_SIDE_PX = 4.0
ONE_UNIT = 0.75, 1.25
SIZE_OR_NUMBER = (
    "another size or another number"  # what the count's doubt then begins with: the search for causes looks
)
TOO_LITTLE_FOR_TWO = 1.4  # times the area of the largest golden picture
TOO_MUCH_FOR_HALF = 0.55  # times that of the smallest


def gap(a: Xyxy, b: Xyxy) -> float:
    """Pixels between two boxes; 0 where they touch or overlap.

    >>> gap((0, 0, 2, 2), (5, 6, 9, 9))
    5.0
    """
    across = max(a[0] - b[2], b[0] - a[2], 0.0)
    down = max(a[1] - b[3], b[1] - a[3], 0.0)
    return float((across * across + down * down) ** 0.5)


def units_around(target: Detection, neighbours: Iterable[Detection], *, reach_px: float) -> tuple[Detection, ...]:
    """`target` and every neighbour that gaps of at most `reach_px` lead to, in the order in which they are reached.

    A box most of which lies inside another one is a part or a label that was taken for an item, no unit; but of a box
    that others fill between them, they are the units and it is not.
    """
    boxes = [one for one in (target, *neighbours) if one is target or min(_sides(one.xyxy)) >= MIN_SIDE_PX]
    left = _units(boxes)
    found = [target] if target in left else [one for one in left if _inside(one, target) or _inside(target, one)]
    left = [one for one in left if one not in found]
    for unit in found:  # grows while it is walked
        near = [one for one in left if gap(unit.xyxy, one.xyxy) <= reach_px]
        found += near
        left = [one for one in left if one not in near]
    return tuple(found)


def around(units: Iterable[Detection]) -> Xyxy:
    """The box around all of them; there must be one."""
    lefts, tops, rights, bottoms = zip(*(unit.xyxy for unit in units), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def one_unit(measured_mm: Sequence[float], known_mm: Sequence[float]) -> bool:
    """Whether the sides of a box, two or three from the largest, are one item's, if of another size: each is within a
    quarter of what is known. Of two equal units as one box the volume is double, so that one side of three is off by at
    least the cube root of 2, 26 %, and one of two lying side by side by 41 %.

    >>> one_unit((264, 198, 121), (240, 180, 110)), one_unit((360, 240, 110), (240, 180, 110))
    (True, False)
    """
    least, most = ONE_UNIT
    pairs = zip(measured_mm, sorted(known_mm, reverse=True), strict=False)
    return all(least * known <= side <= most * known for side, known in pairs)


def two_beside(size_mm: Sequence[float]) -> tuple[tuple[float, ...], ...]:
    """The boxes that two equal ones make side by side, one for each way.

    >>> two_beside((230, 155, 34))
    ((460, 155, 34), (230, 310, 34), (230, 155, 68))
    """
    return tuple(
        tuple(2 * side if number == doubled else side for number, side in enumerate(size_mm))
        for doubled in range(len(size_mm))
    )


def shorter_side(box: Xyxy) -> float:
    """Pixels of the shorter side of a box; 0 for a box turned inside out."""
    return max(0.0, min(_sides(box)))


def _sides(box: Xyxy) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _inside(one: Detection, other: Detection) -> bool:
    return overlap(one.xyxy, other.xyxy) >= MIN_INSIDE * area(one.xyxy)


def _units(boxes: list[Detection]) -> list[Detection]:
    """Those that lie in no larger box, the largest first; what others fill between them is none of them."""
    kept: list[Detection] = []
    by_size = sorted(boxes, key=lambda box: -area(box.xyxy))
    for number, one in enumerate(by_size):
        parts = _apart([other for other in by_size[number + 1 :] if _inside(other, one)])
        filled = sum(area(part.xyxy) for part in parts) >= MIN_COVERED * area(one.xyxy)
        if not (len(parts) > 1 and filled) and not any(_inside(one, other) for other in kept):
            kept.append(one)
    return kept


def _apart(boxes: list[Detection]) -> list[Detection]:
    """Of boxes, the largest first, those that do not lie inside one before."""
    kept: list[Detection] = []
    for one in boxes:
        if not any(_inside(one, other) for other in kept):
            kept.append(one)
    return kept
