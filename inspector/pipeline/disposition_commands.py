"""What people may ask about isolated items: `disposition` books a step, `disposition.propose` asks the rules."""

from collections.abc import Mapping, Sequence

from inspector.domain.dispositioning import finding_on, isolated, step_of
from inspector.domain.hold import needed
from inspector.domain.ledger import LedgerRow
from inspector.domain.proposing import FateRule, Proposed, found_on, proposed
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
        said = self._proposed(row, step.record_id)
        new = self._ledger.dispositions.book(step, proposed=None if said is None else said.fate)
        return {
            "step_id": step.step_id,
            "repeated": not new,
            "fate": self._ledger.dispositions.fate(step.record_id).value,
        }

    def _propose(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        record_id = needed(arguments, ("record_id",))["record_id"]
        row = isolated(self._ledger.find(record_id), record_id)
        said = self._proposed(row, record_id)
        grade = {} if said is None or said.grade is None else {"grade": said.grade}
        return {
            "record_id": record_id,
            "fate": self._ledger.dispositions.fate(record_id).value,
            "finding": finding_on(row),
            "proposed": None if said is None else said.fate.value,
            **grade,
        }

    def _proposed(self, row: LedgerRow, record_id: str) -> Proposed | None:
        """By what a person said of the item, where somebody did."""
        standing = self._ledger.standing_answer(record_id)
        answer = None if standing is None else standing.answer
        return proposed(self._rules, row.trigger.identity, found_on(row, standing), answer)
