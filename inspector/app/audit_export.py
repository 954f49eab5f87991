"""The audit log of a station's ledger, for whoever has to look: read beside a running daemon."""

from inspector.adapters.stores._ledger_audit import read_audit
from inspector.app.ledger_file import ledger_file
from inspector.config.station import StationConfig
from inspector.domain.audit import NumberedAudit, facts_text, plain_audit

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
    return read_audit(ledger_file(config, "read an audit log from"), newest)


def audit_row(one: NumberedAudit) -> dict[str, object]:
    """An entry by `COLUMNS`; before and after are JSON."""
    plain = plain_audit(one)
    texts = {"before": facts_text(one.entry.before), "after": facts_text(one.entry.after)}
    return {name: plain[name] for name in COLUMNS} | texts
