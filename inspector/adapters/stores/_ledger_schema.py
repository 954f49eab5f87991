"""Tables of the ledger, and the way from a row to the domain's value."""

import json
import sqlite3
from typing import Any

from inspector.domain.decision import AckStatus, ConfirmResult, Decision
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerRow
from inspector.domain.verdict import Disposition, Verdict

SCHEMA_VERSION = 1

TABLES = """
CREATE TABLE trigger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    epoch INTEGER NOT NULL,
    track INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    opened_utc TEXT NOT NULL,
    encoder INTEGER NOT NULL,
    until_encoder INTEGER NOT NULL,
    deadline_ns INTEGER NOT NULL,
    triggered_at_ns INTEGER NOT NULL,
    counter INTEGER,
    identity TEXT NOT NULL,
    simulated INTEGER NOT NULL,
    disposition TEXT,
    did TEXT,
    record_id TEXT,
    lane INTEGER,
    why INTEGER,
    score REAL,
    verdict TEXT,
    decided_at_ns INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    ack TEXT,
    acked_at_ns INTEGER,
    confirm TEXT,
    confirmed_lane INTEGER,
    UNIQUE (epoch, track)
);
CREATE INDEX trigger_delivery ON trigger (delivery) WHERE delivery IN ('OPEN', 'READY', 'SENT');
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL
);
"""


def identity_text(identity: Identity) -> str:
    """What is known of a product, as JSON."""
    return json.dumps(
        {name: getattr(identity, name) for name in ("sku", "material", "lpn", "lot", "serial")}, sort_keys=True
    )


def verdict_text(verdict: Verdict) -> str:
    """A verdict with its reasons, as JSON."""
    return json.dumps(
        {
            "disposition": verdict.disposition.value,
            "score": verdict.score,
            "recipe": verdict.recipe,
            "reasons": [
                {"code": int(r.code), "score": r.score, "camera": r.camera, "detail": r.detail} for r in verdict.reasons
            ],
        }
    )


def row_of(found: sqlite3.Row) -> LedgerRow:
    """One row of `trigger`."""
    key = ItemKey(found["epoch"], found["track"])
    trigger = Trigger(
        key=key,
        encoder=found["encoder"],
        until_encoder=found["until_encoder"],
        deadline_ns=found["deadline_ns"],
        triggered_at_ns=found["triggered_at_ns"],
        counter=found["counter"],
        identity=Identity(**json.loads(found["identity"])),
        simulated=bool(found["simulated"]),
    )
    return LedgerRow(
        trigger=trigger,
        delivery=Delivery(found["delivery"]),
        boot_id=found["boot_id"],
        decision=_decision(found, key),
        attempts=found["attempts"],
        ack=_maybe(AckStatus, found["ack"]),
        confirm=_maybe(ConfirmResult, found["confirm"]),
        decided_at_ns=found["decided_at_ns"],
        acked_at_ns=found["acked_at_ns"],
    )


def _decision(found: sqlite3.Row, key: ItemKey) -> Decision | None:
    if found["did"] is None:
        return None
    return Decision(
        key=key,
        decision_id=found["did"],
        disposition=Disposition(found["disposition"]),
        lane=found["lane"],
        why=found["why"],
        score=found["score"],
        until_encoder=found["until_encoder"],
        deadline_ns=found["deadline_ns"],
        record_id=found["record_id"],
        simulated=bool(found["simulated"]),
    )


def _maybe(kind: Any, value: str | None) -> Any:
    return None if value is None else kind(value)
