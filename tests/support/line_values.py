"""Values of the line for tests: triggers, verdicts, decisions, frames, reports."""

import numpy as np

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.decision import Ack, AckStatus, Confirm, ConfirmResult, Decision
from inspector.domain.detection import Detection, Detections
from inspector.domain.frame import Frame, freeze
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.station import ItemReport, Timings
from inspector.domain.verdict import Disposition, Verdict

S = 1_000_000_000


def trigger(track: int = 1, *, epoch: int = 5, deadline_ns: int = 10 * S, at_ns: int = 0) -> Trigger:
    return Trigger(
        key=ItemKey(epoch, track),
        encoder=2**32 - 1,
        until_encoder=2**32 - 1,
        deadline_ns=deadline_ns,
        triggered_at_ns=at_ns,
        counter=0,
        identity=Identity(sku="CT-1001", lpn="LPN1"),
    )


def verdict(disposition: Disposition = Disposition.PASS) -> Verdict:
    return Verdict(
        disposition=disposition, score=0.125, reasons=(Reason(code=ReasonCode.DEFECT, score=0.1),), recipe="default"
    )


def decision(
    track: int = 1, *, epoch: int = 5, did: str = "decision-1", disposition: Disposition = Disposition.PASS
) -> Decision:
    return Decision(
        key=ItemKey(epoch, track),
        decision_id=did,
        disposition=disposition,
        lane=3,
        why=200,
        score=0.125,
        until_encoder=2**32 - 1,
        deadline_ns=10 * S,
        record_id=f"record-{did}",
        simulated=False,
    )


def ack(track: int = 1, *, did: str = "decision-1", status: AckStatus = AckStatus.ACCEPTED) -> Ack:
    return Ack(key=ItemKey(5, track), decision_id=did, status=status, received_at_ns=7)


def confirm(track: int = 1, result: ConfirmResult = ConfirmResult.PASSED) -> Confirm:
    return Confirm(key=ItemKey(5, track), decision_id=None, lane=1, result=result, received_at_ns=8)


def frame(camera: str = "top", *, level: int = 90, width: int = 64, height: int = 48) -> Frame:
    noise = np.random.default_rng(level).integers(0, 30, (height, width, 3), dtype=np.uint8)
    return Frame(camera=camera, sequence=0, image=freeze(noise + np.uint8(level)), captured_at_ns=0, counter=0)


def report(
    record_id: str = "record-0001", disposition: Disposition = Disposition.DIVERT, day: str = "2030-01-01"
) -> ItemReport:
    region = (4.5, 4.0, 40.25, 30.0)
    heat = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
    box = Detection(label="deformation", score=0.1 + 0.2, xyxy=(1 / 3, 2.0, 30.0, 20.0))
    evidence = Evidence(
        detections=(Detections(camera="top", model="m@1#0", found=(box,)),),
        anomalies=(
            AnomalyScore(
                camera="top",
                model="f@1#0",
                reference="CT-1001",
                raw=1 / 7,
                p_value=1 / 21,
                n=20,
                region=region,
                heat=heat,
            ),
        ),
    )
    return ItemReport(
        record_id=record_id,
        trigger=trigger(),
        verdict=verdict(disposition),
        decision=decision(disposition=disposition),
        evidence=evidence,
        timings=Timings(decided_ms=12.5),
        wall_time=f"{day}T10:00:00.000Z",
        model_hashes={"m@1": "0" * 64},
        config_hash="c" * 64,
        versions={"program": "1.2.3"},
    )
