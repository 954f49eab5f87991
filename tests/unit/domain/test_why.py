"""The first reason is the one that made the decision: controller, operator and lot watch go by it."""

from dataclasses import replace

import pytest

from inspector.domain.calibration import Calibration
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detection, Detections
from inspector.domain.policy import Evidence, decide, weighed
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition

# A box passes below 0.2, is looked at below 0.5 and isolated above.
RECIPE = Recipe(
    name="default",
    costs=Costs(missed_damage=10, false_divert=4, review=2),
    novelty=NoveltyRule(weight=0, alpha=0.05),
    lanes=dict.fromkeys(Disposition, 1),
)
UNSURE = CheckResult(check="expiry", outcome=CheckOutcome.UNSURE, confidence=0.0)
EXPIRED = CheckResult(check="expiry", outcome=CheckOutcome.FAILED, confidence=0.05, finding=Finding.EXPIRED)
MISSED = Reason(code=ReasonCode.CAMERA_MISS, camera="side")


def seen(score: float) -> Detections:
    box = Detection(label="penetration", score=score, xyxy=(0.0, 0.0, 9.0, 9.0))
    return Detections(camera="top", model="m", found=(box,))


@pytest.mark.parametrize(
    ("score", "check", "disposition", "why"),
    [
        (0.06, UNSURE, Disposition.REVIEW, ReasonCode.CHECK_UNSURE),
        (0.06, EXPIRED, Disposition.DIVERT, ReasonCode.EXPIRED),
        (0.3, EXPIRED, Disposition.DIVERT, ReasonCode.EXPIRED),
        (0.3, UNSURE, Disposition.REVIEW, ReasonCode.DEFECT_PENETRATION),
        (0.9, UNSURE, Disposition.DIVERT, ReasonCode.DEFECT_PENETRATION),
        (0.9, EXPIRED, Disposition.DIVERT, ReasonCode.DEFECT_PENETRATION),
    ],
)
def test_what_decided_stands_first(score: float, check: CheckResult, disposition: Disposition, why: ReasonCode) -> None:
    verdict = decide(Evidence(detections=(seen(score),), checks=(check,), obstacles=(MISSED,)), RECIPE)
    assert (verdict.disposition, verdict.why) == (disposition, why)
    assert verdict.reasons[-1].code is ReasonCode.CAMERA_MISS, "what hindered stands last"
    assert len(verdict.reasons) == 3


def test_an_item_that_was_not_judged_is_told_by_what_hindered() -> None:
    verdict = decide(Evidence(detections=(seen(0.06),), obstacles=(MISSED,)), RECIPE)
    assert (verdict.disposition, verdict.why) == (Disposition.NO_DECISION, ReasonCode.CAMERA_MISS)


def test_each_box_tells_the_probability_that_the_decision_took_it_for() -> None:
    table = Calibration(scores=(0.0, 0.5, 1.0), probabilities=(0.0, 0.1, 0.9))
    recipe = replace(RECIPE, weights={"penetration": 0.5}, calibrations={"penetration": table})
    item = Detection(label="item", score=0.8, xyxy=(0.0, 0.0, 9.0, 9.0))
    view = replace(seen(0.75), found=(item, *seen(0.75).found))
    (found,) = weighed(Evidence(detections=(view,)), recipe).detections
    assert [box.probability for box in found.found] == [None, pytest.approx(0.25)]
    assert [box.weight for box in found.found] == [0.8, pytest.approx(0.25)]
    assert [box.score for box in found.found] == [0.8, 0.75], "what the model said stays"
    assert decide(Evidence(detections=(view,)), recipe).score == pytest.approx(0.25)
