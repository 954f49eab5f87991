"""What came back in words: what was complained of, how the station decided, what became of an answer."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from inspector.domain.complaint import LetBy
from inspector.domain.review import Answer
from inspector.wire.escapes import CameBack, CameBackItem
from inspector_gui.i18n.holds import say_finding, say_moment
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import ANSWERS, CLASSES, DISPOSITIONS, say, say_class
from inspector_gui.viewmodels.came_back import Outcome
from inspector_gui.viewmodels.came_back_question import Seen
from inspector_gui.viewmodels.request import Fate

KINDS = {
    "defect": QT_TRANSLATE_NOOP("CameBack", "damaged, no kind told"),
    "unclear": QT_TRANSLATE_NOOP("CameBack", "not clear what is meant"),
}
LET_BY = {
    LetBy.STATION: QT_TRANSLATE_NOOP("CameBack", "the station let it pass"),
    LetBy.PERSON: QT_TRANSLATE_NOOP("CameBack", "a person let it go"),
    LetBy.NOBODY: QT_TRANSLATE_NOOP("CameBack", "it was not judged, and took the safe lane"),
    LetBy.ISOLATED: QT_TRANSLATE_NOOP("CameBack", "isolated: nothing says that it left"),
}
SEEN = {
    Seen.PLAIN: QT_TRANSLATE_NOOP("Words", "Plainly to be seen in the pictures"),
    Seen.CLOSE: QT_TRANSLATE_NOOP("Words", "To be seen when looked at closely"),
    Seen.WHOLE: QT_TRANSLATE_NOOP("Words", "Whole in all pictures"),
    Seen.LATER: QT_TRANSLATE_NOOP("Words", "Damaged after it had left"),
    Seen.OTHER_SIDE: QT_TRANSLATE_NOOP("Words", "The pictures do not show that side"),
    Seen.BAD: QT_TRANSLATE_NOOP("Words", "The pictures are too dark or blurred"),
    Seen.GONE: QT_TRANSLATE_NOOP("Words", "There are no pictures any more"),
    Seen.IN_HAND: QT_TRANSLATE_NOOP("Words", "Seen on the returned item"),
}
FATES = {
    Fate.SENT: QT_TRANSLATE_NOOP("CameBack", "Sent; the station has not answered yet: {0}, {1}"),
    Fate.DONE: QT_TRANSLATE_NOOP("CameBack", "BOOKED: {0}, {1}"),
    Fate.REFUSED: QT_TRANSLATE_NOOP("CameBack", "NOT BOOKED: {0}, {1}. The station says: {2}"),
    Fate.NOT_SENT: QT_TRANSLATE_NOOP("CameBack", "NOT SENT: {0}. Answer again when the station is back."),
    Fate.NO_ANSWER: QT_TRANSLATE_NOOP("CameBack", "The station did not answer. See whether {0} still waits."),
}


def say_kind(kind: str) -> str:
    """What was complained of, or found: one of the classes."""
    if kind in KINDS:
        return _say(KINDS[kind])
    return say_class(kind) if kind in CLASSES else say_finding(kind)


def say_title(complaint: CameBack) -> str:
    """Which complaint, about what, since when."""
    parts = [complaint.complaint_id, say_kind(complaint.finding)]
    return "  ·  ".join([*parts, say_moment(complaint.reported)] if complaint.reported else parts)


def say_item(item: CameBackItem) -> str:
    """Which item, as far as it is known."""
    lot = _say(QT_TRANSLATE_NOOP("CameBack", "lot {0}")).format(item.lot) if item.lot else ""
    words = _say(QT_TRANSLATE_NOOP("CameBack", "Item {0}")).format(item.track)
    return "  ·  ".join(part for part in (words, item.sku, lot, item.lpn) if part)


def say_decided(item: CameBackItem) -> str:
    """How the station decided, when, and who let it go on."""
    percent = QLocale().toString(item.score * 100, "f", 0)
    words = _say(QT_TRANSLATE_NOOP("CameBack", "{0}, damaged with {1} %, {2}: {3}"))
    return words.format(say(DISPOSITIONS[item.disp]), percent, say_moment(item.time), _say(LET_BY[item.let_by]))


def say_seen(seen: Seen) -> str:
    """A reason on a button."""
    return say(SEEN[seen])


def say_answer(answer: Answer, label: str | None) -> str:
    """An answer with its kind."""
    return say(ANSWERS[answer]) if label is None else f"{say(ANSWERS[answer])} ({say_kind(label)})"


def say_outcome(outcome: Outcome) -> str:
    """What became of the newest answer."""
    words = _say(FATES[outcome.fate])
    return words.format(outcome.complaint_id, say_answer(outcome.answer, outcome.label), say_refusal(outcome.detail))


def _say(text: object) -> str:
    return QCoreApplication.translate("CameBack", str(text))
