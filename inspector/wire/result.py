"""The rich result of one item, for IT and people; the PLC never reads it."""

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from inspector.domain.check import CheckOutcome, Finding
from inspector.domain.policy import Evidence
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
from inspector.wire.speaking import speaking_of

MOST_REASONS, MOST_TEXT = 20, 200  # of a record that was cut


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class ReasonPart(_Part):
    """One reason of the verdict."""

    code: UInt16 = Field(description="Reason code.")
    name: Label = Field(description="The code's name.")
    score: Finite = Field(description="How strongly it speaks, 0 … 1.")
    camera: str | None = Field(default=None, description="Where it was seen.")
    detail: str = Field(default="", description="The particulars, for people.")


class BoxPart(_Part):
    """One detection; `xyxy` in pixels of the original frame."""

    camera: str = Field(description="Where it was seen.")
    label: str = Field(description="The model's class.")
    score: Probability = Field(description="The model's score.")
    p: Probability | None = Field(
        default=None, description="Probability of real damage that the recipe makes of the score; absent for an item."
    )
    xyxy: tuple[Finite, Finite, Finite, Finite] = Field(strict=False, description="Left, top, right, bottom.")


class AnomalyPart(_Part):
    """One anomaly score; the heat map itself is a picture over HTTP."""

    camera: str = Field(description="Where it was seen.")
    model: str = Field(description="The feature network's bundle.")
    reference: str = Field(description="The memory that was asked: SKU, material, or default.")
    raw: Finite = Field(description="Distance in the feature space.")
    p_value: Probability = Field(description="Conformal p-value; small means novel.")
    n: int = Field(description="How many references the p-value rests on.")
    region: tuple[Finite, Finite, Finite, Finite] = Field(strict=False, description="What was scored, as xyxy.")


class ReadingPart(_Part):
    """One thing that a check read on the item."""

    name: Label = Field(description="What it is: gtin, lpn, lot, serial, expiry …; `code`: no more is known.")
    text: str = Field(description="What it says.")
    confidence: Finite = Field(description="0 … 1.")
    camera: str = Field(description="Where it was read.")
    xyxy: tuple[Finite, Finite, Finite, Finite] = Field(strict=False, description="Where in the frame.")
    source: str = Field(default="", description="How it was read: the code's symbology, or print.")
    polygon: list[tuple[Finite, Finite]] = Field(
        default_factory=list, strict=False, description="Print: its corners in the frame, in the order of reading."
    )
    meaning: str = Field(default="", description="Print: a date as 2027-11-23, a weight in g or ml; else empty.")


class CheckPart(_Part):
    """One check's answer."""

    check: str = Field(description="The check's name.")
    outcome: CheckOutcome = Field(strict=False, description="OK, FAILED, UNSURE or NOT_APPLICABLE.")
    confidence: Finite = Field(description="0 … 1.")
    value: str | None = Field(default=None, description="What was read.")
    camera: str | None = Field(default=None, description="Where it was read.")
    xyxy: tuple[Finite, Finite, Finite, Finite] | None = Field(
        default=None, strict=False, description="Where in the frame."
    )
    detail: str = Field(default="", description="The particulars, for people.")
    finding: Finding | None = Field(default=None, strict=False, description="What is wrong with an item that FAILED.")
    readings: list[ReadingPart] = Field(default_factory=list, description="All that the check read on the item.")


class Result(Message):
    """Everything about one inspected item but its pictures."""

    suffix: ClassVar[str] = "result"
    limit_bytes: ClassVar[int] = MAX_MESSAGE_BYTES

    msg: Literal["result"] = "result"
    rid: ShortId = Field(description="Record id; the pictures are stored under it.")
    did: ShortId = Field(description="Decision id, as in `item.decision`.")
    epoch: UInt32 = Field(description="As in `item.arrived`.")
    track: Track = Field(description="As in `item.arrived`.")
    sku: str | None = Field(default=None, description="Stock keeping unit, if known.")
    material: str | None = Field(default=None, description="Material group, if known.")
    lpn: str | None = Field(default=None, description="Licence plate number, if known.")
    lot: str | None = Field(default=None, description="Lot, if known.")
    serial: str | None = Field(default=None, description="Serial number, if known.")
    disp: Disposition = Field(strict=False, description="PASS, DIVERT, REVIEW or NO_DECISION.")
    lane: UInt16 = Field(description="Lane that was asked for.")
    score: Probability = Field(description="Calibrated probability of damage.")
    recipe: str = Field(description="The recipe that judged.")
    recipe_version: UInt32 | None = Field(
        default=None, description="Version of the recipes that judged; absent where none was asked."
    )
    reasons: list[ReasonPart] = Field(description="Everything that made the verdict, strongest first.")
    boxes: list[BoxPart] = Field(description="What the detector found.")
    golden: dict[str, str] = Field(
        default_factory=dict,
        description="Camera to digest of the golden pictures that its view was compared with; none: judged alone.",
    )
    anomalies: list[AnomalyPart] = Field(description="What the anomaly scorer says.")
    checks: list[CheckPart] = Field(description="What the checks answered.")
    timings_ms: dict[str, Finite] = Field(description="Milliseconds from the trigger's receipt to each stage's end.")
    model_hashes: dict[str, str] = Field(description="Bundle to SHA-256.")
    config_hash: str = Field(description="The configuration that judged.")
    simulated: bool = Field(default=False, description="The item was simulated.")
    cut: bool = Field(
        default=False,
        description="What was found did not fit into a message: boxes, anomalies and checks are left out, and long "
        "texts cut. The stored record has them.",
    )


def result_of(report: ItemReport, *, station: str, boot: int, seq: int) -> Result:
    """The message that says what `report` says. Raises `BadMessage` for a value that can not be one."""
    with speaking_of(f"record {report.record_id}"):
        return _result(report, station=station, boot=boot, seq=seq)


def cut_result_of(report: ItemReport, *, station: str, boot: int, seq: int) -> Result:
    """The outcome alone, where what was found does not fit into a message. Raises `BadMessage` as `result_of` does."""
    verdict = report.verdict
    reasons = tuple(replace(reason, detail=reason.detail[:MOST_TEXT]) for reason in verdict.reasons[:MOST_REASONS])
    identity = report.evidence.identity
    bare = replace(report, verdict=replace(verdict, reasons=reasons), evidence=Evidence(identity=identity))
    return result_of(bare, station=station, boot=boot, seq=seq).model_copy(update={"cut": True})


def _result(report: ItemReport, *, station: str, boot: int, seq: int) -> Result:
    trigger, decision, evidence = report.trigger, report.decision, report.evidence
    identity = evidence.identity or trigger.identity
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
        sku=identity.sku,
        material=identity.material,
        lpn=identity.lpn,
        lot=identity.lot,
        serial=identity.serial,
        disp=decision.disposition,
        lane=decision.lane,
        score=report.verdict.score,
        recipe=report.verdict.recipe,
        recipe_version=report.verdict.recipe_version,
        reasons=[
            ReasonPart(code=int(r.code), name=r.code.name, score=r.score, camera=r.camera, detail=r.detail)
            for r in report.verdict.reasons
        ],
        boxes=[
            BoxPart(camera=view.camera, label=d.label, score=d.score, p=d.probability, xyxy=d.xyxy)
            for view in evidence.detections
            for d in view.found
        ],
        golden={view.camera: view.golden for view in evidence.detections if view.golden is not None},
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
                finding=c.finding,
                readings=[
                    ReadingPart(
                        name=r.name,
                        text=r.text,
                        confidence=r.confidence,
                        camera=r.camera,
                        xyxy=r.xyxy,
                        source=r.source,
                        polygon=list(r.polygon),
                        meaning=r.meaning,
                    )
                    for r in c.readings
                ],
            )
            for c in evidence.checks
        ],
        timings_ms=timings,
        model_hashes=dict(report.model_hashes),
        config_hash=report.config_hash,
        simulated=trigger.simulated,
    )
