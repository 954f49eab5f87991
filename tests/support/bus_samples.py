"""Messages from the other end, and values to send to it."""

from datetime import UTC, datetime
from typing import Any

from inspector.domain.alarm import ALARMS, Alarm, AlarmState
from inspector.domain.decision import AckStatus, ConfirmResult, Decision
from inspector.domain.item import ItemKey
from inspector.domain.verdict import Disposition
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm
from inspector.wire.line import CommandMessage, HbPlc, Status
from inspector.wire.stamp import Stamp
from inspector.wire.topics import Address

EPOCH = 1789000001


class PlcVoice:
    """Builds what a controller says about one station."""

    def __init__(self, address: Address) -> None:
        self._stamp = Stamp(station=address.station, boot=EPOCH, utc=lambda: datetime(2030, 1, 1, tzinfo=UTC))

    def arrived(self, track: int, **changes: Any) -> ItemArrived:
        """`item/arrived`."""
        fields: dict[str, Any] = {"epoch": EPOCH, "track": track, "enc": 1000, "commit_enc": 3000}
        return ItemArrived(**self._stamp.header("item/arrived"), **(fields | changes))

    def ack(self, track: int, decision_id: str, status: AckStatus = AckStatus.ACCEPTED) -> ItemAck:
        """`item/ack`."""
        return ItemAck(**self._stamp.header("item/ack"), epoch=EPOCH, track=track, did=decision_id, status=status)

    def confirm(self, track: int, decision_id: str | None, result: ConfirmResult) -> ItemConfirm:
        """`item/confirm`."""
        header = self._stamp.header("item/confirm")
        return ItemConfirm(**header, epoch=EPOCH, track=track, did=decision_id, lane_actual=4, result=result)

    def beat(self, count: int) -> HbPlc:
        """`hb/plc`."""
        return HbPlc(**self._stamp.header("hb/plc"), n=count, epoch=EPOCH, enc=500, enc_hz=1250.0, sim=True)

    def command(self, name: str, request_id: str, **arguments: Any) -> CommandMessage:
        """`cmd/{name}`."""
        return CommandMessage(**self._stamp.header(f"cmd/{name}"), name=name, req_id=request_id, args=arguments)

    def foreign_status(self, boot: int) -> Status:
        """What another process would say that speaks for the station."""
        return Status.model_validate({**self._stamp.header("status"), "boot": boot, "state": "ONLINE"})


def a_decision(track: int, *, deadline_ns: int) -> Decision:
    """A DIVERT whose ids name the track."""
    return Decision(
        key=ItemKey(EPOCH, track),
        decision_id=f"decision-{track}",
        disposition=Disposition.DIVERT,
        lane=4,
        why=203,
        score=0.97342,
        until_encoder=2900,
        deadline_ns=deadline_ns,
        record_id=f"record-{track}",
        simulated=False,
    )


def an_alarm(name: str, state: AlarmState, detail: str = "") -> Alarm:
    """One of the house's alarms."""
    return Alarm(kind=ALARMS[name], state=state, detail=detail, changed_at="2030-01-01T00:00:00.000Z")
