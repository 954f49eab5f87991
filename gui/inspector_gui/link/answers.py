"""What the operator answered, on this computer's disk until the station has booked it: a crash or a cut loses none."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from inspector.domain.review import Review, review_of
from inspector.wire.review import review_arguments

SETTLED_KEPT = 1000
OWNER_ONLY = 0o600  # with each answer is kept what proves whose it is

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id TEXT NOT NULL UNIQUE,
    arguments TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'WAITING',
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS answer_waiting ON answer (id) WHERE state = 'WAITING';
PRAGMA user_version = 1;
"""


class AnswerBookError(Exception):
    """The file can not be opened or written; the text says why."""


class AnswerBook:
    """One thread's. A `put` that returned has reached the disk. Without a path it forgets with the process."""

    def __init__(self, path: Path | None) -> None:
        """Raises `AnswerBookError`."""
        self._where = str(path) if path is not None else ":memory:"
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=OWNER_ONLY)
                with suppress(PermissionError):  # somebody else's, who lets us write it
                    path.chmod(OWNER_ONLY)
            self._db = sqlite3.connect(self._where, isolation_level=None, timeout=2.0)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise
        except (sqlite3.Error, OSError) as error:
            raise AnswerBookError(f"{self._where}: {error}") from error

    def put(self, review: Review, *, session: str = "") -> None:
        """Keep it until it is settled, with the session in which it was given. Raises `AnswerBookError`: it is not."""
        arguments = json.dumps({**review_arguments(review), **({"session": session} if session else {})})
        self._write(("INSERT INTO answer (review_id, arguments) VALUES (?, ?)", (review.review_id, arguments)))

    def waiting(self) -> tuple[Review, ...]:
        """Those that are not settled, in the order in which they were given."""
        query = "SELECT arguments FROM answer WHERE state = 'WAITING' ORDER BY id"
        try:
            with closing(self._db.execute(query)) as found:
                return tuple(review_of(json.loads(text)) for (text,) in found)
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error

    def session_of(self, review_id: str) -> str:
        """The session in which it was given; empty where nobody had to sign in. Raises `AnswerBookError`."""
        query = "SELECT arguments FROM answer WHERE review_id = ?"
        try:
            with closing(self._db.execute(query, (review_id,))) as found:
                row = found.fetchone()
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error
        return "" if row is None else str(json.loads(row[0]).get("session", ""))

    def settle(self, review_id: str, *, booked: bool, detail: str = "") -> None:
        """The station booked it, or refused it for good. Raises `AnswerBookError`."""
        state = "BOOKED" if booked else "REFUSED"
        self._write(
            ("UPDATE answer SET state = ?, detail = ? WHERE review_id = ?", (state, detail, review_id)),
            ("DELETE FROM answer WHERE state <> 'WAITING' AND id <= (SELECT max(id) FROM answer) - ?", (SETTLED_KEPT,)),
        )

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > 1:
            raise sqlite3.DatabaseError(f"its format is {version}, this program knows 1")
        self._db.executescript(_SCHEMA)

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """All or nothing, and one wait for the disk: Qt's thread stands still meanwhile."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                for statement, values in statements:
                    self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error
