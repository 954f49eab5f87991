"""The decision: monotone, order does not matter, and nothing passes without a completed inspection."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.calibration import Calibration
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.conformal import Limit
from inspector.domain.detection import Detection, Detections
from inspector.domain.fusion import Fusion
from inspector.domain.policy import Evidence, decide, item_scores, novelty_vote
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition

SEVERITY = {Disposition.PASS: 0, Disposition.NO_DECISION: 1, Disposition.REVIEW: 2, Disposition.DIVERT: 3}
LABELS = ("penetration", "deformation", "spillage", "unheard_of")

unit = st.floats(min_value=0, max_value=1)
cost = st.floats(min_value=0.01, max_value=1000)
fusions = st.builds(
    Fusion,
    group=st.just("default"),
    intercept=st.floats(min_value=-9, max_value=9),
    detector=st.floats(min_value=0.05, max_value=3),
    novelty=st.one_of(st.just(0.0), st.floats(min_value=0, max_value=5)),
    n=st.just(60),
    shift=st.floats(min_value=-9, max_value=3),
    calibration=st.one_of(st.none(), st.just(Calibration(scores=(0.1, 0.4, 0.8), probabilities=(0.0, 0.3, 0.9)))),
)
limits = st.builds(Limit, group=st.just("default"), threshold=unit, alpha=st.just(0.05), n=st.just(40))
recipes = st.builds(
    Recipe,
    name=st.just("r"),
    costs=st.builds(Costs, missed_damage=cost, false_divert=cost, review=cost),
    novelty=st.builds(NoveltyRule, weight=unit, alpha=st.floats(min_value=0.001, max_value=0.5)),
    lanes=st.just(dict.fromkeys(Disposition, 1)),
    weights=st.dictionaries(st.sampled_from(LABELS), unit),
    fusion=st.one_of(st.none(), fusions),
    limit=st.one_of(st.none(), limits),
)
boxes = st.builds(Detection, label=st.sampled_from(LABELS), score=unit, xyxy=st.just((0.0, 0.0, 9.0, 9.0)))
views = st.builds(
    Detections,
    camera=st.sampled_from(["top", "side"]),
    model=st.just("m"),
    found=st.lists(boxes, max_size=4).map(tuple),
)


@st.composite
def anomaly_scores(draw: st.DrawFn) -> AnomalyScore:
    n = draw(st.integers(min_value=1, max_value=500))
    rank = draw(st.integers(min_value=1, max_value=n + 1))
    return AnomalyScore(
        camera="top",
        model="m",
        reference="sku",
        raw=1.0,
        p_value=rank / (n + 1),
        n=n,
        region=(0, 0, 1, 1),
        heat=np.zeros((2, 2), np.float32),
    )


checks = st.builds(CheckResult, check=st.just("c"), outcome=st.sampled_from(CheckOutcome), confidence=unit)
obstacles = st.builds(Reason, code=st.sampled_from([ReasonCode.CAMERA_MISS, ReasonCode.MODEL_ERROR]), score=unit)
evidences = st.builds(
    Evidence,
    detections=st.lists(views, max_size=3).map(tuple),
    anomalies=st.lists(anomaly_scores(), max_size=2).map(tuple),
    checks=st.lists(checks, max_size=2).map(tuple),
    obstacles=st.lists(obstacles, max_size=2).map(tuple),
)


@given(evidences, recipes)
def test_an_obstacle_never_ends_in_pass(evidence: Evidence, recipe: Recipe) -> None:
    hindered = replace(evidence, obstacles=(Reason(code=ReasonCode.CAMERA_MISS),))
    assert decide(hindered, recipe).disposition is not Disposition.PASS


@given(evidences, recipes, boxes)
def test_more_damage_never_makes_the_outcome_milder(evidence: Evidence, recipe: Recipe, box: Detection) -> None:
    more = replace(evidence, detections=(*evidence.detections, Detections(camera="extra", model="m", found=(box,))))
    before, after = decide(evidence, recipe), decide(more, recipe)
    # With costs where reviewing is cheaper than every mistake REVIEW lies between PASS and DIVERT, so the order holds.
    assert SEVERITY[after.disposition] >= SEVERITY[before.disposition]
    assert after.score >= before.score


@given(evidences, recipes, anomaly_scores())
def test_a_further_look_of_the_scorer_never_makes_the_outcome_milder(
    evidence: Evidence, recipe: Recipe, score: AnomalyScore
) -> None:
    before, after = decide(evidence, recipe), decide(replace(evidence, anomalies=(*evidence.anomalies, score)), recipe)
    assert SEVERITY[after.disposition] >= SEVERITY[before.disposition]
    assert after.score >= before.score


@given(evidences, recipes, limits)
def test_a_limit_alone_says_what_passes_by_its_score(evidence: Evidence, recipe: Recipe, limit: Limit) -> None:
    judged = decide(replace(evidence, checks=(), obstacles=()), replace(recipe, limit=limit))
    assert (judged.disposition is Disposition.PASS) == (judged.score <= limit.threshold)
    assert any("alpha 0.05, default, 40 items" in reason.detail for reason in judged.reasons)


@given(evidences, recipes)
def test_the_scores_alone_are_those_of_the_verdict(evidence: Evidence, recipe: Recipe) -> None:
    scores = item_scores(evidence, recipe)
    assert scores.score == decide(evidence, recipe).score
    assert scores.p_value == min((a.p_value for a in evidence.anomalies), default=None)
    if not evidence.anomalies and recipe.fusion is None:
        assert scores.score == scores.detector


@given(evidences, recipes, unit)
def test_raising_a_score_never_makes_the_outcome_milder(evidence: Evidence, recipe: Recipe, up: float) -> None:
    raised = replace(
        evidence,
        detections=tuple(
            replace(v, found=tuple(replace(d, score=max(d.score, up)) for d in v.found)) for v in evidence.detections
        ),
    )
    assert SEVERITY[decide(raised, recipe).disposition] >= SEVERITY[decide(evidence, recipe).disposition]


@given(evidences, recipes, st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(evidence: Evidence, recipe: Recipe, random: object) -> None:
    shuffled = replace(
        evidence,
        detections=tuple(reversed(evidence.detections)),
        anomalies=tuple(reversed(evidence.anomalies)),
        checks=tuple(reversed(evidence.checks)),
        obstacles=tuple(reversed(evidence.obstacles)),
    )
    one, other = decide(evidence, recipe), decide(shuffled, recipe)
    assert (one.disposition, one.score) == (other.disposition, other.score)
    assert {r.code for r in one.reasons} == {r.code for r in other.reasons}


@given(evidences, recipes)
def test_every_verdict_names_its_cause(evidence: Evidence, recipe: Recipe) -> None:
    verdict = decide(evidence, recipe)
    if verdict.disposition is Disposition.PASS:
        assert verdict.why is ReasonCode.INTACT
    if verdict.disposition is Disposition.NO_DECISION:
        assert verdict.why < ReasonCode.DEFECT
    named = {r.code for r in verdict.reasons}
    assert {o.code for o in evidence.obstacles} <= named


@given(anomaly_scores(), st.floats(min_value=0.001, max_value=0.5))
def test_the_scorer_without_weight_has_no_vote(score: AnomalyScore, alpha: float) -> None:
    assert novelty_vote(score, NoveltyRule(weight=0.0, alpha=alpha)) == 0.0


@given(anomaly_scores(), st.floats(min_value=0.001, max_value=0.5), unit)
def test_too_few_references_promise_nothing(score: AnomalyScore, alpha: float, weight: float) -> None:
    vote = novelty_vote(score, NoveltyRule(weight=weight, alpha=alpha))
    assert 0.0 <= vote <= weight
    if score.n < 1 / alpha - 1 - 1e-6:
        assert vote == 0.0
