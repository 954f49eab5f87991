"""Holds as rows, read beside a running daemon."""

from typing import Any

from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_lots import read_holds
from inspector.app import registry
from inspector.config.station import StationConfig
from inspector.domain.errors import StoreError
from inspector.domain.hold import Hold


def hold_rows(config: StationConfig, *, every: bool) -> list[dict[str, Any]]:
    """Newest first; those that stand, or all. Raises `StoreError` when the ledger keeps no file or can not be read."""
    options = registry.options("stores", config.ledger)
    if not isinstance(options, sqlite_ledger.Config):
        raise StoreError(f"a ledger of kind {config.ledger.kind} keeps no file to read holds from")
    found = read_holds(config.paths.data_dir / options.file)
    return [_row(hold) for hold in found if every or hold.stands]


def _row(hold: Hold) -> dict[str, Any]:
    facts = hold.facts
    return {
        "hold_id": hold.hold_id,
        "dimension": hold.group.dimension.value,
        "name": hold.group.name,
        "finding": hold.finding,
        "action": hold.action.value,
        "raised_utc": hold.raised_utc,
        "raised_by": hold.raised_by,
        "why": hold.why,
        "since": None if facts is None else facts.since,
        "items": None if facts is None else facts.items,
        "calls": None if facts is None else facts.calls,
        "expected": None if facts is None else facts.expected,
        "confirmed": None if facts is None else facts.confirmed,
        "overruled": None if facts is None else facts.overruled,
        "evidence": None if facts is None else facts.evidence,
        "released_utc": hold.released_utc,
        "released_by": hold.released_by,
        "released_why": hold.released_why,
    }
