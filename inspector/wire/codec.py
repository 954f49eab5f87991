"""Bytes to messages and back: compact JSON, size limits, and one error that lists everything wrong."""

import json
import math
from typing import TypeVar

from pydantic import ValidationError

from inspector.domain.errors import BadMessage
from inspector.wire.header import MAX_MESSAGE_BYTES, Message
from inspector.wire.hold import HoldMessage
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
from inspector.wire.problems import problems_in
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
    HoldMessage,
    CommandMessage,
    ResponseMessage,
    Result,
    Metrics,
)


def type_of(suffix: str) -> type[Message] | None:
    """The message type that lives on a topic suffix, e.g. `item/ack` or `alarm/camera-lost`."""
    levels = suffix.split("/")
    for kind in MESSAGES:
        pattern = kind.suffix.split("/")
        if len(pattern) == len(levels) and all(
            p in (level, "{id}", "{name}") for p, level in zip(pattern, levels, strict=True)
        ):
            return kind
    return None


def encode(message: Message) -> bytes:
    """Compact JSON in ASCII; a field that may be absent is left out rather than null.

    Raises `BadMessage` when the result is larger than its type allows, or holds what JSON has no form for.
    """
    optional = {name for name, field in type(message).model_fields.items() if not field.is_required()}
    fields = {k: v for k, v in message.model_dump(mode="json").items() if v is not None or k not in optional}
    try:
        text = json.dumps(fields, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise BadMessage(f"{message.suffix}: {error}") from error
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
    """The message of a known type. Raises `BadMessage`.

    More bytes than a sender of today may use are taken, up to 4096: a newer sender may know more fields.
    """
    if len(payload) > min(MAX_MESSAGE_BYTES, max(kind.limit_bytes, 4096)):
        raise BadMessage(f"{kind.suffix}: {len(payload)} bytes is too long")
    try:
        message = kind.model_validate_json(payload)
    except ValidationError as error:
        raise BadMessage(f"{kind.suffix}: {problems_in(error)}") from None
    unsaid = {"v", "msg"} - message.model_fields_set
    if unsaid:
        raise BadMessage(f"{kind.suffix}: {', '.join(sorted(unsaid))}: must be said")
    endless = [name for name, value in message if isinstance(value, dict | list | tuple) and not _finite(value)]
    if endless:
        # The parser takes Infinity, NaN and 1e400 where any value is allowed. JSON has no such numbers.
        raise BadMessage(f"{kind.suffix}: {', '.join(endless)}: holds a number that is not finite")
    return message


def _finite(value: object) -> bool:
    """Whether no number in a free-form value is NaN or infinite."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_finite, value))
    return not isinstance(value, float) or math.isfinite(value)
