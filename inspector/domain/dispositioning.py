"""What becomes of an isolated item: the states, which may follow which, and what the rules propose.

Goods that left (released to the stock, donated, returned, disposed of) do not come back; a relabelled item still needs
a way, and a second chance may turn out to be none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.hold import needed
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.lot_findings import finding_of, observed
from inspector.domain.review import ASKED, MAX_NAME

MAX_WHY = 200
GRADES = ("A", "B", "C", "D")


class Fate(StrEnum):
    """Where an isolated item is on its way."""

    OPEN = "OPEN"
    RELEASED = "RELEASED"
    SECOND_CHANCE = "SECOND_CHANCE"
    DONATED = "DONATED"
    RETURNED = "RETURNED"
    DISPOSED = "DISPOSED"
    RELABELLED = "RELABELLED"


_LEAVES = frozenset({Fate.DONATED, Fate.RETURNED, Fate.DISPOSED})
_NEXT: dict[Fate, frozenset[Fate]] = {
    Fate.OPEN: frozenset(Fate) - {Fate.OPEN},
    Fate.RELABELLED: _LEAVES | {Fate.RELEASED, Fate.SECOND_CHANCE},
    Fate.SECOND_CHANCE: _LEAVES,
    Fate.RELEASED: frozenset(),
    Fate.DONATED: frozenset(),
    Fate.RETURNED: frozenset(),
    Fate.DISPOSED: frozenset(),
}


def may_become(now: Fate, then: Fate) -> bool:
    """Whether an item may go from `now` to `then`."""
    return then in _NEXT[now]


class StepRefused(ValueError):
    """The step can not be booked, now or later; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision of a person about an isolated item. `step_id` is the client's, so that sending it twice books once.

    `grade` goes with SECOND_CHANCE only. `value` is the item's, in the site's currency, where the asker knows it.
    Raises ValueError that names everything that makes no sense.
    """

    step_id: str
    record_id: str
    fate: Fate
    operator: str
    why: str
    grade: str | None = None
    value: float | None = None

    def __post_init__(self) -> None:
        wrong = [
            f"{name} must be 1 to {most} characters"
            for name, most in (("step_id", MAX_NAME), ("record_id", MAX_NAME), ("operator", MAX_NAME), ("why", MAX_WHY))
            if not getattr(self, name).strip() or len(getattr(self, name)) > most
        ]
        if self.fate is Fate.OPEN:
            wrong.append("an item is not made open again")
        if (self.grade is not None) != (self.fate is Fate.SECOND_CHANCE):
            wrong.append("SECOND_CHANCE needs a grade, and nothing else has one")
        if self.grade is not None and self.grade not in GRADES:
            wrong.append(f"grade must be one of {', '.join(GRADES)}")
        if self.value is not None and not 0 <= self.value < 1e9:
            wrong.append("value must be an amount, 0 or more")
        if wrong:
            raise ValueError("; ".join(wrong))


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedStep:
    """A step as the ledger keeps it: who, when, before, after, why. `proposed` is what the rules said, if anything.

    `number` rises; `booked_utc` is ISO 8601.
    """

    number: int
    step: Step
    before: Fate
    proposed: Fate | None
    booked_utc: str
    identity: Identity
    finding: str | None


def step_of(arguments: Mapping[str, object]) -> Step:
    """The step that a command asks for. Raises ValueError that names what is wrong."""
    texts = needed(arguments, ("step_id", "record_id", "fate", "operator", "why"))
    try:
        fate = Fate(texts["fate"])
    except ValueError:
        raise ValueError(f"{texts['fate']!r} is none of {', '.join(sorted(set(Fate) - {Fate.OPEN}))}") from None
    grade, value = arguments.get("grade"), arguments.get("value")
    if grade is not None and not isinstance(grade, str):
        raise ValueError("grade must be a text")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError("value must be a number")
    return Step(
        step_id=texts["step_id"],
        record_id=texts["record_id"],
        fate=fate,
        operator=texts["operator"],
        why=texts["why"],
        grade=grade,
        value=None if value is None else float(value),
    )


def isolated(row: LedgerRow | None, record_id: str) -> LedgerRow:
    """The row, of an item that people may decide about. Raises `StepRefused`."""
    if row is None or row.decision is None:
        raise StepRefused(f"no item {record_id} is known")
    if row.decision.disposition not in ASKED:
        raise StepRefused(f"the item was {row.decision.disposition}: only isolated items are disposed of")
    if row.trigger.simulated:
        raise StepRefused("the item was simulated: there is nothing to dispose of")
    return row


def finding_on(row: LedgerRow) -> str | None:
    """What isolated the item."""
    return finding_of(row.verdict) if row.verdict is not None and observed(row.verdict) else None


def refuse_unless_next(step: Step, now: Fate) -> None:
    """Raise `StepRefused` unless the step may follow."""
    if not may_become(now, step.fate):
        raise StepRefused(f"the item is {now}: it can not become {step.fate}")
