"""One SQLite file: opened, checked, migrated; one connection writes, others read without holding that one up."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from inspector.adapters.stores._ledger_schema import SCHEMA_VERSION, steps_from
from inspector.adapters.stores._lock import FolderLock
from inspector.adapters.stores._reserve import Reserve
from inspector.adapters.stores._sqlite_file import connect, connect_to_look
from inspector.domain.errors import StartupError, StoreError, StoreFull

log = logging.getLogger(__name__)

T = TypeVar("T")

_TABLES = "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND substr(name, 1, 7) <> 'sqlite_' ORDER BY rowid"
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


@contextmanager
def beside(path: Path) -> Iterator[sqlite3.Connection]:
    """Look into a ledger's file beside a daemon that may be writing it. Raises `StoreError`."""
    try:
        with closing(_connect(path.absolute(), read_only=True)) as db:
            yield db
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error


def look(path: Path) -> None:
    """Change nothing, and raise the `StartupError` in which opening the file would end. Who holds it is not asked."""
    if not path.exists():
        return
    try:
        with closing(connect_to_look(path)) as db:
            version = _known_version(db)
            if _is_unfinished(path):
                _check(db)
            if version < SCHEMA_VERSION:
                _try_migration(db, version)
    except sqlite3.Error as error:
        raise _refused(path, error) from error


class LedgerFile:
    """Thread-safe. WAL with synchronous=FULL: a `write` that returned has reached the disk.

    `on_reserve`: the disk was full, and what is written now goes into the room that was set aside.
    """

    def __init__(self, path: Path, *, reserve_bytes: int, max_pages: int) -> None:
        self._path = path
        self._max_pages = max_pages
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._reading_long = threading.Lock()
        self._lock = FolderLock(path.with_name(path.name + ".lock"))
        self.on_reserve = False
        self._reserve = Reserve(path.with_name(path.name + ".reserve"), reserve_bytes)
        try:
            self._writer = self._open()
            self._reader = _connect(path, read_only=True)
            self._long_reader = _connect(path, read_only=True)
        except sqlite3.Error as error:
            self._lock.release()
            raise _refused(path, error) from error
        except StartupError:
            self._lock.release()
            raise
        self.reserve_again()
        if not self._reserve.held:
            log.warning("%s: no room to set %d bytes aside for a full disk", path, reserve_bytes)

    def write(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """Run `step` in a transaction: all of it or nothing. Raises `StoreFull` or `StoreError`.

        On a full disk the reserve is given up and `step` runs once more.
        """
        with self._writing:
            try:
                return self._attempt(step)
            except sqlite3.Error as error:
                if not _is_full(error) or not self._give_up_reserve():
                    raise store_error(error) from error
            log.error("%s: the disk is full; its reserve keeps decisions going for now", self._path)
            try:
                return self._attempt(step)
            except sqlite3.Error as error:
                raise store_error(error) from error

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The reading connection; it sees every write that returned. Raises `StoreError`."""
        with self._reading, _in_the_houses_words():
            yield self._reader

    @contextmanager
    def read_long(self) -> Iterator[sqlite3.Connection]:
        """As `read`, for questions about thousands of rows: the line's own short ones do not wait for them."""
        with self._reading_long, _in_the_houses_words():
            yield self._long_reader

    def reserve_again(self) -> None:
        """Set the reserve aside anew if it was given up and there is room again."""
        with self._writing:
            if self._reserve.hold():
                self.on_reserve = False

    def close(self) -> None:
        """Flush and close; may be called twice. Later calls raise `StoreError`."""
        with self._writing, self._reading, self._reading_long:
            self._reader.close()
            self._long_reader.close()
            self._writer.close()
            self._lock.release()

    def _attempt(self, step: Callable[[sqlite3.Connection], T]) -> T:
        db = self._writer
        db.execute("BEGIN IMMEDIATE")
        try:
            answer = step(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite itself rolls back when the disk is full
                db.execute("ROLLBACK")
            raise
        return answer

    def _give_up_reserve(self) -> bool:
        released = self._reserve.release()
        self.on_reserve = self.on_reserve or released
        return released

    def _open(self) -> sqlite3.Connection:
        """The writing connection. A disk that is full at the start gets the reserve of the run before."""
        try:
            return self._prepare()
        except sqlite3.Error as error:
            if not _is_full(error) or not self._give_up_reserve():
                raise
        return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        crashed = _is_unfinished(self._path)
        db = _connect(self._path, read_only=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            if self._max_pages:
                db.execute(f"PRAGMA max_page_count={self._max_pages}")
            if crashed:
                _check(db)
            _migrate(db)
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def _in_the_houses_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(error) from error


def store_error(error: sqlite3.Error) -> StoreError:
    """The house's error for SQLite's."""
    return (StoreFull if _is_full(error) else StoreError)(f"ledger: {error}")


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    db = connect(path, "ro" if read_only else "rwc")
    db.row_factory = sqlite3.Row
    return db


def _check(db: sqlite3.Connection) -> None:
    """After a crash: a torn file is found now, not at the first item that meets the torn page."""
    with closing(db.execute("PRAGMA quick_check(1)")) as found:
        (answer,) = found.fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"the file is damaged: {answer.splitlines()[-1]}")


def _is_unfinished(path: Path) -> bool:
    """Whether a program writes it now, or died doing so."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _known_version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        problem = f"its format is {version}, this program knows {SCHEMA_VERSION}: use the program that wrote it"
        raise StartupError("ledger", [problem])
    return int(version)


def _migrate(db: sqlite3.Connection) -> None:
    version = _known_version(db)
    if version < SCHEMA_VERSION:
        db.executescript(steps_from(version))


def _try_migration(db: sqlite3.Connection, version: int) -> None:
    """In memory, on the same tables without their rows: the file may be another program's."""
    with closing(sqlite3.connect(":memory:")) as copy:
        for (sql,) in db.execute(_TABLES):
            copy.execute(sql)
        copy.executescript(steps_from(version))


def _refused(path: Path, error: sqlite3.Error) -> StartupError:
    return StartupError("ledger", [f"{path}: {error}; {_advice(error)}"])


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; errors that Python's module itself raises have none."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


def _is_full(error: sqlite3.Error) -> bool:
    return hasattr(error, "sqlite_errorcode") and _code(error) == sqlite3.SQLITE_FULL


def _advice(error: sqlite3.Error) -> str:
    if _code(error) in _UNWRITABLE:
        return "the daemon's user must be able to write the folder and the file"
    if _code(error) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return "make room on the disk, or look into the kernel's log for what is wrong with it"
    if _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return "another program holds the file open; close it"
    return "move the file away to begin a new one, its content is kept in it"
