"""The parts that an item's score was made of, as its stored record tells them: for a calibration from people's answers.

What was recorded when the item was judged counts, not what today's recipe would make of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector.domain.fusion import least_p
from inspector.domain.reason import ReasonCode

_BOXES = range(ReasonCode.DEFECT, ReasonCode.DEFECT_UNCERTAIN)  # DEFECT_UNCERTAIN speaks of the whole score


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParts:
    """As in `domain.policy.ItemScores`: `detector` is the strongest defect's weighed, calibrated probability, `p_value`
    the least over the views, None where the product was not taught. `models` names what made them, in words.
    """

    detector: float
    p_value: float | None
    models: str


def parts_of(report: Mapping[str, Any]) -> ScoreParts:
    """Of the record of a judged item."""
    boxes = [reason["score"] for reason in report["verdict"]["reasons"] if reason["code"] in _BOXES]
    return ScoreParts(
        detector=max(boxes, default=0.0),
        p_value=least_p(score["p_value"] for score in report["anomalies"]),
        models=models_in_words(report["model_hashes"]),
    )


def columns_of(parts: ScoreParts | None) -> dict[str, Any]:
    """As an export of answers has them; empty where the item's record is gone."""
    if parts is None:
        return {"detector": None, "p_value": None, "models": None}
    return {"detector": parts.detector, "p_value": parts.p_value, "models": parts.models}


def models_in_words(hashes: Mapping[str, str]) -> str:
    """`name@version#12345678` of each model, in order of name; limits are no models."""
    return ", ".join(f"{name}#{sha[:8]}" for name, sha in sorted(hashes.items()) if not name.startswith("calibration:"))
