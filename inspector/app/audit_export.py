"""The audit log of a station's ledger, for whoever has to look: read beside a running daemon."""

import csv
from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_audit import read_audit
from inspector.app import registry
from inspector.config.station import StationConfig
from inspector.domain.audit import NumberedAudit, facts_text, plain_audit
from inspector.domain.errors import StoreError

COLUMNS = (
    "number",
    "time",
    "who",
    "role",
    "how",
    "action",
    "subject",
    "result",
    "reason",
    "detail",
    "before",
    "after",
)


def audit_of(config: StationConfig, *, newest: int) -> list[NumberedAudit]:
    """The newest entries (-1: all), newest first. Raises `StoreError` when there is no file or it can not be read."""
    options = registry.options("stores", config.ledger)
    if not isinstance(options, sqlite_ledger.Config):
        raise StoreError(f"a ledger of kind {config.ledger.kind} keeps no file to read an audit log from")
    return read_audit(config.paths.data_dir / options.file, newest)


def write_csv(path: Path, entries: Sequence[NumberedAudit]) -> None:
    """A header and one line per entry, UTF-8; before and after are JSON. Raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for one in entries:
            plain = plain_audit(one)
            texts = {"before": facts_text(one.entry.before), "after": facts_text(one.entry.after)}
            writer.writerow({name: plain[name] for name in COLUMNS} | texts)
