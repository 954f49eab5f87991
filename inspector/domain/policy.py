"""The decision: pure, from evidence and a recipe to a verdict with every reason that made it.

Damage seen in any completed view counts, even if another view failed. PASS needs all views judged and nothing found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.reason import Reason, ReasonCode, defect_code
from inspector.domain.recipe import NoveltyRule, Recipe
from inspector.domain.verdict import Disposition, Verdict

_SEVERITY = {Disposition.PASS: 0, Disposition.NO_DECISION: 1, Disposition.REVIEW: 2, Disposition.DIVERT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was found about one item. `obstacles` are the reasons why some part could not be judged."""

    detections: tuple[Detections, ...] = ()
    anomalies: tuple[AnomalyScore, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    obstacles: tuple[Reason, ...] = ()


def decide(evidence: Evidence, recipe: Recipe) -> Verdict:
    """Judge one item. Raising any score, or adding evidence of damage, never makes the outcome milder."""
    damage, reasons = _damage(evidence, recipe)
    disposition = recipe.costs.cheapest(damage)
    if disposition is Disposition.PASS and evidence.obstacles:
        disposition = Disposition.NO_DECISION
    for outcome, reason in _check_votes(evidence.checks):
        reasons.append(reason)
        disposition = max(disposition, outcome, key=_SEVERITY.__getitem__)
    return Verdict(
        disposition=disposition,
        score=damage,
        reasons=_in_order(disposition, reasons, evidence.obstacles, damage),
        recipe=recipe.name,
    )


def _damage(evidence: Evidence, recipe: Recipe) -> tuple[float, list[Reason]]:
    """P(damage): the strongest box, joined with the scorer's vote as independent evidence (noisy or)."""
    reasons: list[Reason] = []
    strongest = 0.0
    for view in evidence.detections:
        for box in view.defects:
            probability = recipe.probability(box.label, box.score)
            if probability > 0.0:
                code = defect_code(box.label)
                detail = f"{box.label} {box.score:.2f}"
                reasons.append(Reason(code=code, score=probability, camera=view.camera, detail=detail))
                strongest = max(strongest, probability)
    novelty = 0.0
    for score in evidence.anomalies:
        vote = novelty_vote(score, recipe.novelty)
        if vote > 0.0:
            detail = f"p={score.p_value:.4f} of {score.n} references ({score.reference})"
            reasons.append(Reason(code=ReasonCode.NOVEL, score=vote, camera=score.camera, detail=detail))
            novelty = max(novelty, vote)
    return 1.0 - (1.0 - strongest) * (1.0 - novelty), reasons


def novelty_vote(score: AnomalyScore, rule: NoveltyRule) -> float:
    """0 at or above p = alpha, rising to `weight` as p falls to the least value that n references allow.

    With n < 1/alpha - 1 references no p-value can reach alpha, so the vote stays 0: too few to promise anything.
    """
    least = 1.0 / (score.n + 1)
    if least > rule.alpha or score.p_value > rule.alpha:
        return 0.0
    if rule.alpha == least:
        return rule.weight
    return rule.weight * max(0.5, (rule.alpha - score.p_value) / (rule.alpha - least))


def _check_votes(checks: tuple[CheckResult, ...]) -> Iterator[tuple[Disposition, Reason]]:
    for check in checks:
        detail = f"{check.check}: {check.detail or check.value or ''}"
        if check.outcome is CheckOutcome.FAILED:
            reason = Reason(code=ReasonCode.CHECK_FAILED, score=check.confidence, camera=check.camera, detail=detail)
            yield Disposition.DIVERT, reason
        elif check.outcome is CheckOutcome.UNSURE:
            reason = Reason(code=ReasonCode.CHECK_UNSURE, score=check.confidence, camera=check.camera, detail=detail)
            yield Disposition.REVIEW, reason


def _in_order(
    disposition: Disposition, found: list[Reason], obstacles: tuple[Reason, ...], damage: float
) -> tuple[Reason, ...]:
    """The reasons that carry the disposition first, each group strongest first."""
    found = sorted(found, key=lambda r: (-r.score, r.code, r.camera or "", r.detail))
    hindered = sorted(obstacles, key=lambda r: (-r.score, r.code, r.camera or "", r.detail))
    if disposition is Disposition.NO_DECISION:
        return (*hindered, *found)
    if disposition is Disposition.PASS:
        return (Reason(code=ReasonCode.INTACT, score=1.0 - damage), *found)
    return (*found, *hindered)
