"""How well people agree who answer about the same item without knowing of each other: as plain values."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from inspector.adapters.stores._ledger_second_looks import read_pairs
from inspector.app.ledger_file import ledger_file
from inspector.app.machine_clock import make_clock
from inspector.config.station import StationConfig
from inspector.domain.second_look import AnsweredTwice, agreement, table_of
from inspector.domain.utc import iso_ms


def figures(config: StationConfig, *, days: int | None = None) -> dict[str, Any]:
    """Of the last `days` by this computer's clock, or of all. Raises `StoreError` when the ledger keeps no file."""
    since = "" if days is None else iso_ms(make_clock().utc() - timedelta(days=days))
    pairs = read_pairs(ledger_file(config, "read second looks from"), since_utc=since)
    return {
        "two_people": _plain([one for one in pairs if one.by_another]),
        "all": _plain(pairs),
        "table": table_of(pairs),
    }


def _plain(pairs: Sequence[AnsweredTwice]) -> dict[str, Any]:
    found = agreement(pairs)
    return {
        "n": found.n,
        "agreed": found.agreed,
        "share": found.share,
        "share_interval": list(found.share_interval),
        "chance": found.chance,
        "kappa": found.kappa,
        "kappa_interval": None if found.kappa_interval is None else list(found.kappa_interval),
    }
