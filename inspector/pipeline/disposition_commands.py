"""What people may ask about isolated items: `disposition` books a step, `disposition.propose` asks the rules."""

from collections.abc import Mapping, Sequence

from inspector.domain.dispositioning import FateRule, finding_on, isolated, proposal, step_of
from inspector.domain.hold import needed
from inspector.pipeline.commands import Action
from inspector.ports.ledger import Ledger


class DispositionCommands:
    """Each command returns the answer's data or raises ValueError; what it did is durable then."""

    def __init__(self, ledger: Ledger, rules: Sequence[FateRule]) -> None:
        self._ledger = ledger
        self._rules = tuple(rules)

    def actions(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {"disposition": self._book, "disposition.propose": self._propose}

    def _book(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """The operator has the last word: a step other than the proposed one is booked all the same."""
        step = step_of(arguments)
        row = isolated(self._ledger.find(step.record_id), step.record_id)
        proposed = proposal(self._rules, row.trigger.identity, finding_on(row))
        new = self._ledger.dispositions.book(step, proposed=proposed)
        return {
            "step_id": step.step_id,
            "repeated": not new,
            "fate": self._ledger.dispositions.fate(step.record_id).value,
        }

    def _propose(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        record_id = needed(arguments, ("record_id",))["record_id"]
        row = isolated(self._ledger.find(record_id), record_id)
        finding = finding_on(row)
        proposed = proposal(self._rules, row.trigger.identity, finding)
        fate = self._ledger.dispositions.fate(record_id)
        return {
            "record_id": record_id,
            "fate": fate.value,
            "finding": finding,
            "proposed": None if proposed is None else proposed.value,
        }
