"""Remaining shelf life: the last day itself, the days a SKU needs, and what an ambiguous date decides."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.check import CheckOutcome
from inspector.domain.expiry import OLDEST_YEARS, ShelfLife, dates_on_code, judge, last_days
from inspector.domain.printed_date import read_dates

TODAY = datetime.date(2026, 11, 24)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31))


def after(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "needed", "outcome"),
    [
        (0, 0, CheckOutcome.OK),
        (-1, 0, CheckOutcome.FAILED),
        (30, 30, CheckOutcome.OK),
        (29, 30, CheckOutcome.FAILED),
    ],
)
def test_the_last_day_counts(left: int, needed: int, outcome: CheckOutcome) -> None:
    verdict = judge([after(left)], today=TODAY, rule=ShelfLife(min_days=needed))
    assert verdict.outcome is outcome
    assert verdict.date == after(left)
    assert after(left).isoformat() in verdict.detail


def test_the_stricter_reading_decides_and_says_so() -> None:
    verdict = judge([after(20), after(10)], today=TODAY, rule=ShelfLife())
    assert (verdict.outcome, verdict.date) == (CheckOutcome.OK, after(10))
    assert f"the stricter of {after(10)} or {after(20)}" in verdict.detail
    old = judge([after(10), after(-1)], today=TODAY, rule=ShelfLife())
    assert (old.outcome, old.date) == (CheckOutcome.FAILED, after(-1))
    assert f"expired {after(-1)} (the stricter of {after(-1)} or {after(10)})" in old.detail


def test_where_the_year_itself_is_in_doubt_a_person_looks_unless_every_reading_says_the_same() -> None:
    assert judge([after(-300), after(90)], today=TODAY, rule=ShelfLife()).outcome is CheckOutcome.UNSURE
    assert judge([after(-300), after(-1)], today=TODAY, rule=ShelfLife()).outcome is CheckOutcome.FAILED
    assert judge([after(10), after(400)], today=TODAY, rule=ShelfLife()).outcome is CheckOutcome.OK


def test_05_06_26_is_two_dates_for_no_package_means_the_year_2005() -> None:
    (reading,) = read_dates("EXP 05/06/27", year_now=2026)
    verdict = judge(reading.dates, today=TODAY, rule=ShelfLife())
    assert (verdict.outcome, verdict.date) == (CheckOutcome.OK, datetime.date(2027, 5, 6))
    assert "the stricter of 2027-05-06 or 2027-06-05" in verdict.detail
    strict = judge(reading.dates, today=datetime.date(2027, 5, 20), rule=ShelfLife())
    assert (strict.outcome, strict.date) == (CheckOutcome.FAILED, datetime.date(2027, 5, 6))
    assert judge([after(-5000)], today=TODAY, rule=ShelfLife()).outcome is CheckOutcome.FAILED, "it says nothing else"


def test_or_an_ambiguous_date_is_for_a_person_unless_it_is_too_old_in_every_reading() -> None:
    rule = ShelfLife(ambiguous="review")
    assert judge([after(10), after(20)], today=TODAY, rule=rule).outcome is CheckOutcome.UNSURE
    assert judge([after(-90), after(10)], today=TODAY, rule=rule).outcome is CheckOutcome.UNSURE
    assert judge([after(-90), after(-10)], today=TODAY, rule=rule).outcome is CheckOutcome.FAILED


def test_no_day_at_all_is_unsure() -> None:
    verdict = judge([], today=TODAY, rule=ShelfLife())
    assert (verdict.outcome, verdict.date) == (CheckOutcome.UNSURE, None)


@given(st.lists(DAYS, min_size=1, max_size=3), DAYS, st.integers(0, 400), st.sampled_from(["review", "strictest"]))
def test_an_item_is_never_ok_if_any_reading_is_too_old(
    dates: list[datetime.date], today: datetime.date, needed: int, ambiguous: str
) -> None:
    rule = ShelfLife(min_days=needed, ambiguous="review" if ambiguous == "review" else "strictest")
    verdict = judge(dates, today=today, rule=rule)
    meant = [day for day in dates if day.year >= today.year - OLDEST_YEARS] or dates
    too_old = [(day - today).days < needed for day in meant]
    assert (verdict.outcome is CheckOutcome.OK) <= (not any(too_old))
    assert all(too_old) <= (verdict.outcome is CheckOutcome.FAILED)


def test_a_code_s_expiry_goes_before_its_best_before_date() -> None:
    assert dates_on_code({"17": "270300", "15": "270101"}, year_now=2026) == (datetime.date(2027, 3, 31),)
    assert dates_on_code({"15": "270101"}, year_now=2026) == (datetime.date(2027, 1, 1),)
    assert dates_on_code({"11": "250101", "10": "A"}, year_now=2026) == ()


def test_print_marked_as_expiry_goes_before_best_before_and_production_never_counts() -> None:
    found = read_dates("MFG 2025-01-01 BB 2027-01-01 EXP 2027-02-01 2027-03-01", year_now=2026)
    assert [one.text for one in last_days(found, unmarked=True)] == ["2027-02-01"]
    bare = read_dates("2027-03-01 MFG 2025-01-01", year_now=2026)
    assert last_days(bare, unmarked=False) == ()
    assert [one.text for one in last_days(bare, unmarked=True)] == ["2027-03-01"]
