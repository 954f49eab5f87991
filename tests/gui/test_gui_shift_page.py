"""The shift's page with canned values: real clicks and keys, every word, the drawn bars, and the printed page."""

import csv
import io
from collections.abc import Callable
from itertools import groupby

import pytest
from inspector_gui.i18n import shift as words
from inspector_gui.i18n.language import Language
from inspector_gui.link.files import Problem, Written
from inspector_gui.theme.look import TOUCH_PX
from inspector_gui.theme.tokens import THEMES
from inspector_gui.viewmodels.exports import ExportState
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.shift import Telling
from inspector_gui.viewmodels.spans import SpanChoice
from inspector_gui.widgets.bar_drawing import BarRow, Column, Ink, draw_bars, draw_columns
from inspector_gui.widgets.shift_paper import paint, pdf_of
from inspector_gui.widgets.shift_sheet import hour_columns, product_rows, shift_sheet
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import gui_shift
from tests.support.gui_fit import settled
from tests.support.gui_pictures import SCENES, small_stage
from tests.support.gui_shift import LONG_DAY, NOTHING, NOW, SOME_HOURS
from tests.support.gui_stage import Stage
from tests.support.gui_touch import click

StageMaker = Callable[..., Stage]
SMALL = (1024, 600)
RED = QColor(255, 0, 0)


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """A shift of some hours."""
    return small_stage(make_stage, "shift")


def key(stage: Stage, one: Qt.Key) -> None:
    QTest.keyClick(stage.window.focusWidget() or stage.window, one)
    QApplication.processEvents()


def painted(width: int, height: int, draw: Callable[[QPainter, QRectF, Ink], None]) -> QImage:
    """On white, the bars in a red that nothing else has."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    black, grey = QColor("#000000"), QColor("#808080")
    painter = QPainter(image)
    draw(painter, QRectF(image.rect()), Ink(text=black, muted=grey, line=grey, bar=RED, px=10))
    painter.end()
    return image


def longest_bars(image: QImage) -> list[int]:
    """Of each bar that lies, from top to bottom, how many pixels it is long."""
    lengths = [sum(image.pixelColor(x, y) == RED for x in range(image.width())) for y in range(image.height())]
    return [max(group) for filled, group in groupby(lengths, key=bool) if filled]


def test_every_code_has_words() -> None:
    assert set(words.CHOICES) == set(SpanChoice)
    assert set(words.TELLINGS) == set(Telling) - {Telling.NOT_ASKED, Telling.ASKED, Telling.TOLD}
    assert set(words.EXPORTS) == set(ExportState) - {ExportState.FAILED}
    assert set(words.PROBLEMS) == set(Problem)


def test_the_page_is_asked_for_when_it_is_turned_to_and_shows_its_sums(stage: Stage) -> None:
    asked = [arguments for name, arguments in stage.commands if name == "shift"]
    assert [one["until"] for one in asked] == ["2026-09-21T13:52:08.000Z"]
    page = stage.window.shift
    shown = {name: value.text() for name, value in page.figures.values.items()}
    assert (shown["inspected"], shown["diverted"], shown["share"], shown["unanswered"]) == ("2,932", "88", "25 %", "18")
    assert (shown["late"], shown["defaulted"], shown["simulated"]) == ("2", "3", "6")
    assert (shown["two_people"], page.figures.notes["two_people"].text()) == ("92 %", "of 12  (62 % to 100 %)")
    assert page.findings.canvas.accessibleDescription().startswith(
        "Dented or crushed: 41  ·  38 %; Label missing or damaged: 27  ·  64 %; "
    )
    assert page.findings.canvas.accessibleDescription().endswith("100 %")
    assert "Product not known: 12 of 727" in page.products.canvas.accessibleDescription()
    assert page.products.canvas.accessibleDescription().endswith("Other products: 34: 7 of 412")
    assert page.hours.canvas.accessibleDescription().count(";") == 7


def test_a_span_is_chosen_by_touch_and_by_key_and_says_that_it_is_asked(stage: Stage) -> None:
    page, asked = stage.window.shift, len(stage.commands)
    click(page.spans[SpanChoice.LAST_8])
    assert [choice for choice, button in page.spans.items() if button.isChecked()] == [SpanChoice.LAST_8]
    assert page.status.text() == "The station is asked …"
    assert page.figures.values["inspected"].text() == "—"
    assert not page.as_csv.isEnabled()
    click(page.spans[SpanChoice.LAST_8])
    assert page.spans[SpanChoice.LAST_8].isChecked(), "pressed again it is asked again"
    key(stage, Qt.Key.Key_4)
    assert page.spans[SpanChoice.LAST_24].isChecked()
    assert len(stage.commands) == asked + 3
    since = stage.commands[-1][1]["since"]
    assert since == "2026-09-20T13:52:08.000Z"


def test_keys_of_other_pages_do_nothing_here_and_its_own_nothing_there(stage: Stage) -> None:
    count = len(stage.commands)
    key(stage, Qt.Key.Key_F3)
    for one in (Qt.Key.Key_4, Qt.Key.Key_E, Qt.Key.Key_P):
        key(stage, one)
    assert (stage.window.page, stage.files, len(stage.commands)) == (Page.ALARMS, [], count)
    key(stage, Qt.Key.Key_F5)
    assert stage.window.page is Page.SHIFT


def test_the_csv_is_written_by_touch_and_by_key_and_holds_what_is_shown(stage: Stage) -> None:
    page = stage.window.shift
    click(page.as_csv)
    assert page.notice.accessibleName().startswith("Being written: ")
    key(stage, Qt.Key.Key_E)
    (file, again) = stage.files
    assert (file.path, file.path.parent, file.path.suffix) == (again.path, gui_shift.FOLDER, ".csv")
    rows = list(csv.DictReader(io.StringIO(file.content().decode())))
    assert [row["items"] for row in rows if row["part"] == "total"] == ["2940"]
    assert [row["name"] for row in rows if row["part"] == "finding"][:2] == ["DEFECT_DEFORMATION", "DEFECT_LABEL"]
    stage.model.exports.take(Written(path=file.path))
    assert page.notice.accessibleName() == f"WRITTEN: {file.path}"
    click(page.spans[SpanChoice.TODAY])
    assert not page.notice.isVisible(), "it was read"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem.NO_RIGHT, "may not write there"),
        (Problem.FULL, "the disk is full"),
        (Problem.NO_FOLDER, "the folder can not be made"),
        (Problem.OTHER, "Input/output error"),
    ],
)
def test_a_file_that_could_not_be_written_says_why_and_where(stage: Stage, problem: Problem, said: str) -> None:
    key(stage, Qt.Key.Key_P)
    path = stage.files[0].path
    stage.model.exports.take(Written(path=path, problem=problem, detail="Input/output error"))
    notice = stage.window.shift.notice
    assert notice.isVisible()
    assert all(part in notice.accessibleName() for part in ("NOT WRITTEN", said, str(path)))


def test_nothing_is_written_before_anything_is_known(make_stage: StageMaker) -> None:
    stage = make_stage(size=SMALL)
    SCENES["shift_unknown"](stage)
    key(stage, Qt.Key.Key_E)
    key(stage, Qt.Key.Key_P)
    assert (stage.files, stage.window.shift.as_pdf.isEnabled()) == ([], False)
    assert stage.window.shift.status.text() == "The station has not been heard yet"


def test_old_figures_say_so_and_stay(make_stage: StageMaker) -> None:
    stage = make_stage(size=SMALL)
    SCENES["shift_unheard"](stage)
    page = stage.window.shift
    assert page.status.text().startswith("OLD: Sep 21, ")
    assert page.figures.values["inspected"].text() == "2,932"
    click(page.spans[SpanChoice.LAST_8])
    assert page.status.text() == "NOT ASKED: the station is not heard."


def test_nothing_and_a_refusal_are_said(make_stage: StageMaker) -> None:
    stage = make_stage(size=SMALL)
    SCENES["shift_none"](stage)
    page = stage.window.shift
    assert {panel.empty.text() for panel in (page.findings, page.products, page.hours)} == {"Nothing in this span."}
    assert page.figures.values["share"].text() == "—"
    SCENES["shift_refused"](stage)
    assert page.status.text() == "The station does not tell: ledger: disk I/O error"
    assert not page.findings.empty.isVisible(), "nothing is not said where nothing is known"


def test_bars_are_as_long_as_their_values_and_what_has_no_room_is_said(qapp: QApplication) -> None:
    del qapp
    rows = [BarRow(name=f"bar {value}", value=value, note=str(value)) for value in (100, 50, 25, 10, 1)]
    left: list[int] = []

    def more(count: int) -> str:
        left.append(count)
        return "more"

    image = painted(200, 400, lambda painter, rect, ink: draw_bars(painter, rect, rows, ink, more))
    assert longest_bars(image) == pytest.approx([200, 100, 50, 20, 2], abs=1)
    assert left == []
    small = painted(200, 60, lambda painter, rect, ink: draw_bars(painter, rect, rows, ink, more))
    assert longest_bars(small) == pytest.approx([200, 100], abs=1)
    assert left == [3]


@pytest.mark.parametrize("width", [600, 120])
def test_the_part_of_an_hour_is_solid_also_where_figures_must_stand_upright(qapp: QApplication, width: int) -> None:
    del qapp
    columns = [Column(label="06", total=1000, part=n * 100, total_text="1,000", part_text="1") for n in (2, 5, 0, 10)]
    image = painted(width, 300, lambda painter, rect, ink: draw_columns(painter, rect, columns, ink))
    middles = [round((place + 0.5) * width / len(columns)) for place in range(len(columns))]
    solid = [sum(image.pixelColor(x, y) == RED for y in range(300)) for x in middles]
    assert solid[3] > 150
    assert solid[:3] == pytest.approx([0.2 * solid[3], 0.5 * solid[3], 0], abs=3)


@pytest.mark.parametrize("theme", THEMES)
def test_the_bars_are_on_the_page(make_stage: StageMaker, theme: str) -> None:
    stage = make_stage(size=SMALL, theme=theme)
    SCENES["shift"](stage)
    settled(stage)
    page = stage.window.shift
    panels = (page.findings, page.products, page.hours)
    drawn = [panel.grab().toImage() for panel in panels]
    trend = stage.window.look.colour("trend")
    for image in drawn:
        found = sum(image.pixelColor(x, y) == trend for y in range(image.height()) for x in range(image.width()))
        assert found > 500


def test_every_button_is_reached_by_tab_and_has_room_for_a_finger(stage: Stage) -> None:
    page = stage.window.shift
    reached: list[QWidget] = []
    page.spans[SpanChoice.SHIFT].setFocus()
    for _ in page.buttons:
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == list(page.buttons)
    assert min(button.height() for button in page.buttons) >= TOUCH_PX


def test_the_printed_page_is_one_and_in_grey_and_says_all(stage: Stage) -> None:
    click(stage.window.shift.as_pdf)
    content = stage.files[0].content()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1
    sheet = shift_sheet(SOME_HOURS, station="l1/st01", made=NOW)
    assert ("Inspected", "2,932") in sheet.figures
    assert sheet.span.startswith("Sep 21 2026, ")
    image = QImage(680, 960, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, 680, 960), sheet)
    painter.end()
    colours = {image.pixel(x, y) for y in range(0, 960, 3) for x in range(0, 680, 3)}
    saturated = [hex(colour) for colour in colours if QColor.fromRgb(colour).saturation() > 0]
    assert (saturated, len(colours) > 2) == ([], True)


def test_a_long_day_and_an_empty_span_can_be_printed_in_both_languages(qapp: QApplication) -> None:
    language = Language(qapp)
    for code, title in (("es", "Turno de la estación st01"), ("en", "Shift of station st01")):
        language.use(code)
        for shift in (LONG_DAY, NOTHING):
            sheet = shift_sheet(shift, station="st01", made=NOW)
            assert sheet.title == title
            assert pdf_of(sheet).startswith(b"%PDF-")


def test_products_of_which_nothing_was_isolated_are_no_bars_and_hours_are_named(qapp: QApplication) -> None:
    del qapp
    assert len(product_rows(SOME_HOURS)) == len(SOME_HOURS.products) + 1
    assert (product_rows(NOTHING), hour_columns(NOTHING)) == ((), ())
    assert [len(column.label) for column in hour_columns(LONG_DAY)] == [5] * 24, "not whole hours: with minutes"
