"""The four messages of the handshake: arrived, decision, ack, confirm."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.wire.header import (
    CountsPerS,
    Label,
    Message,
    Probability,
    ShortId,
    Timestamp,
    Track,
    UInt16,
    UInt32,
)


class ItemArrived(Message):
    """PLC to edge: the photo-eye saw an item and opened a track."""

    suffix: ClassVar[str] = "item/arrived"
    sender: ClassVar[str] = "plc"

    msg: Literal["item.arrived"] = "item.arrived"
    epoch: UInt32 = Field(description="Changes when the PLC restarts or resets its tracking.")
    track: Track = Field(description="The item's number in this epoch; 1 … 2^31 - 1, wraps.")
    enc: UInt32 = Field(description="Belt encoder at the photo-eye, free-running 32 bit.")
    commit_enc: UInt32 = Field(description="Encoder count at which the PLC routes the item for good.")
    enc_hz: Annotated[CountsPerS, Field(gt=0)] | None = Field(
        default=None, description="Belt speed in counts per second."
    )
    trig: UInt32 | None = Field(default=None, description="Count of camera triggers, as the camera's own counter.")
    sku: Label | None = Field(default=None, description="Stock keeping unit, if known already.")
    material: Label | None = Field(default=None, description="Material group, if known.")
    lpn: Label | None = Field(default=None, description="Licence plate number, if known.")
    lot: Label | None = Field(default=None, description="Lot, if known.")
    vendor: Label | None = Field(default=None, description="Who delivered it, if known.")
    upstream: Label | None = Field(default=None, description="The station or dock that it comes from, if known.")
    sim: bool = Field(default=False, description="The PLC simulates this item.")


class ItemDecision(Message):
    """Edge to PLC: what to do with one item, before `until_enc`."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"properties": {"disp": {"const": "DIVERT"}}},
                    "then": {
                        "required": ["why", "rid"],
                        "properties": {"why": {"minimum": 1}, "rid": {"type": "string"}},
                    },
                }
            ]
        }
    )

    suffix: ClassVar[str] = "item/decision"

    msg: Literal["item.decision"] = "item.decision"
    epoch: UInt32 = Field(description="As in `item.arrived`.")
    track: Track = Field(description="As in `item.arrived`.")
    did: ShortId = Field(description="Decision id; every resend carries the same one.")
    att: Annotated[int, Field(ge=1, le=255)] = Field(description="Attempt, 1 for the first.")
    disp: Disposition = Field(strict=False, description="PASS, DIVERT, REVIEW or NO_DECISION.")
    lane: UInt16 = Field(description="Lane the edge asks for.")
    why: UInt16 = Field(default=0, description="Reason code of the first reason.")
    score: Probability | None = Field(default=None, description="Probability of damage.")
    until_enc: UInt32 = Field(description="Encoder count after which this decision is void. Binding.")
    until_ts: Timestamp | None = Field(default=None, description="About when that is. Diagnostic only.")
    left_ms: UInt32 | None = Field(
        default=None,
        description="Milliseconds left when this copy was sent. Binding instead of `until_enc` where the station makes "
        "its own triggers (`decide_ms` among the limits in `info`), else diagnostic.",
    )
    sim: bool = Field(default=False, description="Only a PLC in simulation may act on it.")
    rid: ShortId | None = Field(default=None, description="Record id of the rich `result`.")

    @model_validator(mode="after")
    def _divert_says_why(self) -> Self:
        if self.disp is Disposition.DIVERT and (self.why == 0 or self.rid is None):
            raise ValueError("a DIVERT needs why and rid")
        return self


class ItemAck(Message):
    """PLC to edge: the answer to one `item.decision`."""

    suffix: ClassVar[str] = "item/ack"
    sender: ClassVar[str] = "plc"

    msg: Literal["item.ack"] = "item.ack"
    epoch: UInt32 = Field(description="As in the decision.")
    track: Track = Field(description="As in the decision.")
    did: ShortId = Field(description="As in the decision.")
    att: Annotated[int, Field(ge=1, le=255)] = Field(default=1, description="The attempt that is answered.")
    status: AckStatus = Field(strict=False, description="What the PLC makes of it.")


class ItemConfirm(Message):
    """PLC to edge: where the item went. `did` is null when the PLC acted on its own."""

    suffix: ClassVar[str] = "item/confirm"
    sender: ClassVar[str] = "plc"

    msg: Literal["item.confirm"] = "item.confirm"
    epoch: UInt32 = Field(description="As in `item.arrived`.")
    track: Track = Field(description="As in `item.arrived`.")
    did: ShortId | None = Field(description="The decision that was acted on, or null.")
    lane_actual: UInt16 = Field(description="The lane the item took.")
    result: ConfirmResult = Field(strict=False, description="What happened.")
