"""The shift's page of the whole program beside a real daemon on a rendered line, over a real broker."""

import csv
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from inspector_gui.app import Program, parse
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.shift import Telling
from inspector_gui.viewmodels.spans import SpanChoice
from pytestqt.qtbot import QtBot

from inspector.domain.item import Identity
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

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
        mosquitto.kill()
        qtbot.waitUntil(lambda: page.status.text().startswith("OLD"), timeout=PATIENCE_MS)
        assert page.figures.values["inspected"].text() == str(shift.total.inspected)


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
