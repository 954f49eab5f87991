"""Boxes that people draw: what is none is refused with what is wrong."""

import pytest

from inspector.domain.mark import LARGEST_PX, MOST_MARKS, marks_of, plain_marks
from inspector.domain.review import review_of

BOX = {"camera": "top", "xyxy": [1, 2, 3, 4]}
CONFIRMED: dict[str, object] = {
    "review_id": "r-1",
    "record_id": "i-1",
    "answer": "CONFIRMED",
    "operator": "Ana",
    "answered_utc": "2030-01-01T00:00:00.000Z",
}


def test_boxes_come_back_as_they_were() -> None:
    written = [BOX, {"camera": "side", "xyxy": [0.5, 0, LARGEST_PX, 7.25]}]
    assert marks_of(plain_marks(marks_of(written))) == marks_of(written)


@pytest.mark.parametrize(
    ("boxes", "why"),
    [
        ("top", "must be a list"),
        ([BOX] * (MOST_MARKS + 1), f"at most {MOST_MARKS}"),
        (["top"], "needs camera and xyxy"),
        ([{"xyxy": [1, 2, 3, 4]}], "needs camera and xyxy"),
        ([BOX | {"camera": ""}], "1 to 64 characters"),
        ([BOX | {"xyxy": [1, 2, 3]}], "four numbers"),
        ([BOX | {"xyxy": [1, 2, True, 4]}], "four numbers"),
        ([BOX | {"xyxy": [3, 2, 1, 4]}], "is no box"),
        ([BOX | {"xyxy": [1, 2, float("nan"), 4]}], "is no box"),
        ([BOX | {"xyxy": [-1, 2, 3, 4]}], "is no box"),
    ],
)
def test_what_is_no_box_is_refused(boxes: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        review_of(CONFIRMED | {"boxes": boxes})


def test_only_damage_has_a_place() -> None:
    with pytest.raises(ValueError, match="boxes go with CONFIRMED only"):
        review_of(CONFIRMED | {"answer": "CANNOT_TELL", "boxes": [BOX]})
