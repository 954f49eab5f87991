"""The curves behind a report's diagrams, on scores whose curves are known."""

import numpy as np
import pytest

from inspector.training.evaluate.curves import brier, calibration_error, precision_recall, reliability, roc

LABELS = np.array([True, True, False, True, False, False])
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])


def test_the_roc_goes_through_every_distinct_score() -> None:
    found = roc(LABELS, SCORES)
    assert found.rates.tolist() == pytest.approx([0, 0, 0, 1 / 3, 1 / 3, 2 / 3, 1])
    assert found.recalls.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 2 / 3, 1, 1, 1])


def test_the_band_holds_the_curve_and_narrows_with_more_items() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(400) % 2 == 0
    scores = rng.normal(0, 1, 400) + labels
    widths = []
    for count in (40, 400):
        found = roc(labels[:count], scores[:count])
        curve = np.array([found.recalls[found.rates <= rate + 1e-9].max() for rate in found.grid])
        inside = (found.low <= curve + 1e-9) & (curve <= found.high + 1e-9)
        assert inside.mean() > 0.9
        widths.append(float((found.high - found.low).mean()))
    assert widths[1] < 0.6 * widths[0]


def test_pictures_of_one_group_make_the_band_wider() -> None:
    rng = np.random.default_rng(1)
    groups = np.arange(200) // 10
    labels = groups % 2 == 0
    scores = rng.normal(0, 1, 20)[groups] + labels
    alone, grouped = roc(labels, scores), roc(labels, scores, groups=groups.tolist())
    assert (grouped.high - grouped.low).mean() > 1.5 * (alone.high - alone.low).mean()


def test_precision_over_recall() -> None:
    recalls, precisions = precision_recall(LABELS, SCORES)
    assert recalls.tolist() == pytest.approx([1 / 3, 2 / 3, 2 / 3, 1, 1, 1])
    assert precisions.tolist() == pytest.approx([1, 1, 2 / 3, 3 / 4, 3 / 5, 1 / 2])


def test_a_probability_that_is_one_lies_on_the_line() -> None:
    rng = np.random.default_rng(2)
    scores = rng.random(4000)
    labels = rng.random(4000) < scores
    bins = reliability(labels, scores)
    assert len(bins) == 10
    assert sum(one.n for one in bins) == 4000
    assert [one.score for one in bins] == sorted(one.score for one in bins)
    assert calibration_error(bins) < 0.03
    assert calibration_error(reliability(labels, scores**3)) > 0.1
    assert brier(labels, scores) == pytest.approx(1 / 6, abs=0.01)  # of a probability that is right and even
    assert all(one.low <= one.share <= one.high for one in bins)


def test_equal_scores_share_a_bin_and_few_items_have_few() -> None:
    labels = np.array([True] * 30 + [False] * 70)
    (one,) = reliability(labels, np.full(100, 0.25))
    assert (one.n, one.bad, one.score) == (100, 30, 0.25)
    assert len(reliability(LABELS, SCORES)) == 1
