"""Heartbeats, status, state, info, alarms, commands and metrics."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue, StringConstraints

from inspector.domain.alarm import AlarmState
from inspector.domain.packml import PackMode
from inspector.wire.header import (
    MAX_MESSAGE_BYTES,
    CountsPerS,
    Finite,
    Label,
    Message,
    Name,
    Priority,
    Timestamp,
    UInt16,
    UInt32,
)

RequestId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class HbEdge(Message):
    """Edge heartbeat, 5 Hz. No change of `n` for three periods means the edge is gone."""

    suffix: ClassVar[str] = "hb/edge"
    qos: ClassVar[int] = 0

    msg: Literal["hb.edge"] = "hb.edge"
    n: UInt32 = Field(description="Rises by one per beat.")
    ready: bool = Field(description="A decision would be made now.")


class HbPlc(Message):
    """PLC heartbeat, 5 Hz, with the belt's position and speed."""

    suffix: ClassVar[str] = "hb/plc"
    qos: ClassVar[int] = 0
    sender: ClassVar[str] = "plc"

    msg: Literal["hb.plc"] = "hb.plc"
    n: UInt32 = Field(description="Rises by one per beat.")
    epoch: UInt32 = Field(description="The PLC's tracking epoch.")
    enc: UInt32 = Field(description="Belt encoder now.")
    enc_hz: CountsPerS = Field(description="Belt speed in counts per second.")
    sim: bool = Field(default=False, description="The PLC accepts simulated decisions.")


class Status(Message):
    """Whether the edge is there; retained, and its last will."""

    suffix: ClassVar[str] = "status"
    retain: ClassVar[bool] = True

    msg: Literal["status"] = "status"
    state: Literal["ONLINE", "OFFLINE", "CONNECTION_BROKEN"] = Field(description="CONNECTION_BROKEN is the will.")


class State(Message):
    """PackML state and mode; on change and at least every 30 s."""

    suffix: ClassVar[str] = "state"
    retain: ClassVar[bool] = True
    limit_bytes: ClassVar[int] = 4096

    msg: Literal["state"] = "state"
    pack: Label = Field(description="PackML state name.")
    pack_code: UInt16 = Field(description="PackML state number.")
    mode: PackMode = Field(strict=False, description="PRODUCTION, MAINTENANCE or MANUAL.")
    reasons: list[str] = Field(default_factory=list, description="Why the state is not EXECUTE.")
    recipe: Label = Field(default="", description="The default recipe's name.")


class Info(Message):
    """The station's fact sheet."""

    suffix: ClassVar[str] = "info"
    retain: ClassVar[bool] = True
    limit_bytes: ClassVar[int] = MAX_MESSAGE_BYTES

    msg: Literal["info"] = "info"
    versions: dict[str, str] = Field(description="Program, protocol and library versions.")
    model_hashes: dict[str, str] = Field(default_factory=dict, description="Bundle to SHA-256.")
    cameras: list[str] = Field(default_factory=list, description="Camera names.")
    lanes: dict[str, int] = Field(default_factory=dict, description="Disposition to lane.")
    limits: dict[str, float] = Field(default_factory=dict, description="Rates and sizes the station can bear.")
    http: str | None = Field(default=None, description="Base address of pictures and metrics.")


class AlarmMessage(Message):
    """One alarm; an empty payload on its topic clears it."""

    suffix: ClassVar[str] = "alarm/{id}"
    retain: ClassVar[bool] = True
    limit_bytes: ClassVar[int] = 4096

    msg: Literal["alarm"] = "alarm"
    id: Name = Field(description="The alarm's name.")
    priority: Priority = Field(description="1 is the most urgent.")
    state: AlarmState = Field(strict=False, description="ISA-18.2 state.")
    cause: str = Field(description="What is wrong.")
    consequence: str = Field(description="What it does to the line.")
    action: str = Field(description="What a person should do.")
    detail: str = Field(default="", description="The particulars.")
    changed: Timestamp = Field(description="When the state changed.")
    operator: Label = Field(default="", description="Who did the last thing that a person did to it.")
    reason: Label = Field(default="", description="Why it is shelved.")
    until: Timestamp | None = Field(default=None, description="Until when it is shelved.")


class CommandMessage(Message):
    """A request to the edge; answered on `rsp/{name}` and on MQTT 5's response topic."""

    suffix: ClassVar[str] = "cmd/{name}"
    qos: ClassVar[int] = 0
    sender: ClassVar[str] = "any"
    limit_bytes: ClassVar[int] = 16_384
    expiry_s: ClassVar[int | None] = 5
    note: ClassVar[str] = (
        "For now or not at all: the edge listens at QoS 0, for which a broker keeps nothing while it is away. The "
        "window sends `cmd/review` at QoS 1, until the broker has it: it is booked once, by its id. Every other "
        "command it sends at QoS 0, so that no client library sends it late. One that can not be read is not done, and "
        "answered `rejected: …` with the reason, if its `req_id` can be."
    )

    msg: Literal["cmd"] = "cmd"
    name: Name = Field(description="The command's name, as in the topic.")
    req_id: RequestId = Field(description="Comes back in the response.")
    args: dict[str, JsonValue] = Field(default_factory=dict, description="The command's arguments.")


class ResponseMessage(Message):
    """The edge's answer to a command."""

    suffix: ClassVar[str] = "rsp/{name}"
    limit_bytes: ClassVar[int] = MAX_MESSAGE_BYTES
    expiry_s: ClassVar[int | None] = 5

    msg: Literal["rsp"] = "rsp"
    name: Name = Field(description="As in the command.")
    req_id: RequestId = Field(description="As in the command.")
    ok: bool = Field(description="It was done.")
    detail: str = Field(default="", description="Why not, or what was done.")
    data: dict[str, JsonValue] = Field(default_factory=dict, description="The answer.")


class Metrics(Message):
    """Counters and latencies for those who have no Prometheus; every 10 s unless configured otherwise."""

    suffix: ClassVar[str] = "metrics"
    qos: ClassVar[int] = 0
    limit_bytes: ClassVar[int] = 16_384

    msg: Literal["metrics"] = "metrics"
    values: dict[str, Finite] = Field(description="Figure by name; a newer station may know more names.")
