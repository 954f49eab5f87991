"""Every figure against its definition, spelled out slowly, and against cases worked by hand."""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inspector.training.evaluate.bootstrap import bootstrap_interval
from inspector.training.evaluate.boxes import IOUS, Boxes, average_precisions, match, overlap, recall
from inspector.training.evaluate.figures import ranking
from inspector.training.evaluate.pixels import pixel_auroc, region_overlap
from inspector.training.evaluate.ranking import auroc, average_precision, recall_at_fpr

F64 = npt.NDArray[np.float64]

rankings = st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=2, max_size=40).map(
    lambda rows: (np.array([bad for bad, _ in rows]), np.array([score / 4 for _, score in rows]))
)
both_kinds = rankings.filter(lambda pair: bool(pair[0].any() and not pair[0].all()))


@given(both_kinds)
def test_auroc_is_the_share_of_pairs_in_order(pair: tuple[npt.NDArray[np.bool_], F64]) -> None:
    labels, scores = pair
    wins = [(b > g) + 0.5 * (b == g) for b in scores[labels] for g in scores[~labels]]
    assert auroc(labels, scores) == pytest.approx(np.mean(wins))


@given(both_kinds)
def test_auroc_turns_over_with_the_scores_and_ignores_their_scale(pair: tuple[npt.NDArray[np.bool_], F64]) -> None:
    labels, scores = pair
    assert auroc(labels, scores) + auroc(labels, -scores) == pytest.approx(1.0)
    assert auroc(labels, np.exp(scores)) == pytest.approx(auroc(labels, scores))


@given(both_kinds)
def test_average_precision_is_the_sum_over_thresholds(pair: tuple[npt.NDArray[np.bool_], F64]) -> None:
    labels, scores = pair
    total, before = 0.0, 0.0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        called = scores >= threshold
        reached = (called & labels).sum() / labels.sum()
        total += (reached - before) * (called & labels).sum() / called.sum()
        before = reached
    assert average_precision(labels, scores) == pytest.approx(total)


@given(both_kinds, st.sampled_from([0.0, 0.01, 0.05, 0.3, 1.0]))
def test_recall_at_fpr_tries_every_threshold(pair: tuple[npt.NDArray[np.bool_], F64], fpr: float) -> None:
    labels, scores = pair
    best = 0.0
    for threshold in [*scores.tolist(), math.inf]:
        called = scores >= threshold
        if (called & ~labels).sum() <= fpr * (~labels).sum():
            best = max(best, (called & labels).sum() / labels.sum())
    assert recall_at_fpr(labels, scores, fpr) == pytest.approx(best)


@given(both_kinds)
def test_recall_grows_with_the_allowed_false_alarms(pair: tuple[npt.NDArray[np.bool_], F64]) -> None:
    values = [recall_at_fpr(*pair, fpr) for fpr in (0.0, 0.1, 0.5, 1.0)]
    assert all(a <= b for a, b in pairwise(values))
    assert values[-1] == 1.0


@pytest.mark.parametrize("labels", [[True, True], [False, False]])
def test_what_is_not_defined_is_nan(labels: list[bool]) -> None:
    scores = np.array([0.1, 0.2])
    assert math.isnan(auroc(np.array(labels), scores))
    assert math.isnan(recall_at_fpr(np.array(labels), scores, 0.05))


def test_a_ranking_says_what_few_good_items_can_not_show() -> None:
    labels = np.array([False] * 30 + [True] * 10)
    few = ranking(labels, labels.astype(float), rounds=20)
    assert few.auroc == 1.0
    assert few.recall_at_1pct_fpr == 1.0
    assert any("at 1 %" in note for note in few.notes)
    assert not any("at 5 %" in note for note in few.notes)
    one_kind = ranking(labels[:30], np.zeros(30), rounds=20).to_json()
    assert one_kind["auroc"] is None
    assert one_kind["auroc_ci"] == [None, None]
    assert one_kind["n"] == 30


def test_an_interval_repeats_holds_the_mean_and_shrinks_with_n() -> None:
    values = np.random.default_rng(3).normal(5, 1, 400)

    def interval(count: int) -> tuple[float, float]:
        return bootstrap_interval(lambda rows: float(values[rows].mean()), count, rounds=300, seed=7)

    wide, narrow = interval(40), interval(400)
    assert wide == interval(40)
    assert narrow[0] < values.mean() < narrow[1]
    assert narrow[1] - narrow[0] < 0.5 * (wide[1] - wide[0])
    # The textbook width of a mean's 95 % interval.
    assert narrow[1] - narrow[0] == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.15)


def test_copies_of_a_group_are_no_further_evidence() -> None:
    once = np.random.default_rng(4).normal(0, 1, 12)
    copied, groups = np.repeat(once, 50), np.repeat(np.arange(12), 50)
    alone = bootstrap_interval(lambda rows: float(once[rows].mean()), 12, rounds=400)
    grouped = bootstrap_interval(lambda rows: float(copied[rows].mean()), 600, groups=list(groups), rounds=400)
    naive = bootstrap_interval(lambda rows: float(copied[rows].mean()), 600, rounds=400)
    assert grouped[1] - grouped[0] == pytest.approx(alone[1] - alone[0], rel=0.1)
    assert naive[1] - naive[0] < 0.3 * (grouped[1] - grouped[0])
    with pytest.raises(ValueError, match="groups"):
        bootstrap_interval(lambda _: 0.0, 3, groups=[1])


def test_an_interval_of_undefined_rounds_is_undefined() -> None:
    low, high = bootstrap_interval(lambda _: math.nan, 5, rounds=10)
    assert math.isnan(low)
    assert math.isnan(high)


boxes = hnp.arrays(np.float64, st.tuples(st.integers(0, 5), st.just(4)), elements=st.integers(0, 12).map(float)).map(
    lambda a: np.concatenate([np.minimum(a[:, :2], a[:, 2:]), np.maximum(a[:, :2], a[:, 2:]) + 1], axis=1)
)


@given(boxes, boxes)
def test_overlap_counts_cells(first: F64, second: F64) -> None:
    def cells(box: F64) -> set[tuple[int, int]]:
        x0, y0, x1, y1 = (int(value) for value in box)
        return {(x, y) for x in range(x0, x1) for y in range(y0, y1)}

    got = overlap(first, second)
    assert got.shape == (len(first), len(second))
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            assert got[i, j] == pytest.approx(len(cells(a) & cells(b)) / len(cells(a) | cells(b)))


@given(boxes, boxes, st.randoms(use_true_random=False))
def test_matching_gives_no_truth_away_twice(found: F64, truth: F64, random: object) -> None:
    scores = np.random.default_rng(len(found)).permutation(len(found)).astype(float)
    matched = match(Boxes(xyxy=found, scores=scores), truth)
    assert matched.hits.shape == (len(found), len(IOUS))
    assert (matched.hits.sum(axis=0) <= len(truth)).all()
    assert (np.diff(matched.scores) <= 0).all()
    assert (np.diff(matched.hits.sum(axis=0)) <= 0).all()  # a stricter limit never matches more


def _slow_ap(hits: list[bool], truths: int) -> float:
    """COCO's definition, point by point."""
    total = 0.0
    for wanted in np.linspace(0, 1, 101):
        best = 0.0
        for end in range(1, len(hits) + 1):
            if sum(hits[:end]) / truths >= wanted - 1e-12:
                best = max([best, *(sum(hits[:e]) / e for e in range(end, len(hits) + 1))])
                break
        total += best
    return total / 101


@settings(max_examples=60)
@given(boxes, boxes)
def test_average_precision_of_boxes_follows_its_definition(found: F64, truth: F64) -> None:
    scores = np.random.default_rng(1 + len(found)).permutation(len(found)).astype(float)
    matched = match(Boxes(xyxy=found, scores=scores), truth)
    got = average_precisions([matched])
    for column in range(len(IOUS)):
        if not len(truth):
            assert math.isnan(got[column])
        else:
            assert got[column] == pytest.approx(_slow_ap(matched.hits[:, column].tolist(), len(truth)))


def test_boxes_by_hand() -> None:
    truth = np.array([[0, 0, 10, 10], [20, 0, 30, 10]], float)
    found = Boxes(
        xyxy=np.array([[0, 0, 10, 10], [0, 0, 10, 9], [20, 0, 30, 6]], float), scores=np.array([0.9, 0.8, 0.3])
    )
    matched = match(found, truth)
    # The second is a doubled find of the first box; the third overlaps its truth by 0.6.
    assert matched.hits[:, 0].tolist() == [True, False, True]
    assert matched.hits[:, -1].tolist() == [True, False, False]
    got = average_precisions([matched])
    assert got[0] == pytest.approx((51 + 50 * 2 / 3) / 101)
    assert got[-1] == pytest.approx(51 / 101)
    assert recall([matched], min_score=0.25) == 1.0
    assert recall([matched], min_score=0.5) == 0.5
    nothing = match(Boxes(xyxy=np.zeros((0, 4)), scores=np.zeros(0)), truth)
    assert average_precisions([nothing]).tolist() == [0.0] * len(IOUS)


def _slow_pro(heat: npt.NDArray[np.float32], regions: list[npt.NDArray[np.bool_]], limit: float) -> float:
    good = ~np.any(regions, axis=0)
    points = [(0.0, 0.0)]
    for threshold in sorted({*heat.ravel().tolist()}, reverse=True):
        called = heat >= threshold
        points.append((float((called & good).sum() / good.sum()), float(np.mean([called[r].mean() for r in regions]))))
    area = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 >= limit:
            break
        end = min(x1, limit)
        y_end = y1 if x1 <= limit else y0 + (y1 - y0) * (limit - x0) / (x1 - x0)
        area += (end - x0) * (y0 + y_end) / 2
    return area / limit


@settings(max_examples=50)
@given(st.integers(0, 10_000))
def test_region_overlap_follows_its_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.zeros((12, 14), np.bool_)
    mask[1:4, 1:5], mask[7:9, 8:13] = True, True
    # Distinct values: where good and bad pixels tie, the order of the two steps is a matter of taste.
    heat = rng.permutation(mask.size).reshape(mask.shape).astype(np.float32) + 80 * mask.astype(np.float32)
    heat += rng.random(mask.shape).astype(np.float32) / 4
    regions = [mask & (np.arange(12)[:, None] < 6), mask & (np.arange(12)[:, None] >= 6)]
    exact = region_overlap([heat], [mask], thresholds=None)
    assert exact == pytest.approx(_slow_pro(heat, regions, 0.3), abs=0.02)
    assert region_overlap([heat], [mask]) == pytest.approx(exact, abs=0.02)


def test_region_overlap_counts_a_small_region_as_much_as_a_large_one() -> None:
    mask = np.zeros((40, 40), np.bool_)
    mask[2:20, 2:20], mask[30:32, 30:32] = True, True
    large = np.zeros((40, 40), np.float32)
    large[2:20, 2:20] = 1.0
    small = np.zeros((40, 40), np.float32)
    small[30:32, 30:32] = 1.0
    assert pixel_auroc([large], [mask]) > 0.95
    assert pixel_auroc([small], [mask]) < 0.55
    # Half of the regions are found at once, the other half only at a false-positive rate of 1.
    assert region_overlap([large], [mask]) == pytest.approx(region_overlap([small], [mask]), abs=1e-6)
    assert region_overlap([mask.astype(np.float32)], [mask]) == pytest.approx(1.0)


def test_region_overlap_between_two_steps_lies_on_the_line() -> None:
    """Half of the region stands out; its other half ties with every good pixel: (0, 0.5) straight to (1, 1)."""
    mask = np.zeros((10, 10), np.bool_)
    mask[:2, :4] = True
    heat = np.zeros((10, 10), np.float32)
    heat[:1, :4] = 1.0
    assert region_overlap([heat], [mask]) == pytest.approx((0.5 + 0.65) / 2)
    assert region_overlap([heat], [mask], thresholds=None) == pytest.approx((0.5 + 0.65) / 2)


def test_maps_without_damage_have_no_pixel_figures() -> None:
    heat, mask = np.ones((4, 4), np.float32), np.zeros((4, 4), np.bool_)
    assert math.isnan(region_overlap([heat], [mask]))
    assert math.isnan(pixel_auroc([heat], [mask]))
    assert math.isnan(pixel_auroc([], []))
