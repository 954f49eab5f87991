"""Words of the diagnostics: spans of time, cameras, links, versions."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from inspector_gui.viewmodels.diagnostics import CameraView, DiagnosticsView
from inspector_gui.viewmodels.line import LineView
from inspector_gui.viewmodels.timings import Span

ABSENT = "—"
MB = 1e6
SPANS = {
    Span.WHOLE: QT_TRANSLATE_NOOP("Diagnostics", "Whole way"),
    Span.PICTURES: QT_TRANSLATE_NOOP("Diagnostics", "Pictures"),
    Span.JUDGING: QT_TRANSLATE_NOOP("Diagnostics", "Judging"),
    Span.BOOKING: QT_TRANSLATE_NOOP("Diagnostics", "Booking"),
}
MEANINGS = {
    Span.WHOLE: QT_TRANSLATE_NOOP("Diagnostics", "Milliseconds from the trigger to the decision, last items heard"),
    Span.PICTURES: QT_TRANSLATE_NOOP("Diagnostics", "Milliseconds until all pictures of an item were there"),
    Span.JUDGING: QT_TRANSLATE_NOOP("Diagnostics", "Milliseconds of judging, from the last picture on"),
    Span.BOOKING: QT_TRANSLATE_NOOP("Diagnostics", "Milliseconds until the decision was on the disk"),
}
INBOXES = {
    "messages": QT_TRANSLATE_NOOP("Diagnostics", "Messages"),
    "pictures": QT_TRANSLATE_NOOP("Diagnostics", "Pictures"),
    "answers": QT_TRANSLATE_NOOP("Diagnostics", "Lists and journals"),
    "files": QT_TRANSLATE_NOOP("Diagnostics", "Written files"),
}
# Where they stand: what the line did, and what waits or was given up.
LINE = (
    *("triggers_total", "pass_total", "divert_total", "review_total", "no_decision_total", "open", "late_total"),
    *("defaulted_total", "decision_p50_ms", "decision_p99_ms", "ack_p50_ms", "ack_p99_ms"),
)
QUEUES = (
    *("judge_queue", "unacknowledged", "outbox_records", "evidence_queue", "evidence_dropped_total"),
    *("records_dropped_total", "malformed_total", "questions_refused_total", "plc_age_s"),
    *("disk_free_bytes", "evidence_bytes"),
)


def say_span(span: Span) -> str:
    """A part of the way."""
    return _say(SPANS[span])


def say_span_meaning(span: Span) -> str:
    """What its bars are."""
    return _say(MEANINGS[span])


def say_figure(name: str, value: float | None) -> str:
    """A figure with its unit, as its name says it; a dash for one that is not known."""
    if value is None or (name == "plc_age_s" and value < 0):
        return ABSENT
    locale = QLocale()
    if name.endswith("_ms"):
        return f"{locale.toString(value, 'f', 1)} ms"
    if name.endswith("_s"):
        return f"{locale.toString(value, 'f', 1)} s"
    if name.endswith("_bytes"):
        return f"{locale.toString(value / MB, 'f', 0)} MB"
    return locale.toString(round(value))


def camera_problem(camera: CameraView, line: LineView) -> str:
    """What is wrong with it, as the station says it; empty: nothing."""
    begin = f"camera:{camera.name}: "
    return next((reason.removeprefix(begin) for reason in line.reasons if reason.startswith(begin)), "")


def say_camera(camera: CameraView, line: LineView) -> tuple[str, ...]:
    """One camera's row: name, how it is, frames, faults, the age of its last frame."""
    problem = camera_problem(camera, line)
    fine = _say(QT_TRANSLATE_NOOP("Diagnostics", "there")) if line.condition.trustworthy else ABSENT
    age = ABSENT if camera.age_s is None else f"{QLocale().toString(round(camera.age_s))} s"
    return (camera.name, problem or fine, _count(camera.frames), _count(camera.faults), age)


def camera_head() -> tuple[str, ...]:
    """What stands over the cameras' columns."""
    return tuple(
        _say(word)
        for word in (
            QT_TRANSLATE_NOOP("Diagnostics", "Camera"),
            QT_TRANSLATE_NOOP("Diagnostics", "State"),
            QT_TRANSLATE_NOOP("Diagnostics", "Frames"),
            QT_TRANSLATE_NOOP("Diagnostics", "Not used"),
            QT_TRANSLATE_NOOP("Diagnostics", "Last frame"),
        )
    )


def say_links(view: DiagnosticsView, line: LineView) -> list[tuple[str, str]]:
    """This window's links, and the controller's heartbeat as it is heard here."""
    links, plc = view.links, view.links.plc
    yes, no = _say(QT_TRANSLATE_NOOP("Diagnostics", "yes")), _say(QT_TRANSLATE_NOOP("Diagnostics", "NO"))
    named = (
        (QT_TRANSLATE_NOOP("Diagnostics", "Connected to the broker"), yes if links.connected else no),
        (QT_TRANSLATE_NOOP("Diagnostics", "Connected so often"), _count(links.connections)),
        (QT_TRANSLATE_NOOP("Diagnostics", "Messages heard"), _count(links.heard)),
        (QT_TRANSLATE_NOOP("Diagnostics", "Of those unreadable"), _count(links.unreadable)),
        (QT_TRANSLATE_NOOP("Diagnostics", "Results that did not come"), _count(links.unheard)),
        (QT_TRANSLATE_NOOP("Diagnostics", "Answers kept here"), _count(links.kept)),
        (QT_TRANSLATE_NOOP("Diagnostics", "PLC: heartbeat number"), _count(None if plc is None else plc.n)),
        (QT_TRANSLATE_NOOP("Diagnostics", "PLC: epoch"), _count(None if plc is None else plc.epoch)),
        (QT_TRANSLATE_NOOP("Diagnostics", "Belt, counts per second"), _rate(line.speed_hz)),
    )
    return [(_say(word), value) for word, value in named]


def say_inboxes(view: DiagnosticsView) -> list[tuple[str, ...]]:
    """What waits for this window's painting, what was replaced by newer, what was lost; with a head."""
    words = (
        QT_TRANSLATE_NOOP("Diagnostics", "This window's inbox"),
        QT_TRANSLATE_NOOP("Diagnostics", "Waiting"),
        QT_TRANSLATE_NOOP("Diagnostics", "Replaced"),
        QT_TRANSLATE_NOOP("Diagnostics", "Lost"),
    )
    rows = [
        (_say(INBOXES.get(one.name, one.name)), _count(one.waiting), _count(one.replaced), _count(one.lost))
        for one in view.links.inboxes
    ]
    return [tuple(_say(word) for word in words), *rows]


def say_versions(view: DiagnosticsView, own: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Models with their hash, the configuration's, programs; `own` are this window's."""
    station = _say(QT_TRANSLATE_NOOP("Diagnostics", "Configuration of the station"))
    here = _say(QT_TRANSLATE_NOOP("Diagnostics", "This window: {0}"))
    return [
        *view.models,
        (station, view.config or ABSENT),
        *view.versions,
        *((here.format(name), version) for name, version in own),
    ]


def _count(number: int | None) -> str:
    return ABSENT if number is None else QLocale().toString(number)


def _rate(value: float | None) -> str:
    return ABSENT if value is None else QLocale().toString(value, "f", 0)


def _say(text: object) -> str:
    return QCoreApplication.translate("Diagnostics", str(text))
