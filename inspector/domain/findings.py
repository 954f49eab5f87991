"""What was found about an item and what it came to, as plain JSON values: to store, and to compare on a replay."""

from typing import Any

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.check import CheckResult, Reading
from inspector.domain.detection import Detection
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason
from inspector.domain.verdict import Verdict


def findings_json(evidence: Evidence, verdict: Verdict) -> dict[str, Any]:
    """Dicts, lists, texts and numbers, with every bit of every float; of heat maps the digests."""
    version = {} if verdict.recipe_version is None else {"recipe_version": verdict.recipe_version}
    return {
        "verdict": {
            "disposition": verdict.disposition.value,
            "score": verdict.score,
            "recipe": verdict.recipe,
            **version,
            "reasons": [_reason(reason) for reason in verdict.reasons],
        },
        "detections": [
            {
                "camera": view.camera,
                "model": view.model,
                "golden": view.golden,
                "found": [_box(box) for box in view.found],
            }
            for view in evidence.detections
        ],
        "anomalies": [_anomaly(score) for score in evidence.anomalies],
        "checks": [check_json(check) for check in evidence.checks],
        "obstacles": [_reason(reason) for reason in evidence.obstacles],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": int(reason.code),
        "name": reason.code.name,
        "score": reason.score,
        "camera": reason.camera,
        "detail": reason.detail,
    }


def _box(box: Detection) -> dict[str, Any]:
    return {"label": box.label, "score": box.score, "probability": box.probability, "xyxy": list(box.xyxy)}


def _anomaly(score: AnomalyScore) -> dict[str, Any]:
    return {
        "camera": score.camera,
        "model": score.model,
        "reference": score.reference,
        "raw": score.raw,
        "p_value": score.p_value,
        "n": score.n,
        "drift": score.drift,
        "memory": score.memory,
        "region": list(score.region),
        "heat": score.heat_digest,
    }


def check_json(check: CheckResult) -> dict[str, Any]:
    """One check's answer."""
    return {
        "check": check.check,
        "outcome": check.outcome.value,
        "confidence": check.confidence,
        "value": check.value,
        "camera": check.camera,
        "xyxy": None if check.xyxy is None else list(check.xyxy),
        "detail": check.detail,
        "finding": None if check.finding is None else check.finding.value,
        "readings": [_reading(reading) for reading in check.readings],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    """Without what codes do not have: so those of older records are the same on a replay."""
    place = {"polygon": [list(point) for point in reading.polygon]} if reading.polygon else {}
    meaning = {"meaning": reading.meaning} if reading.meaning else {}
    return {
        "name": reading.name,
        "text": reading.text,
        "confidence": reading.confidence,
        "camera": reading.camera,
        "xyxy": list(reading.xyxy),
        "source": reading.source,
        **place,
        **meaning,
    }
