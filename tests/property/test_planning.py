"""The capacity planner against simulated shifts, and its arithmetic against the table that everyone gets wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.planning import (
    Demand,
    Estimate,
    OperatingPoint,
    counted,
    false_divert_for,
    operating_points,
    plan,
    ppv,
)

share = st.floats(min_value=0, max_value=1)
rare = st.floats(min_value=1e-5, max_value=0.5)


def exact(value: float) -> Estimate:
    return Estimate(value=value, low=value, high=value)


def point(recall: float, false_divert: float) -> OperatingPoint:
    return OperatingPoint(name="p", threshold=None, recall=exact(recall), false_divert=exact(false_divert))


@pytest.mark.parametrize(
    ("recall", "row"),
    [
        (0.95, (0.019, 0.087, 0.241, 0.487)),
        (0.80, (0.016, 0.074, 0.211, 0.445)),
        (0.50, (0.010, 0.048, 0.143, 0.334)),
        (1.00, (0.020, 0.091, 0.250, 0.500)),
    ],
)
def test_the_base_rate_lesson(recall: float, row: tuple[float, ...]) -> None:
    """1 item in 1,000 is damaged; false-divert rates 5, 1, 0.3 and 0.1 %."""
    found = [ppv(recall, rate, 0.001) for rate in (0.05, 0.01, 0.003, 0.001)]
    assert found == pytest.approx(list(row), abs=0.001)


@given(share, share, rare)
def test_ppv_rises_with_recall_and_falls_with_false_diverts(recall: float, rate: float, prevalence: float) -> None:
    found = ppv(recall, rate, prevalence)
    assert 0 <= found <= 1
    assert ppv(min(1, recall + 0.1), rate, prevalence) >= found
    assert ppv(recall, min(1, rate + 0.1), prevalence) <= found


@given(st.floats(min_value=0.01, max_value=0.99), st.floats(min_value=0.05, max_value=1), rare)
def test_the_rate_for_a_wanted_ppv_gives_it(wanted: float, recall: float, prevalence: float) -> None:
    rate = false_divert_for(wanted, recall=recall, prevalence=prevalence)
    assert ppv(recall, rate, prevalence) == pytest.approx(wanted) or rate == 1.0


def test_a_plan_is_what_simulated_hours_come_to() -> None:
    rng = np.random.default_rng(8)
    demand = Demand(items_per_hour=1200, prevalence=0.01, review_seconds=30, hours_per_day=16)
    expected = plan(point(0.8, 0.02), demand)
    hours = 4000
    damaged = rng.binomial(1200, 0.01, hours)
    caught, false = rng.binomial(damaged, 0.8), rng.binomial(1200 - damaged, 0.02)
    assert expected.ppv is not None
    assert caught.sum() / (caught + false).sum() == pytest.approx(expected.ppv.value, rel=0.02)
    assert (caught + false).mean() == pytest.approx(expected.diverts_per_hour.value, rel=0.01)
    assert (damaged - caught).mean() == pytest.approx(expected.missed_per_hour.value, rel=0.03)
    assert (damaged - caught).mean() * 16 == pytest.approx(expected.missed_per_day.value, rel=0.03)
    assert (caught + false).mean() / 2 == pytest.approx(expected.reviewer_minutes_per_hour.value, rel=0.01)


@given(st.tuples(share, share, share), st.tuples(share, share, share), rare)
def test_every_value_within_the_rates_intervals_lies_within_the_plan_s(
    recalls: tuple[float, ...], rates: tuple[float, ...], prevalence: float
) -> None:
    def estimate(of: tuple[float, ...]) -> Estimate:
        low, value, high = sorted(of)
        return Estimate(value=value, low=low, high=high)

    demand = Demand(items_per_hour=100, prevalence=prevalence, review_seconds=60)
    whole = plan(
        OperatingPoint(name="p", threshold=0.5, recall=estimate(recalls), false_divert=estimate(rates)), demand
    )
    for recall in recalls:
        for rate in rates:
            one = plan(point(recall, rate), demand)
            for name in ("diverts_per_hour", "missed_per_hour", "missed_per_day", "reviewer_minutes_per_hour"):
                outer = getattr(whole, name)
                assert outer.low - 1e-9 <= getattr(one, name).value <= outer.high + 1e-9
            if one.ppv is not None and whole.ppv is not None:
                assert whole.ppv.low - 1e-12 <= one.ppv.value <= whole.ppv.high + 1e-12


def test_the_points_of_a_measured_set_hold_on_a_fresh_one() -> None:
    rng = np.random.default_rng(3)
    good = np.where(rng.random(999) < 0.6, 0.0, rng.beta(1, 6, 999))  # most have no box at all
    bad = rng.beta(3, 3, 200)
    points = operating_points(bad.tolist(), good.tolist())
    assert [one.name for one in points] == ["0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1"]
    fresh_good = np.where(rng.random(200_000) < 0.6, 0.0, rng.beta(1, 6, 200_000))
    fresh_bad = rng.beta(3, 3, 200_000)
    for one in points:
        assert one.threshold is not None
        assert one.false_divert.low <= (fresh_good > one.threshold).mean() <= one.false_divert.high
        assert one.recall.low <= (fresh_bad > one.threshold).mean() <= one.recall.high
        assert one.false_divert.value <= float(one.name) + 1e-12
    assert points[0].false_divert.value > 0, "no false divert among 999 is no proof that there never is one"


def test_too_few_items_give_no_point_and_equal_scores_one() -> None:
    assert operating_points([0.9], [0.1] * 8) == []
    assert [one.name for one in operating_points([0.9] * 5, [0.0] * 999)] == ["0.001"]


def test_senseless_demands_and_estimates_are_refused() -> None:
    with pytest.raises(ValueError, match="prevalence"):
        Demand(items_per_hour=1, prevalence=0.0, review_seconds=1)
    with pytest.raises(ValueError, match="more than 0"):
        Demand(items_per_hour=0, prevalence=0.1, review_seconds=1)
    with pytest.raises(ValueError, match="not within"):
        Estimate(value=0.5, low=0.6, high=0.7)
    assert counted(0, 0) == Estimate(value=0.0, low=0.0, high=1.0)
    silent = plan(point(0.0, 0.0), Demand(items_per_hour=10, prevalence=0.1, review_seconds=9))
    assert silent.ppv is None
    assert silent.missed_per_hour.value == pytest.approx(1.0)
