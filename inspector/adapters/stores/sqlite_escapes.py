"""Kind `sqlite_escapes`: complaints and what people found, in one SQLite file beside the ledger.

Not in the ledger: that is the daemon's alone, and complaints are imported beside it, weeks later.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from inspector.adapters.stores._sqlite_file import connect
from inspector.config.adapter import AdapterConfig
from inspector.config.complaint_file import complaint_content
from inspector.domain.complaint import (
    BookedRelabel,
    Complaint,
    Escape,
    LetBy,
    LookedAtAlready,
    Match,
    MatchStatus,
    Relabel,
    RelabelRefused,
    Sighting,
)
from inspector.domain.errors import StoreError
from inspector.domain.review import Answer
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition
from inspector.ports.clock import Clock

FORMAT = 1
T = TypeVar("T")
_SCHEMA = f"""
CREATE TABLE complaint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    complaint_id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,
    finding TEXT NOT NULL,
    words TEXT NOT NULL,
    match TEXT NOT NULL,
    imported_utc TEXT NOT NULL
);
CREATE TABLE relabel (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    relabel_id TEXT NOT NULL UNIQUE,
    complaint_id TEXT NOT NULL REFERENCES complaint (complaint_id),
    content TEXT NOT NULL,
    booked_utc TEXT NOT NULL,
    earlier TEXT
);
CREATE TRIGGER relabel_stays BEFORE DELETE ON relabel BEGIN
    SELECT RAISE(ABORT, 'an answer is not removed');
END;
CREATE TRIGGER relabel_is_final BEFORE UPDATE ON relabel BEGIN
    SELECT RAISE(ABORT, 'an answer is not changed');
END;
CREATE TRIGGER complaint_is_final BEFORE UPDATE OF complaint_id, content ON complaint BEGIN
    SELECT RAISE(ABORT, 'a complaint is not changed');
END;
PRAGMA user_version = {FORMAT};
"""


class Config(AdapterConfig):
    """Options of the complaints' file."""

    file: str = Field(default="escapes.sqlite", title="File", description="Name of the file in the data directory.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "SqliteEscapes":
    """Construct the store; a file that is not there yet holds no complaint, and is made by the first `add`."""
    return SqliteEscapes(data_dir / config.file, clock)


class SqliteEscapes:
    """See EscapeBook. A connection for each call: they are rare, and two processes may share the file."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock

    def add(self, escapes: Sequence[Escape]) -> int:
        """See EscapeBook."""
        now = iso_ms(self._clock.utc())
        with self._writing() as db:
            before = db.total_changes
            db.executemany(
                "INSERT INTO complaint (complaint_id, content, finding, words, match, imported_utc)"
                " VALUES (?,?,?,?,?,?) ON CONFLICT (complaint_id) DO NOTHING",
                [
                    (
                        one.complaint.complaint_id,
                        _content(one.complaint),
                        one.finding,
                        json.dumps(one.words),
                        _match_text(one.match),
                        now,
                    )
                    for one in escapes
                ],
            )
            new = db.total_changes - before
            kept = dict(tuple(row) for row in db.execute("SELECT complaint_id, content FROM complaint"))
            other = [
                one.complaint.complaint_id
                for one in escapes
                if kept[one.complaint.complaint_id] != _content(one.complaint)
            ]
            if other:  # by another process, since `known` was asked
                raise StoreError(f"{', '.join(other[:9])}: kept with other content; nothing was imported")
            return new

    def known(self) -> Mapping[str, Complaint]:
        """See EscapeBook."""
        with self._reading() as db:
            found = [] if db is None else db.execute("SELECT complaint_id, content FROM complaint").fetchall()
            return {row["complaint_id"]: self._read(row, _complaint) for row in found}

    def escapes(self) -> Sequence[Escape]:
        """See EscapeBook."""
        with self._reading() as db:
            found = [] if db is None else db.execute("SELECT * FROM complaint ORDER BY id").fetchall()
            return [self._read(row, _escape) for row in found]

    def find(self, complaint_id: str) -> Escape | None:
        """See EscapeBook."""
        query = "SELECT * FROM complaint WHERE complaint_id=?"
        with self._reading() as db:
            found = None if db is None else db.execute(query, (complaint_id,)).fetchone()
            return None if found is None else self._read(found, _escape)

    def rematch(self, matches: Mapping[str, Match]) -> None:
        """See EscapeBook."""
        with self._writing() as db:
            db.executemany(
                "UPDATE complaint SET match=? WHERE complaint_id=?",
                [(_match_text(match), complaint_id) for complaint_id, match in matches.items()],
            )

    def relabel(self, relabel: Relabel, *, again: bool) -> None:
        """See EscapeBook."""
        now = iso_ms(self._clock.utc())
        with self._writing() as db:
            known = db.execute("SELECT 1 FROM complaint WHERE complaint_id=?", (relabel.complaint_id,)).fetchone()
            if known is None:
                raise RelabelRefused(f"no complaint {relabel.complaint_id} is known")
            found = db.execute(
                "SELECT * FROM relabel WHERE complaint_id=? ORDER BY id DESC LIMIT 1",
                (relabel.complaint_id,),
            ).fetchone()
            if found is not None and not again:
                standing = self._read(found, _booked).relabel
                raise LookedAtAlready(f"{standing.operator} answered {standing.answer} already")
            db.execute(
                "INSERT INTO relabel (relabel_id, complaint_id, content, booked_utc, earlier) VALUES (?,?,?,?,?)",
                (
                    relabel.relabel_id,
                    relabel.complaint_id,
                    json.dumps(asdict(relabel)),
                    now,
                    None if found is None else found["relabel_id"],
                ),
            )

    def relabels(self) -> Sequence[BookedRelabel]:
        """See EscapeBook."""
        with self._reading() as db:
            found = [] if db is None else db.execute("SELECT * FROM relabel ORDER BY id").fetchall()
            return [self._read(row, _booked) for row in found]

    def _read(self, row: sqlite3.Row, made: Callable[[sqlite3.Row], T]) -> T:
        """A row that another program wrote, or another version of this one, may hold anything."""
        try:
            return made(row)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            which = ", ".join(f"{name} {row[name]}" for name in row.keys() if name.endswith("_id"))  # noqa: SIM118
            raise StoreError(f"complaints {self._path}: {which}: can not be read: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """None while nothing was ever kept."""
        with self._told():
            if not self._path.exists():
                yield None
                return
            with closing(connect(self._path, "rw")) as db:
                self._prepare(db)
                yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(connect(self._path, "rwc")) as db:
                self._prepare(db)
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    raise

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.row_factory = sqlite3.Row
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version > FORMAT or (version == 0 and tables):
            raise StoreError(f"complaints {self._path}: is no file of format {FORMAT}; move it away")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        if version == 0:
            db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's and the file system's errors as ours."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"complaints {self._path}: {error}") from error


def _content(complaint: Complaint) -> str:
    return json.dumps(complaint_content(complaint), sort_keys=True)


_SEEN = tuple(one.name for one in fields(Sighting))


def _match_text(match: Match) -> str:
    seen = [{name: getattr(one, name) for name in _SEEN} for one in match.candidates]  # asdict takes ten times as long
    plain = {"status": match.status, "how": match.how, "note": match.note, "count": match.count, "candidates": seen}
    return json.dumps(plain)


def _complaint(row: sqlite3.Row) -> Complaint:
    return Complaint(**json.loads(row["content"]))


def _escape(row: sqlite3.Row) -> Escape:
    return Escape(
        number=row["id"],
        complaint=_complaint(row),
        finding=row["finding"],
        words=tuple(json.loads(row["words"])),
        match=_match(json.loads(row["match"])),
        imported_utc=row["imported_utc"],
    )


def _booked(row: sqlite3.Row) -> BookedRelabel:
    return BookedRelabel(
        number=row["id"],
        relabel=_relabel(json.loads(row["content"])),
        booked_utc=row["booked_utc"],
        before=row["earlier"],
    )


def _match(kept: dict[str, Any]) -> Match:
    return Match(
        status=MatchStatus(kept["status"]),
        how=kept["how"],
        note=kept["note"],
        count=kept["count"],
        candidates=tuple(
            Sighting(**{**one, "disposition": Disposition(one["disposition"]), "let_by": LetBy(one["let_by"])})
            for one in kept["candidates"]
        ),
    )


def _relabel(kept: dict[str, Any]) -> Relabel:
    return Relabel(**{**kept, "answer": Answer(kept["answer"])})
