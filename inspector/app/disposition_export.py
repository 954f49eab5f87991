"""People's decisions about isolated items as rows for the WMS, with totals and money per fate."""

from collections.abc import Sequence
from typing import Any

from inspector.adapters.stores._ledger_dispositions import read_steps
from inspector.app.ledger_file import ledger_file
from inspector.config.dispositions import DispositionsSection
from inspector.config.station import StationConfig
from inspector.domain.dispositioning import BookedStep, Fate

COLUMNS = (
    "number",
    "step_id",
    "record_id",
    "booked_utc",
    "operator",
    "before",
    "fate",
    "grade",
    "why",
    "proposed",
    "finding",
    "value",
    "sku",
    "material",
    "lpn",
    "lot",
    "serial",
    "vendor",
    "upstream",
)


def booked_steps(config: StationConfig) -> list[BookedStep]:
    """Every step, oldest first. Raises `StoreError` when the ledger keeps no file or can not be read."""
    return read_steps(ledger_file(config, "read dispositions from"))


def rows(steps: Sequence[BookedStep]) -> list[dict[str, Any]]:
    """One row per step: the audit."""
    return [
        {
            "number": one.number,
            "step_id": one.step.step_id,
            "record_id": one.step.record_id,
            "booked_utc": one.booked_utc,
            "operator": one.step.operator,
            "before": one.before.value,
            "fate": one.step.fate.value,
            "grade": one.step.grade,
            "why": one.step.why,
            "proposed": None if one.proposed is None else one.proposed.value,
            "finding": one.finding,
            "value": one.step.value,
            **{name: getattr(one.identity, name) for name in COLUMNS[-7:]},
        }
        for one in steps
    ]


def totals(steps: Sequence[BookedStep], section: DispositionsSection) -> dict[str, dict[str, float]]:
    """Per fate that items stand at now: items, their value, what of it comes back, and what the handling cost.

    Handling is paid for every step; the value counts once, where the item stands now, by the last step that told it.
    """
    newest: dict[str, Fate] = {}
    values: dict[str, float] = {}
    found: dict[str, dict[str, float]] = {}

    def at(fate: Fate) -> dict[str, float]:
        return found.setdefault(fate.value, {"items": 0, "value": 0.0, "recovered": 0.0, "handling": 0.0})

    for one in steps:
        newest[one.step.record_id] = one.step.fate
        if one.step.value is not None:
            values[one.step.record_id] = one.step.value
        at(one.step.fate)["handling"] += section.handling.get(one.step.fate, 0.0)
    for record_id, fate in newest.items():
        value, total = values.get(record_id, section.item_value), at(fate)
        total["items"] += 1
        total["value"] += value
        total["recovered"] += value * section.recovered.get(fate, 0.0)
    return {fate: {name: round(amount, 2) for name, amount in total.items()} for fate, total in sorted(found.items())}
