"""The durable book of triggers, outcomes and undelivered records."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.decision import Ack, Confirm, Decision
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerCounts, LedgerRow
from inspector.domain.review import BookedReview, Review
from inspector.domain.verdict import Verdict
from inspector.ports.audit import AuditBook
from inspector.ports.dispositions import DispositionBook
from inspector.ports.lots import LotBook
from inspector.ports.orders import OrderBook
from inspector.ports.outgoing import OutgoingBook
from inspector.ports.second_looks import SecondLookBook
from inspector.ports.sessions import SessionBook
from inspector.ports.shifts import ShiftBook
from inspector.ports.waiting import WaitingBook


class Ledger(Protocol):
    """Thread-safe. Every call that returns has reached the disk (WAL, synchronous=FULL). Raises `StoreError`."""

    @property
    def lots(self) -> LotBook:
        """The lot watch's book, in the same file."""
        ...

    @property
    def orders(self) -> OrderBook:
        """What people ordered of the station, in the same file."""
        ...

    @property
    def dispositions(self) -> DispositionBook:
        """What people decided about isolated items, in the same file."""
        ...

    @property
    def outgoing(self) -> OutgoingBook:
        """What another system is still to be told of dispositions and holds, in the same file."""
        ...

    @property
    def audit(self) -> AuditBook:
        """Who did what, in the same file."""
        ...

    @property
    def sessions(self) -> SessionBook:
        """Who is signed in, in the same file."""
        ...

    @property
    def shifts(self) -> ShiftBook:
        """A span of time, summed up."""
        ...

    @property
    def waiting(self) -> WaitingBook:
        """Which isolated items wait for a person."""
        ...

    @property
    def second_looks(self) -> SecondLookBook:
        """Second answers about the same items, in the same file."""
        ...

    def open_trigger(self, trigger: Trigger) -> bool:
        """Write an OPEN row. False, and nothing changes, if the key is known already."""
        ...

    def close_trigger(
        self,
        verdict: Verdict,
        decision: Decision,
        *,
        decided_at_ns: int,
        delivery: Delivery,
        body: bytes | None,
        identity: Identity | None = None,
    ) -> bool:
        """Give a trigger its one outcome, and queue its record `body` in the same transaction.

        `identity`, where given, is what the item's codes told; it replaces what the controller said of the item.

        `delivery` is READY, or EXPIRED / WITHHELD when it must not be sent. False if the trigger is unknown or has
        an outcome already; nothing changes then. When there is room for the outcome but none for `body`, the outcome
        is booked and a record is given up, counted in `records_dropped`: a full disk costs records before decisions.
        """
        ...

    def mark_sent(self, key: ItemKey, *, attempt: int) -> bool:
        """A copy was handed to the broker."""
        ...

    def expire(self, key: ItemKey) -> bool:
        """The deadline passed without an answer."""
        ...

    def acknowledge(self, ack: Ack) -> bool:
        """Book the PLC's answer. False if it belongs to no decision that waits for one."""
        ...

    def confirm(self, confirm: Confirm) -> bool:
        """Book where the item went; the last word counts, until it has left by a lane.

        False, and nothing changes, if the key is unknown or its item has left by another lane already.
        """
        ...

    def row(self, key: ItemKey) -> LedgerRow | None:
        """One trigger."""
        ...

    def find(self, record_id: str) -> LedgerRow | None:
        """The trigger whose decision carries this record id."""
        ...

    def recent(self, limit: int, before: int | None = None) -> Sequence[LedgerRow]:
        """Newest first; with `before`, those whose `number` is smaller: the next page."""
        ...

    def unfinished(self) -> Sequence[LedgerRow]:
        """Rows that are OPEN, READY or SENT, oldest first: what a restart takes up again."""
        ...

    def counts(self) -> LedgerCounts:
        """Totals; `balanced` holds at every moment."""
        ...

    def records(self, limit: int) -> Sequence[tuple[str, bytes]]:
        """The oldest records not yet delivered, as (record id, body)."""
        ...

    def record_done(self, record_id: str, *, delivered: bool = True) -> None:
        """The broker has it; or it never will, and the record is given up, counted in `records_dropped`."""
        ...

    def record_backlog(self) -> tuple[int, int]:
        """(records waiting, their bytes)."""
        ...

    def oldest_record_s(self) -> float:
        """How long the oldest waiting record has waited, by the wall clock; 0 when none waits."""
        ...

    def ageless(self) -> str:
        """Why rows stay although they may be too old (the wall clock is doubted); empty when all is well."""
        ...

    def book_review(self, review: Review) -> bool:
        """Write a person's answer. False, and nothing changes, if the very same is booked already.

        Raises `ReviewRefused` when it can not follow what stands, or its id belongs to another answer.
        """
        ...

    def standing_answer(self, record_id: str) -> Review | None:
        """The answer that stands for this item."""
        ...

    def unanswered(self, limit: int, after: int = 0) -> Sequence[LedgerRow]:
        """Diverted items and items for review that no answer stands for, oldest first, with `number` > `after`.

        Simulated items wait for nobody: they were never on the belt.
        """
        ...

    def unanswered_count(self) -> int:
        """How many such items there are."""
        ...

    def reviews(self, limit: int, after: int = 0) -> Sequence[BookedReview]:
        """All entries, also those taken back, oldest first, with `number` > `after`."""
        ...

    def close(self) -> None:
        """Flush and close."""
        ...
