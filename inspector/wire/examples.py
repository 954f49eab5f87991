"""One good example of every message: for the documents, for the snapshots in the tests, for people who integrate."""

from inspector.domain.alarm import ALARMS, Alarm, AlarmState
from inspector.domain.check import CheckOutcome, Finding
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.hold import Hold, HoldAction, HoldFacts, why_in_words
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import StationInfo, StationState
from inspector.domain.verdict import Disposition
from inspector.wire.from_domain import alarm_message, info_message, state_message
from inspector.wire.header import Message
from inspector.wire.hold import hold_message
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm, ItemDecision
from inspector.wire.line import CommandMessage, HbEdge, HbPlc, Metrics, ResponseMessage, Status
from inspector.wire.result import AnomalyPart, BoxPart, CheckPart, ReadingPart, ReasonPart, Result
from inspector.wire.stamp import Header

EPOCH, TRACK = 1789000001, 51873
DECISION_ID, RECORD_ID = "01K5Q2W8E7", "01K5Q2W8E7ZX4M"
FIGURES = {
    "triggers_total": 90412.0,
    "pass_total": 90107.0,
    "divert_total": 204.0,
    "review_total": 95.0,
    "no_decision_total": 5.0,
    "open": 1.0,
    "late_total": 0.0,
    "decision_p50_ms": 118.4,
    "decision_p99_ms": 163.0,
    "ack_p50_ms": 2.1,
    "ack_p99_ms": 3.4,
    "ready": 1.0,
    "alarms_active": 0.0,
}


def _at(time: str, seq: int, *, boot: int = 1789000123) -> Header:
    return Header(seq=seq, boot=boot, ts=f"2026-09-21T{time}Z", station="st07")


def examples() -> dict[str, Message]:
    """Topic suffix to message; one item goes through, the rest is what surrounds it."""
    return _item() | _line() | _people()


def _item() -> dict[str, Message]:
    return {
        "item/arrived": ItemArrived(
            **_at("14:03:06.930", 90412, boot=1789000001),
            epoch=EPOCH,
            track=TRACK,
            enc=3946610,
            commit_enc=3948210,
            enc_hz=1250.0,
            trig=51902,
            sku="B07XJ8C8F5",
            lpn="LPNRR0123456",
        ),
        "item/decision": ItemDecision(
            **_at("14:03:07.412", 90412),
            epoch=EPOCH,
            track=TRACK,
            did=DECISION_ID,
            att=1,
            disp=Disposition.DIVERT,
            lane=4,
            why=203,
            score=0.973,
            until_enc=3948210,
            until_ts="2026-09-21T14:03:08.050Z",
            left_ms=638,
            rid=RECORD_ID,
        ),
        "item/ack": ItemAck(
            **_at("14:03:07.415", 90398, boot=1789000001),
            epoch=EPOCH,
            track=TRACK,
            did=DECISION_ID,
            att=1,
            status=AckStatus.ACCEPTED,
        ),
        "item/confirm": ItemConfirm(
            **_at("14:03:09.120", 90391, boot=1789000001),
            epoch=EPOCH,
            track=TRACK,
            did=DECISION_ID,
            lane_actual=4,
            result=ConfirmResult.DIVERTED,
        ),
        "result": _result(),
    }


def _result() -> Result:
    return Result(
        **_at("14:03:07.410", 90412),
        rid=RECORD_ID,
        did=DECISION_ID,
        epoch=EPOCH,
        track=TRACK,
        sku="B07XJ8C8F5",
        lpn="LPNRR0123456",
        disp=Disposition.DIVERT,
        lane=4,
        score=0.973,
        recipe="default",
        reasons=[
            ReasonPart(code=203, name="DEFECT_ACTUATION", score=0.96, camera="top", detail="actuation 0.91"),
            ReasonPart(code=300, name="NOVEL", score=0.33, camera="top", detail="p=0.0099 of 100 references"),
        ],
        boxes=[
            BoxPart(camera="top", label="item", score=0.99, xyxy=(310.0, 122.5, 870.0, 611.0)),
            BoxPart(camera="top", label="actuation", score=0.91, p=0.88, xyxy=(402.0, 130.0, 655.0, 241.0)),
        ],
        anomalies=[
            AnomalyPart(
                camera="top",
                model="features@1.0.0#9f2c41aa",
                reference="B07XJ8C8F5",
                raw=14.2,
                p_value=0.0099,
                n=100,
                region=(310.0, 122.5, 870.0, 611.0),
            )
        ],
        checks=[
            CheckPart(
                check="barcode",
                outcome=CheckOutcome.FAILED,
                confidence=1.0,
                value="00012345678905",
                camera="top",
                xyxy=(410.0, 300.0, 560.0, 380.0),
                detail="code 00012345678905 is B07XJ8C8F6's, the controller says B07XJ8C8F5",
                finding=Finding.MISLABELLED,
                readings=[
                    ReadingPart(
                        name="gtin",
                        text="00012345678905",
                        confidence=1.0,
                        camera="top",
                        xyxy=(410.0, 300.0, 560.0, 380.0),
                        source="EAN-13",
                    )
                ],
            ),
            CheckPart(
                check="label",
                outcome=CheckOutcome.OK,
                confidence=0.97,
                value="expiry 11.2027",
                camera="top",
                xyxy=(512.0, 420.0, 580.0, 441.0),
                detail="expiry 11.2027",
                readings=[
                    ReadingPart(
                        name="expiry",
                        text="11.2027",
                        confidence=0.97,
                        camera="top",
                        xyxy=(512.0, 420.0, 580.0, 441.0),
                        source="print",
                        polygon=[(513.0, 420.0), (580.0, 427.0), (579.0, 441.0), (512.0, 434.0)],
                        meaning="2027-11-30",
                    )
                ],
            ),
        ],
        timings_ms={"frames_complete_ms": 61.2, "inspected_ms": 148.0, "decided_ms": 151.4},
        model_hashes={"detector": "9f2c41aa", "features": "51d08e77"},
        config_hash="c0ffee12",
    )


def _line() -> dict[str, Message]:
    alarm = Alarm(
        kind=ALARMS["camera-lost"],
        state=AlarmState.UNACK_ACTIVE,
        detail="top: no frame for 2.0 s",
        changed_at="2026-09-21T14:02:58.004Z",
    )
    info = StationInfo(
        versions={"edge-inspector": "0.1.0", "protocol": "1", "onnxruntime": "1.20.0"},
        model_hashes={"detector@1.0.0": "9f2c41aa"},
        cameras=("top", "side"),
        lanes={"PASS": 1, "DIVERT": 4, "REVIEW": 3, "NO_DECISION": 3},
        limits={"items_per_s": 3.0},
        http="http://127.0.0.1:8080",
    )
    return {
        "hb/edge": HbEdge(**_at("14:03:07.400", 4711), n=4711, ready=True),
        "hb/plc": HbPlc(**_at("14:03:07.350", 18233, boot=EPOCH), n=18233, epoch=EPOCH, enc=3947135, enc_hz=1250.0),
        "status": Status(**_at("14:00:00.020", 0), state="ONLINE"),
        "info": info_message(info, header=_at("14:00:00.021", 0)),
        "state": state_message(
            StationState(pack=PackState.EXECUTE, mode=PackMode.PRODUCTION, recipe="default"),
            header=_at("14:00:02.500", 3),
        ),
        "alarm/camera-lost": alarm_message(alarm, header=_at("14:02:58.005", 1)),
        "hold/01K5Q2T7MB3Y9A0C": hold_message(_hold(), header=_at("14:02:40.310", 0)),
    }


def _hold() -> Hold:
    facts = HoldFacts(
        since="2026-09-21T11:40:12.207Z",
        items=212,
        calls=11,
        expected=1.59,
        confirmed=7,
        overruled=2,
        evidence=3.1e7,
    )
    return Hold(
        hold_id="01K5Q2T7MB3Y9A0C",
        group=Group(dimension=Dimension.VENDOR, name="V-0042"),
        finding="deformation",
        action=HoldAction.REVIEW,
        raised_utc="2026-09-21T14:02:40.300Z",
        raised_by="station",
        why=why_in_words(facts, "deformation"),
        facts=facts,
    )


def _people() -> dict[str, Message]:
    return {
        "cmd/alarm.ack": CommandMessage(
            **_at("14:03:20.000", 7, boot=1788999000),
            name="alarm.ack",
            req_id="hmi-2-0007",
            args={"id": "camera-lost"},
        ),
        "rsp/alarm.ack": ResponseMessage(
            **_at("14:03:20.003", 0),
            name="alarm.ack",
            req_id="hmi-2-0007",
            ok=True,
            detail="acknowledged",
        ),
        "metrics": Metrics(**_at("14:03:10.000", 19), values=dict(FIGURES)),
    }
