"""The states of a trigger and of its decision on the way to the PLC, and which may follow which.

A trigger is OPEN until it has its one outcome (a disposition); from then on only the delivery moves.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from inspector.domain.decision import AckStatus, ConfirmResult, Decision
from inspector.domain.item import Trigger
from inspector.domain.verdict import Disposition, Verdict


class Delivery(StrEnum):
    """OPEN: no outcome yet. READY: decided, durable, not sent. SENT: on its way. The others are final for sending."""

    OPEN = "OPEN"
    READY = "READY"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    WITHHELD = "WITHHELD"


_NEXT: dict[Delivery, frozenset[Delivery]] = {
    Delivery.OPEN: frozenset({Delivery.READY, Delivery.EXPIRED, Delivery.WITHHELD}),
    Delivery.READY: frozenset({Delivery.SENT, Delivery.EXPIRED, Delivery.WITHHELD}),
    Delivery.SENT: frozenset({Delivery.SENT, Delivery.ACCEPTED, Delivery.REFUSED, Delivery.EXPIRED}),
    Delivery.ACCEPTED: frozenset(),
    Delivery.REFUSED: frozenset(),
    Delivery.EXPIRED: frozenset({Delivery.ACCEPTED}),  # an ack that was under way when the deadline passed
    Delivery.WITHHELD: frozenset(),
}


def may_follow(now: Delivery, then: Delivery) -> bool:
    """Whether the ledger may move from `now` to `then`."""
    return then in _NEXT[now]


_GONE = frozenset({ConfirmResult.DIVERTED, ConfirmResult.PASSED, ConfirmResult.DEFAULTED})


def confirm_may_follow(now: ConfirmResult | None, then: ConfirmResult) -> bool:
    """Whether the controller may say of an item that went `now` that it went `then`.

    What has left by a lane does not leave by another; a jam, a lost or missed item and one that goes round may be
    found again.

    >>> confirm_may_follow(ConfirmResult.RECIRC, ConfirmResult.PASSED)
    True
    >>> confirm_may_follow(ConfirmResult.DIVERTED, ConfirmResult.DEFAULTED)
    False
    """
    return now is None or now not in _GONE or now is then


def delivery_after(status: AckStatus) -> Delivery:
    """What an ack makes of a decision that was sent. A duplicate means an earlier copy was accepted."""
    return Delivery.ACCEPTED if status in {AckStatus.ACCEPTED, AckStatus.DUPLICATE} else Delivery.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One trigger as the ledger knows it; times are monotonic ns of the boot that `boot_id` names.

    `number` rises with every trigger of this ledger; `opened_utc` is ISO 8601 with milliseconds, for people.
    """

    trigger: Trigger
    delivery: Delivery
    boot_id: str
    decision: Decision | None = None
    attempts: int = 0
    ack: AckStatus | None = None
    confirm: ConfirmResult | None = None
    decided_at_ns: int | None = None
    acked_at_ns: int | None = None
    confirmed_at_ns: int | None = None
    verdict: Verdict | None = None
    number: int = 0
    opened_utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCounts:
    """Totals since the ledger was begun; `triggers == sum(outcomes.values()) + open` at every moment.

    `records_dropped` were given up undelivered because the outbox or the disk was full, or no broker takes them.
    """

    triggers: int
    open: int
    outcomes: dict[Disposition, int] = field(default_factory=dict)
    deliveries: dict[Delivery, int] = field(default_factory=dict)
    confirms: dict[ConfirmResult, int] = field(default_factory=dict)
    records_dropped: int = 0

    @property
    def balanced(self) -> bool:
        """Every trigger is accounted for."""
        return self.triggers == sum(self.outcomes.values()) + self.open
