"""Which of the boxes in a picture belong to the item that was triggered, and which to its neighbours on the belt."""

from dataclasses import replace

from inspector.domain.detection import Detection, Detections, Xyxy

MIN_INSIDE = 0.5
REACH = 0.08


def overlap(a: Xyxy, b: Xyxy) -> float:
    """Area that two boxes share, in square pixels.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3))
    1.0
    """
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return float(width * height) if width > 0 and height > 0 else 0.0


def area(box: Xyxy) -> float:
    """Square pixels of a box."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def subject(items: tuple[Detection, ...], width: int, height: int, *, min_score: float) -> Detection | None:
    """The item that the frame was taken of: of those sure enough, the one nearest the middle of the picture."""
    sure = [item for item in items if item.score >= min_score]
    if not sure:
        return None

    def from_middle(item: Detection) -> float:
        x = (item.xyxy[0] + item.xyxy[2]) / 2 - width / 2
        y = (item.xyxy[1] + item.xyxy[3]) / 2 - height / 2
        return x * x + y * y

    return min(sure, key=from_middle)


def belonging_to(target: Detection, view: Detections) -> Detections:
    """`target` with the defects that lie on it (with a little reach for spills), and not more on a neighbour.

    The other items of the picture are its `neighbours`, best score first.
    """
    neighbours = tuple(item for item in view.items if item is not target)
    mine = [target, *(d for d in view.defects if _is_mine(d, target, neighbours))]
    return replace(view, found=tuple(sorted(mine, key=lambda d: -d.score)), neighbours=neighbours)


def _is_mine(defect: Detection, target: Detection, neighbours: tuple[Detection, ...]) -> bool:
    size = area(defect.xyxy)
    if size <= 0.0:
        return False
    mine = overlap(defect.xyxy, _widened(target.xyxy)) / size
    theirs = max((overlap(defect.xyxy, n.xyxy) / size for n in neighbours), default=0.0)
    return mine >= MIN_INSIDE and mine >= theirs


def _widened(box: Xyxy) -> Xyxy:
    dx, dy = (box[2] - box[0]) * REACH, (box[3] - box[1]) * REACH
    return (box[0] - dx, box[1] - dy, box[2] + dx, box[3] + dy)
