"""What is asked of a person who looks again at an item that came back: how it was, of which kind, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector.domain.complaint import MAX_WHY
from inspector.domain.complaint_words import CLASSES
from inspector.domain.review import Answer

ANSWERS = (Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL)  # in the order of their numbers
AT_ONCE = 7  # kinds; the button behind them shows the others: four rows of two, and room to read the complaint


class Ask(StrEnum):
    """What is asked now."""

    ANSWER = "answer"
    KIND = "kind"
    WHY = "why"
    TYPE_WHY = "type_why"


class Seen(StrEnum):
    """Reasons that can be pressed instead of typed. They travel as these sentences; the window translates them."""

    PLAIN = "Plainly to be seen in the pictures"
    CLOSE = "To be seen when looked at closely"
    WHOLE = "Whole in all pictures"
    LATER = "Damaged after it had left"
    OTHER_SIDE = "The pictures do not show that side"
    BAD = "The pictures are too dark or blurred"
    GONE = "There are no pictures any more"
    IN_HAND = "Seen on the returned item"


REASONS = {
    Answer.CONFIRMED: (Seen.PLAIN, Seen.CLOSE, Seen.IN_HAND),
    Answer.OVERRULED: (Seen.WHOLE, Seen.LATER, Seen.IN_HAND),
    Answer.CANNOT_TELL: (Seen.OTHER_SIDE, Seen.BAD, Seen.GONE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`kinds` are all there are, what was complained of first; `first` of them is on the first button.

    `why` answers the last question.
    """

    ask: Ask = Ask.ANSWER
    answer: Answer | None = None
    kinds: tuple[str, ...] = CLASSES
    first: int = 0
    label: str | None = None
    why: str = ""

    @property
    def shown_kinds(self) -> tuple[str, ...]:
        """Those on the buttons."""
        return self.kinds[self.first : self.first + AT_ONCE]

    @property
    def reasons(self) -> tuple[Seen, ...]:
        """Those that can be pressed."""
        return REASONS[self.answer] if self.answer is not None else ()

    def back(self) -> "Question":
        """One question back."""
        if self.ask is Ask.TYPE_WHY:
            return replace(self, ask=Ask.WHY)
        if self.ask is Ask.WHY and self.answer is Answer.CONFIRMED:
            return replace(self, ask=Ask.KIND, label=None)
        return Question(kinds=self.kinds)

    def picked(self, number: int) -> "Question":
        """The n-th button was pressed, from 1."""
        match self.ask:
            case Ask.ANSWER if 1 <= number <= len(ANSWERS):
                answer = ANSWERS[number - 1]
                return replace(self, ask=Ask.KIND if answer is Answer.CONFIRMED else Ask.WHY, answer=answer)
            case Ask.KIND if 1 <= number <= len(self.shown_kinds):
                return replace(self, ask=Ask.WHY, label=self.shown_kinds[number - 1])
            case Ask.KIND if number == len(self.shown_kinds) + 1:
                following = self.first + AT_ONCE
                return replace(self, first=following if following < len(self.kinds) else 0)
            case Ask.WHY if 1 <= number <= len(self.reasons):
                return replace(self, why=self.reasons[number - 1].value)
            case Ask.WHY if number == len(self.reasons) + 1:
                return replace(self, ask=Ask.TYPE_WHY)
            case _:
                return self

    def typed(self, text: str) -> "Question":
        """A reason was typed; an empty one answers nothing."""
        text = " ".join(text.split())[:MAX_WHY]
        return replace(self, why=text) if text and self.ask is Ask.TYPE_WHY else self


def question_about(finding: str) -> Question:
    """The first question; what was complained of is the first of the kinds, where it is one."""
    return Question(kinds=tuple(sorted(CLASSES, key=lambda kind: kind != finding)))
