"""Judges a stored item again and says, to the bit, whether the result is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspector.app.wiring import Judges
from inspector.domain.errors import StoreError
from inspector.domain.frame import Item
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.policy import Evidence
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Verdict
from inspector.ports.evidence import StoredItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """`differences` are sentences: what was stored, and what comes out now."""

    identical: bool
    differences: tuple[str, ...]


def replay(stored: StoredItem, judges: Judges, *, config_hash: str) -> ReplayResult:
    """Run the same inspection on the stored frames. Raises `StoreError` for a record that holds no frames."""
    report = stored.report
    if not stored.frames:
        raise StoreError("the record holds no frames")
    written: dict[str, Any] = report["item"]  # type: ignore[assignment]
    identity = Identity(**{name: written[name] for name in ("sku", "material", "lpn", "lot", "serial")})
    trigger = Trigger(
        key=ItemKey(written["epoch"], written["track"]),
        encoder=0,
        until_encoder=0,
        deadline_ns=0,
        triggered_at_ns=0,
        counter=written["counter"],
        identity=identity,
        simulated=written["simulated"],
    )
    item = Item(trigger=trigger, frames=stored.frames, missing=_missing(report))
    evidence, verdict = judges.inspection.examine(item, _faults(report))
    differences = [*_environment(report, judges, config_hash), *_outcome(report, evidence, verdict)]
    return ReplayResult(identical=not differences, differences=tuple(differences))


def _missing(report: dict[str, Any]) -> tuple[str, ...]:
    return tuple(reason["camera"] for reason in report["obstacles"] if reason["code"] == ReasonCode.CAMERA_MISS)


def _faults(report: dict[str, Any]) -> dict[str, Sequence[ImageFault]]:
    """The picture faults as they were found then: a frozen picture can not be recognised from one frame."""
    by_reason = {int(fault.reason): fault for fault in ImageFault}
    faults: dict[str, list[ImageFault]] = {}
    for reason in report["obstacles"]:
        if reason["code"] in by_reason and reason["camera"] is not None:
            faults.setdefault(reason["camera"], []).append(by_reason[reason["code"]])
    return {camera: tuple(found) for camera, found in faults.items()}


def _environment(report: dict[str, Any], judges: Judges, config_hash: str) -> list[str]:
    found = []
    if report["model_hashes"] != judges.model_hashes:
        found.append(f"models: stored {_short(report['model_hashes'])}, now {_short(judges.model_hashes)}")
    if report["config_hash"] != config_hash:
        found.append(f"config: stored {report['config_hash'][:12]}, now {config_hash[:12]}")
    return found


def _short(hashes: dict[str, str]) -> str:
    return ", ".join(f"{name}#{value[:8]}" for name, value in sorted(hashes.items())) or "none"


def _outcome(report: dict[str, Any], evidence: Evidence, verdict: Verdict) -> list[str]:
    """Floats are compared for equality: the same build gives the same bits."""
    boxes_now = [
        {
            "camera": view.camera,
            "found": [{"label": b.label, "score": b.score, "xyxy": list(b.xyxy)} for b in view.found],
        }
        for view in evidence.detections
    ]
    boxes_then = [{"camera": view["camera"], "found": view["found"]} for view in report["detections"]]
    found = []
    if boxes_now != boxes_then:
        found.append(f"boxes: stored {boxes_then}, now {boxes_now}")
    for then, now in zip(report["anomalies"], evidence.anomalies, strict=False):
        found += [
            f"anomaly {then['camera']} {name}: stored {then[name]!r}, now {getattr(now, name)!r}"
            for name in ("camera", "reference", "raw", "p_value", "n")
            if then[name] != getattr(now, name)
        ]
    if len(report["anomalies"]) != len(evidence.anomalies):
        found.append(f"anomalies: stored {len(report['anomalies'])}, now {len(evidence.anomalies)}")
    checks_now = [(c.check, c.outcome.value, c.value) for c in evidence.checks]
    checks_then = [(c["check"], c["outcome"], c["value"]) for c in report["checks"]]
    if checks_now != checks_then:
        found.append(f"checks: stored {checks_then}, now {checks_now}")
    then_verdict = report["verdict"]
    for name, value in (
        ("disposition", verdict.disposition.value),
        ("score", verdict.score),
        ("recipe", verdict.recipe),
    ):
        if then_verdict[name] != value:
            found.append(f"{name}: stored {then_verdict[name]!r}, now {value!r}")
    reasons_now = [(int(r.code), r.score) for r in verdict.reasons]
    reasons_then = [(r["code"], r["score"]) for r in then_verdict["reasons"]]
    if reasons_now != reasons_then:
        found.append(f"reasons: stored {reasons_then}, now {reasons_now}")
    return found
