"""The items of a ledger's file that complaints may be about, read beside a daemon that may be writing it."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.adapters.stores._ledger_file import beside
from inspector.domain.complaint import LetBy, Sighting
from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition

_LEFT = frozenset({Fate.RELEASED, Fate.SECOND_CHANCE, Fate.DONATED, Fate.RELABELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How many items were passed between two moments (ISO 8601), of all that the ledger still has."""

    items: int
    from_utc: str
    until_utc: str


def read_sightings(path: Path, wanted: Mapping[str, Collection[str]]) -> list[Sighting]:
    """Items with one of the values `wanted` as record_id, track, lpn, serial or sku; none of simulated items.

    Raises `StoreError`.
    """
    asked = {name: json.dumps(sorted(values)) for name, values in wanted.items()}
    query = (
        "SELECT t.id, t.epoch, t.track, t.record_id, t.opened_utc, t.disposition, t.score, t.identity, r.answer,"
        " (SELECT d.fate FROM disposition d WHERE d.record_id = t.record_id ORDER BY d.id DESC LIMIT 1) AS fate"
        " FROM trigger t LEFT JOIN review r ON r.review_id = t.review_id"
        " WHERE t.disposition IS NOT NULL AND t.simulated = 0 AND ("
        " t.record_id IN (SELECT value FROM json_each(:record_id))"
        " OR t.epoch || '/' || t.track IN (SELECT value FROM json_each(:track))"
        " OR json_extract(t.identity, '$.lpn') IN (SELECT value FROM json_each(:lpn))"
        " OR json_extract(t.identity, '$.serial') IN (SELECT value FROM json_each(:serial))"
        " OR json_extract(t.identity, '$.sku') IN (SELECT value FROM json_each(:sku)))"
    )
    with beside(path) as db:
        return [_sighting(row) for row in db.execute(query, asked).fetchall()]


def read_passed(path: Path, *, from_utc: str | None, until_utc: str | None) -> Passed:
    """How many items the station passed; without bounds, of all that the ledger has. Raises `StoreError`."""
    with beside(path) as db:
        first, last = db.execute("SELECT min(opened_utc), max(opened_utc) FROM trigger").fetchone()
        since = max(from_utc or "", first or "")
        until = min(until_utc or "9999", last or "")
        (items,) = db.execute(
            "SELECT count(*) FROM trigger WHERE disposition = ? AND simulated = 0 AND opened_utc BETWEEN ? AND ?",
            (Disposition.PASS.value, since, until),
        ).fetchone()
    return Passed(items=items, from_utc=since, until_utc=until)


def _sighting(row: sqlite3.Row) -> Sighting:
    identity = json.loads(row["identity"])
    disposition = Disposition(row["disposition"])
    return Sighting(
        number=row["id"],
        record_id=row["record_id"],
        track=f"{row['epoch']}/{row['track']}",
        seen_utc=row["opened_utc"],
        disposition=disposition,
        score=row["score"],
        let_by=_let_by(disposition, row["answer"], row["fate"]),
        **{name: identity[name] for name in ("sku", "material", "lot", "lpn", "serial")},
    )


def _let_by(disposition: Disposition, answer: str | None, fate: str | None) -> LetBy:
    if disposition is Disposition.PASS:
        return LetBy.STATION
    if disposition is Disposition.NO_DECISION:
        return LetBy.NOBODY
    released = fate is not None and Fate(fate) in _LEFT
    return LetBy.PERSON if released or (fate is None and answer == Answer.OVERRULED) else LetBy.ISOLATED
