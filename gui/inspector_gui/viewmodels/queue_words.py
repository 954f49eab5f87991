"""The queue's printed commands: what a barcode that begins with `CMD:` tells the queue to do."""

from collections.abc import Callable
from typing import Protocol

from inspector.domain.dispositioning import GRADES, Fate
from inspector.domain.review import OverruleReason
from inspector_gui.viewmodels.queue_view import KINDS
from inspector_gui.viewmodels.scan_words import KIND, overrule_reason

FATE, GRADE = "FATE:", "GRADE:"


class Commanded(Protocol):
    """What can be told to a queue."""

    def confirm(self) -> None: ...
    def cannot_tell(self) -> None: ...
    def overrule(self, reason: OverruleReason) -> None: ...
    def set_label(self, label: str) -> None: ...
    def accept(self) -> None: ...
    def decide(self, fate: Fate, grade: str | None = None) -> None: ...
    def set_grade(self, grade: str) -> None: ...
    def later(self) -> None: ...
    def relabelled(self) -> None: ...
    def undo(self) -> None: ...
    def step(self, by: int) -> None: ...


def obey(queue: Commanded, command: str) -> bool:
    """Do what the barcode says, without its `CMD:`, in capitals. False for what is no command."""
    action = _action(queue, command)
    if action is not None:
        action()
    return action is not None


def _action(queue: Commanded, command: str) -> Callable[[], None] | None:
    simple: dict[str, Callable[[], None]] = {
        "CONFIRM": queue.confirm,
        "CANNOT_TELL": queue.cannot_tell,
        "UNDO": queue.undo,
        "NEXT": lambda: queue.step(1),
        "BACK": lambda: queue.step(-1),
        "PROPOSED": queue.accept,
        "LATER": queue.later,
        "RELABELLED": queue.relabelled,
    }
    reason = overrule_reason(command)
    kind, grade = command.removeprefix(KIND).lower(), command.removeprefix(GRADE)
    if reason is not None:
        return lambda: queue.overrule(reason)
    if command.startswith(KIND) and kind in KINDS:
        return lambda: queue.set_label(kind)
    if command.startswith(GRADE) and grade in GRADES:
        return lambda: queue.set_grade(grade)
    return _fate(queue, command.removeprefix(FATE)) if command.startswith(FATE) else simple.get(command)


def _fate(queue: Commanded, words: str) -> Callable[[], None] | None:
    """`RELEASED`, or `SECOND_CHANCE:B`."""
    name, colon, grade = words.partition(":")
    if name not in set(Fate) - {Fate.OPEN} or (colon and (grade not in GRADES or name != Fate.SECOND_CHANCE)):
        return None
    return lambda: queue.decide(Fate(name), grade or None)
