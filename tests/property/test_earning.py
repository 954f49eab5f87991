"""The scorer's vote: not to be had by chance however often one looks, and to be had by telling damage."""

import math

import numpy as np
import pytest

from inspector.domain.earning import ALPHA, Earning, Review, deserving, evidence
from inspector.domain.fusing import LEAST_PER_TRUTH, LEAST_SLOPE, Unfitted, fit_fusion
from inspector.domain.fusion import Fusion
from inspector.domain.logistic import fit_logistic, log_likelihood
from tests.support.reviewed_items import ADDING_NOTHING, reviewed


@pytest.mark.parametrize(
    ("kind", "prevalence", "crooked"),
    ADDING_NOTHING,
)
def test_a_scorer_that_adds_nothing_earns_nothing_however_often_one_looks(
    kind: str, prevalence: float, crooked: bool
) -> None:
    """Promised: at most 1 in 100 ever. 40 stations a case, 4 looks each: fewer than 3 of the 240 in all are expected.

    The bound is Ville's and generous, so that in fact none comes near; the largest evidence of all is held well below.
    """
    largest = -math.inf
    for seed in range(40):
        items = reviewed(seed, 120, kind=kind, prevalence=prevalence, crooked=crooked)
        largest = max([largest, *(evidence(items[:n]).log_e for n in (20, 40, 80, 120))])
    assert largest < math.log(1 / ALPHA)
    assert largest < math.log(10), "one in ten by the same bound: so few stations should not come near one in a hundred"


def test_under_the_null_the_evidence_is_worth_at_most_one_on_average() -> None:
    """E[E_n] <= 1 is what makes the test valid, at any n; rounding and Newton's method must not have broken it."""
    values = [math.exp(evidence(reviewed(seed, 40, kind="random")).log_e) for seed in range(300)]
    assert np.mean(values) + 3 * np.std(values) / math.sqrt(len(values)) <= 1.0


def test_an_informative_scorer_earns_its_vote_with_enough_items() -> None:
    earned = [deserving({"default": evidence(reviewed(seed, 300, kind="informative"))}) for seed in range(20)]
    assert sum(map(bool, earned)) >= 18
    few = [evidence(reviewed(seed, 20, kind="informative")).log_e for seed in range(20)]
    assert max(few) < math.log(1 / ALPHA)


def test_without_both_truths_there_is_no_evidence() -> None:
    one_kind = [Review(detector=0.2, p_value=0.01, damaged=True)] * 50
    assert evidence(one_kind) == Earning(group="default", n=50, damaged=50, log_e=0.0)
    assert evidence([]).n == 0
    assert evidence(reviewed(1, 100, kind="untaught")).log_e < 0


def test_many_products_do_not_make_chance_findings_likely() -> None:
    """e-BH: the bar rises with the number of products, and falls again as more of them clear it."""

    def earnings(*values: float) -> dict[str, Earning]:
        return {f"g{i}": Earning(group=f"g{i}", n=9, damaged=4, log_e=math.log(v)) for i, v in enumerate(values)}

    assert deserving(earnings(100.1)) == {"g0"}
    assert deserving(earnings(99.9)) == frozenset()
    assert deserving(earnings(100.1, 1, 1, 1)) == frozenset()
    assert deserving(earnings(400.1, 1, 1, 1)) == {"g0"}
    assert deserving(earnings(150, 140, 134, 1)) == {"g0", "g1", "g2"}  # each clears 4 / (3 * 0.01)
    assert deserving({}) == frozenset()


@pytest.mark.parametrize("prevalence", [0.5, 0.001])
def test_the_fused_probability_is_calibrated_at_the_line_s_prevalence(prevalence: float) -> None:
    """Fitted on reviewed items, half of them damaged; judged on a line where few are."""
    fusion = fit_fusion(reviewed(3, 3000, kind="informative"), group="g", vote=True, prevalence=prevalence)
    assert isinstance(fusion, Fusion)
    assert fusion.novelty > 0.5
    assert fusion.calibration is not None
    fresh = reviewed(4, 6000, kind="informative")
    share = np.mean([r.damaged for r in fresh])
    weights = [prevalence / share if r.damaged else (1 - prevalence) / (1 - share) for r in fresh]
    said = np.array([fusion(r.detector, r.p_value) for r in fresh])
    truth = np.array([r.damaged for r in fresh], np.float64)
    assert np.average(said, weights=weights) == pytest.approx(prevalence, rel=0.15)
    middle = np.median(said[truth > 0])
    for part in (said <= middle, said > middle):
        expected = np.average(said[part], weights=np.array(weights)[part])
        found = np.average(truth[part], weights=np.array(weights)[part])
        assert found == pytest.approx(expected, rel=0.35)


def test_a_vote_makes_the_ranking_better_and_none_leaves_the_detector_alone() -> None:
    items = reviewed(5, 400, kind="informative")
    voted = fit_fusion(items, group="g", vote=True, prevalence=0.1)
    alone = fit_fusion(items, group="g", vote=False, prevalence=0.1)
    assert isinstance(voted, Fusion)
    assert isinstance(alone, Fusion)
    assert alone.novelty == 0.0
    assert alone.calibration is None  # 200 of each are too few for an isotonic map
    assert alone(0.4, 0.01) == alone(0.4, 1.0) == alone(0.4, None)
    fresh = reviewed(6, 2000, kind="informative")

    def auroc(fusion: Fusion) -> float:
        bad = np.array([fusion(r.detector, r.p_value) for r in fresh if r.damaged])
        good = np.array([fusion(r.detector, r.p_value) for r in fresh if not r.damaged])
        return float(np.mean((bad[:, None] > good) + 0.5 * (bad[:, None] == good)))

    assert auroc(voted) > auroc(alone) + 0.05


def test_too_few_or_senseless_items_fit_nothing_and_say_why() -> None:
    few = fit_fusion(reviewed(1, 40, kind="informative"), group="sku:A", vote=True, prevalence=0.1)
    assert isinstance(few, Unfitted)
    assert f"{LEAST_PER_TRUTH} of each are needed" in str(few)
    assert str(few).startswith("sku:A: ")
    swapped = [
        Review(detector=0.1 if damaged else 0.9, p_value=None, damaged=damaged) for damaged in (True, False) * 60
    ]
    wrong = fit_fusion(swapped, group="g", vote=False, prevalence=0.1)
    assert isinstance(wrong, Unfitted)
    assert "are the labels right?" in wrong.why
    rng = np.random.default_rng(2)
    blind = [
        Review(
            detector=float(rng.random() * (0.4 if damaged else 0.45)),
            p_value=float(rng.choice([0.02, 0.7])),
            damaged=damaged,
        )
        for damaged in (True, False) * 40
    ]
    fitted = fit_fusion(blind, group="g", vote=True, prevalence=0.1)
    assert isinstance(fitted, Fusion)
    assert fitted.detector == LEAST_SLOPE, "blind to this product by chance: not a reason to punish what it sees"
    with pytest.raises(ValueError, match="prevalence"):
        fit_fusion(swapped, group="g", vote=False, prevalence=0.0)


def test_the_logistic_fit_is_at_the_maximum_even_where_classes_separate() -> None:
    rng = np.random.default_rng(0)
    columns = np.column_stack([np.ones(200), rng.normal(size=200)])
    flat = np.zeros(2)
    for labels in (columns[:, 1] > 0, rng.random(200) < 0.3):
        found = fit_logistic(columns, labels, centre=flat, precision=np.full(2, 1e-6))
        assert np.isfinite(found).all()
        best = log_likelihood(columns, labels, found)
        for nudge in np.vstack([np.eye(2), -np.eye(2)]) * 1e-3:
            assert log_likelihood(columns, labels, found + nudge) <= best + 1e-3
