"""A recipe that names a calibration: which limit and fusion judge an item, and what the verdict says about it."""

import numpy as np
import pytest

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.conformal import Limit, LimitTable
from inspector.domain.detection import Detection, Detections
from inspector.domain.fusion import Fusion, FusionTable, log_odds, sigmoid, surprise
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence, decide
from inspector.domain.reason import ReasonCode
from inspector.domain.recipe import Costs, Learnt, NoveltyRule, Recipe, RecipeBook
from inspector.domain.verdict import Disposition

COSTS = Costs(missed_damage=10, false_divert=4, review=2)
RECIPE = Recipe(name="default", costs=COSTS, novelty=NoveltyRule(weight=0, alpha=0.05), lanes={})


def limit(threshold: float, group: str = "default") -> Limit:
    return Limit(group=group, threshold=threshold, alpha=0.01, n=240)


def fusion(novelty: float = 1.0, group: str = "default", intercept: float = 0.0) -> Fusion:
    return Fusion(group=group, intercept=intercept, detector=1.0, novelty=novelty, n=100)


def seen(score: float, *p_values: float) -> Evidence:
    boxes = (Detection(label="deformation", score=score, xyxy=(0, 0, 1, 1)),) if score else ()
    heat = np.zeros((2, 2), np.float32)
    return Evidence(
        detections=(Detections(camera="top", model="m", found=boxes),),
        anomalies=tuple(
            AnomalyScore(
                camera="top", model="m", reference="s", raw=1.0, p_value=p, n=100, region=(0, 0, 1, 1), heat=heat
            )
            for p in p_values
        ),
    )


@pytest.mark.parametrize(
    ("score", "threshold", "disposition"),
    [
        (0.60, 0.70, Disposition.PASS),  # the costs would divert it, but good items score as high
        (0.70, 0.70, Disposition.PASS),  # a tie passes, so ties never raise the false-divert rate
        (0.71, 0.70, Disposition.DIVERT),
        (0.05, 0.02, Disposition.REVIEW),  # the costs would pass it, but good items do not score so high
        (0.00, 0.00, Disposition.PASS),
    ],
)
def test_the_limit_says_what_passes_and_the_costs_choose_the_lane(
    score: float, threshold: float, disposition: Disposition
) -> None:
    recipe = RecipeBook(default=RECIPE, learnt={"default": Learnt(limits=LimitTable(default=limit(threshold)))})
    assert decide(seen(score), recipe.for_item(Identity())).disposition is disposition


def test_the_reasons_name_the_limit_behind_what_was_seen() -> None:
    learnt = Learnt(limits=LimitTable(default=limit(0.5), by_sku={"CT": limit(0.02, "sku:CT")}))
    book = RecipeBook(default=RECIPE, learnt={"default": learnt})
    isolated = decide(seen(0.3), book.for_item(Identity(sku="CT")))
    assert [reason.code for reason in isolated.reasons] == [ReasonCode.DEFECT_DEFORMATION, ReasonCode.DEFECT_UNCERTAIN]
    assert isolated.reasons[1].detail == "score 0.3 over limit 0.02 (alpha 0.01, sku:CT, 240 items)"
    passed = decide(seen(0.3), book.for_item(Identity(sku="another")))
    assert passed.why is ReasonCode.INTACT
    assert passed.reasons[0].detail == "score 0.3 within limit 0.5 (alpha 0.01, default, 240 items)"


def test_a_recipe_that_names_no_calibration_stays_as_it_was() -> None:
    other = Recipe(name="sku:CT", costs=COSTS, novelty=RECIPE.novelty, lanes={})
    learnt = Learnt(limits=LimitTable(default=limit(0.5)))
    book = RecipeBook(default=RECIPE, by_sku={"CT": other}, learnt={"default": learnt})
    assert book.for_item(Identity(sku="CT")) is other
    assert book.for_item(Identity(sku="any")).limit == limit(0.5)


def test_the_fusion_of_the_product_joins_detector_and_scorer() -> None:
    table = FusionTable(default=fusion(0.0), by_material={"card": fusion(2.0, "material:card")})
    book = RecipeBook(default=RECIPE, learnt={"default": Learnt(limits=LimitTable(default=limit(0.5)), fusions=table)})
    evidence = seen(0.3, 0.5, 0.01)
    card = decide(evidence, book.for_item(Identity(material="card")))
    assert card.score == pytest.approx(sigmoid(log_odds(0.3) + 2.0 * 2))  # p = 0.01 is 2 in -log10
    novel = next(reason for reason in card.reasons if reason.code is ReasonCode.NOVEL and "p=0.0100" in reason.detail)
    assert novel.score == pytest.approx(card.score - 0.3)
    unearned = decide(evidence, book.for_item(Identity(material="glass")))
    assert unearned.score == pytest.approx(0.3)
    assert ReasonCode.NOVEL not in {reason.code for reason in unearned.reasons}


def test_damage_likely_before_anything_is_seen_still_has_a_reason() -> None:
    recipe = Recipe(name="r", costs=COSTS, novelty=RECIPE.novelty, lanes={}, fusion=fusion(intercept=9.0))
    verdict = decide(seen(0.0), recipe)
    assert verdict.disposition is Disposition.DIVERT
    assert verdict.why is ReasonCode.DEFECT_UNCERTAIN


@pytest.mark.parametrize(("detector", "novelty"), [(-1.0, 0.0), (0.0, 1.0), (1.0, -0.1)])
def test_a_fusion_that_rewards_less_evidence_can_not_be_made(detector: float, novelty: float) -> None:
    with pytest.raises(ValueError, match="must not lower"):
        Fusion(group="g", intercept=0.0, detector=detector, novelty=novelty, n=1)
    with pytest.raises(ValueError, match="finite"):
        Fusion(group="g", intercept=float("nan"), detector=1.0, novelty=0.0, n=1)


def test_what_the_fusion_is_made_of() -> None:
    assert (log_odds(0.5), log_odds(0.0), log_odds(1.0)) == pytest.approx((0.0, -6.9068, 6.9068), abs=1e-4)
    assert (surprise(None), surprise(1.0), surprise(0.01)) == pytest.approx((0.0, 0.0, 2.0))
    assert (sigmoid(-800.0), sigmoid(0.0), sigmoid(800.0)) == (0.0, 0.5, 1.0)
    assert FusionTable().for_item(Identity(sku="s")) is None
