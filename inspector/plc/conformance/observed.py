"""What the conformance bench works with: how it answers, what it heard, what it announced."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.decision import AckStatus
from inspector.domain.encoder import distance
from inspector.domain.item import Identity, ItemKey
from inspector.plc.handshake import Answer
from inspector.plc.link import LinkConfig
from inspector.wire.header import Message
from inspector.wire.item import ItemDecision
from inspector.wire.topics import Address

COUNTS_PER_S = 2000.0

Reply = Callable[[Answer], AckStatus | None]


def judge(answer: Answer) -> AckStatus | None:
    """Answer by the rules."""
    return answer.status


def withhold(_answer: Answer) -> AckStatus | None:
    """Say nothing."""
    return None


def always(status: AckStatus) -> Reply:
    """Answer this, whatever comes."""
    return lambda _answer: status


class Pulse(StrEnum):
    """The controller's heartbeat: alive, absent, or sent with a count that does not change."""

    ALIVE = "ALIVE"
    ABSENT = "ABSENT"
    FROZEN = "FROZEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message that came. `encoder` is the belt's count when it came; `message` is None if it is no valid one."""

    suffix: str
    payload: bytes
    qos: int
    retained: bool
    at_ns: int
    encoder: int
    message: Message | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One decision that came, at `at_ns`, when the belt stood at `encoder`."""

    decision: ItemDecision
    at_ns: int
    encoder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """An item that was announced; it commits at `commit_ns`."""

    key: ItemKey
    encoder: int
    commit_encoder: int
    trigger: int
    simulated: bool
    sent_ns: int
    commit_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchConfig:
    """`deadline_ms`: from photo-eye to commit. `transit_ms`: what the broker may take; what was sent before an answer
    may come so much after it. `first_trigger`: count of the first item for the cameras.
    """

    address: Address
    link: LinkConfig
    deadline_ms: float
    transit_ms: float
    first_trigger: int
    identity: Identity
    encoder_start: int = 1000


def behind_ms(copy: Copy) -> float:
    """How long after its own `until_enc` a decision came; negative: so much too early to be late."""
    return distance(copy.decision.until_enc, copy.encoder) / COUNTS_PER_S * 1000
