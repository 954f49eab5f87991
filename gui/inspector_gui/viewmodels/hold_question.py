"""What is asked of a person who releases or raises a hold: which group, its name, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector.domain.hold import MAX_REASON
from inspector.domain.lot_group import MAX_NAME, Dimension
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason

# An hour by hand would only be shown: its items are through.
BY_HAND = (Dimension.SKU, Dimension.LOT, Dimension.VENDOR, Dimension.UPSTREAM)


class Task(StrEnum):
    """What is being done; the name of its command."""

    RELEASE = "hold.release"
    RAISE = "hold.raise"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Those that can be pressed."""
        return tuple(reason.value for reason in (ReleaseReason if self is Task.RELEASE else RaiseReason))


class Ask(StrEnum):
    """What is asked now."""

    NOTHING = "nothing"
    DIMENSION = "dimension"
    NAME = "name"
    TYPE_NAME = "type_name"
    REASON = "reason"
    TYPE_REASON = "type_reason"

    @property
    def typed(self) -> bool:
        """A text is wanted, not the number of a button."""
        return self in {Ask.TYPE_NAME, Ask.TYPE_REASON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`hold_id` is the hold that is to be released; `dimension` and `name` are those of the group.

    `names` can be pressed; they stay as they were when they were asked for, or a finger would hit another one.
    `misfit`: what was typed or scanned can not be a name in this dimension. `reason` answers the last question.
    """

    ask: Ask = Ask.NOTHING
    task: Task = Task.RELEASE
    hold_id: str = ""
    dimension: Dimension | None = None
    name: str = ""
    names: tuple[str, ...] = ()
    misfit: bool = False
    reason: str = ""

    @property
    def longest(self) -> int:
        """How many characters may be typed."""
        return MAX_NAME if self.ask is Ask.TYPE_NAME else MAX_REASON

    def back(self) -> "Question":
        """One question back."""
        before = {
            Ask.TYPE_REASON: Ask.REASON,
            Ask.REASON: Ask.NAME if self.names else Ask.TYPE_NAME,
            Ask.TYPE_NAME: Ask.NAME if self.names else Ask.DIMENSION,
            Ask.NAME: Ask.DIMENSION,
        }.get(self.ask, Ask.NOTHING)
        released = self.task is Task.RELEASE and self.ask is not Ask.TYPE_REASON
        return Question() if released or before is Ask.NOTHING else replace(self, ask=before, misfit=False)

    def about(self, dimension: Dimension, names: tuple[str, ...]) -> "Question":
        """Which dimension was answered; the name is asked."""
        return Question(ask=Ask.NAME if names else Ask.TYPE_NAME, task=Task.RAISE, dimension=dimension, names=names)

    def picked(self, number: int) -> "Question":
        """The n-th button was pressed, from 1; the one behind the choices asks for a text instead."""
        choices = self.names if self.ask is Ask.NAME else self.task.reasons if self.ask is Ask.REASON else ()
        if not 1 <= number <= len(choices) + 1 or not choices:
            return self
        if number == len(choices) + 1:
            return replace(self, ask=Ask.TYPE_NAME if self.ask is Ask.NAME else Ask.TYPE_REASON)
        chosen = choices[number - 1]
        return self.named(chosen) if self.ask is Ask.NAME else replace(self, reason=chosen)

    def typed(self, text: str) -> "Question":
        """A text was typed; an empty one answers nothing."""
        text = " ".join(text.split())
        if not text or not self.ask.typed:
            return self
        return self.named(text) if self.ask is Ask.TYPE_NAME else replace(self, reason=text[:MAX_REASON])

    def named(self, name: str) -> "Question":
        """Which group was answered; the reason is asked."""
        if self.dimension is None or not fits(self.dimension, name):
            return replace(self, ask=Ask.TYPE_NAME, misfit=True)
        return replace(self, ask=Ask.REASON, name=name, misfit=False)


def fits(dimension: Dimension, name: str) -> bool:
    """Whether a group can be called so; a lot is written with its product, as `SKU:lot`.

    >>> [fits(Dimension.LOT, name) for name in ("A:7", "7", "A:")]
    [True, False, False]
    """
    lot = dimension is not Dimension.LOT or bool(name.partition(":")[2].strip())
    return lot and 0 < len(name.strip()) <= MAX_NAME
