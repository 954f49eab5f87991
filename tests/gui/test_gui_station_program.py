"""The station's panel of the whole program beside a real daemon, over a real broker."""

from datetime import timedelta
from pathlib import Path

import pytest
from inspector_gui.link import bus
from inspector_gui.viewmodels import request
from inspector_gui.viewmodels.access import Entry
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.orders import Ask, Fate, Order, Outcome
from inspector_gui.viewmodels.station_panel import Part
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.adapters.clocks.system import SystemClock
from inspector.app.accounts import AccountEditor
from inspector.app.machine_clock import make_clock
from inspector.domain.access import Role
from inspector.domain.packml import PackMode
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

PATIENCE_MS = 30_000


def test_a_station_is_held_set_to_manual_and_let_go_again_by_its_window(
    mosquitto: Mosquitto, programs: Programs, qtbot: QtBot, tmp_path: Path
) -> None:
    program = programs.start(mosquitto)
    window, orders, now = program.window, program.model.orders, program.model.line
    panel = window.panel.orders
    with line(tmp_path, mosquitto, 0) as running:
        qtbot.waitUntil(lambda: now.view.condition is Condition.RUNNING, timeout=PATIENCE_MS)
        click(window.bar.station)
        click(panel.choices.buttons[3])
        click(panel.questions.numbered[1])
        assert (orders.view.ask, running.daemon.station.health.mode) == (Ask.SURE, PackMode.PRODUCTION)
        click(panel.questions.numbered[0])
        qtbot.waitUntil(lambda: now.view.condition is Condition.NOT_JUDGED, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: orders.view.outcome == Outcome(order=Order.MANUAL, fate=Fate.DONE), timeout=PATIENCE_MS)
        for button in (panel.choices.buttons[0], panel.questions.numbered[4]):
            click(button)
        QTest.keyClicks(panel.questions.field, "tape on the lens")
        qtbot.waitUntil(lambda: panel.questions.field.text() == "tape on the lens", timeout=PATIENCE_MS)
        QTest.keyClick(panel.questions.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: now.view.held_for == "tape on the lens", timeout=PATIENCE_MS)
        assert (now.view.condition, running.daemon.station.health.judges()) == (Condition.NOT_RUNNING, False)
        for number, condition in ((2, Condition.NOT_RUNNING), (1, Condition.RUNNING)):
            qtbot.waitUntil(lambda: not orders.view.waiting, timeout=PATIENCE_MS)
            program.model.panel.pick(number)
            qtbot.waitUntil(lambda c=condition: now.view.condition is c, timeout=PATIENCE_MS)  # type: ignore[misc]
        qtbot.waitUntil(lambda: orders.view.outcome == Outcome(order=Order.UNHOLD, fate=Fate.DONE), timeout=PATIENCE_MS)
        log = [one.entry for one in reversed(running.daemon.parts.ledger.audit.entries(9))]
    assert [(one.who, one.action, one.reason, one.before, one.after) for one in log] == [
        ("Ana", "mode", "Trial run or setting up", stands("PRODUCTION"), stands("MANUAL")),
        ("Ana", "hold", "tape on the lens", stands("MANUAL"), stands("MANUAL", "tape on the lens")),
        ("Ana", "mode", "", stands("MANUAL", "tape on the lens"), stands("PRODUCTION", "tape on the lens")),
        ("Ana", "unhold", "", stands("PRODUCTION", "tape on the lens"), stands("PRODUCTION")),
    ]


def test_an_administrator_gives_somebody_an_account_in_the_window_who_signs_in_with_it(
    mosquitto: Mosquitto, programs: Programs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    AccountEditor(tmp_path, make_clock(), by="root").add("Zoë", Role.ADMIN, pin="4711", badge=None)
    program = programs.start(mosquitto)
    model, access = program.model, program.model.access

    def sign_in(name: str, pin: str) -> None:
        model.sign_in.open()
        model.sign_in.choose(name)
        for digit in pin:
            model.sign_in.digit(digit)
        model.sign_in.enter()
        qtbot.waitUntil(lambda: access.view.person is not None, timeout=PATIENCE_MS)

    def shows(fate: request.Fate) -> bool:
        return model.people.view.outcome is not None and model.people.view.outcome.fate is fate

    with line(tmp_path, mosquitto, 0) as running:
        qtbot.waitUntil(lambda: access.view.entry is Entry.LOCKED, timeout=PATIENCE_MS)
        sign_in("Zoë", "4711")
        model.panel.turn_to(Part.PEOPLE)
        qtbot.waitUntil(lambda: [one.name for one in model.people.view.people] == ["Zoë"], timeout=PATIENCE_MS)
        model.panel.pick(1)
        model.people.enter_name("Luis")
        for number in (2, 1, 9, 6, 4, 2):
            model.panel.pick(number)
        model.panel.enter()
        for digit in "9642":
            model.people.digit(digit)
        model.panel.enter()
        qtbot.waitUntil(lambda: shows(request.Fate.DONE), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: len(model.people.view.people) == 2, timeout=PATIENCE_MS)
        # Both clocks are set wrong: neither the session, nor the line's age, nor signing in goes by them.
        station, window = SystemClock.utc, bus._utc
        monkeypatch.setattr(SystemClock, "utc", lambda clock: station(clock) + timedelta(hours=7))
        monkeypatch.setattr(bus, "_utc", lambda: window() - timedelta(hours=30))
        said = program.model.diagnostics.view.links.heard
        qtbot.waitUntil(lambda: program.model.diagnostics.view.links.heard > said + 10, timeout=PATIENCE_MS)
        assert (program.model.line.view.condition, access.view.entry) == (Condition.RUNNING, Entry.SIGNED_IN)
        click(program.window.bar.person)
        assert model.people.view.people == ()
        qtbot.waitUntil(lambda: any(one.name == "Luis" for one in access.view.people), timeout=PATIENCE_MS)
        sign_in("Luis", "9642")
        assert access.operator == "Luis"
        log = [one.entry for one in reversed(running.daemon.parts.ledger.audit.entries(9))]
    made = {"role": "OPERATOR", "pin": True, "badge": False}
    assert ("Zoë", "account.add", "Luis", {"account": False}, made) in [
        (one.who, one.action, one.subject, one.before, one.after) for one in log
    ]
    assert "9642" not in str(log)


def stands(mode: str, hold: str = "") -> dict[str, str]:
    """How the station stood, as the audit log says it."""
    return {"mode": mode, "hold": hold}
