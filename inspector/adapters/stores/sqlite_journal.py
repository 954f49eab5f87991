"""The alarms' journal in a SQLite file of its own: a full or broken one must not touch the ledger."""

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._sqlite_file import connect_to_look
from inspector.config.adapter import AdapterConfig
from inspector.domain.alarm import AlarmPriority, AlarmState
from inspector.domain.alarm_journal import AlarmEntry, AlarmEvent, NumberedEntry
from inspector.domain.errors import StartupError, StoreError
from inspector.ports.clock import Clock

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL, alarm TEXT NOT NULL, priority INTEGER NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL,
    detail TEXT NOT NULL, operator TEXT NOT NULL, reason TEXT NOT NULL, until TEXT NOT NULL
);
PRAGMA user_version = 1;
"""
_COLUMNS = "time, alarm, priority, event, state, detail, operator, reason, until"


class Config(AdapterConfig):
    """Options of the journal."""

    file: str = Field(default="alarms.sqlite", title="File", description="Name of the file in the data directory.")
    keep: int = Field(default=20_000, ge=1, title="Kept", description="Entries that are kept; the oldest go first.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "SqliteJournal":  # noqa: ARG001 - the family's signature
    """Open or create the file. Raises `StartupError`."""
    return SqliteJournal(data_dir / config.file, keep=config.keep)


def look(config: Config, *, data_dir: Path) -> None:
    """See `registry.ask`."""
    path = data_dir / config.file
    if not path.exists():
        return
    try:
        with closing(connect_to_look(path)) as db:
            _require_known(db)
    except sqlite3.Error as error:
        raise _refused(path, error) from error


class SqliteJournal:
    """See AlarmJournal. An entry reaches the disk within seconds: no alarm waits for it."""

    def __init__(self, path: Path, *, keep: int) -> None:
        self._path, self._keep = path, keep
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise _refused(path, error) from error

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        _require_known(self._db)
        self._db.executescript(_SCHEMA)

    def append(self, entry: AlarmEntry) -> None:
        """See AlarmJournal."""
        values = (
            entry.time,
            entry.id,
            int(entry.priority),
            entry.event.value,
            entry.state.value,
            entry.detail,
            entry.operator,
            entry.reason,
            entry.until,
        )
        try:
            with self._lock:
                done = self._db.execute(f"INSERT INTO entry ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", values)  # noqa: S608 - constants
                self._db.execute("DELETE FROM entry WHERE id <= ?", ((done.lastrowid or 0) - self._keep,))
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {error}") from error

    def recent(self, limit: int, before: int | None = None) -> Sequence[NumberedEntry]:
        """See AlarmJournal."""
        query = f"SELECT id, {_COLUMNS} FROM entry WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2"  # noqa: S608 - constants
        try:
            with self._lock:
                found = self._db.execute(query, (before, limit)).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {error}") from error
        return [_numbered(row) for row in found]

    def close(self) -> None:
        """See AlarmJournal."""
        with self._lock:
            self._db.close()


def read_entries(path: Path, since: str, until: str, limit: int) -> list[NumberedEntry]:
    """The newest entries of a span of ISO times, oldest first, beside a running daemon; none without a file.

    Raises `StoreError`.
    """
    if not path.exists():
        return []
    query = f"SELECT id, {_COLUMNS} FROM entry WHERE time >= ? AND time <= ? ORDER BY id DESC LIMIT ?"  # noqa: S608 - constants
    try:
        with closing(connect_to_look(path)) as db:
            _require_known(db)
            found = db.execute(query, (since, until, limit)).fetchall()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
    return [_numbered(row) for row in reversed(found)]


def _require_known(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > 1:
        raise sqlite3.DatabaseError(f"its format is {version}, this program knows 1")


def _refused(path: Path, error: sqlite3.Error) -> StartupError:
    return StartupError("the alarms' journal", [f"{path}: {error}"])


def _numbered(row: tuple[int, str, str, int, str, str, str, str, str, str]) -> NumberedEntry:
    number, time, alarm, priority, event, state, detail, operator, reason, until = row
    entry = AlarmEntry(
        time=time,
        id=alarm,
        priority=AlarmPriority(priority),
        event=AlarmEvent(event),
        state=AlarmState(state),
        detail=detail,
        operator=operator,
        reason=reason,
        until=until,
    )
    return NumberedEntry(number=number, entry=entry)
