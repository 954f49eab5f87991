"""The ledger and the outbox of records in one SQLite file: WAL, synchronous=FULL, one writer."""

import json
import logging
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import Field

from inspector.adapters.stores import _ledger_file, _ledger_reviews
from inspector.adapters.stores._age_guard import AgeGuard, ClockSettleH
from inspector.adapters.stores._ledger_audit import SqliteAudit
from inspector.adapters.stores._ledger_dispositions import SqliteDispositions, step_numbered
from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.adapters.stores._ledger_lots import SqliteLots, hold_numbered
from inspector.adapters.stores._ledger_orders import SqliteOrders
from inspector.adapters.stores._ledger_outbox import count_dropped, queue_record, take_record
from inspector.adapters.stores._ledger_outgoing import SqliteOutgoing
from inspector.adapters.stores._ledger_rows import counts_of, identity_text, row_of, verdict_text
from inspector.adapters.stores._ledger_second_looks import SqliteSecondLooks
from inspector.adapters.stores._ledger_sessions import SqliteSessions
from inspector.adapters.stores._ledger_shifts import SqliteShifts
from inspector.adapters.stores._ledger_waiting import SqliteWaiting
from inspector.config.adapter import AdapterConfig
from inspector.domain.decision import Ack, Confirm, ConfirmResult, Decision
from inspector.domain.errors import StoreError, StoreFull
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerCounts, LedgerRow, confirm_may_follow, delivery_after, may_follow
from inspector.domain.review import BookedReview, Review
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

log = logging.getLogger(__name__)

_PRUNE_STEP = 200
_TIDY_EVERY = 64


class Config(AdapterConfig):
    """Options of the SQLite ledger."""

    file: str = Field(default="ledger.sqlite", title="File", description="Name of the file in the data directory.")
    keep_rows: int = Field(
        default=1_000_000, ge=1000, title="Kept rows", description="Finished triggers older than the newest so many go."
    )
    keep_days: int = Field(default=180, ge=1, title="Kept days", description="Finished triggers older than this go.")
    clock_settle_h: ClockSettleH = 24
    max_outbox_bytes: int = Field(
        default=500_000_000,
        ge=100_000,
        title="Outbox quota",
        description="Undelivered records beyond it are given up, oldest first, and counted.",
    )
    reserve_bytes: int = Field(
        default=16_000_000,
        ge=0,
        title="Reserve",
        description="Room set aside on the disk; when it is full, decisions go on in it for some thousand items.",
    )
    max_pages: int = Field(
        default=0, ge=0, title="Most pages", description="Size limit in pages of 4 KiB; 0 takes what the disk has."
    )


def build(config: Config, *, data_dir: Path, clock: Clock) -> "SqliteLedger":
    """Open, migrate or make the file. Raises `StartupError`."""
    return SqliteLedger(config, data_dir, clock)


def look(config: Config, *, data_dir: Path) -> None:
    """See `registry.ask`."""
    _ledger_file.look(data_dir / config.file)


class SqliteLedger:
    """Thread-safe. A call that returned has reached the disk; questions do not hold up what is written."""

    def __init__(self, config: Config, data_dir: Path, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._boot_id = clock.boot_id()
        self._calls = 0
        self._file = LedgerFile(data_dir / config.file, reserve_bytes=config.reserve_bytes, max_pages=config.max_pages)
        outgoing = SqliteOutgoing(self._file, step=step_numbered, hold=hold_numbered)
        self.outgoing: OutgoingBook = outgoing
        self.lots: LotBook = SqliteLots(self._file, clock, outgoing)
        self.orders: OrderBook = SqliteOrders(self._file)
        self.dispositions: DispositionBook = SqliteDispositions(self._file, clock, outgoing)
        self.audit: AuditBook = SqliteAudit(self._file)
        self.sessions: SessionBook = SqliteSessions(self._file)
        self.shifts: ShiftBook = SqliteShifts(data_dir / config.file)
        self.waiting: WaitingBook = SqliteWaiting(self._file)
        self.second_looks: SecondLookBook = SqliteSecondLooks(self._file, clock)
        self._ages = AgeGuard(
            data_dir / f"{config.file}.clock", clock, settle_h=config.clock_settle_h, newest=self._newest
        )

    def open_trigger(self, trigger: Trigger) -> bool:
        """See Ledger."""
        values = (
            trigger.key.epoch,
            trigger.key.track,
            Delivery.OPEN.value,
            self._boot_id,
            iso_ms(self._clock.utc()),
            trigger.encoder,
            trigger.until_encoder,
            trigger.deadline_ns,
            trigger.triggered_at_ns,
            trigger.counter,
            identity_text(trigger.identity),
            int(trigger.simulated),
        )
        return self._change(
            "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
            " triggered_at_ns, counter, identity, simulated) SELECT ?,?,?,?,?,?,?,?,?,?,?,?"
            " WHERE NOT EXISTS (SELECT 1 FROM trigger WHERE epoch=? AND track=?)",
            (*values, trigger.key.epoch, trigger.key.track),
        )

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
        values = (
            delivery.value,
            decision.disposition.value,
            decision.decision_id,
            decision.record_id,
            decision.lane,
            decision.why,
            decision.score,
            verdict_text(verdict),
            decided_at_ns,
            None if identity is None else identity_text(identity),
            decision.key.epoch,
            decision.key.track,
        )
        if body is not None and not self._file.on_reserve:
            try:
                return self._file.write(lambda db: self._close(db, values, decision.record_id, body))
            except StoreFull as error:
                log.warning("%s: record %s is given up, its decision is not", error, decision.record_id)
        return self._file.write(lambda db: _close_without_record(db, values, dropped=body is not None))

    def mark_sent(self, key: ItemKey, *, attempt: int) -> bool:
        """See Ledger."""
        return self._move(key, Delivery.SENT, "attempts=?", (attempt,))

    def expire(self, key: ItemKey) -> bool:
        """See Ledger."""
        return self._move(key, Delivery.EXPIRED, "attempts=attempts", ())

    def acknowledge(self, ack: Ack) -> bool:
        """See Ledger."""

        def book(db: sqlite3.Connection) -> bool:
            found = db.execute(
                "SELECT id, delivery, attempts FROM trigger WHERE epoch=? AND track=? AND did=?",
                (ack.key.epoch, ack.key.track, ack.decision_id),
            ).fetchone()
            if found is None:
                return False
            now, attempts = Delivery(found["delivery"]), found["attempts"]
            if now is Delivery.READY:  # the answer overtook the booking of the sending
                now, attempts = Delivery.SENT, max(1, attempts)
            then = delivery_after(ack.status)
            if not may_follow(now, then):
                return False
            db.execute(
                "UPDATE trigger SET delivery=?, attempts=?, ack=?, acked_at_ns=? WHERE id=?",
                (then.value, attempts, ack.status.value, ack.received_at_ns, found["id"]),
            )
            return True

        return self._file.write(book)

    def confirm(self, confirm: Confirm) -> bool:
        """See Ledger."""
        befores = [before.value for before in ConfirmResult if confirm_may_follow(before, confirm.result)]
        news = (confirm.result.value, confirm.lane, confirm.received_at_ns)
        known = self._change(
            "UPDATE trigger SET confirm=?, confirmed_lane=?, confirmed_at_ns=? WHERE epoch=? AND track=?"
            " AND (confirm IS NULL OR confirm IN (SELECT value FROM json_each(?)))",
            (*news, confirm.key.epoch, confirm.key.track, json.dumps(befores)),
        )
        self._tidy()
        return known

    def row(self, key: ItemKey) -> LedgerRow | None:
        """See Ledger."""
        rows = self._rows("WHERE epoch=? AND track=?", (key.epoch, key.track))
        return rows[0] if rows else None

    def find(self, record_id: str) -> LedgerRow | None:
        """See Ledger."""
        rows = self._rows("WHERE record_id=?", (record_id,))
        return rows[0] if rows else None

    def recent(self, limit: int, before: int | None = None) -> Sequence[LedgerRow]:
        """See Ledger."""
        if before is None:
            return self._rows("ORDER BY id DESC LIMIT ?", (limit,))
        return self._rows("WHERE id < ? ORDER BY id DESC LIMIT ?", (before, limit))

    def unfinished(self) -> Sequence[LedgerRow]:
        """See Ledger."""
        return self._rows("WHERE delivery IN ('OPEN','READY','SENT') ORDER BY id", ())

    def counts(self) -> LedgerCounts:
        """See Ledger."""
        with self._file.read() as db:
            found = db.execute("SELECT what, name, n FROM tally").fetchall()
        return counts_of({(row["what"], row["name"]): row["n"] for row in found})

    def records(self, limit: int) -> Sequence[tuple[str, bytes]]:
        """See Ledger."""
        with self._file.read() as db:
            found = db.execute("SELECT record_id, body FROM record ORDER BY id LIMIT ?", (limit,)).fetchall()
        return [(row["record_id"], row["body"]) for row in found]

    def record_done(self, record_id: str, *, delivered: bool = True) -> None:
        """See Ledger."""
        self._file.write(lambda db: take_record(db, record_id, delivered=delivered))
        self._tidy()

    def record_backlog(self) -> tuple[int, int]:
        """See Ledger."""
        with self._file.read() as db:
            found = dict(db.execute("SELECT name, n FROM tally WHERE what='record'").fetchall())
        return found["waiting"], found["bytes"]

    def oldest_record_s(self) -> float:
        """See Ledger."""
        with self._file.read() as db:
            oldest = db.execute("SELECT queued_utc FROM record ORDER BY id LIMIT 1").fetchone()
        if oldest is None or oldest["queued_utc"] is None:
            return 0.0
        return max(0.0, (self._clock.utc() - datetime.fromisoformat(oldest["queued_utc"])).total_seconds())

    def prune(self) -> int:
        """Remove finished triggers beyond the limits among the oldest few; how many went. Called now and then."""
        now = self._ages.now()
        oldest = "" if now is None else iso_ms(now - timedelta(days=self._config.keep_days))  # "" is before all

        def remove(db: sqlite3.Connection) -> int:
            (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM trigger").fetchone()
            return db.execute(
                "DELETE FROM trigger WHERE id IN (SELECT id FROM"
                " (SELECT id, delivery, opened_utc FROM trigger ORDER BY id LIMIT ?)"
                " WHERE delivery NOT IN ('OPEN','READY','SENT') AND (id <= ? OR opened_utc < ?))",
                (_PRUNE_STEP, newest - self._config.keep_rows, oldest),
            ).rowcount

        return self._file.write(remove)

    def ageless(self) -> str:
        """See Ledger."""
        return self._ages.why()

    def book_review(self, review: Review) -> bool:
        """See Ledger."""
        booked = iso_ms(self._clock.utc())
        return self._file.write(lambda db: _ledger_reviews.book(db, review, booked_utc=booked))

    def standing_answer(self, record_id: str) -> Review | None:
        """See Ledger."""
        with self._file.read() as db:
            return _ledger_reviews.standing(db, record_id)

    def unanswered(self, limit: int, after: int = 0) -> Sequence[LedgerRow]:
        """See Ledger."""
        with self._file.read() as db:
            return _ledger_reviews.unanswered(db, limit, after)

    def unanswered_count(self) -> int:
        """See Ledger."""
        with self._file.read() as db:
            return _ledger_reviews.unanswered_count(db)

    def reviews(self, limit: int, after: int = 0) -> Sequence[BookedReview]:
        """See Ledger."""
        with self._file.read() as db:
            return _ledger_reviews.reviews(db, limit, after)

    def close(self) -> None:
        """See Ledger."""
        self._file.close()

    def _newest(self) -> datetime | None:
        with self._file.read() as db:
            newest = db.execute('SELECT opened_utc FROM "trigger" ORDER BY id DESC LIMIT 1').fetchone()
        return None if newest is None else datetime.fromisoformat(newest["opened_utc"])

    def _close(self, db: sqlite3.Connection, values: tuple[Any, ...], record_id: str, body: bytes) -> bool:
        if not _book(db, values):
            return False
        most, queued = self._config.max_outbox_bytes, iso_ms(self._clock.utc())
        queue_record(db, record_id, body, queued_utc=queued, most_bytes=most)
        return True

    def _tidy(self) -> None:
        """Every now and then, where nobody waits for an answer: old rows go, and the reserve is set aside again."""
        self._calls += 1
        if self._calls % _TIDY_EVERY:
            return
        try:
            self.prune()
        except StoreError as error:
            log.warning("old triggers were not removed: %s", error)
        self._file.reserve_again()

    def _move(self, key: ItemKey, then: Delivery, assignment: str, values: tuple[Any, ...]) -> bool:
        """Change the delivery where the domain's rules allow it."""
        allowed = [now.value for now in Delivery if may_follow(now, then)]
        marks = ",".join("?" * len(allowed))
        return self._change(
            f"UPDATE trigger SET delivery=?, {assignment} WHERE epoch=? AND track=? AND did IS NOT NULL"  # noqa: S608 - constants
            f" AND delivery IN ({marks})",
            (then.value, *values, key.epoch, key.track, *allowed),
        )

    def _change(self, statement: str, values: tuple[Any, ...]) -> bool:
        """One statement in a transaction of its own; whether it met a row."""
        return self._file.write(lambda db: db.execute(statement, values).rowcount == 1)

    def _rows(self, where: str, values: tuple[Any, ...]) -> list[LedgerRow]:
        with self._file.read() as db:
            return [row_of(found) for found in db.execute(f"SELECT * FROM trigger {where}", values).fetchall()]  # noqa: S608


def _book(db: sqlite3.Connection, values: tuple[Any, ...]) -> bool:
    done = db.execute(
        "UPDATE trigger SET delivery=?, disposition=?, did=?, record_id=?, lane=?, why=?, score=?, verdict=?,"
        " decided_at_ns=?, identity=coalesce(?, identity) WHERE epoch=? AND track=? AND delivery='OPEN'",
        values,
    )
    return done.rowcount == 1


def _close_without_record(db: sqlite3.Connection, values: tuple[Any, ...], *, dropped: bool) -> bool:
    booked = _book(db, values)
    if booked and dropped:
        count_dropped(db)
    return booked
