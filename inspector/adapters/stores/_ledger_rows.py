"""From the domain's values to the ledger's columns and back; every float comes back bit for bit."""

import json
import sqlite3
from enum import StrEnum
from typing import TypeVar

from inspector.domain.decision import AckStatus, ConfirmResult, Decision
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery, LedgerCounts, LedgerRow
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.verdict import Disposition, Verdict

_IDENTITY = ("sku", "material", "lpn", "lot", "serial", "vendor", "upstream")

E = TypeVar("E", bound=StrEnum)


def identity_text(identity: Identity) -> str:
    """What is known of a product, as JSON."""
    return json.dumps({name: getattr(identity, name) for name in _IDENTITY}, sort_keys=True)


def verdict_text(verdict: Verdict) -> str:
    """A verdict with its reasons, as JSON."""
    return json.dumps(
        {
            "disposition": verdict.disposition.value,
            "score": verdict.score,
            "recipe": verdict.recipe,
            "recipe_version": verdict.recipe_version,
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
        number=found["id"],
        opened_utc=found["opened_utc"],
        trigger=trigger,
        delivery=Delivery(found["delivery"]),
        boot_id=found["boot_id"],
        verdict=_verdict(found["verdict"]),
        decision=_decision(found, key),
        attempts=found["attempts"],
        ack=_maybe(AckStatus, found["ack"]),
        confirm=_maybe(ConfirmResult, found["confirm"]),
        decided_at_ns=found["decided_at_ns"],
        acked_at_ns=found["acked_at_ns"],
        confirmed_at_ns=found["confirmed_at_ns"],
    )


def counts_of(tallies: dict[tuple[str, str], int]) -> LedgerCounts:
    """The totals from the rows of `tally`."""
    deliveries = _members(Delivery, tallies, "delivery")
    return LedgerCounts(
        triggers=sum(deliveries.values()),
        open=deliveries.get(Delivery.OPEN, 0),
        outcomes=_members(Disposition, tallies, "outcome"),
        deliveries=deliveries,
        confirms=_members(ConfirmResult, tallies, "confirm"),
        records_dropped=tallies["record", "dropped"],
    )


def _members(kind: type[E], tallies: dict[tuple[str, str], int], what: str) -> dict[E, int]:
    return {kind(name): n for (group, name), n in tallies.items() if group == what and n > 0}


def _verdict(text: str | None) -> Verdict | None:
    if text is None:
        return None
    written = json.loads(text)
    return Verdict(
        disposition=Disposition(written["disposition"]),
        score=written["score"],
        recipe=written["recipe"],
        recipe_version=written.get("recipe_version"),  # rows of an older program have none
        reasons=tuple(
            Reason(code=ReasonCode(r["code"]), score=r["score"], camera=r["camera"], detail=r["detail"])
            for r in written["reasons"]
        ),
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


def _maybe(kind: type[E], value: str | None) -> E | None:
    return None if value is None else kind(value)
