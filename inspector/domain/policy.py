"""The decision: pure, from evidence and a recipe to a verdict with every reason that made it.

Damage seen in any completed view counts, even if another view failed. PASS needs all views judged and nothing found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.conformal import Limit
from inspector.domain.detection import ITEM_CLASS, Detection, Detections
from inspector.domain.fusion import Fusion, least_p
from inspector.domain.item import Identity
from inspector.domain.reason import Reason, ReasonCode, defect_code, finding_code
from inspector.domain.recipe import NoveltyRule, Recipe
from inspector.domain.verdict import Disposition, Verdict

_SEVERITY = {Disposition.PASS: 0, Disposition.NO_DECISION: 1, Disposition.REVIEW: 2, Disposition.DIVERT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was found about one item. `obstacles` are the reasons why some part could not be judged.

    `identity` is what is known of the item after its codes were read; None where nobody looked.
    """

    detections: tuple[Detections, ...] = ()
    anomalies: tuple[AnomalyScore, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    obstacles: tuple[Reason, ...] = ()
    identity: Identity | None = None


def decide(evidence: Evidence, recipe: Recipe) -> Verdict:
    """Judge one item. Raising any score, or adding evidence of damage, never makes the outcome milder."""
    damage, reasons = _damage(evidence, recipe)
    scored = by_score(damage, recipe)
    line = _line(recipe)
    if line and scored is not Disposition.PASS:
        reasons.append(_over(damage, line))
    elif scored is not Disposition.PASS and not reasons:
        detail = "damage is likely enough among items in which nothing was found"
        reasons.append(Reason(code=ReasonCode.DEFECT_UNCERTAIN, score=damage, detail=detail))
    votes = [(scored, reason) for reason in reasons]
    votes += [(Disposition.NO_DECISION, reason) for reason in evidence.obstacles]
    votes += _check_votes(evidence.checks)
    outcomes = (scored, *(outcome for outcome, _ in votes))
    disposition = max(outcomes, key=_SEVERITY.__getitem__)
    intact = [_intact(damage, line)] if disposition is Disposition.PASS else []
    return Verdict(
        disposition=disposition,
        score=damage,
        reasons=(*intact, *_in_order(disposition, votes)),
        recipe=recipe.name,
        recipe_version=recipe.version,
    )


def weighed(evidence: Evidence, recipe: Recipe) -> Evidence:
    """The same evidence, each box of a defect with the probability that the decision takes it for."""

    def one(view: Detections, box: Detection) -> Detection:
        if box.label == ITEM_CLASS:
            return box
        return replace(box, probability=recipe.probability(box.label, box.score, compared=view.golden is not None))

    views = tuple(replace(view, found=tuple(one(view, box) for box in view.found)) for view in evidence.detections)
    return replace(evidence, detections=views)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScores:
    """What a calibration learns from: `score` as the recipe fuses it, and the two parts that it is made of.

    `detector` is the strongest weighed, calibrated probability of a defect, `p_value` the least conformal p-value over
    the views; None where the product was not taught.
    """

    score: float
    detector: float
    p_value: float | None


def item_scores(evidence: Evidence, recipe: Recipe) -> ItemScores:
    """The scores of one item, without the reasons."""
    strongest, _ = _strongest(evidence, recipe)
    damage, _ = _damage(evidence, recipe)
    return ItemScores(score=damage, detector=strongest, p_value=least_p(a.p_value for a in evidence.anomalies))


def by_score(damage: float, recipe: Recipe) -> Disposition:
    """What an item of this score comes to where nothing but its score speaks."""
    if recipe.threshold is not None:
        exceeded = damage > recipe.threshold
    elif recipe.limit is not None:
        exceeded = recipe.limit.exceeded(damage)
    else:
        return recipe.costs.cheapest(damage)
    return recipe.costs.isolation(damage) if exceeded else Disposition.PASS


def _damage(evidence: Evidence, recipe: Recipe) -> tuple[float, list[Reason]]:
    """P(damage): the strongest box, joined with the scorer's vote as it was learnt, or as independent evidence."""
    strongest, reasons = _strongest(evidence, recipe)
    if recipe.fusion is not None:
        damage = recipe.fusion(strongest, least_p(score.p_value for score in evidence.anomalies))
        return damage, reasons + list(_learnt_votes(evidence.anomalies, strongest, recipe.fusion))
    novelty = 0.0
    for score in evidence.anomalies:
        vote = novelty_vote(score, recipe.novelty)
        if vote > 0.0:
            reasons.append(_novel(score, vote))
            novelty = max(novelty, vote)
    # A score without a vote is the detector's to the last bit: a limit is a score that good items tie with.
    joined = max(strongest, 1.0 - (1.0 - strongest) * (1.0 - novelty)) if novelty > 0.0 else strongest
    return joined, reasons


def _strongest(evidence: Evidence, recipe: Recipe) -> tuple[float, list[Reason]]:
    """The strongest box of any view, and every box that speaks."""
    reasons: list[Reason] = []
    strongest = 0.0
    for view in evidence.detections:
        for box in view.defects:
            probability = recipe.probability(box.label, box.score, compared=view.golden is not None)
            if probability > 0.0:
                code = defect_code(box.label)
                detail = f"{box.label} {box.score:.2f}"
                reasons.append(Reason(code=code, score=probability, camera=view.camera, detail=detail))
                strongest = max(strongest, probability)
    return strongest, reasons


def _learnt_votes(scores: tuple[AnomalyScore, ...], strongest: float, fusion: Fusion) -> Iterator[Reason]:
    """A view's novelty is a reason when it alone raises the probability; its score is by how much."""
    without = fusion(strongest, None)
    for score in scores:
        gain = fusion(strongest, score.p_value) - without
        if gain > 0.0:
            yield _novel(score, gain)


def _novel(score: AnomalyScore, vote: float) -> Reason:
    detail = f"p={score.p_value:.4f} of {score.n} references ({score.reference})"
    return Reason(code=ReasonCode.NOVEL, score=vote, camera=score.camera, detail=detail)


def _over(damage: float, line: str) -> Reason:
    """Score 0, so that it stands after what was seen: the limit explains the lane, the defect explains the item."""
    return Reason(code=ReasonCode.DEFECT_UNCERTAIN, score=0.0, detail=f"score {damage:.4g} over {line}")


def _intact(damage: float, line: str) -> Reason:
    detail = f"score {damage:.4g} within {line}" if line else ""
    return Reason(code=ReasonCode.INTACT, score=1.0 - damage, detail=detail)


def _line(recipe: Recipe) -> str:
    """What the score is compared with, in words; empty where the costs alone say what passes."""
    if recipe.threshold is not None:
        return f"threshold {recipe.threshold:.4g} (set by a person)"
    return "" if recipe.limit is None else _in_words(recipe.limit)


def _in_words(limit: Limit) -> str:
    return f"limit {limit.threshold:.4g} (alpha {limit.alpha:g}, {limit.group}, {limit.n} items)"


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
            reason = Reason(
                code=finding_code(check.finding), score=check.confidence, camera=check.camera, detail=detail
            )
            yield Disposition.DIVERT, reason
        elif check.outcome is CheckOutcome.UNSURE:
            reason = Reason(code=ReasonCode.CHECK_UNSURE, score=check.confidence, camera=check.camera, detail=detail)
            yield Disposition.REVIEW, reason


def _in_order(disposition: Disposition, votes: list[tuple[Disposition, Reason]]) -> tuple[Reason, ...]:
    """What carries the disposition first: its first reason is what the controller and a person are told. Then what was
    found besides, then what could not be judged; each group strongest first.
    """

    def place(vote: tuple[Disposition, Reason]) -> tuple[bool, bool, float, int, str, str]:
        outcome, reason = vote
        hindered = outcome is Disposition.NO_DECISION
        return outcome is not disposition, hindered, -reason.score, reason.code, reason.camera or "", reason.detail

    return tuple(reason for _, reason in sorted(votes, key=place))
