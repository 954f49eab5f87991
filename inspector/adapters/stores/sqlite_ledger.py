"""The ledger and the outbox of records in one SQLite file: WAL, synchronous=FULL, one writer."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import Field

from inspector.adapters.stores._ledger_schema import SCHEMA_VERSION, TABLES, identity_text, row_of, verdict_text
from inspector.adapters.stores._lock import FolderLock
from inspector.config.adapter import AdapterConfig
from inspector.domain.decision import Ack, Confirm, ConfirmResult, Decision
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.item import ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerCounts, LedgerRow, delivery_after, may_follow
from inspector.domain.verdict import Disposition, Verdict
from inspector.ports.clock import Clock

_PRUNE_STEP = 500


class Config(AdapterConfig):
    """Options of the SQLite ledger."""

    file: str = Field(default="ledger.sqlite", title="File", description="Name of the file in the data directory.")
    keep_rows: int = Field(
        default=2_000_000, ge=1000, title="Kept rows", description="Oldest finished triggers beyond this are removed."
    )
    max_pages: int = Field(
        default=0, ge=0, title="Most pages", description="Size limit in pages of 4 KiB; 0 takes what the disk has."
    )


def build(config: Config, *, data_dir: Path, clock: Clock) -> "SqliteLedger":
    """Open or make the file. Raises `StartupError`."""
    return SqliteLedger(config, data_dir, clock)


class SqliteLedger:
    """Thread-safe: one connection behind a lock. A call that returned has reached the disk."""

    def __init__(self, config: Config, data_dir: Path, clock: Clock) -> None:
        self._clock = clock
        self._boot_id = clock.boot_id()
        self._keep_rows = config.keep_rows
        self._guard = threading.RLock()
        self._folder_lock = FolderLock(data_dir / (config.file + ".lock"))
        path = data_dir / config.file
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
            self._db.row_factory = sqlite3.Row
            self._prepare(config)
        except sqlite3.Error as error:
            self._folder_lock.release()
            raise StartupError(
                "ledger", [f"{path}: {error}; move the file away to begin a new one, its content is kept in it"]
            ) from error
        except StartupError:
            self._db.close()
            self._folder_lock.release()
            raise

    def open_trigger(self, trigger: Trigger) -> bool:
        """See Ledger."""
        values = (
            trigger.key.epoch,
            trigger.key.track,
            Delivery.OPEN.value,
            self._boot_id,
            self._clock.utc().isoformat(timespec="milliseconds"),
            trigger.encoder,
            trigger.until_encoder,
            trigger.deadline_ns,
            trigger.triggered_at_ns,
            trigger.counter,
            identity_text(trigger.identity),
            int(trigger.simulated),
        )
        with self._transaction() as db:
            done = db.execute(
                "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
                " triggered_at_ns, counter, identity, simulated) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                " ON CONFLICT (epoch, track) DO NOTHING",
                values,
            )
            return done.rowcount == 1

    def close_trigger(
        self, verdict: Verdict, decision: Decision, *, decided_at_ns: int, delivery: Delivery, body: bytes | None
    ) -> bool:
        """See Ledger."""
        if not may_follow(Delivery.OPEN, delivery):
            raise ValueError(f"a trigger can not be closed as {delivery}")
        with self._transaction() as db:
            done = db.execute(
                "UPDATE trigger SET delivery=?, disposition=?, did=?, record_id=?, lane=?, why=?, score=?, verdict=?,"
                " decided_at_ns=? WHERE epoch=? AND track=? AND delivery='OPEN'",
                (
                    delivery.value,
                    decision.disposition.value,
                    decision.decision_id,
                    decision.record_id,
                    decision.lane,
                    decision.why,
                    decision.score,
                    verdict_text(verdict),
                    decided_at_ns,
                    decision.key.epoch,
                    decision.key.track,
                ),
            )
            if done.rowcount == 1 and body is not None:
                db.execute("INSERT INTO record (record_id, body) VALUES (?,?)", (decision.record_id, body))
            return done.rowcount == 1

    def mark_sent(self, key: ItemKey, *, attempt: int) -> bool:
        """See Ledger."""
        return self._move(key, Delivery.SENT, "attempts=?", (attempt,))

    def expire(self, key: ItemKey) -> bool:
        """See Ledger."""
        return self._move(key, Delivery.EXPIRED, "attempts=attempts", ())

    def acknowledge(self, ack: Ack) -> bool:
        """See Ledger."""
        with self._guard:
            row = self.row(ack.key)
            if row is None or row.decision is None or row.decision.decision_id != ack.decision_id:
                return False
            # The ack may come before the sender has booked the sending.
            if row.delivery is Delivery.READY:
                self.mark_sent(ack.key, attempt=max(1, row.attempts))
            return self._move(
                ack.key, delivery_after(ack.status), "ack=?, acked_at_ns=?", (ack.status.value, ack.received_at_ns)
            )

    def confirm(self, confirm: Confirm) -> bool:
        """See Ledger."""
        with self._transaction() as db:
            done = db.execute(
                "UPDATE trigger SET confirm=?, confirmed_lane=? WHERE epoch=? AND track=?",
                (confirm.result.value, confirm.lane, confirm.key.epoch, confirm.key.track),
            )
            return done.rowcount == 1

    def row(self, key: ItemKey) -> LedgerRow | None:
        """See Ledger."""
        rows = self._rows("WHERE epoch=? AND track=?", (key.epoch, key.track))
        return rows[0] if rows else None

    def unfinished(self) -> Sequence[LedgerRow]:
        """See Ledger."""
        return self._rows("WHERE delivery IN ('OPEN','READY','SENT') ORDER BY id", ())

    def recent(self, limit: int) -> Sequence[LedgerRow]:
        """The newest triggers, newest first."""
        return self._rows("ORDER BY id DESC LIMIT ?", (limit,))

    def counts(self) -> LedgerCounts:
        """See Ledger."""
        with self._reading() as db:
            outcomes = dict(db.execute("SELECT disposition, count(*) FROM trigger GROUP BY disposition").fetchall())
            deliveries = dict(db.execute("SELECT delivery, count(*) FROM trigger GROUP BY delivery").fetchall())
            confirms = dict(db.execute("SELECT confirm, count(*) FROM trigger GROUP BY confirm").fetchall())
        return LedgerCounts(
            triggers=sum(deliveries.values()),
            open=deliveries.get(Delivery.OPEN.value, 0),
            outcomes={Disposition(name): n for name, n in outcomes.items() if name is not None},
            deliveries={Delivery(name): n for name, n in deliveries.items()},
            confirms={ConfirmResult(name): n for name, n in confirms.items() if name is not None},
        )

    def records(self, limit: int) -> Sequence[tuple[str, bytes]]:
        """See Ledger."""
        with self._reading() as db:
            found = db.execute("SELECT record_id, body FROM record ORDER BY id LIMIT ?", (limit,)).fetchall()
        return [(row["record_id"], row["body"]) for row in found]

    def record_done(self, record_id: str) -> None:
        """See Ledger."""
        with self._transaction() as db:
            db.execute("DELETE FROM record WHERE record_id=?", (record_id,))

    def record_backlog(self) -> tuple[int, int]:
        """See Ledger."""
        with self._reading() as db:
            count, size = db.execute("SELECT count(*), coalesce(sum(length(body)), 0) FROM record").fetchone()
        return int(count), int(size)

    def prune(self) -> int:
        """Remove a few of the oldest finished triggers beyond the limit; how many went. Call it when idle."""
        with self._transaction() as db:
            (total,) = db.execute("SELECT count(*) FROM trigger").fetchone()
            surplus = min(_PRUNE_STEP, total - self._keep_rows)
            if surplus <= 0:
                return 0
            done = db.execute(
                "DELETE FROM trigger WHERE id IN (SELECT id FROM trigger WHERE delivery NOT IN ('OPEN','READY','SENT')"
                " ORDER BY id LIMIT ?)",
                (surplus,),
            )
            return done.rowcount

    def close(self) -> None:
        """See Ledger."""
        with self._guard:
            self._db.close()
            self._folder_lock.release()

    def _prepare(self, config: Config) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if config.max_pages:
            self._db.execute(f"PRAGMA max_page_count={config.max_pages}")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN; {TABLES} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
        elif version != SCHEMA_VERSION:
            raise StartupError(
                "ledger",
                [f"its format is {version}, this program knows {SCHEMA_VERSION}: use the program that wrote it"],
            )

    def _move(self, key: ItemKey, then: Delivery, assignment: str, values: tuple[Any, ...]) -> bool:
        """Change the delivery where the domain's rules allow it."""
        allowed = [now.value for now in Delivery if may_follow(now, then)]
        marks = ",".join("?" * len(allowed))
        with self._transaction() as db:
            done = db.execute(
                f"UPDATE trigger SET delivery=?, {assignment} WHERE epoch=? AND track=? AND did IS NOT NULL"  # noqa: S608 - constants
                f" AND delivery IN ({marks})",
                (then.value, *values, key.epoch, key.track, *allowed),
            )
            return done.rowcount == 1

    def _rows(self, where: str, values: tuple[Any, ...]) -> list[LedgerRow]:
        with self._reading() as db:
            return [row_of(found) for found in db.execute(f"SELECT * FROM trigger {where}", values)]  # noqa: S608

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, on disk when it ends. Raises `StoreFull` or `StoreError`."""
        with self._guard:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    if self._db.in_transaction:  # SQLite itself rolls back when the disk is full
                        self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                kind = StoreFull if "full" in str(error) else StoreError
                raise kind(f"ledger: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise StoreError(f"ledger: {error}") from error
