"""A ledger that forgets with the process: a simulator for tests, refused in production."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._memory_audit import MemoryAudit
from inspector.adapters.stores._memory_dispositions import MemoryDispositions
from inspector.adapters.stores._memory_lots import MemoryLots
from inspector.adapters.stores._memory_orders import MemoryOrders
from inspector.adapters.stores._memory_outgoing import MemoryOutgoing
from inspector.adapters.stores._memory_second_looks import MemorySecondLooks
from inspector.adapters.stores._memory_sessions import MemorySessions
from inspector.adapters.stores._memory_shifts import MemoryShifts
from inspector.adapters.stores._memory_waiting import MemoryWaiting
from inspector.config.adapter import AdapterConfig
from inspector.domain.decision import Ack, Confirm, Decision
from inspector.domain.errors import StoreError
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerCounts, LedgerRow, confirm_may_follow, delivery_after, may_follow
from inspector.domain.review import ASKED, Answer, BookedReview, Review, ReviewRefused, refuse_unless_bookable
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Verdict
from inspector.ports.audit import AuditBook
from inspector.ports.clock import Clock
from inspector.ports.dispositions import DispositionBook
from inspector.ports.lots import LotBook
from inspector.ports.orders import OrderBook
from inspector.ports.outgoing import OutgoingBook
from inspector.ports.second_looks import SecondLookBook
from inspector.ports.sessions import SessionBook
from inspector.ports.shifts import ShiftBook
from inspector.ports.waiting import WaitingBook


class Config(AdapterConfig):
    """Options of the memory ledger."""

    fail: bool = Field(default=False, title="Fail", description="Refuse every write, as a broken disk does.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "MemoryLedger":
    """Construct it; nothing is written anywhere."""
    del data_dir
    return MemoryLedger(config, clock)


class MemoryLedger:
    """Thread-safe."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.failing = config.fail
        self._boot_id = clock.boot_id()
        self._lock = threading.RLock()
        self._rows: dict[ItemKey, LedgerRow] = {}
        self._clock = clock
        self._records: dict[str, tuple[bytes, datetime]] = {}
        self._dropped = 0
        self._reviews: dict[str, BookedReview] = {}
        self._standing: dict[str, Review] = {}
        self.orders: OrderBook = MemoryOrders(self._check)
        outgoing = MemoryOutgoing(self._check)
        self.outgoing: OutgoingBook = outgoing
        self.dispositions: DispositionBook = MemoryDispositions(
            find=self.find, check=self._check, clock=clock, outgoing=outgoing
        )
        self.lots: LotBook = MemoryLots(
            rows=self._all_rows,
            reviews=lambda: len(self._reviews),
            check=self._check,
            clock=clock,
            outgoing=outgoing,
        )
        self.audit: AuditBook = MemoryAudit(self._check)
        self.sessions: SessionBook = MemorySessions(self._check)
        self.shifts: ShiftBook = MemoryShifts(
            rows=self._all_rows,
            answers=self._answers,
            twice=lambda span: self.second_looks.pairs(since_utc=span.since_text, until_utc=span.until_text),
        )
        self.waiting: WaitingBook = MemoryWaiting(
            rows=self._all_rows,
            answered=self._answered,
            looked=lambda rid: self.second_looks.standing(rid) is not None,
            fate=self.dispositions.fate,
        )
        self.second_looks: SecondLookBook = MemorySecondLooks(
            find=self.find, first=self._first_answer, check=self._check, clock=clock
        )

    def open_trigger(self, trigger: Trigger) -> bool:
        """See Ledger."""
        with self._lock:
            self._check()
            if trigger.key in self._rows:
                return False
            self._rows[trigger.key] = LedgerRow(
                number=len(self._rows) + 1,
                opened_utc=iso_ms(self._clock.utc()),
                trigger=trigger,
                delivery=Delivery.OPEN,
                boot_id=self._boot_id,
            )
            return True

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
        """See Ledger."""
        if not may_follow(Delivery.OPEN, delivery):
            raise ValueError(f"a trigger can not be closed as {delivery}")
        with self._lock:
            self._check()
            row = self._rows.get(decision.key)
            if row is None or row.delivery is not Delivery.OPEN:
                return False
            self._rows[decision.key] = replace(
                row,
                trigger=row.trigger if identity is None else replace(row.trigger, identity=identity),
                delivery=delivery,
                decision=decision,
                verdict=verdict,
                decided_at_ns=decided_at_ns,
            )
            if body is not None:
                self._records[decision.record_id] = body, self._clock.utc()
            return True

    def mark_sent(self, key: ItemKey, *, attempt: int) -> bool:
        """See Ledger."""
        with self._lock:
            return self._move(key, Delivery.SENT, attempts=attempt)

    def expire(self, key: ItemKey) -> bool:
        """See Ledger."""
        with self._lock:
            return self._move(key, Delivery.EXPIRED)

    def acknowledge(self, ack: Ack) -> bool:
        """See Ledger."""
        with self._lock:
            row = self._rows.get(ack.key)
            if row is None or row.decision is None or row.decision.decision_id != ack.decision_id:
                return False
            if row.delivery is Delivery.READY:
                self._move(ack.key, Delivery.SENT, attempts=max(1, row.attempts))
            return self._move(ack.key, delivery_after(ack.status), ack=ack.status, acked_at_ns=ack.received_at_ns)

    def confirm(self, confirm: Confirm) -> bool:
        """See Ledger."""
        with self._lock:
            self._check()
            row = self._rows.get(confirm.key)
            if row is None or not confirm_may_follow(row.confirm, confirm.result):
                return False
            self._rows[confirm.key] = replace(row, confirm=confirm.result, confirmed_at_ns=confirm.received_at_ns)
            return True

    def row(self, key: ItemKey) -> LedgerRow | None:
        """See Ledger."""
        with self._lock:
            return self._rows.get(key)

    def unfinished(self) -> Sequence[LedgerRow]:
        """See Ledger."""
        waiting = {Delivery.OPEN, Delivery.READY, Delivery.SENT}
        with self._lock:
            return [row for row in self._rows.values() if row.delivery in waiting]

    def find(self, record_id: str) -> LedgerRow | None:
        """See Ledger."""
        with self._lock:
            rows = list(self._rows.values())
        return next((row for row in rows if row.decision is not None and row.decision.record_id == record_id), None)

    def recent(self, limit: int, before: int | None = None) -> Sequence[LedgerRow]:
        """See Ledger."""
        with self._lock:
            newest = list(reversed(self._rows.values()))
        return [row for row in newest if before is None or row.number < before][:limit]

    def counts(self) -> LedgerCounts:
        """See Ledger."""
        with self._lock:
            rows = list(self._rows.values())
        return LedgerCounts(
            triggers=len(rows),
            open=sum(row.delivery is Delivery.OPEN for row in rows),
            outcomes=dict(Counter(row.decision.disposition for row in rows if row.decision is not None)),
            deliveries=dict(Counter(row.delivery for row in rows)),
            confirms=dict(Counter(row.confirm for row in rows if row.confirm is not None)),
            records_dropped=self._dropped,
        )

    def records(self, limit: int) -> Sequence[tuple[str, bytes]]:
        """See Ledger."""
        with self._lock:
            return [(record_id, body) for record_id, (body, _) in self._records.items()][:limit]

    def record_done(self, record_id: str, *, delivered: bool = True) -> None:
        """See Ledger."""
        with self._lock:
            self._check()
            if self._records.pop(record_id, None) is not None and not delivered:
                self._dropped += 1

    def record_backlog(self) -> tuple[int, int]:
        """See Ledger."""
        with self._lock:
            return len(self._records), sum(len(body) for body, _ in self._records.values())

    def oldest_record_s(self) -> float:
        """See Ledger."""
        with self._lock:
            oldest = next(iter(self._records.values()), None)
        return 0.0 if oldest is None else (self._clock.utc() - oldest[1]).total_seconds()

    def ageless(self) -> str:
        """See Ledger. Nothing here goes by its age."""
        return ""

    def book_review(self, review: Review) -> bool:
        """See Ledger."""
        with self._lock:
            self._check()
            known = self._reviews.get(review.review_id)
            if known is not None:
                if known.review != review:
                    raise ReviewRefused(f"the id {review.review_id} belongs to another answer")
                return False
            row = self.find(review.record_id)
            refuse_unless_bookable(review, row, self._standing.get(review.record_id))
            if row is None or row.decision is None:  # refused already; for the types
                return False
            self._reviews[review.review_id] = BookedReview(
                number=len(self._reviews) + 1,
                review=review,
                booked_utc=iso_ms(self._clock.utc()),
                disposition=row.decision.disposition,
                score=row.decision.score,
                sku=row.trigger.identity.sku,
                material=row.trigger.identity.material,
            )
            if review.answer is Answer.WITHDRAWN:
                del self._standing[review.record_id]
            else:
                self._standing[review.record_id] = review
            return True

    def standing_answer(self, record_id: str) -> Review | None:
        """See Ledger."""
        with self._lock:
            return self._standing.get(record_id)

    def unanswered(self, limit: int, after: int = 0) -> Sequence[LedgerRow]:
        """See Ledger."""
        return [row for row in self._unanswered() if row.number > after][:limit]

    def unanswered_count(self) -> int:
        """See Ledger."""
        return len(self._unanswered())

    def reviews(self, limit: int, after: int = 0) -> Sequence[BookedReview]:
        """See Ledger."""
        with self._lock:
            return [entry for entry in self._reviews.values() if entry.number > after][:limit]

    def close(self) -> None:
        """See Ledger."""

    def _all_rows(self) -> list[LedgerRow]:
        with self._lock:
            return list(self._rows.values())

    def _answers(self) -> dict[str, Answer]:
        with self._lock:
            return {record_id: review.answer for record_id, review in self._standing.items()}

    def _answered(self) -> dict[str, BookedReview]:
        with self._lock:
            return {rid: self._reviews[review.review_id] for rid, review in self._standing.items()}

    def _first_answer(self, record_id: str) -> BookedReview | None:
        with self._lock:
            review = self._standing.get(record_id)
            return None if review is None else self._reviews[review.review_id]

    def _unanswered(self) -> list[LedgerRow]:
        with self._lock:
            return [
                row
                for row in self._rows.values()
                if row.decision is not None
                and row.decision.disposition in ASKED
                and row.decision.record_id not in self._standing
                and not row.trigger.simulated
            ]

    def _move(self, key: ItemKey, then: Delivery, **changes: object) -> bool:
        self._check()
        row = self._rows.get(key)
        if row is None or row.decision is None or not may_follow(row.delivery, then):
            return False
        self._rows[key] = replace(row, delivery=then, **changes)  # type: ignore[arg-type]
        return True

    def _check(self) -> None:
        if self.failing:
            raise StoreError("memory ledger: told to fail")
