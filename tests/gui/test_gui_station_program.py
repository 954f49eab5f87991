"""The station's panel of the whole program beside a real daemon, over a real broker."""

from pathlib import Path

from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.orders import Ask, Fate, Order, Outcome
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

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


def stands(mode: str, hold: str = "") -> dict[str, str]:
    """How the station stood, as the audit log says it."""
    return {"mode": mode, "hold": hold}
