"""The holds' page of the whole program beside a real daemon on a rendered line, over a real broker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inspector_gui.app import Program
from inspector_gui.viewmodels.hold_desk import Fate
from inspector_gui.viewmodels.hold_question import Ask
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.queue_view import Knowledge
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.domain.hold import Hold
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension
from inspector.domain.verdict import Disposition
from inspector.pipeline.hold_commands import HoldCommands
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import Running, line

UNREADABLE = [{"name": "expiry", "kind": "expiry", "required": True, "min_days": 36500}]
EAGER = {"dimensions": ["vendor"], "items_per_week": 100, "false_holds_per_week": 1000}
BAD: dict[str, Any] = {"identity": lambda index: Identity(sku=f"SKU-{index}", vendor="V-bad")}
PATIENCE_MS = 30_000

ProgramMaker = Callable[[], Program]


@pytest.fixture
def make_program(programs: Programs, mosquitto: Mosquitto) -> ProgramMaker:
    """Starts the operator's program, which shows the holds."""

    def make() -> Program:
        program = programs.start(mosquitto)
        click(program.window.rail.buttons[Page.HOLDS])
        return program

    return make


def held(program: Program) -> list[str]:
    """What the list says, from top to bottom."""
    return [row.text() for row in program.window.holds.list.rows if row.isVisible()]


def is_now(program: Program, *names: str) -> Callable[[], bool]:
    """The station is heard, and exactly these stand."""
    holds = program.model.holds
    return lambda: holds.knowledge is Knowledge.FRESH and held(program) == list(names)


def fate(program: Program) -> Fate | None:
    """What became of the newest request."""
    outcome = program.model.hold_desk.view.outcome
    return None if outcome is None else outcome.fate


def booked(running: Running) -> list[Hold]:
    """Every hold of the ledger, the newest first."""
    return list(running.daemon.parts.ledger.lots.holds(-1, standing=False))


def raise_vendor(daemon: Any) -> None:
    """Ben holds a vendor, with the command that any program may send."""
    raise_hold = HoldCommands(daemon.station.lots, daemon.station.holds).actions()["hold.raise"]
    raise_hold({"dimension": "vendor", "name": "V-bad", "operator": "Ben", "reason": "wet"})


def test_what_the_watch_holds_is_shown_with_its_figures_and_released_by_touch(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    page, desk = program.window.holds, program.model.hold_desk
    with line(tmp_path, mosquitto, 5, plc=BAD, checks=UNREADABLE, lots=EAGER) as running:
        running.finish()
        qtbot.waitUntil(lambda: "Vendor V-bad" in held(program), timeout=PATIENCE_MS)
        (hold,) = booked(running)
        figures = program.model.holds.holds[0].figures
        assert hold.facts is not None
        assert figures is not None
        assert (figures.calls, figures.items) == (hold.facts.calls, hold.facts.items)
        assert f"{hold.facts.calls} of {hold.facts.items}" in page.details.why.accessibleName()
        qtbot.waitUntil(lambda: desk.view.may_release and is_now(program, "Vendor V-bad")(), timeout=PATIENCE_MS)
        click(page.details.let_go)
        click(page.questions.numbered[1])
        qtbot.waitUntil(lambda: fate(program) is Fate.DONE and is_now(program)(), timeout=PATIENCE_MS)
        (hold,) = booked(running)
        assert (hold.released_by, hold.released_why) == ("Ana", "The cause is mended")
        assert running.daemon.station.holds.standing() == ()
        assert page.details.notice.accessibleName() == "RELEASED: Vendor V-bad"


def test_a_vendor_is_held_by_hand_its_items_wait_and_are_looked_at(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    page, desk = program.window.holds, program.model.hold_desk
    with line(tmp_path, mosquitto, 1, plc=BAD) as running:
        running.finish()
        vendors = program.model._recent.names
        qtbot.waitUntil(lambda: vendors(Dimension.VENDOR) == ("V-bad",) and is_now(program)(), timeout=PATIENCE_MS)
        click(page.by_hand)
        click(page.questions.numbered[2])
        assert page.questions.numbered[0].text() == "1   V-bad"
        click(page.questions.numbered[0])
        click(page.questions.other)
        assert desk.view.question.ask is Ask.TYPE_REASON
        QTest.keyClicks(page.questions.field, "wet pallet")
        qtbot.waitUntil(lambda: page.questions.field.text() == "wet pallet", timeout=PATIENCE_MS)
        QTest.keyClick(page.questions.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: fate(program) is Fate.DONE, timeout=PATIENCE_MS)
        qtbot.waitUntil(is_now(program, "Vendor V-bad"), timeout=PATIENCE_MS)
        assert page.details.why.accessibleName() == "wet pallet"
        (hold,) = booked(running)
        assert (hold.raised_by, hold.why) == ("Ana", "wet pallet")
    with line(tmp_path, mosquitto, 2, plc=BAD) as running:
        report = running.finish()
        assert [item.disposition for item in report.items] == [Disposition.REVIEW] * 2
        qtbot.waitUntil(lambda: desk.view.items.count == 2, timeout=PATIENCE_MS)
        click(page.details.look_at)
        item = program.model.queue.view.item
        assert item is not None
        assert (program.window.page, item.rid) == (Page.QUEUE, desk.view.items.first)
        assert f"({booked(running)[0].hold_id})" in item.view.reasons[0].detail


def test_a_lost_broker_leaves_the_list_old_and_its_return_rebuilds_it(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    page = program.window.holds
    with line(tmp_path, mosquitto, 0, before=raise_vendor) as running:
        qtbot.waitUntil(is_now(program, "Vendor V-bad"), timeout=PATIENCE_MS)
        mosquitto.kill()
        qtbot.waitUntil(lambda: program.model.line.view.condition is Condition.NO_BROKER, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: page.status.text().startswith("OLD"), timeout=PATIENCE_MS)
        assert held(program) == ["Vendor V-bad"]
        click(page.details.let_go)
        assert (fate(program), page.questions.isVisible()) == (Fate.NOT_SENT, False)
        (hold,) = booked(running)
        release = HoldCommands(running.daemon.station.lots, running.daemon.station.holds).actions()["hold.release"]
        release({"hold_id": hold.hold_id, "operator": "Ben", "reason": "dry"})
        mosquitto.start()  # it forgot everything: the station says again what stands, and nothing does
        qtbot.waitUntil(is_now(program), timeout=PATIENCE_MS)
        assert program.window.rail.buttons[Page.HOLDS].text() == "Holds\n0"
        assert page.details.group.text() == "Nothing is held."


def test_a_release_that_another_person_was_quicker_with_is_refused_and_says_by_whom(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    program = make_program()
    desk = program.model.hold_desk
    with line(tmp_path, mosquitto, 0, before=raise_vendor) as running:
        qtbot.waitUntil(is_now(program, "Vendor V-bad"), timeout=PATIENCE_MS)
        (hold,) = booked(running)
        desk.release()
        release = HoldCommands(running.daemon.station.lots, running.daemon.station.holds).actions()["hold.release"]
        release({"hold_id": hold.hold_id, "operator": "Ben", "reason": "dry"})
        desk.pick(1)  # before the window could hear of it
        qtbot.waitUntil(lambda: fate(program) is Fate.REFUSED and is_now(program)(), timeout=PATIENCE_MS)
        assert "Ben released it already, because: dry" in program.window.holds.details.notice.accessibleName()
        notice = program.window.holds.details.notice
        program.language.use("es")
        qtbot.waitUntil(lambda: "Ben ya la liberó, porque: dry" in notice.accessibleName(), timeout=PATIENCE_MS)
        program.language.use("en")
