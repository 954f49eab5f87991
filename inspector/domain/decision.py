"""A verdict bound to an item, a lane and a deadline: what goes to the PLC, and what comes back."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.item import ItemKey
from inspector.domain.verdict import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision for one item. `decision_id` stays the same however often it is sent.

    `until_encoder` is binding for the PLC; after `deadline_ns` (monotonic), a little earlier, we send it no more.
    """

    key: ItemKey
    decision_id: str
    disposition: Disposition
    lane: int
    why: int
    score: float
    until_encoder: int
    deadline_ns: int
    record_id: str
    simulated: bool


class AckStatus(StrEnum):
    """The PLC's answer to a decision."""

    ACCEPTED = "ACCEPTED"
    DUPLICATE = "DUPLICATE"
    LATE = "LATE"
    UNKNOWN_TRACK = "UNKNOWN_TRACK"
    BAD_SCHEMA = "BAD_SCHEMA"
    LANE_FULL = "LANE_FULL"
    OVERRIDDEN = "OVERRIDDEN"
    NOT_READY = "NOT_READY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """`item/ack` as received; `received_at_ns` is monotonic."""

    key: ItemKey
    decision_id: str
    status: AckStatus
    received_at_ns: int


class ConfirmResult(StrEnum):
    """Where the item really went."""

    DIVERTED = "DIVERTED"
    PASSED = "PASSED"
    DEFAULTED = "DEFAULTED"
    MISSED = "MISSED"
    JAM = "JAM"
    LOST = "LOST"
    RECIRC = "RECIRC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """`item/confirm` as received; `decision_id` is None when the PLC acted without a decision."""

    key: ItemKey
    decision_id: str | None
    lane: int
    result: ConfirmResult
    received_at_ns: int
