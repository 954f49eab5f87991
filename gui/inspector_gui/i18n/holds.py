"""A hold in words: what is held, why with the figures, since when, what its items get, what became of a request."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale, Qt

from inspector.domain.hold import HoldAction, HoldFacts
from inspector.domain.lot_group import Dimension
from inspector.domain.reason import ReasonCode
from inspector_gui.i18n.counted import counted
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import REASONS, say
from inspector_gui.viewmodels.hold_desk import Fate, Outcome
from inspector_gui.viewmodels.hold_question import Task
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason
from inspector_gui.viewmodels.holds import HoldView

DIMENSIONS = {
    Dimension.SKU: QT_TRANSLATE_NOOP("Words", "Product"),
    Dimension.LOT: QT_TRANSLATE_NOOP("Words", "Lot"),
    Dimension.VENDOR: QT_TRANSLATE_NOOP("Words", "Vendor"),
    Dimension.UPSTREAM: QT_TRANSLATE_NOOP("Words", "Upstream station"),
    Dimension.HOUR: QT_TRANSLATE_NOOP("Words", "Hour (UTC)"),
}
ACTIONS = {
    HoldAction.SHOWN: QT_TRANSLATE_NOOP("Words", "Nothing happens to its items; the hold is only shown."),
    HoldAction.REVIEW: QT_TRANSLATE_NOOP("Words", "Items that would have passed go to a person: REVIEW."),
    HoldAction.DIVERT: QT_TRANSLATE_NOOP("Words", "Items that would have passed are isolated: DIVERT."),
}
HOLD_REASONS = {
    ReleaseReason.GOOD: QT_TRANSLATE_NOOP("Words", "Looked at: the items are good"),
    ReleaseReason.MENDED: QT_TRANSLATE_NOOP("Words", "The cause is mended"),
    ReleaseReason.TAKEN_OUT: QT_TRANSLATE_NOOP("Words", "The bad items were taken out"),
    ReleaseReason.MISTAKE: QT_TRANSLATE_NOOP("Words", "Held by mistake"),
    RaiseReason.DAMAGED: QT_TRANSLATE_NOOP("Words", "Several of them are damaged"),
    RaiseReason.LABELS: QT_TRANSLATE_NOOP("Words", "Their labels are wrong or missing"),
    RaiseReason.RECALL: QT_TRANSLATE_NOOP("Words", "Recall or complaint"),
    RaiseReason.DOUBT: QT_TRANSLATE_NOOP("Words", "To be looked at first"),
}
FATES = {
    (Task.RELEASE, Fate.SENT): QT_TRANSLATE_NOOP("Words", "Release sent; the station has not answered yet: {0}"),
    (Task.RELEASE, Fate.DONE): QT_TRANSLATE_NOOP("Words", "RELEASED: {0}"),
    (Task.RELEASE, Fate.REPEATED): QT_TRANSLATE_NOOP("Words", "It was released already: {0}"),
    (Task.RELEASE, Fate.REFUSED): QT_TRANSLATE_NOOP("Words", "NOT RELEASED: {0}. The station says: {1}"),
    (Task.RELEASE, Fate.GONE): QT_TRANSLATE_NOOP("Words", "Somebody else released it meanwhile: {0}"),
    (Task.RAISE, Fate.SENT): QT_TRANSLATE_NOOP("Words", "Hold sent; the station has not answered yet: {0}"),
    (Task.RAISE, Fate.DONE): QT_TRANSLATE_NOOP("Words", "HELD: {0}"),
    (Task.RAISE, Fate.REPEATED): QT_TRANSLATE_NOOP("Words", "It is held by hand already: {0}"),
    (Task.RAISE, Fate.REFUSED): QT_TRANSLATE_NOOP("Words", "NOT HELD: {0}. The station says: {1}"),
}
NOT_DONE = {
    Fate.NOT_SENT: QT_TRANSLATE_NOOP("Words", "NOT SENT: the station is not heard. Press again when it is back. {0}"),
    Fate.NO_ANSWER: QT_TRANSLATE_NOOP(
        "Words", "The station did not answer. See whether it is in the list, then press again. {0}"
    ),
}


def say_group(dimension: Dimension, name: str) -> str:
    """What the items have in common."""
    return f"{say(DIMENSIONS[dimension])} {name}"


def say_finding(finding: str) -> str:
    """What was found too often; what no translator knows stays as it is."""
    if finding.startswith("check:"):
        check = QCoreApplication.translate("Holds", "Check “{0}” not passed")
        return check.format(finding.removeprefix("check:"))
    names = (f"DEFECT_{finding.upper()}", finding.upper())
    known = next((ReasonCode[name] for name in names if name in ReasonCode.__members__), None)
    return say(REASONS[known]) if known is not None else finding


def say_short(hold: HoldView) -> str:
    """Why, in one line."""
    if hold.figures is None:
        return say_why(hold)
    words = QCoreApplication.translate("Holds", "{0}: {1} of {2}")
    figures = hold.figures
    return words.format(say_finding(hold.finding), _whole(figures.calls), _whole(figures.items))


def say_why(hold: HoldView) -> str:
    """Why, with the figures; what a person wrote stands as it was written."""
    if hold.figures is None:
        reasons = {str(reason): say(word) for reason, word in HOLD_REASONS.items()}
        return reasons.get(hold.why, hold.why)
    figures = hold.figures
    return "\n".join((_found(hold.finding, figures), _usual(figures), _answers(figures)))


def say_since(hold: HoldView) -> str:
    """Who holds it, and since when."""
    if hold.of_station:
        return QCoreApplication.translate("Holds", "Held by the station since {0}").format(say_moment(hold.raised))
    words = QCoreApplication.translate("Holds", "Held by {0} since {1}")
    return words.format(hold.by, say_moment(hold.raised))


def say_outcome(outcome: Outcome) -> str:
    """What became of a request."""
    words = FATES.get((outcome.task, outcome.fate)) or NOT_DONE[outcome.fate]
    group = "" if outcome.dimension is None else say_group(outcome.dimension, outcome.name)
    return say(words).format(group, say_refusal(outcome.detail)).strip()


def say_moment(utc: str) -> str:
    """A UTC ISO time as day and time here."""
    here = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(here, QCoreApplication.translate("Holds", "MMM d, HH:mm"))


def _found(finding: str, figures: HoldFacts) -> str:
    words = counted.found_among(figures.items)
    share = _percent(figures.calls, figures.items)
    return words.format(say_finding(finding), _whole(figures.calls), share, say_moment(figures.since))


def _usual(figures: HoldFacts) -> str:
    words = QCoreApplication.translate("Holds", "At most {0} ({1} %) would be usual.")
    return words.format(QLocale().toString(figures.expected, "f", 1), _percent(figures.expected, figures.items))


def _answers(figures: HoldFacts) -> str:
    words = QCoreApplication.translate("Holds", "Confirmed by people: {0}. Overruled, not counted: {1}.")
    return words.format(_whole(figures.confirmed), _whole(figures.overruled))


def _whole(number: int) -> str:
    return QLocale().toString(number)


def _percent(part: float, whole: int) -> str:
    return QLocale().toString(100 * part / whole if whole else 0.0, "f", 1)
