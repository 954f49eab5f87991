"""Evidence out of what was stored of an item: enough to decide again by other recipes, without pictures and models."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detection, Detections
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode

_NO_HEAT = np.zeros((0, 0), np.float32)
_NO_HEAT.flags.writeable = False


def evidence_of(findings: Mapping[str, Any]) -> Evidence:
    """The inverse of `findings_json`, as far as `decide` looks at it: without heat maps, readings and identity.

    Raises KeyError, TypeError or ValueError for what is no such record.
    """
    return Evidence(
        detections=tuple(_view(view) for view in findings["detections"]),
        anomalies=tuple(_anomaly(score) for score in findings["anomalies"]),
        checks=tuple(_check(check) for check in findings["checks"]),
        obstacles=tuple(_reason(reason) for reason in findings["obstacles"]),
    )


def _view(view: Mapping[str, Any]) -> Detections:
    found = tuple(Detection(label=box["label"], score=box["score"], xyxy=tuple(box["xyxy"])) for box in view["found"])
    return Detections(camera=view["camera"], model=view["model"], found=found, golden=view.get("golden"))


def _anomaly(score: Mapping[str, Any]) -> AnomalyScore:
    return AnomalyScore(
        camera=score["camera"],
        model=score["model"],
        reference=score["reference"],
        raw=score["raw"],
        p_value=score["p_value"],
        n=score["n"],
        region=tuple(score["region"]),
        heat=_NO_HEAT,
        drift=score.get("drift", 0.0),
        memory=score.get("memory"),
    )


def _check(check: Mapping[str, Any]) -> CheckResult:
    finding = check.get("finding")
    return CheckResult(
        check=check["check"],
        outcome=CheckOutcome(check["outcome"]),
        confidence=check["confidence"],
        value=check["value"],
        camera=check["camera"],
        detail=check["detail"],
        finding=None if finding is None else Finding(finding),
    )


def _reason(reason: Mapping[str, Any]) -> Reason:
    return Reason(
        code=ReasonCode(reason["code"]), score=reason["score"], camera=reason["camera"], detail=reason["detail"]
    )
