"""The shift's page of the whole program beside a real daemon on a rendered line, over a real broker."""

import csv
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from inspector_gui.app import Program, parse
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Caption
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.request import Fate
from inspector_gui.viewmodels.shift import Telling
from inspector_gui.viewmodels.spans import SpanChoice
from pytestqt.qtbot import QtBot

from inspector.app.escapes import escape_book, import_complaints
from inspector.config.complaint_file import read_complaints
from inspector.domain.item import Identity
from inspector.domain.review import Answer
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import Running, line

PLC: dict[str, Any] = {"identity": lambda index: Identity(sku=f"SKU-{index % 2}")}
PATIENCE_MS = 30_000

ProgramMaker = Callable[[Path], Program]


@pytest.fixture
def make_program(programs: Programs, mosquitto: Mosquitto) -> ProgramMaker:
    """Starts the operator's program, which writes files into a folder."""
    return lambda folder: programs.start(mosquitto, exports=folder)


def told(program: Program) -> bool:
    """The station told about the chosen span a moment ago."""
    view = program.model.shift.view
    return (view.telling, view.knowledge) == (Telling.TOLD, Knowledge.FRESH)


def notice(program: Program, start: str) -> Callable[[], bool]:
    return lambda: program.window.shift.notice.accessibleName().startswith(start)


def test_what_went_over_the_belt_is_shown_saved_and_marked_old_when_the_broker_is_gone(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    program = make_program(folder)
    page = program.window.shift
    with line(tmp_path, mosquitto, 5, plc=PLC) as running:
        running.finish()
        click(program.window.rail.buttons[Page.SHIFT])
        click(page.spans[SpanChoice.LAST_8])
        qtbot.waitUntil(lambda: told(program), timeout=PATIENCE_MS)
        shift = program.model.shift.view.shift
        assert shift is not None
        assert shift.total.items == 5
        assert page.figures.values["inspected"].text() == str(shift.total.inspected)
        assert {product.sku: product.counts.items for product in shift.products} == {"SKU-0": 3, "SKU-1": 2}
        click(page.as_csv)
        qtbot.waitUntil(notice(program, "WRITTEN"), timeout=PATIENCE_MS)
        click(page.as_pdf)
        qtbot.waitUntil(lambda: notice(program, "WRITTEN")() and len(list(folder.iterdir())) == 2, timeout=PATIENCE_MS)
        saved = {path.suffix: path for path in folder.iterdir()}
        with saved[".csv"].open(newline="", encoding="utf-8") as file:
            assert next(row["items"] for row in csv.DictReader(file)) == "5"
        assert saved[".pdf"].read_bytes().startswith(b"%PDF-")
        _look_again(program, running, qtbot, tmp_path)
        _read_figures(program, running, qtbot)
        click(program.window.rail.buttons[Page.SHIFT])
        qtbot.waitUntil(lambda: told(program), timeout=PATIENCE_MS)
        mosquitto.kill()
        qtbot.waitUntil(lambda: page.status.text().startswith("OLD"), timeout=PATIENCE_MS)
        assert page.figures.values["inspected"].text() == str(shift.total.inspected)


def _look_again(program: Program, running: Running, qtbot: QtBot, folder: Path) -> None:
    """An item comes back while the line runs: somebody looks at its pictures and says how it was."""
    page, desk = program.window.shift, program.model.came_back
    row = running.daemon.parts.ledger.recent(9, None)[-1]  # of the newest the pictures may still be on their way
    assert row.decision is not None
    rid = row.decision.record_id
    (folder / "returns.csv").write_text(f"id,text,record_id\nR-1,arrived crushed,{rid}\n", encoding="utf-8")
    import_complaints(running.daemon._config, folder / "returns.csv", read_complaints(folder / "returns.csv"))
    click(page.returns)
    desk.show(shown=True)  # asked again now, not within ten seconds
    qtbot.waitUntil(lambda: page.came_back.title.text().startswith("R-1"), timeout=PATIENCE_MS)
    pictures = program.model.came_back_pictures
    qtbot.waitUntil(lambda: [view.caption for view in pictures.views] == [Caption.STORED], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desk.view.may_answer, timeout=PATIENCE_MS)
    for _ in range(3):  # it was so already; as they say; plainly to be seen
        click(page.came_back.questions.numbered[0])
    qtbot.waitUntil(lambda: desk.view.outcome is not None and desk.view.outcome.fate is Fate.DONE, timeout=PATIENCE_MS)
    (booked,) = [one.relabel for one in escape_book(running.daemon._config).relabels()]
    assert (booked.record_id, booked.answer, booked.label) == (rid, Answer.CONFIRMED, "deformation")
    assert (booked.operator, booked.why, booked.pictures) == ("Ana", "Plainly to be seen in the pictures", True)
    running.daemon._relabels.follow()
    audit = [one.entry for one in running.daemon.parts.ledger.audit.entries(9)]
    (deed,) = [entry for entry in audit if entry.action == "escape.answer"]
    assert (deed.who, deed.subject, deed.after["answer"], deed.before) == ("Ana", "R-1", "CONFIRMED", {})
    qtbot.waitUntil(lambda: desk.view.total == 0, timeout=PATIENCE_MS)
    click(page.came_back.leave)
    assert page.as_csv.isVisible()


def _read_figures(program: Program, running: Running, qtbot: QtBot) -> None:
    """What diagnostics say of this station, as its program tells it every ten seconds."""
    page = program.window.diagnostics
    click(program.window.rail.buttons[Page.DIAGNOSTICS])
    running.daemon.look()
    running.daemon.parts.bus.say_metrics(running.daemon._telemetry.bus_figures())
    qtbot.waitUntil(lambda: dict(page.figures.texts).get("Items since the start") == "5", timeout=PATIENCE_MS)
    assert page.status.text().startswith("Figures of ")
    page.turn(2)
    qtbot.waitUntil(lambda: any("top" in " ".join(row) for row in page.cameras.texts), timeout=PATIENCE_MS)
    page.turn(0)


def test_a_folder_that_can_not_be_made_is_told_on_the_page(
    mosquitto: Mosquitto, make_program: ProgramMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_bytes(b"")
    program = make_program(tmp_path / "taken" / "documents")
    page = program.window.shift
    with line(tmp_path, mosquitto, 0):
        click(program.window.rail.buttons[Page.SHIFT])
        qtbot.waitUntil(lambda: told(program), timeout=PATIENCE_MS)
        click(page.as_csv)
        qtbot.waitUntil(notice(program, "NOT WRITTEN: the folder can not be made."), timeout=PATIENCE_MS)


def test_when_shifts_begin_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    given = parse(["--station", "t/l1/st01", "--shift-starts", "05:30, 17:30", "--exports", "/srv/shifts"])
    assert (given.shift_starts, given.exports) == ((time(5, 30), time(17, 30)), Path("/srv/shifts"))
    assert parse(["--station", "t/l1/st01"]).shift_starts == (time(6), time(14), time(22))
    with pytest.raises(SystemExit):
        parse(["--station", "t/l1/st01", "--shift-starts", "early"])
    assert "'early' is not of the form 06:00,14:00,22:00" in capsys.readouterr().err
