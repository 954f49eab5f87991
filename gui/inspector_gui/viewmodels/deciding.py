"""An item was answered: what may become of it, what the station proposes, and the step that says so."""

import uuid
from dataclasses import dataclass

from inspector.domain.dispositioning import GRADES, Fate, Step, may_become
from inspector.domain.proposing import Proposed
from inspector.domain.review import Answer, OverruleReason
from inspector_gui.viewmodels.open_items import QueueItem

FATES = tuple(fate for fate in Fate if fate is not Fate.OPEN)
FIRST_FATE = 2  # the number of its button; 1 is what the station proposes
LATER = FIRST_FATE + len(FATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """An answered item that nobody decided about. `listed`: it was answered earlier, the station lists it for this."""

    item: QueueItem
    answer: Answer
    label: str | None = None
    reason: OverruleReason | None = None
    listed: bool = False

    @property
    def proposed(self) -> Proposed | None:
        """What the station proposes after this answer, where it may still become of the item."""
        known = self.item.proposed or {}
        found = known.get(self.answer.value if self.label is None else self.label)
        return found if found is not None and self.may_become(found.fate) else None

    def may_become(self, fate: Fate) -> bool:
        """Whether the item may go there from where it stands."""
        return may_become(self.item.fate, fate)

    def step(self, fate: Fate, grade: str | None, operator: str) -> Step:
        """The decision, with its reason in the station's words."""
        said = " ".join(str(word) for word in (self.answer, self.label, self.reason) if word is not None)
        best = self.proposed
        return Step(
            step_id=uuid.uuid4().hex,
            record_id=self.item.rid,
            fate=fate,
            operator=operator,
            why=f"answered {said}; " + ("nothing was proposed" if best is None else f"proposed {best.fate}"),
            grade=grade,
        )


def listed(item: QueueItem) -> Deciding:
    """Of an item that the station lists because nobody decided about it."""
    answer = item.answer if item.answer is not None else Answer.CANNOT_TELL
    return Deciding(item=item, answer=answer, label=item.label, listed=True)


def fate_of(number: int) -> Fate | None:
    """The fate on the button with this number."""
    return FATES[number - FIRST_FATE] if FIRST_FATE <= number < LATER else None


def grade_of(number: int) -> str | None:
    """The grade on the button with this number."""
    return GRADES[number - 1] if 1 <= number <= len(GRADES) else None
