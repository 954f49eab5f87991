"""Two detectors agree where they find the same boxes, of the same class, with nearly the same scores."""

from dataclasses import dataclass

import numpy as np

from inspector.domain.detection import Detection, Detections
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.golden import Golden
from inspector.training.box_agreement import Agreement, agreement

BLANK: RgbImage = freeze(np.zeros((8, 8, 3), np.uint8))
ITEM = Detection(label="item", score=0.9, xyxy=(0, 0, 100, 100))


@dataclass(frozen=True)
class Sees:
    """Finds the same in every frame."""

    found: tuple[Detection, ...]
    model: str = "scripted"
    classes: tuple[str, ...] = ("item", "dent")

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:
        del golden
        return Detections(camera=frame.camera, model=self.model, found=self.found)

    def find_items(self, frame: Frame) -> Detections:
        return self.detect(frame)

    def prepare(self, golden: Golden) -> None:
        del golden


def between(*other: Detection, of: tuple[Detection, ...] = (ITEM,)) -> Agreement:
    return agreement(Sees(of), Sees(other), [BLANK])


def test_the_same_boxes_agree_in_both_directions() -> None:
    assert between(ITEM) == Agreement(boxes=2, shared=2)


def test_a_little_of_place_and_score_does_not_matter() -> None:
    assert between(Detection(label="item", score=0.75, xyxy=(5, 0, 105, 100))).share == 1.0


def test_another_place_class_or_score_does() -> None:
    for other in (
        Detection(label="item", score=0.9, xyxy=(40, 0, 140, 100)),
        Detection(label="dent", score=0.9, xyxy=ITEM.xyxy),
        Detection(label="item", score=0.5, xyxy=ITEM.xyxy),
    ):
        assert between(other) == Agreement(boxes=2, shared=0)


def test_one_that_is_missing_or_too_much_counts_and_a_faint_one_does_not() -> None:
    faint = Detection(label="dent", score=0.2, xyxy=(0, 0, 9, 9))
    assert between(ITEM, faint) == Agreement(boxes=2, shared=2)
    assert between(ITEM, Detection(label="dent", score=0.6, xyxy=(0, 0, 9, 9))) == Agreement(boxes=3, shared=2)
    assert between(of=(ITEM,)) == Agreement(boxes=1, shared=0)


def test_finding_nothing_is_no_agreement() -> None:
    assert between(of=()).share == 0.0
