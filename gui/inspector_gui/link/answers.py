"""What the operator answered and decided, on this computer's disk until the station has booked it: a crash or a cut
loses none.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from pydantic import JsonValue
from PySide6.QtCore import QDateTime

from inspector.domain.dispositioning import Step, step_of
from inspector.domain.review import Review, review_of
from inspector.wire.disposition import step_arguments
from inspector.wire.review import review_arguments

SETTLED_KEPT = 1000
OWNER_ONLY = 0o600  # with each answer is kept what proves whose it is
FORMAT = 2
GIVEN = "given_unix_s"
REVIEW, DISPOSITION = "review", "disposition"

Entry = Review | Step

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id TEXT NOT NULL UNIQUE,
    arguments TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'WAITING',
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS answer_waiting ON answer (id) WHERE state = 'WAITING';
"""
_SINCE_2 = "ALTER TABLE answer ADD COLUMN command TEXT NOT NULL DEFAULT 'review'"


class AnswerBookError(Exception):
    """The file can not be opened or written; the text says why."""


def id_of(entry: Entry) -> str:
    """Made here, so that the station books it once however often it comes."""
    return entry.review_id if isinstance(entry, Review) else entry.step_id


def command_of(entry: Entry) -> str:
    """The command that brings it to the station."""
    return REVIEW if isinstance(entry, Review) else DISPOSITION


def arguments_of(entry: Entry) -> dict[str, JsonValue]:
    """What that command carries."""
    return review_arguments(entry) if isinstance(entry, Review) else step_arguments(entry)


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

    def put(self, entry: Entry, *, session: str = "") -> None:
        """Keep it until it is settled, with the session in which it was given. Raises `AnswerBookError`: it is not."""
        proof: dict[str, JsonValue] = {"session": session, GIVEN: _unix_s()} if session else {}
        arguments = json.dumps({**arguments_of(entry), **proof})
        statement = "INSERT INTO answer (review_id, command, arguments) VALUES (?, ?, ?)"
        self._write((statement, (id_of(entry), command_of(entry), arguments)))

    def waiting(self) -> tuple[Entry, ...]:
        """Those that are not settled, in the order in which they were given."""
        query = "SELECT command, arguments FROM answer WHERE state = 'WAITING' ORDER BY id"
        try:
            with closing(self._db.execute(query)) as found:
                return tuple(_entry(command, json.loads(text)) for command, text in found)
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error

    def session_of(self, entry_id: str) -> str:
        """The session in which it was given; empty where nobody had to sign in. Raises `AnswerBookError`."""
        return str(self.proof_of(entry_id).get("session", ""))

    def proof_of(self, entry_id: str) -> dict[str, JsonValue]:
        """What the command carries besides: `session`, and for how many seconds (`age_s`) it waits here; empty where
        nobody had to sign in. The age is by this computer's clock alone. Raises `AnswerBookError`.
        """
        query = "SELECT arguments FROM answer WHERE review_id = ?"
        try:
            with closing(self._db.execute(query, (entry_id,))) as found:
                row = found.fetchone()
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error
        kept = {} if row is None else json.loads(row[0])
        if not kept.get("session"):
            return {}
        age = {"age_s": max(0.0, _unix_s() - kept[GIVEN])} if GIVEN in kept else {}
        return {"session": kept["session"], **age}

    def settle(self, entry_id: str, *, booked: bool, detail: str = "") -> None:
        """The station booked it, or refused it for good. Raises `AnswerBookError`."""
        self._end(entry_id, "BOOKED" if booked else "REFUSED", detail)

    def take_back(self, entry_id: str) -> None:
        """It was never sent, and never will be. Raises `AnswerBookError`: it still waits."""
        self._end(entry_id, "TAKEN_BACK", "")

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _end(self, entry_id: str, state: str, detail: str) -> None:
        self._write(
            ("UPDATE answer SET state = ?, detail = ? WHERE review_id = ?", (state, detail, entry_id)),
            ("DELETE FROM answer WHERE state <> 'WAITING' AND id <= (SELECT max(id) FROM answer) - ?", (SETTLED_KEPT,)),
        )

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > FORMAT:
            raise sqlite3.DatabaseError(f"its format is {version}, this program knows {FORMAT}")
        if version < FORMAT:
            self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_SINCE_2}; PRAGMA user_version = {FORMAT}; COMMIT;")

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """All or nothing, and one wait for the disk: Qt's thread stands still meanwhile."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                for statement, values in statements:
                    self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise AnswerBookError(f"{self._where}: {error}") from error


def _unix_s() -> float:
    return QDateTime.currentMSecsSinceEpoch() / 1000


def _entry(command: str, arguments: Mapping[str, object]) -> Entry:
    return review_of(arguments) if command == REVIEW else step_of(arguments)
