"""Holds as rows, read beside a running daemon."""

from dataclasses import fields
from typing import Any

from inspector.adapters.stores._ledger_lots import read_holds
from inspector.app.ledger_file import ledger_file
from inspector.config.station import StationConfig
from inspector.domain.hold import Hold, HoldFacts

FACTS = tuple(field.name for field in fields(HoldFacts))


def hold_rows(config: StationConfig, *, every: bool) -> list[dict[str, Any]]:
    """Newest first; those that stand, or all. Raises `StoreError` when the ledger keeps no file or can not be read."""
    found = read_holds(ledger_file(config, "read holds from"))
    return [_row(hold) for hold in found if every or hold.stands]


def _row(hold: Hold) -> dict[str, Any]:
    return {
        "hold_id": hold.hold_id,
        "dimension": hold.group.dimension.value,
        "name": hold.group.name,
        "finding": hold.finding,
        "action": hold.action.value,
        "raised_utc": hold.raised_utc,
        "raised_by": hold.raised_by,
        "why": hold.why,
        **{name: None if hold.facts is None else getattr(hold.facts, name) for name in FACTS},
        "released_utc": hold.released_utc,
        "released_by": hold.released_by,
        "released_why": hold.released_why,
    }
