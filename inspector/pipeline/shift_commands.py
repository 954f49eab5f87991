"""What people may ask about a span of time: `shift`."""

from collections.abc import Mapping
from typing import Any

from inspector.domain.reason import ReasonCode
from inspector.domain.second_look import Agreed
from inspector.domain.shift import COUNTED, LONGEST_NAME, Counts, Shift, span_of
from inspector.pipeline.commands import Action
from inspector.ports.shifts import ShiftBook

_NAMES = {int(code): code.name for code in ReasonCode}


class ShiftCommands:
    """The command returns the answer's data or raises ValueError; it may take seconds, see ShiftBook."""

    def __init__(self, shifts: ShiftBook, *, acknowledged: bool) -> None:
        self._shifts = shifts
        self._acknowledged = acknowledged

    def actions(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {"shift": self._shift}

    def _shift(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        return shift_data(self._shifts.sums(span_of(arguments), acknowledged=self._acknowledged))


def shift_data(shift: Shift) -> dict[str, Any]:
    """As it is answered: what is 0 is left out of `counts`, and a very long product's name is cut."""
    return {
        "since": shift.span.since_text,
        "until": shift.span.until_text,
        "total": _counts(shift.total),
        "simulated": shift.simulated,
        "findings": [
            {"code": finding.code, "name": _NAMES.get(finding.code, ""), "counts": _counts(finding.counts)}
            for finding in shift.findings
        ],
        "products": [{"sku": _short(product.sku), "counts": _counts(product.counts)} for product in shift.products],
        "other": {"products": shift.other_products, "counts": _counts(shift.other)},
        "hours": [_counts(hour) for hour in shift.hours],
        "two_people": _agreed(shift.two_people),
        "twice": _agreed(shift.twice),
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED if getattr(counts, name)}


def _agreed(found: Agreed) -> dict[str, int]:
    return {"n": found.n, "agreed": found.agreed}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
