"""The rich result of one item, for IT and people; the PLC never reads it."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from inspector.domain.check import CheckOutcome
from inspector.domain.station import ItemReport
from inspector.domain.verdict import Disposition
from inspector.wire.header import (
    MAX_MESSAGE_BYTES,
    Finite,
    Label,
    Message,
    Probability,
    ShortId,
    Track,
    UInt16,
    UInt32,
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class ReasonPart(_Part):
    """One reason of the verdict."""

    code: UInt16
    name: Label
    score: Finite
    camera: str | None = None
    detail: str = ""


class BoxPart(_Part):
    """One detection; `xyxy` in pixels of the original frame."""

    camera: str
    label: str
    score: Probability
    xyxy: tuple[Finite, Finite, Finite, Finite] = Field(strict=False)


class AnomalyPart(_Part):
    """One anomaly score; the heat map itself is a picture over HTTP."""

    camera: str
    model: str
    reference: str
    raw: Finite
    p_value: Probability
    n: int
    region: tuple[Finite, Finite, Finite, Finite] = Field(strict=False)


class CheckPart(_Part):
    """One check's answer."""

    check: str
    outcome: CheckOutcome = Field(strict=False)
    confidence: Finite
    value: str | None = None
    camera: str | None = None
    xyxy: tuple[Finite, Finite, Finite, Finite] | None = Field(default=None, strict=False)
    detail: str = ""


class Result(Message):
    """Everything about one inspected item but its pictures."""

    suffix: ClassVar[str] = "result"
    limit_bytes: ClassVar[int] = MAX_MESSAGE_BYTES

    msg: Literal["result"] = "result"
    rid: ShortId
    did: ShortId
    epoch: UInt32
    track: Track
    sku: str | None = None
    material: str | None = None
    lpn: str | None = None
    lot: str | None = None
    serial: str | None = None
    disp: Disposition = Field(strict=False)
    lane: UInt16
    score: Probability
    recipe: str
    reasons: list[ReasonPart]
    boxes: list[BoxPart]
    anomalies: list[AnomalyPart]
    checks: list[CheckPart]
    timings_ms: dict[str, Finite]
    model_hashes: dict[str, str]
    config_hash: str
    simulated: bool = False


def result_of(report: ItemReport, *, station: str, boot: int, seq: int) -> Result:
    """The message that says what `report` says."""
    trigger, decision, evidence = report.trigger, report.decision, report.evidence
    timings = {
        name: round(value, 3)
        for name in ("frames_complete_ms", "inspected_ms", "decided_ms")
        if (value := getattr(report.timings, name)) is not None
    }
    return Result(
        seq=seq % 2**32,
        boot=boot,
        ts=report.wall_time,
        station=station,
        rid=report.record_id,
        did=decision.decision_id,
        epoch=trigger.key.epoch,
        track=trigger.key.track,
        sku=trigger.identity.sku,
        material=trigger.identity.material,
        lpn=trigger.identity.lpn,
        lot=trigger.identity.lot,
        serial=trigger.identity.serial,
        disp=decision.disposition,
        lane=decision.lane,
        score=report.verdict.score,
        recipe=report.verdict.recipe,
        reasons=[
            ReasonPart(code=int(r.code), name=r.code.name, score=r.score, camera=r.camera, detail=r.detail)
            for r in report.verdict.reasons
        ],
        boxes=[
            BoxPart(camera=view.camera, label=d.label, score=d.score, xyxy=d.xyxy)
            for view in evidence.detections
            for d in view.found
        ],
        anomalies=[
            AnomalyPart(
                camera=a.camera,
                model=a.model,
                reference=a.reference,
                raw=a.raw,
                p_value=a.p_value,
                n=a.n,
                region=a.region,
            )
            for a in evidence.anomalies
        ],
        checks=[
            CheckPart(
                check=c.check,
                outcome=c.outcome,
                confidence=c.confidence,
                value=c.value,
                camera=c.camera,
                xyxy=c.xyxy,
                detail=c.detail,
            )
            for c in evidence.checks
        ],
        timings_ms=timings,
        model_hashes=dict(report.model_hashes),
        config_hash=report.config_hash,
        simulated=trigger.simulated,
    )
