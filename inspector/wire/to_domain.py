"""Messages that the edge receives, as domain values. `received_at_ns` is monotonic, taken where the bytes arrived."""

from inspector.domain.decision import Ack, Confirm
from inspector.domain.item import Arrival, Identity, ItemKey
from inspector.domain.station import Command, PlcHeartbeat
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm
from inspector.wire.line import CommandMessage, HbPlc


def arrival_of(message: ItemArrived, received_at_ns: int) -> Arrival:
    """A photo-eye saw an item."""
    return Arrival(
        key=ItemKey(message.epoch, message.track),
        encoder=message.enc,
        commit_encoder=message.commit_enc,
        counts_per_s=message.enc_hz,
        counter=message.trig,
        identity=Identity(
            sku=message.sku,
            material=message.material,
            lpn=message.lpn,
            lot=message.lot,
            vendor=message.vendor,
            upstream=message.upstream,
        ),
        simulated=message.sim,
        received_at_ns=received_at_ns,
    )


def ack_of(message: ItemAck, received_at_ns: int) -> Ack:
    """The PLC's answer to a decision."""
    return Ack(
        key=ItemKey(message.epoch, message.track),
        decision_id=message.did,
        status=message.status,
        received_at_ns=received_at_ns,
    )


def confirm_of(message: ItemConfirm, received_at_ns: int) -> Confirm:
    """Where an item went."""
    return Confirm(
        key=ItemKey(message.epoch, message.track),
        decision_id=message.did,
        lane=message.lane_actual,
        result=message.result,
        received_at_ns=received_at_ns,
    )


def heartbeat_of(message: HbPlc, received_at_ns: int) -> PlcHeartbeat:
    """The PLC lives."""
    return PlcHeartbeat(
        count=message.n,
        epoch=message.epoch,
        encoder=message.enc,
        counts_per_s=message.enc_hz,
        simulate=message.sim,
        received_at_ns=received_at_ns,
    )


def command_of(message: CommandMessage, *, reply_to: str | None = None, correlation: bytes | None = None) -> Command:
    """A request; `reply_to` and `correlation` are what MQTT 5 carried beside the payload."""
    return Command(
        name=message.name,
        request_id=message.req_id,
        arguments=message.args,
        reply_to=reply_to,
        correlation=correlation,
    )
