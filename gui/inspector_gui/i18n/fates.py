"""What becomes of an isolated item, how long it waits and why it comes now, in words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale

from inspector.domain.dispositioning import Fate
from inspector_gui.i18n.words import ANSWERS, say
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.queue_view import UndoView

FATES = {
    Fate.OPEN: QT_TRANSLATE_NOOP("Words", "Not decided"),
    Fate.RELEASED: QT_TRANSLATE_NOOP("Words", "Release"),
    Fate.SECOND_CHANCE: QT_TRANSLATE_NOOP("Words", "Second chance"),
    Fate.DONATED: QT_TRANSLATE_NOOP("Words", "Donate"),
    Fate.RETURNED: QT_TRANSLATE_NOOP("Words", "To the vendor"),
    Fate.DISPOSED: QT_TRANSLATE_NOOP("Words", "Dispose of"),
    Fate.RELABELLED: QT_TRANSLATE_NOOP("Words", "Relabel"),
}
GRADES = {
    "A": QT_TRANSLATE_NOOP("Words", "like new"),
    "B": QT_TRANSLATE_NOOP("Words", "small marks"),
    "C": QT_TRANSLATE_NOOP("Words", "clear marks"),
    "D": QT_TRANSLATE_NOOP("Words", "for parts"),
}
WAITS = QT_TRANSLATE_NOOP("Words", "Waits {0}")
AHEAD = QT_TRANSLATE_NOOP("Words", "moved up by {0}: damage would cost {1}")
SECONDS = QT_TRANSLATE_NOOP("Words", "{0} s")
MINUTES = QT_TRANSLATE_NOOP("Words", "{0} min")
WHOLE_HOURS = QT_TRANSLATE_NOOP("Words", "{0} h")
HOURS = QT_TRANSLATE_NOOP("Words", "{0} h {1} min")
WHOLE_DAYS = QT_TRANSLATE_NOOP("Words", "{0} d")
DAYS = QT_TRANSLATE_NOOP("Words", "{0} d {1} h")
LEAST_AHEAD_S = 60.0


def say_fate(fate: Fate, grade: str | None = None) -> str:
    """What becomes of it, with its grade."""
    return say(FATES[fate]) if grade is None else f"{say(FATES[fate])} {grade}"


def say_undone(undo: UndoView) -> str:
    """What would be taken back."""
    if undo.fate is not None:
        return say_fate(undo.fate)
    return say(ANSWERS[undo.answer]) if undo.answer is not None else ""


def say_waiting(item: QueueItem, waited_s: float | None) -> str:
    """How long it waits, and what puts it before older ones; empty where neither is known."""
    waits = "" if waited_s is None else say(WAITS).format(_span(waited_s))
    if item.ahead_s < LEAST_AHEAD_S or item.worth is None:
        return waits
    worth = QLocale().toString(item.worth, "f", 2 if item.worth % 1 else 0)
    ahead = say(AHEAD).format(_span(item.ahead_s), worth)
    return f"{waits}; {ahead}" if waits else ahead


def _span(seconds: float) -> str:
    """Two units at most: a person wants to know whether it is minutes or days."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return say(SECONDS).format(int(seconds))
    if minutes < 60:
        return say(MINUTES).format(minutes)
    if minutes < 24 * 60:
        return _of_two(WHOLE_HOURS, HOURS, *divmod(minutes, 60))
    return _of_two(WHOLE_DAYS, DAYS, *divmod(minutes // 60, 24))


def _of_two(whole: object, both: object, large: int, small: int) -> str:
    return say(both).format(large, small) if small else say(whole).format(large)
