"""What an answer may say, and what a command may ask for."""

import pytest

from inspector.domain.review import Answer, OverruleReason, Review, review_of
from inspector.wire.review import review_arguments

GOOD: dict[str, object] = {
    "review_id": "r-1",
    "record_id": "record-1",
    "answer": "OVERRULED",
    "operator": "Ana",
    "answered_utc": "2030-01-01T00:00:00.000Z",
    "reason": "PRINT",
}


def test_what_is_sent_is_what_is_read() -> None:
    for review in (
        review_of(GOOD),
        review_of(GOOD | {"answer": "CONFIRMED", "reason": None, "label": "spillage"}),
        review_of(GOOD | {"answer": "CONFIRMED", "reason": None, "boxes": [{"camera": "top", "xyxy": [1, 2.5, 9, 8]}]}),
        review_of(GOOD | {"again": True}),
        review_of(GOOD | {"answer": "WITHDRAWN", "reason": None, "supersedes": "r-0", "after_s": 4}),
    ):
        assert review_of(review_arguments(review)) == review
    assert review_of(GOOD).reason is OverruleReason.PRINT


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"answer": "MAYBE"}, "none of CONFIRMED"),
        ({"reason": "BECAUSE"}, "none of NO_DAMAGE"),
        ({"reason": None}, "OVERRULED needs a reason"),
        ({"answer": "CONFIRMED"}, "nothing else has one"),
        ({"label": "spillage"}, "label goes with CONFIRMED"),
        ({"operator": " "}, "operator must be 1 to 64"),
        ({"operator": "x" * 65}, "operator must be 1 to 64"),
        ({"record_id": 7}, "record_id must be a text"),
        ({"review_id": None}, "needs review_id"),
        ({"after_s": True}, "after_s must be a number"),
        ({"supersedes": "r-0"}, "WITHDRAWN needs"),
        ({"answer": "WITHDRAWN", "reason": None, "supersedes": "r-0"}, "both"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        review_of(GOOD | change)


def test_a_value_checks_itself() -> None:
    with pytest.raises(ValueError, match="WITHDRAWN needs"):
        Review(review_id="r", record_id="i", answer=Answer.WITHDRAWN, operator="Ana", answered_utc="now")
