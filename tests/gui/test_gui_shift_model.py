"""The shift's figures and files without widgets: when they are asked for, how old they are, what could not be done."""

import os
import threading
import time as clock
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from inspector_gui.link.files import FilesLink, Problem, WriteFile, Written, written
from inspector_gui.link.inbox import Pump
from inspector_gui.viewmodels.exports import ExportsModel, ExportState
from inspector_gui.viewmodels.open_questions import MOST
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.shift import (
    AGAIN_AFTER_S,
    ANSWER_WITHIN_S,
    OLD_AFTER_S,
    RETRY_AFTER_S,
    ShiftModel,
    Telling,
)
from inspector_gui.viewmodels.spans import SpanChoice, span_until
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.domain.shift import Shift
from tests.support import gui_shift
from tests.support.gui_shift import NOTHING, NOW, SOME_HOURS


class Line:
    """A model whose questions are collected, and the clocks in hand."""

    def __init__(self) -> None:
        self.now, self.now_s = NOW, 10.0
        self.connected = True
        self.asked: list[dict[str, object]] = []
        self.model = ShiftModel(self._send, now=lambda: self.now, now_s=lambda: self.now_s)

    def _send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        assert name == "shift"
        if self.connected:
            self.asked.append(dict(arguments))
        return f"request-{len(self.asked)}" if self.connected else None

    def wait(self, seconds: float = 0.0, *, heard: bool = True) -> None:
        self.now_s += seconds
        self.now += timedelta(seconds=seconds)
        self.model.tick(heard=heard)

    def tell(self, request: int | None = None, shift: Shift = SOME_HOURS) -> None:
        self.model.take(gui_shift.response(f"request-{request or len(self.asked)}", shift))

    def refuse(self, request: int, detail: str = "busy") -> None:
        refusal = gui_shift.refusal(f"request-{request}", detail)
        self.model.take(refusal.model_copy(update={"data": {"retry": detail == "busy"}}))

    @property
    def said(self) -> tuple[Telling, Knowledge]:
        return self.model.view.telling, self.model.view.knowledge


@pytest.fixture
def line(qapp: QApplication) -> Line:
    del qapp
    return Line()


@pytest.fixture
def in_madrid(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    clock.tzset()
    yield
    monkeypatch.undo()
    clock.tzset()


@pytest.mark.usefixtures("in_madrid")
@pytest.mark.parametrize(
    ("choice", "now", "since"),
    [
        (SpanChoice.SHIFT, datetime(2026, 9, 21, 11, 59, tzinfo=UTC), datetime(2026, 9, 21, 4, tzinfo=UTC)),
        (SpanChoice.SHIFT, datetime(2026, 9, 21, 12, tzinfo=UTC), datetime(2026, 9, 21, 12, tzinfo=UTC)),
        (SpanChoice.SHIFT, datetime(2026, 9, 21, 2, tzinfo=UTC), datetime(2026, 9, 20, 20, tzinfo=UTC)),
        (SpanChoice.TODAY, datetime(2026, 9, 21, 23, tzinfo=UTC), datetime(2026, 9, 21, 22, tzinfo=UTC)),
        (SpanChoice.TODAY, datetime(2026, 10, 25, 20, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (SpanChoice.LAST_8, datetime(2026, 10, 25, 3, tzinfo=UTC), datetime(2026, 10, 24, 19, 0, 1, tzinfo=UTC)),
    ],
)
def test_a_span_begins_where_people_here_say_that_it_does(choice: SpanChoice, now: datetime, since: datetime) -> None:
    span = span_until(now, choice, (time(14), time(22), time(6)))
    assert (span.since, span.until) == (since, now + timedelta(seconds=1))


def test_it_is_asked_when_somebody_looks_and_the_station_is_heard_and_then_each_minute(line: Line) -> None:
    line.wait()
    assert (line.asked, line.said) == ([], (Telling.NOT_ASKED, Knowledge.UNKNOWN))
    line.model.show(shown=True)
    assert len(line.asked) == 1
    assert line.model.view.telling is Telling.ASKED
    line.tell()
    assert (line.said, line.model.view.shift) == ((Telling.TOLD, Knowledge.FRESH), SOME_HOURS)
    line.wait(AGAIN_AFTER_S - 1)
    assert len(line.asked) == 1
    line.wait(1)
    assert len(line.asked) == 2
    line.tell()
    line.model.show(shown=False)
    line.wait(AGAIN_AFTER_S)
    assert len(line.asked) == 2, "nobody looks"


def test_another_span_forgets_the_former_figures_and_an_answer_about_those(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.tell()
    line.model.choose(SpanChoice.LAST_24)
    assert (line.model.view.shift, line.model.view.choice) == (None, SpanChoice.LAST_24)
    line.model.choose(SpanChoice.LAST_8)
    line.tell(request=2)
    line.wait(1)
    assert line.said == (Telling.ASKED, Knowledge.UNKNOWN)
    line.tell(request=3)
    assert line.said == (Telling.TOLD, Knowledge.FRESH)
    line.model.choose(SpanChoice.LAST_8)
    assert (line.said, len(line.asked)) == ((Telling.ASKED, Knowledge.FRESH), 4), "the same once more keeps its figures"


def test_without_news_the_figures_are_old_and_asked_for_again_when_it_is_back(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.tell()
    line.wait(1, heard=False)
    assert line.said == (Telling.TOLD, Knowledge.OLD)
    line.model.choose(SpanChoice.SHIFT)
    assert (line.said, len(line.asked)) == ((Telling.NOT_SENT, Knowledge.OLD), 1)
    line.wait(RETRY_AFTER_S)
    assert len(line.asked) == 2
    line.tell()
    assert line.said == (Telling.TOLD, Knowledge.FRESH)


def test_an_answer_that_does_not_come_is_said_and_figures_grow_old_without_one(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.tell()
    while line.now_s < 10.0 + OLD_AFTER_S:
        line.wait(ANSWER_WITHIN_S)
    assert line.said[1] is Knowledge.OLD
    line.model.again()
    asked = len(line.asked)
    line.wait(ANSWER_WITHIN_S)
    assert line.said == (Telling.NO_ANSWER, Knowledge.OLD), "somebody looks at it, and is told"
    line.wait(RETRY_AFTER_S)
    assert (line.said[0], len(line.asked)) == (Telling.ASKED, asked + 1)
    line.tell(request=asked)
    assert line.said == (Telling.TOLD, Knowledge.FRESH), "late, but of the span that is asked for"


def test_a_station_that_is_busy_is_asked_again_soon(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.refuse(1)
    assert (line.said[0], len(line.asked)) == (Telling.REFUSED, 1)
    line.wait(RETRY_AFTER_S)
    assert (line.said[0], len(line.asked)) == (Telling.ASKED, 2)


def test_of_several_answers_the_newest_good_one_stays(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.model.again()
    line.refuse(1)
    assert line.model.view.telling is Telling.ASKED, "a newer question is open"
    line.tell(2)
    assert (line.said, line.model.view.shift) == ((Telling.TOLD, Knowledge.FRESH), SOME_HOURS)
    for _ in range(4):
        line.model.again()
    line.refuse(6)
    assert (line.said[0], line.model.view.detail) == (Telling.REFUSED, "busy")
    line.tell(4, NOTHING)
    assert (line.said[0], line.model.view.shift) == (Telling.TOLD, NOTHING)
    line.tell(3)
    assert line.model.view.shift == NOTHING, "it was asked before what is shown"
    line.tell(5)
    assert line.model.view.shift == SOME_HOURS
    line.wait(RETRY_AFTER_S)
    assert len(line.asked) == 6, "it was told after all: in a minute is soon enough"


def test_figures_are_as_old_as_their_question_and_one_of_long_ago_is_forgotten(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.wait(OLD_AFTER_S - 1)
    line.tell(1)
    assert line.said == (Telling.TOLD, Knowledge.FRESH)
    line.wait(1)
    assert line.said == (Telling.TOLD, Knowledge.OLD)
    for _ in range(MOST + 1):
        line.model.again()
    asked = len(line.asked)
    line.tell(asked - MOST, NOTHING)
    assert line.model.view.shift == SOME_HOURS
    line.tell(asked - MOST + 1, NOTHING)
    assert (line.said, line.model.view.shift) == ((Telling.TOLD, Knowledge.FRESH), NOTHING)


@pytest.mark.usefixtures("in_madrid")
@pytest.mark.parametrize(
    ("choice", "ends"),
    [
        (SpanChoice.SHIFT, datetime(2026, 9, 21, 12, tzinfo=UTC)),
        (SpanChoice.TODAY, datetime(2026, 9, 21, 22, tzinfo=UTC)),
    ],
)
def test_when_the_next_shift_or_day_begins_the_former_ones_figures_are_old(
    line: Line, choice: SpanChoice, ends: datetime
) -> None:
    line.now = ends - timedelta(seconds=10)
    line.wait()
    line.model.choose(choice)
    line.model.show(shown=True)
    line.tell(1)
    line.model.again()
    line.wait(9)
    assert (line.said, len(line.asked)) == ((Telling.ASKED, Knowledge.FRESH), 2)
    line.now += timedelta(seconds=1)
    line.tell(2, NOTHING)
    line.wait()
    assert (line.said, len(line.asked)) == ((Telling.ASKED, Knowledge.OLD), 3), "asked at once"
    assert line.model.view.shift == SOME_HOURS, "still to be saved, with its span beside it"
    assert datetime.fromisoformat(str(line.asked[2]["since"])) == ends
    line.tell(2, NOTHING)
    assert line.said[0] is Telling.ASKED
    line.tell(3, NOTHING)
    assert (line.said, line.model.view.shift) == ((Telling.TOLD, Knowledge.FRESH), NOTHING)
    line.now += timedelta(days=1)
    line.wait()
    assert (line.said, len(line.asked)) == ((Telling.ASKED, Knowledge.OLD), 4)
    line.now += timedelta(days=1)
    line.model.again()
    line.wait()
    assert len(line.asked) == 5, "by hand, and not once more for the new day"


def test_what_the_station_refuses_or_says_in_a_way_that_is_not_understood_is_told(line: Line) -> None:
    line.wait()
    line.model.show(shown=True)
    line.model.take(gui_shift.refusal("request-of-another", "not for us"))
    assert line.said[0] is Telling.ASKED
    line.model.take(gui_shift.refusal("request-1", "ledger: disk I/O error"))
    assert (line.said[0], line.model.view.detail) == (Telling.REFUSED, "ledger: disk I/O error")
    line.model.again()
    strange = gui_shift.response("request-2", SOME_HOURS).model_copy(update={"data": {"total": 7}})
    line.model.take(strange)
    assert line.said == (Telling.REFUSED, Knowledge.UNKNOWN)
    assert "total" in line.model.view.detail
    line.connected = False
    line.model.again()
    assert line.said == (Telling.NOT_SENT, Knowledge.UNKNOWN)


# Files ----------------------------------------------------------------------------------------------------------------


def problem_of(path: Path, content: bytes = b"new") -> Problem | None:
    return written(WriteFile(path=path, content=lambda: content)).problem


def test_a_file_is_written_whole_its_folder_made_and_the_former_one_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "s.csv"
    assert problem_of(path, b"one") is None
    assert problem_of(path, b"two") is None
    assert (path.read_bytes(), list(path.parent.iterdir())) == (b"two", [path])


@pytest.mark.parametrize(
    ("number", "problem"),
    [(28, Problem.FULL), (122, Problem.FULL), (13, Problem.NO_RIGHT), (30, Problem.NO_RIGHT), (5, Problem.OTHER)],
)
def test_what_the_system_refuses_is_told_and_the_former_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, problem: Problem
) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(b"former")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    told = written(WriteFile(path=path, content=lambda: b"new"))
    assert told == Written(path=path, problem=problem, detail=os.strerror(number))
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"former", [path])


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    assert problem_of(tmp_path / "taken" / "s.csv") is Problem.NO_FOLDER


def test_one_file_at_a_time_in_a_thread_and_its_name_tells_station_and_span(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    del qapp
    files = FilesLink()
    model = ExportsModel(files.write, folder=tmp_path, station="l1/st:01")
    pump = Pump(files.inbox, model.take)
    go = threading.Event()

    def content() -> bytes:
        assert go.wait(10)
        return b"x"

    states = []
    model.changed.connect(lambda: states.append(None if model.view is None else model.view.state))
    model.export(SOME_HOURS.span, "csv", content)
    model.forget()
    model.export(NOTHING.span, "csv", content)
    assert states == [ExportState.WRITING, ExportState.BUSY], "it is not read before it is done"
    go.set()
    qtbot.waitUntil(lambda: model.view is not None and model.view.state is ExportState.WRITTEN)
    since, until = SOME_HOURS.span.since.astimezone(), SOME_HOURS.span.until.astimezone()
    name = f"shift-l1-st-01-{since:%Y%m%d-%H%M}-{until:%Y%m%d-%H%M}.csv"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    model.forget()
    assert model.view is None
    files.stop()
    pump.stop()
