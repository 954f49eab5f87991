"""The alarms' page: clicks and keys with canned values, and against a real station."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inspector_gui.app import Program
from inspector_gui.i18n.words import ALARM_EVENTS, ALARM_STATES, SHELVE_REASONS
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.pages import Page
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.domain.alarm import AlarmState, ShelveReason
from inspector.domain.alarm_journal import AlarmEvent
from tests.support import gui_journal
from tests.support.gui_ink import first_line_ink, mark, painted
from tests.support.gui_pictures import small_stage
from tests.support.gui_program import Programs
from tests.support.gui_stage import Stage
from tests.support.gui_touch import buttons_in, too_small
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

StageMaker = Callable[..., Stage]
PATIENCE_MS = 30_000


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """Four alarms, the most urgent one chosen."""
    return small_stage(make_stage, "alarms")


def test_every_code_has_words() -> None:
    assert set(ALARM_STATES) == set(AlarmState)
    assert set(ALARM_EVENTS) == set(AlarmEvent)
    assert set(SHELVE_REASONS) == set(ShelveReason)


def test_each_row_says_what_is_wrong_and_how_it_stands(stage: Stage) -> None:
    rows = [row for row in stage.window.alarms_page.list.rows if row.isVisible()]
    assert [row.standing.split(",")[0].split(" until")[0] for row in rows] == ["Active", "Active", "Over", "Shelved"]
    assert rows[0].accessibleName().startswith("P1 A camera can not be opened")
    assert stage.window.rail.buttons[Page.ALARMS].text() == "Alarms\n3", "a shelved one does not count"


def test_an_active_alarm_that_nobody_acknowledged_is_bold_and_a_mark_has_a_ring_till_then(stage: Stage) -> None:
    look = stage.window.look
    for row in stage.window.alarms_page.list.rows[:2]:  # the chosen one, and another
        assert row.alarm is not None
        ink, marks = {}, {}
        for state in AlarmState:
            row.show_alarm(replace(row.alarm, state=state), chosen=row.isChecked())
            ink[state], marks[state] = first_line_ink(row, look), mark(row, look)
        plain = ink[AlarmState.ACK_ACTIVE]
        assert ink[AlarmState.UNACK_ACTIVE] > 1.1 * plain > 0
        assert {state for state, found in ink.items() if found != plain} == {AlarmState.UNACK_ACTIVE}
        ringed, calm = marks[AlarmState.UNACK_ACTIVE], marks[AlarmState.ACK_ACTIVE]
        assert painted(ringed) > painted(calm) > look.px(34) ** 2 / 4
        for state, found in marks.items():
            assert found == (ringed if state in {AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK} else calm), state


def test_the_chosen_one_says_cause_consequence_and_what_to_do(stage: Stage) -> None:
    page = stage.window.alarms_page
    QTest.mouseClick(page.list.rows[1], Qt.MouseButton.LeftButton)
    details = page.details
    shown = (details.cause.text(), details.consequence.text(), details.action.text())
    assert shown == (
        "Far more items than usual are diverted.",
        "The isolation lane may fill up.",
        "Look at the last pictures: a dirty lens or changed light first, a bad lot second.",
    )
    assert [row.isChecked() for row in page.list.rows[:4]] == [False, True, False, False]


def test_shelving_by_keys(stage: Stage) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_S, Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(stage.window, key)
    arguments = {"id": "camera-lost", "operator": "Ana", "minutes": 60, "reason": "BEING_REPAIRED"}
    assert stage.commands == [("alarm.shelve", arguments)]
    assert "not answered yet" in stage.window.alarms_page.details.notice.text()


def test_acknowledging_and_taking_back_by_touch(stage: Stage) -> None:
    page = stage.window.alarms_page
    stage.connected = False
    QTest.mouseClick(page.details.ack, Qt.MouseButton.LeftButton)
    assert "NOT SENT" in page.details.notice.text()
    QTest.mouseClick(page.list.rows[3], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert (page.details.ack.isVisible(), page.details.take_back.isVisible()) == (False, True)
    assert "Shelved by Ben" in page.details.standing.text()
    QTest.mouseClick(page.details.take_back, Qt.MouseButton.LeftButton)
    assert [name for name, _ in stage.commands] == ["alarm.ack", "alarm.unshelve"]


def test_alarms_of_a_station_that_is_not_heard_are_said_to_be_old(stage: Stage) -> None:
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    assert "OLD" in stage.window.alarms_page.status.text()
    assert stage.model.alarms.alarms[0].id in {"camera-lost", "window-no-broker"}


def test_between_acknowledging_and_shelving_a_finger_finds_room(stage: Stage) -> None:
    details = stage.window.alarms_page.details
    above, below = details.ack.geometry(), details.shelf.geometry()
    assert below.top() - above.bottom() > 4


@pytest.mark.parametrize("scene", ["alarms", "alarms_shelving", "alarms_shelved", "alarms_journal"])
def test_everything_a_finger_presses_is_large_enough(make_stage: StageMaker, scene: str) -> None:
    buttons = buttons_in(small_stage(make_stage, scene).window)
    assert len(buttons) >= 8
    assert too_small(buttons) == []


def test_the_journal_is_shown_and_its_end_asks_for_older_lines(stage: Stage) -> None:
    page = stage.window.alarms_page
    QTest.keyClick(stage.window, Qt.Key.Key_J)
    assert page.on_journal
    stage.model.take_answer(gui_journal.told(5000))
    rows = page.table.rows
    assert rows.rowCount() == 100
    page.table.scrollToBottom()
    QApplication.processEvents()
    (older,) = [ask for ask in stage.journal_asked if ask.before is not None]
    assert older.before == 4901
    at = page.table.verticalScrollBar().value()
    stage.model.take_answer(gui_journal.told(5000, before=4901))
    assert rows.rowCount() == 200
    assert page.table.verticalScrollBar().value() == at, "it stays where the eyes are"
    QTest.keyClick(stage.window, Qt.Key.Key_N)
    assert not page.on_journal


def test_the_journal_speaks_the_language_of_now(stage: Stage) -> None:
    page = stage.window.alarms_page
    page.turn(journal=True)
    stage.model.take_answer(gui_journal.told(2))
    shelved = gui_journal.line(2)
    assert page.table.rows.cells(shelved)[1] == "Shelved"
    QTest.keyClick(stage.window, Qt.Key.Key_L)
    assert page.table.rows.cells(shelved)[1] == "Apartada"
    assert "En reparación" in page.table.rows.cells(shelved)[4]


@pytest.fixture
def program(programs: Programs, mosquitto: Mosquitto) -> Program:
    return programs.start(mosquitto)


BROKEN: dict[str, Any] = {"detector": {"kind": "scripted", "fail": True}}


def test_an_alarm_of_a_real_station_is_acknowledged_shelved_taken_back_and_all_is_in_the_journal(
    mosquitto: Mosquitto, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window, desk = program.window, program.model.desk

    def stands(state: AlarmState) -> Callable[[], bool]:
        return lambda: [a.state for a in desk.view.alarms if a.id == "model-failed"] == [state]

    with line(tmp_path, mosquitto, 1, **BROKEN) as running:
        QTest.mouseClick(window.rail.buttons[Page.ALARMS], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(stands(AlarmState.UNACK_ACTIVE), timeout=PATIENCE_MS)
        running.finish()
        row = next(r for r in window.alarms_page.list.rows if r.alarm is not None and r.alarm.id == "model-failed")
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        QTest.mouseClick(window.alarms_page.details.ack, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(stands(AlarmState.ACK_ACTIVE), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: desk.view.may_shelve, timeout=PATIENCE_MS)
        for key in (Qt.Key.Key_S, Qt.Key.Key_1, Qt.Key.Key_3):
            QTest.keyClick(window, key)
        qtbot.waitUntil(stands(AlarmState.SHELVED), timeout=PATIENCE_MS)
        assert "Shelved by Ana" in window.alarms_page.details.standing.text()
        qtbot.waitUntil(lambda: desk.view.may_unshelve, timeout=PATIENCE_MS)
        QTest.keyClick(window, Qt.Key.Key_U)
        qtbot.waitUntil(stands(AlarmState.UNACK_ACTIVE), timeout=PATIENCE_MS)
        QTest.keyClick(window, Qt.Key.Key_J)
        journal = program.model.journal

        def told() -> list[tuple[AlarmEvent, str]]:
            return [(entry.event, entry.operator) for entry in journal.lines if entry.id == "model-failed"]

        expected = [
            (AlarmEvent.UNSHELVED, "Ana"),
            (AlarmEvent.SHELVED, "Ana"),
            (AlarmEvent.ACKNOWLEDGED, "Ana"),
            (AlarmEvent.RAISED, ""),
        ]
        qtbot.waitUntil(lambda: told() == expected, timeout=PATIENCE_MS)
        kept = [one.entry for one in running.daemon.parts.journal.recent(99) if one.entry.id == "model-failed"]
        assert [(entry.event, entry.operator) for entry in kept] == expected
        assert kept[1].reason == "FALSE_ALARM"
