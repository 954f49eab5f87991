"""A shift in words: its span, its figures by name, findings, and what became of a question or a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale

from inspector.domain.reason import ReasonCode
from inspector.domain.shift import Counts, Shift, Span
from inspector_gui.i18n.words import REASONS, say
from inspector_gui.link.files import Problem
from inspector_gui.viewmodels.exports import ExportState, ExportView
from inspector_gui.viewmodels.shift import Telling
from inspector_gui.viewmodels.spans import SpanChoice

ABSENT = "—"
CHOICES = {
    SpanChoice.SHIFT: QT_TRANSLATE_NOOP("Words", "This shift"),
    SpanChoice.TODAY: QT_TRANSLATE_NOOP("Words", "Today"),
    SpanChoice.LAST_8: QT_TRANSLATE_NOOP("Words", "Last 8 h"),
    SpanChoice.LAST_24: QT_TRANSLATE_NOOP("Words", "Last 24 h"),
}
FIGURES: dict[str, tuple[object, Callable[[Shift], int | float | None]]] = {
    "inspected": (QT_TRANSLATE_NOOP("Words", "Inspected"), lambda shift: shift.total.inspected),
    "diverted": (QT_TRANSLATE_NOOP("Words", "Diverted"), lambda shift: shift.total.diverted),
    "review": (QT_TRANSLATE_NOOP("Words", "To review"), lambda shift: shift.total.review),
    "undecided": (QT_TRANSLATE_NOOP("Words", "Not decided"), lambda shift: shift.total.undecided),
    "bypassed": (QT_TRANSLATE_NOOP("Words", "Bypassed by hand"), lambda shift: shift.total.bypassed),
    "late": (QT_TRANSLATE_NOOP("Words", "Too late"), lambda shift: shift.total.late),
    "defaulted": (QT_TRANSLATE_NOOP("Words", "Default lane"), lambda shift: shift.total.defaulted),
    "confirmed": (QT_TRANSLATE_NOOP("Words", "Confirmed: damaged"), lambda shift: shift.total.confirmed),
    "overruled": (QT_TRANSLATE_NOOP("Words", "Overruled: not damaged"), lambda shift: shift.total.overruled),
    "share": (QT_TRANSLATE_NOOP("Words", "Overruled, of these two"), lambda shift: shift.total.overruled_share),
    "cannot_tell": (QT_TRANSLATE_NOOP("Words", "Cannot tell"), lambda shift: shift.total.cannot_tell),
    "unanswered": (QT_TRANSLATE_NOOP("Words", "Not answered yet"), lambda shift: unanswered(shift.total)),
    "simulated": (QT_TRANSLATE_NOOP("Words", "Simulated, not counted"), lambda shift: shift.simulated),
    "two_people": (QT_TRANSLATE_NOOP("Words", "Two people, same answer"), lambda shift: shift.two_people.share),
}
SHARES = ("share", "two_people")
NOTED = ("two_people",)
TELLINGS = {
    Telling.NOT_SENT: QT_TRANSLATE_NOOP("Words", "NOT ASKED: the station is not heard."),
    Telling.NO_ANSWER: QT_TRANSLATE_NOOP("Words", "The station did not answer; it is asked again."),
    Telling.REFUSED: QT_TRANSLATE_NOOP("Words", "The station does not tell: {0}"),
}
EXPORTS = {
    ExportState.WRITING: QT_TRANSLATE_NOOP("Words", "Being written: {0}"),
    ExportState.WRITTEN: QT_TRANSLATE_NOOP("Words", "WRITTEN: {0}"),
    ExportState.BUSY: QT_TRANSLATE_NOOP("Words", "NOT WRITTEN: another file is being written. Press again. {0}"),
}
PROBLEMS = {
    Problem.NO_RIGHT: QT_TRANSLATE_NOOP("Words", "NOT WRITTEN: this window may not write there. {0}"),
    Problem.FULL: QT_TRANSLATE_NOOP("Words", "NOT WRITTEN: the disk is full. {0}"),
    Problem.NO_FOLDER: QT_TRANSLATE_NOOP("Words", "NOT WRITTEN: the folder can not be made. {0}"),
    Problem.OTHER: QT_TRANSLATE_NOOP("Words", "NOT WRITTEN: {1}. {0}"),
}


def unanswered(counts: Counts) -> int:
    """Isolated items that no answer stands for."""
    return max(0, counts.isolated - counts.answered)


def say_figure(name: str, shift: Shift | None) -> str:
    """One of `FIGURES`; a dash for one that is not known."""
    value = None if shift is None else FIGURES[name][1](shift)
    if shift is None or value is None:
        return ABSENT
    return say_percent(value) if name in SHARES else say_number(round(value))


def say_note(name: str, shift: Shift | None) -> str:
    """What a figure of `FIGURES` rests on: of how many, and where the true share may lie (95 %); most say no more."""
    if name not in NOTED or shift is None or not shift.two_people.n:
        return ""
    low, high = shift.two_people.interval
    words = QCoreApplication.translate("Shift", "of {0}  ({1} to {2})")
    return words.format(say_number(shift.two_people.n), say_percent(low), say_percent(high))


def say_number(number: int) -> str:
    """A whole number as it is written here."""
    return QLocale().toString(number)


def say_percent(share: float) -> str:
    """A share of 1 in per cent."""
    return f"{QLocale().toString(share * 100, 'f', 0)} %"


def say_finding(code: int) -> str:
    """Why items did not pass; a code from a newer station stays a number."""
    return say(REASONS[ReasonCode(code)]) if code in set(ReasonCode) else str(code)


def say_product(sku: str) -> str:
    """Its name."""
    return sku or QCoreApplication.translate("Shift", "Product not known")


def say_span(span: Span) -> str:
    """From when until when, here."""
    since, until = say_moment(span.since), say_moment(span.until - timedelta(seconds=1))
    return QCoreApplication.translate("Shift", "{0} to {1}").format(since, until)


def say_moment(moment: datetime) -> str:
    """Day and time here."""
    return QLocale().toString(_here(moment), QCoreApplication.translate("Holds", "MMM d, HH:mm"))


def say_printed_span(span: Span) -> str:
    """As `say_span`, with the year and the zone: paper is read elsewhere and later."""
    words = QCoreApplication.translate("Shift", "{0} to {1} ({2})")
    zone = _here(span.until).timeZoneAbbreviation()
    return words.format(say_printed(span.since), say_printed(span.until - timedelta(seconds=1)), zone)


def say_printed(moment: datetime) -> str:
    """Day, year and time here."""
    return QLocale().toString(_here(moment), QCoreApplication.translate("Shift", "MMM d yyyy, HH:mm"))


def say_hour(span: Span, place: int) -> str:
    """When one of its hours begins: the hour alone where it is a whole one here."""
    here = _here(span.since + timedelta(hours=place))
    return here.toString("HH" if here.time().minute() == 0 else "HH:mm")


def say_export(view: ExportView) -> str:
    """What became of a file."""
    word = EXPORTS[view.state] if view.problem is None else PROBLEMS[view.problem]
    return say(word).format(view.path, view.detail)


def _here(moment: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(moment.astimezone(UTC).timestamp() * 1000))
