"""The sample of second looks, and how well two answers agree, against figures from the literature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.review import Answer, ReviewRefused
from inspector.domain.second_look import (
    AnsweredTwice,
    SecondLookRule,
    agreement,
    draw_of,
    refuse_unless_drawn,
    table_of,
)

YES, NO, DOUBT = Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL


def pairs(first: Answer, second: Answer, count: int) -> list[AnsweredTwice]:
    return [AnsweredTwice(record_id="r", first=first, first_by="Ana", second=second, second_by="Ben")] * count


def test_a_share_of_the_items_is_drawn_the_same_everywhere() -> None:
    drawn = [draw_of(f"01J8ZQ-{number}") < 0.1 for number in range(20_000)]
    assert 1800 < sum(drawn) < 2200
    assert draw_of("01J8ZQ-1") == pytest.approx(0.87264, abs=1e-5), "the sample must not change with a new version"


def test_what_was_not_drawn_or_is_not_due_is_no_second_look() -> None:
    rule = SecondLookRule(share=0.9, after_h=1.0, until_h=72.0)

    def refused(now: str, rule: SecondLookRule = rule) -> str:
        try:
            refuse_unless_drawn("01J8ZQ-1", rule, first_utc="2030-01-01T08:00:00.000Z", now_utc=now)
        except ReviewRefused as error:
            return str(error)
        return ""

    span = "a second look comes 1 to 72 hours after the first answer"
    assert refused("2030-01-01T08:30:00.000Z") == f"{span}, not after 0.5"
    assert refused("2030-01-01T09:00:00.000Z") == ""
    assert refused("2030-01-04T19:59:59.000Z") == "", "given in time, it came late"
    assert refused("2030-01-04T20:00:00.000Z") == f"{span}, not after 84.0"
    assert refused("2030-01-01T09:00:00.000Z", SecondLookRule(share=0.87)) == "the item was not drawn for a second look"


def test_kappa_of_a_worked_table() -> None:
    """50 proposals, two readers: 20 both yes, 15 both no, 5 and 10 differ; kappa 0.4 with 0.5 by chance."""
    found = agreement(pairs(YES, YES, 20) + pairs(YES, NO, 5) + pairs(NO, YES, 10) + pairs(NO, NO, 15))
    assert (found.n, found.agreed, found.share) == (50, 35, 0.7)
    assert found.chance == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.kappa_interval == pytest.approx((0.1078, 0.6424), abs=2e-3)
    assert table_of(pairs(YES, NO, 2))["CONFIRMED"] == {"CONFIRMED": 0, "OVERRULED": 2, "CANNOT_TELL": 0}


def test_few_items_that_all_agree_prove_little() -> None:
    found = agreement(pairs(YES, YES, 3) + pairs(NO, NO, 2))
    assert (found.share, found.kappa) == (1.0, 1.0)
    assert found.kappa_interval is not None
    assert found.kappa_interval[0] < 0.1


def test_where_nothing_can_be_said_nothing_is() -> None:
    nobody = agreement([])
    assert (nobody.n, nobody.share, nobody.kappa, nobody.kappa_interval) == (0, None, None, None)
    always = agreement(pairs(YES, YES, 9))
    assert (always.share, always.kappa, always.kappa_interval) == (1.0, None, None)


@given(st.lists(st.tuples(st.sampled_from([YES, NO, DOUBT]), st.sampled_from([YES, NO, DOUBT])), max_size=60))
def test_kappa_lies_in_its_interval_and_the_interval_in_what_is_possible(given: list[tuple[Answer, Answer]]) -> None:
    found = agreement([one for first, second in given for one in pairs(first, second, 1)])
    if found.kappa is not None and found.kappa_interval is not None:
        low, high = found.kappa_interval
        assert -1 <= low <= found.kappa <= high <= 1 + 1e-9
