"""Fields that every message starts with, and the types they share."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from inspector.domain.alarm import AlarmPriority

PROTOCOL_VERSION = 1
MAX_CONTROL_BYTES = 512
MAX_MESSAGE_BYTES = 262_144

UInt32 = Annotated[int, Field(ge=0, le=2**32 - 1)]
UInt16 = Annotated[int, Field(ge=0, le=2**16 - 1)]
Track = Annotated[int, Field(ge=1, le=2**31 - 1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
CountsPerS = Annotated[float, Field(ge=0, le=2**32, allow_inf_nan=False)]  # the counter rolls over within a second
Probability = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Timestamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,32}$")]
ShortId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,36}$")]
Label = Annotated[str, StringConstraints(max_length=64)]


def _a_number(value: object) -> object:
    """`true` equals 1 in Python, and "1" is taken for it; in no other reader's book."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")  # noqa: TRY004 - pydantic turns only this one into its own
    return value


Priority = Annotated[AlarmPriority, Field(strict=False), BeforeValidator(_a_number)]


class Message(BaseModel):
    """A message on the bus: versioned and frozen. Unknown fields are tolerated, an unknown major `v` is not.

    The class variables are the contract of the topic: `suffix` below the station's prefix (`{name}` and `{id}` are
    fields of the message), quality of service, retention, largest size, who sends it, and MQTT 5's message expiry.
    `note` is what else the documents say of its sending.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    suffix: ClassVar[str]
    qos: ClassVar[int] = 1
    retain: ClassVar[bool] = False
    limit_bytes: ClassVar[int] = MAX_CONTROL_BYTES
    sender: ClassVar[str] = "edge"
    expiry_s: ClassVar[int | None] = None
    note: ClassVar[str] = ""

    v: Annotated[Literal[1], BeforeValidator(_a_number)] = Field(
        default=1, description="Major version of the protocol; another one is refused."
    )
    seq: UInt32 = Field(description="Counter of this sender on this topic; a gap is a lost message.")
    boot: UInt32 = Field(description="Changes whenever the sender's process restarts.")
    ts: Timestamp = Field(description="UTC of sending; for people, never for control.")
    station: Name = Field(description="The station that this is about.")
