"""Whether two detectors find the same boxes: what an export or an 8-bit copy may change, and what it may not."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from inspector.domain.detection import Detection, Detections
from inspector.domain.frame import Frame, RgbImage
from inspector.ports.detector import Detector
from inspector.training.evaluate.boxes import overlap

CLEAR = 0.3  # boxes with less of a score come and go by a hair; an item's box counts on the line from here on
LEAST_OVERLAP = 0.7
MOST_OFF = 0.2  # of the score


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of `boxes` clear ones of either detector `shared` have a partner: the same class, place, and nearly its score."""

    boxes: int
    shared: int

    @property
    def share(self) -> float:
        """0 … 1; 0 where neither finds anything, since that shows nothing."""
        return self.shared / self.boxes if self.boxes else 0.0


def agreement(one: Detector, other: Detector, images: Iterable[RgbImage]) -> Agreement:
    """Both look at the same pictures. Raises `InferenceError`."""
    boxes = shared = 0
    for number, image in enumerate(images):
        frame = Frame(camera="top", sequence=number, image=image, captured_at_ns=0)
        first, second = one.detect(frame), other.detect(frame)
        for asked, among in ((first, second), (second, first)):
            clear = [box for box in asked.found if box.score >= CLEAR]
            boxes += len(clear)
            shared += sum(_has_partner(box, among) for box in clear)
    return Agreement(boxes=boxes, shared=shared)


def _has_partner(box: Detection, among: Detections) -> bool:
    near = [one for one in among.of(box.label) if abs(one.score - box.score) <= MOST_OFF]
    if not near:
        return False
    places = np.array([one.xyxy for one in near], np.float64)
    return bool(overlap(np.array([box.xyxy], np.float64), places).max() >= LEAST_OVERLAP)
