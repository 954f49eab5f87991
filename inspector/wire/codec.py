"""Bytes to messages and back: compact JSON, size limits, and one error that lists everything wrong."""

import json
from typing import TypeVar

from pydantic import ValidationError

from inspector.domain.errors import BadMessage
from inspector.wire.header import MAX_MESSAGE_BYTES, Message
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm, ItemDecision
from inspector.wire.line import (
    AlarmMessage,
    CommandMessage,
    HbEdge,
    HbPlc,
    Info,
    Metrics,
    ResponseMessage,
    State,
    Status,
)
from inspector.wire.result import Result

M = TypeVar("M", bound=Message)

MESSAGES: tuple[type[Message], ...] = (
    ItemArrived,
    ItemDecision,
    ItemAck,
    ItemConfirm,
    HbEdge,
    HbPlc,
    Status,
    State,
    Info,
    AlarmMessage,
    CommandMessage,
    ResponseMessage,
    Result,
    Metrics,
)


def type_of(suffix: str) -> type[Message] | None:
    """The message type that lives on a topic suffix, e.g. `item/ack` or `alarm/camera-lost`."""
    head = suffix.split("/", 1)[0]
    for kind in MESSAGES:
        if kind.suffix == suffix or (kind.suffix.endswith("}") and kind.suffix.split("/", 1)[0] == head):
            return kind
    return None


def encode(message: Message) -> bytes:
    """Compact JSON in ASCII. Raises `BadMessage` when the result is larger than its type allows."""
    text = json.dumps(message.model_dump(mode="json"), separators=(",", ":"), allow_nan=False)
    if len(text) > message.limit_bytes:
        raise BadMessage(f"{message.suffix}: {len(text)} bytes, at most {message.limit_bytes} allowed")
    return text.encode("ascii")


def decode(suffix: str, payload: bytes) -> Message:
    """The message on a topic suffix. Raises `BadMessage` that names every field that is wrong."""
    kind = type_of(suffix)
    if kind is None:
        raise BadMessage(f"{suffix}: no such message")
    return decode_as(kind, payload)


def decode_as(kind: type[M], payload: bytes) -> M:
    """The message of a known type. Raises `BadMessage`."""
    if len(payload) > min(MAX_MESSAGE_BYTES, max(kind.limit_bytes, 4096)):
        raise BadMessage(f"{kind.suffix}: {len(payload)} bytes is too long")
    try:
        return kind.model_validate_json(payload)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in e['loc']) or 'payload'}: {e['msg']}" for e in error.errors()
        )
        raise BadMessage(f"{kind.suffix}: {problems}") from None
