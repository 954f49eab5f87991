"""The isolation queue of the whole program beside a real daemon on a rendered line, over a real broker."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inspector_gui.app import Program
from inspector_gui.viewmodels.access import Entry
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Caption
from inspector_gui.viewmodels.queue import LEAST_LOOK_S
from inspector_gui.viewmodels.queue_view import Choosing, Knowledge
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.app.accounts import AccountEditor
from inspector.app.machine_clock import make_clock
from inspector.domain.access import Role
from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer, OverruleReason, Review
from tests.support.gui_program import Programs
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import Running, line, long_belt

DAMAGED: dict[str, Any] = {
    "detector": {"kind": "two_stage", "bundle": "line-detector"},
    "cameras": [
        {"name": name, "kind": "synthetic", "view": name, "damage_rate": 1.0, "seed": 21} for name in ("top", "side")
    ],
    "decision": {"frame_wait_ms": 20_000, "margin_ms": 100, "guard_ms": 200},
}
PATIENT: dict[str, Any] = {"belt": long_belt(way_s=40.0)}  # a busy machine has judged all before the first must be told
ITEMS = 6
PATIENCE_MS = 30_000

ProgramMaker = Callable[[], Program]


@pytest.fixture
def make_program(programs: Programs, mosquitto: Mosquitto, tmp_path: Path) -> ProgramMaker:
    """Starts the operator's program; all have one file of answers, as after a restart."""

    def make() -> Program:
        programs.close()
        return programs.start(mosquitto, answers=tmp_path / "answers.sqlite")

    return make


def listed(program: Program, running: Running, qtbot: QtBot) -> int:
    """Turn to the queue by its button, and wait until it shows what the ledger says; how many that is."""
    QTest.mouseClick(program.window.rail.buttons[Page.QUEUE], Qt.MouseButton.LeftButton)
    waits = running.daemon.parts.ledger.unanswered_count()
    view = program.model.queue
    qtbot.waitUntil(lambda: (view.view.knowledge, view.view.total) == (Knowledge.FRESH, waits), timeout=PATIENCE_MS)
    return waits


def press(program: Program, key: Qt.Key, qtbot: QtBot) -> str:
    """Answer the shown item by one press, once it has been shown long enough to be meant; its record.

    One press only: the scanner's filter gives keys back a little later, and a second one could meet the next item.
    """
    queue = program.model.queue
    item = queue.view.item
    assert item is not None
    look(program, qtbot)
    QTest.keyClick(program.window, key)
    qtbot.waitUntil(lambda: queue.view.item is None or queue.view.item.rid != item.rid, timeout=PATIENCE_MS)
    return item.rid


def leave(program: Program, key: Qt.Key, qtbot: QtBot) -> str:
    """Answer the shown item, and leave what becomes of it for later."""
    queue = program.model.queue
    item = queue.view.item
    assert item is not None
    look(program, qtbot)
    QTest.keyClick(program.window, key)
    qtbot.waitUntil(lambda: queue.view.choosing is Choosing.FATE, timeout=PATIENCE_MS)
    return press(program, Qt.Key.Key_Escape, qtbot)


def look(program: Program, qtbot: QtBot) -> None:
    """Until it has been shown long enough to be meant."""
    queue = program.model.queue
    qtbot.waitUntil(lambda: time.monotonic() - queue._current_since_s >= LEAST_LOOK_S, timeout=PATIENCE_MS)


def booked(running: Running) -> list[Review]:
    """Every entry of the ledger."""
    return [entry.review for entry in running.daemon.parts.ledger.reviews(99)]


def settled(program: Program, qtbot: QtBot) -> None:
    """Until the station has everything."""
    qtbot.waitUntil(lambda: program.model.answers.waiting == (), timeout=PATIENCE_MS)


def test_items_are_diverted_listed_answered_taken_back_and_booked_exactly_so(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    with line(tmp_path, mosquitto, ITEMS, plc=PATIENT, **DAMAGED) as running:
        running.finish()
        waits = listed(program, running, qtbot)
        assert waits >= 3, "damaged items are isolated"
        pictures = program.model.queue_pictures
        qtbot.waitUntil(lambda: [v.caption for v in pictures.views] == [Caption.STORED] * 2, timeout=PATIENCE_MS)
        suspected = program.model.queue.view.label
        assert suspected is not None
        confirmed = leave(program, Qt.Key.Key_1, qtbot)
        QTest.keyClick(program.window, Qt.Key.Key_2)
        look(program, qtbot)
        QTest.keyClick(program.window, Qt.Key.Key_3)
        qtbot.waitUntil(lambda: program.model.queue.view.choosing is Choosing.FATE, timeout=PATIENCE_MS)
        overruled = press(program, Qt.Key.Key_1, qtbot)
        unsure = leave(program, Qt.Key.Key_3, qtbot)
        QTest.mouseClick(program.window.queue.undo, Qt.MouseButton.LeftButton)
        shown = program.model.queue.view.item
        assert shown is not None
        assert shown.rid == unsure
        program.model.answers._held_until_s.clear()  # as after eleven seconds
        settled(program, qtbot)
        first, second, third, fourth = booked(running)
        assert (first.record_id, first.answer, first.label) == (confirmed, Answer.CONFIRMED, suspected)
        assert (second.record_id, second.reason) == (overruled, OverruleReason.PRINT)
        assert (third.record_id, third.answer) == (unsure, Answer.CANNOT_TELL)
        assert (fourth.answer, fourth.supersedes) == (Answer.WITHDRAWN, third.review_id)
        assert {entry.operator for entry in booked(running)} == {"Ana"}
        (step,) = running.daemon.parts.ledger.dispositions.steps(9)
        assert (step.step.record_id, step.step.fate, step.proposed) == (overruled, Fate.RELEASED, Fate.RELEASED)
        assert running.daemon.parts.ledger.unanswered_count() == waits - 2
        assert listed(program, running, qtbot) == waits - 2


def sign_in(program: Program, name: str, pin: str, qtbot: QtBot) -> None:
    """By keys and finger, at the real station."""
    access, asked = program.model.access, program.model.sign_in
    qtbot.waitUntil(lambda: access.view.entry is Entry.LOCKED, timeout=PATIENCE_MS)
    QTest.mouseClick(program.window.bar.person, Qt.MouseButton.LeftButton)
    button = next(one for one in program.window.sign_in.names if one.text().startswith(name))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for count, digit in enumerate(pin, start=1):
        QTest.keyClick(program.window, Qt.Key(ord(digit)))
        qtbot.waitUntil(lambda count=count: asked.view.digits == count, timeout=PATIENCE_MS)  # type: ignore[misc]
    QTest.keyClick(program.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: access.view.entry is Entry.SIGNED_IN, timeout=PATIENCE_MS)


def test_answers_without_a_broker_outlive_the_program_and_are_booked_once(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    """At a station with accounts: they are those of whoever gave them, though nobody is signed in when they come."""
    AccountEditor(tmp_path, make_clock(), by="root").add("Bea", Role.OPERATOR, pin="4711", badge=None)
    program = make_program()
    with line(tmp_path, mosquitto, ITEMS, plc=PATIENT, **DAMAGED) as running:
        running.finish()
        waits = listed(program, running, qtbot)
        sign_in(program, "Bea", "4711", qtbot)
        mosquitto.kill()
        qtbot.waitUntil(lambda: program.model.line.view.condition is Condition.NO_BROKER, timeout=PATIENCE_MS)
        given = [leave(program, Qt.Key.Key_1, qtbot), leave(program, Qt.Key.Key_3, qtbot)]
        assert program.model.queue.view.unsent == 2
        assert "2" in program.window.queue.status[1].text()
        assert booked(running) == []
        QTest.keyClick(program.window, Qt.Key.Key_F12)
        assert program.model.access.view.entry is Entry.LOCKED
        program = make_program()
        assert program.model.queue.view.unsent == 2
        mosquitto.start()
        settled(program, qtbot)
        assert [(entry.record_id, entry.operator) for entry in booked(running)] == [(rid, "Bea") for rid in given]
        assert listed(program, running, qtbot) == waits - 2
        log = [one.entry for one in reversed(running.daemon.parts.ledger.audit.entries(9))]
        assert [(one.who, one.action, one.subject) for one in log[1:]] == [
            ("Bea", "sign.in", ""),
            *(("Bea", "review", rid) for rid in given),
        ]
        assert log[-1].before == {"answer": None}
        assert log[-1].after == {"answer": "CANNOT_TELL", "operator": "Bea"}


def test_answers_while_the_daemon_is_away_are_booked_once_when_it_is_back(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    with line(tmp_path, mosquitto, ITEMS, plc=PATIENT, **DAMAGED) as running:
        running.finish()
        waits = listed(program, running, qtbot)
    qtbot.waitUntil(lambda: not program.model.line.view.condition.trustworthy, timeout=PATIENCE_MS)
    QTest.keyClick(program.window, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: program.model.queue.view.choosing is Choosing.FATE, timeout=PATIENCE_MS)
    given = [press(program, Qt.Key.Key_5, qtbot)]
    queue = program.model.queue
    qtbot.waitUntil(lambda: queue.view.knowledge is Knowledge.OLD, timeout=PATIENCE_MS)
    assert (queue.view.total, queue.view.unsent) == (waits - 1, 2)
    program = make_program()  # closed within the ten seconds: what becomes of the item is not lost
    with line(tmp_path, mosquitto, 0, **DAMAGED) as again:
        settled(program, qtbot)
        assert [entry.record_id for entry in booked(again)] == given
        (step,) = again.daemon.parts.ledger.dispositions.steps(9)
        assert (step.step.record_id, step.step.fate) == (given[0], Fate.RETURNED)
        assert listed(program, again, qtbot) == waits - 1
