"""The conformal promise: exact for every multiset of scores, and in simulation where the theory says it lies."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.beta import beta_cdf, beta_quantile, share_interval
from inspector.domain.conformal import Limit, LimitTable, Shortage, above, least_items, limit_of
from inspector.domain.item import Identity

alphas = st.sampled_from([0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5])
# few distinct values on purpose: ties are the hard case, and an item without a box scores exactly 0
tied = st.sampled_from([0.0, 0.0, 0.1, 0.25, 0.5, 1.0])
scores = st.one_of(tied, st.floats(min_value=0, max_value=1))


def promised(scores: list[float], alpha: float) -> Limit:
    found = limit_of(scores, alpha)
    assert isinstance(found, Limit)
    return found


@settings(deadline=None, max_examples=150)
@given(st.lists(scores, min_size=3, max_size=60), alphas)
def test_of_exchangeable_scores_at_most_alpha_lie_above_the_limit_of_the_others(
    drawn: list[float], alpha: float
) -> None:
    """The promise itself, without chance: each of the n + 1 is as likely to be the new one as any other."""
    if len(drawn) - 1 < least_items(alpha):
        assert isinstance(limit_of(drawn[1:], alpha), Shortage)
        return
    isolated = sum(promised(drawn[:i] + drawn[i + 1 :], alpha).exceeded(score) for i, score in enumerate(drawn))
    assert isolated / len(drawn) <= alpha + 1e-12


@given(st.integers(min_value=1, max_value=5000), alphas)
def test_without_ties_the_rate_is_as_close_to_alpha_as_n_allows(n: int, alpha: float) -> None:
    if n < least_items(alpha):
        return
    threshold = promised([float(score) for score in range(n)], alpha).threshold
    assert threshold == math.ceil(round((n + 1) * (1 - alpha), 9)) - 1  # the ranks begin at 1, the scores at 0
    assert alpha - 1 / (n + 1) < above(n, alpha) / (n + 1) <= alpha + 1e-12


@given(st.integers(min_value=0, max_value=300), alphas)
def test_it_refuses_exactly_below_one_over_alpha_minus_one(n: int, alpha: float) -> None:
    found = limit_of([0.5] * n, alpha, group="sku:X")
    if n < 1 / alpha - 1 - 1e-9:
        assert isinstance(found, Shortage)
        assert found.needed == math.ceil(round(1 / alpha - 1, 9))
        assert str(found) == f"sku:X: {n} intact items, {found.needed} are needed: {found.needed - n} more"
    else:
        assert isinstance(found, Limit)


@given(st.lists(scores, min_size=19, max_size=80), st.randoms(use_true_random=False))
def test_the_order_of_the_calibration_set_does_not_matter(drawn: list[float], random: object) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert limit_of(shuffled, 0.05) == limit_of(drawn, 0.05)


@pytest.mark.parametrize("spread", ["uniform", "skewed", "mostly zero", "five values"])
def test_realised_rates_lie_where_the_beta_says(spread: str) -> None:
    """2,000 stations calibrate with 199 items each at alpha 5 %; the true rate of each is known exactly."""
    rng, n, alpha = np.random.default_rng(5), 199, 0.05
    values = np.array([0.0, 0.1, 0.3, 0.6, 0.9])
    odds = np.array([0.4, 0.3, 0.2, 0.07, 0.03])
    rates = []
    for _ in range(2000):
        u = rng.random(n)
        if spread == "uniform":
            rates.append(1 - promised(list(u), alpha).threshold)
        elif spread == "skewed":  # u**8, monotone: the rate is that of the uniform scores
            rates.append(1 - promised(list(u**8), alpha).threshold ** (1 / 8))
        elif spread == "mostly zero":  # 97 % score exactly 0: no limit can use up alpha
            threshold = promised(list(np.maximum(0, u - 0.97)), alpha).threshold
            rates.append(1 - (threshold + 0.97))
        else:
            threshold = promised(list(values[np.searchsorted(np.cumsum(odds)[:-1], u)]), alpha).threshold
            rates.append(float(odds[values > threshold].sum()))
    found = np.array(rates)
    error = 3 * found.std() / math.sqrt(len(found))
    assert found.mean() <= alpha + error
    low, high = promised(list(range(n)), alpha).realised(0.95)
    assert np.mean(found > high) <= 0.025 + 3 * math.sqrt(0.025 / 2000)
    if spread in {"uniform", "skewed"}:  # without ties the interval holds on both sides, and alpha is used up
        assert np.mean((found >= low) & (found <= high)) == pytest.approx(0.95, abs=0.015)
        assert found.mean() == pytest.approx(alpha, abs=0.002)


def test_a_limit_that_can_not_be_is_refused() -> None:
    with pytest.raises(ValueError, match="99 are needed"):
        Limit(group="default", threshold=0.5, alpha=0.01, n=98)
    with pytest.raises(ValueError, match="finite"):
        Limit(group="default", threshold=math.inf, alpha=0.01, n=99)
    with pytest.raises(ValueError, match="alpha"):
        Limit(group="default", threshold=0.5, alpha=1.0, n=99)
    with pytest.raises(ValueError, match="alpha 0"):
        limit_of([0.5] * 99, 0.0)
    with pytest.raises(ValueError, match="no number"):
        limit_of([0.5] * 98 + [math.nan], 0.01)


def test_the_most_particular_limit_counts() -> None:
    one, two, three = (Limit(group=g, threshold=0.5, alpha=0.5, n=1) for g in ("default", "material:m", "sku:s"))
    table = LimitTable(default=one, by_material={"m": two}, by_sku={"s": three})
    assert table.for_item(Identity(sku="s", material="m")) is three
    assert table.for_item(Identity(sku="other", material="m")) is two
    assert table.for_item(Identity()) is one
    assert LimitTable(default=one).for_item(Identity(sku="s")) is one


@given(
    st.floats(min_value=0, max_value=1),
    st.integers(min_value=1, max_value=400),
    st.integers(min_value=1, max_value=400),
)
def test_the_beta_agrees_with_the_binomial(x: float, a: int, b: int) -> None:
    """For whole a and b: P(Beta(a, b) <= x) = P(Binomial(a + b - 1, x) >= a)."""
    n = a + b - 1
    if x in (0.0, 1.0):
        assert beta_cdf(x, a, b) == x
        return
    terms = [
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(x) + (n - k) * math.log1p(-x)
        for k in range(a, n + 1)
    ]
    assert beta_cdf(x, a, b) == pytest.approx(math.fsum(math.exp(t) for t in terms), abs=1e-9)


@given(
    st.floats(min_value=0.001, max_value=0.999),
    st.floats(min_value=0.5, max_value=300),
    st.floats(min_value=0.5, max_value=300),
)
def test_a_quantile_undoes_the_distribution(q: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(q, a, b), a, b) == pytest.approx(q, abs=1e-9)


@given(st.integers(min_value=1, max_value=300), st.data())
def test_the_exact_interval_holds_the_share_and_gives_each_tail_its_chance(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(min_value=0, max_value=n))
    low, high = share_interval(hits, n)
    assert low <= hits / n <= high
    assert hits == 0 or 1 - beta_cdf(low, hits, n - hits + 1) == pytest.approx(0.975, abs=1e-9)
    assert hits == n or beta_cdf(high, hits + 1, n - hits) == pytest.approx(0.975, abs=1e-9)


def test_no_items_say_nothing() -> None:
    assert share_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        share_interval(3, 2)
    with pytest.raises(ValueError, match="a > 0"):
        beta_cdf(0.5, 0, 1)
    with pytest.raises(ValueError, match="no probability"):
        beta_quantile(1.5, 1, 1)
