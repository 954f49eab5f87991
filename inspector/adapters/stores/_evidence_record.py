"""An item's report as plain JSON that can be read back exactly; heat maps lie beside it, their digests in it."""

from collections.abc import Sequence
from typing import Any

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import Detection
from inspector.domain.frame import Frame
from inspector.domain.reason import Reason
from inspector.domain.station import ItemReport


def report_json(report: ItemReport, frames: Sequence[Frame]) -> dict[str, Any]:
    """Everything but pixels; floats keep every bit through JSON's shortest round-trip form."""
    trigger, verdict, decision, evidence = report.trigger, report.verdict, report.decision, report.evidence
    identity = trigger.identity
    return {
        "schema_version": 1,
        "record_id": report.record_id,
        "wall_time": report.wall_time,
        "item": {
            "epoch": trigger.key.epoch,
            "track": trigger.key.track,
            "counter": trigger.counter,
            "sku": identity.sku,
            "material": identity.material,
            "lpn": identity.lpn,
            "lot": identity.lot,
            "serial": identity.serial,
            "simulated": trigger.simulated,
        },
        "verdict": {
            "disposition": verdict.disposition.value,
            "score": verdict.score,
            "recipe": verdict.recipe,
            "reasons": [_reason(reason) for reason in verdict.reasons],
        },
        "decision": {
            "did": decision.decision_id,
            "lane": decision.lane,
            "why": decision.why,
            "until_encoder": decision.until_encoder,
        },
        "detections": [
            {"camera": view.camera, "model": view.model, "found": [_box(box) for box in view.found]}
            for view in evidence.detections
        ],
        "anomalies": [_anomaly(score) for score in evidence.anomalies],
        "checks": [
            {
                "check": c.check,
                "outcome": c.outcome.value,
                "confidence": c.confidence,
                "value": c.value,
                "camera": c.camera,
                "xyxy": None if c.xyxy is None else list(c.xyxy),
                "detail": c.detail,
            }
            for c in evidence.checks
        ],
        "obstacles": [_reason(reason) for reason in evidence.obstacles],
        "timings_ms": {
            "frames_complete": report.timings.frames_complete_ms,
            "inspected": report.timings.inspected_ms,
            "decided": report.timings.decided_ms,
        },
        "model_hashes": dict(report.model_hashes),
        "config_hash": report.config_hash,
        "versions": dict(report.versions),
        "frames": [
            {
                "camera": frame.camera,
                "sequence": frame.sequence,
                "captured_at_ns": frame.captured_at_ns,
                "counter": frame.counter,
            }
            for frame in frames
        ],
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
    return {"label": box.label, "score": box.score, "xyxy": list(box.xyxy)}


def _anomaly(score: AnomalyScore) -> dict[str, Any]:
    return {
        "camera": score.camera,
        "model": score.model,
        "reference": score.reference,
        "raw": score.raw,
        "p_value": score.p_value,
        "n": score.n,
        "region": list(score.region),
        "heat": score.heat_digest,
    }
