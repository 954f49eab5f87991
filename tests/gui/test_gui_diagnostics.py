"""The station's figures: what they are, how old, and never taken for those of now."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspector_gui.i18n.diagnostics import LINE, QUEUES, say_figure
from inspector_gui.i18n.words import FIGURES
from inspector_gui.link.news import Disconnected, Unreadable
from inspector_gui.viewmodels.diagnostics import OLD_AFTER_S
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.timings import BINS, Span, Timings, histogram
from PySide6.QtCore import QLocale, Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.wire.metric_names import METRIC_NAMES
from tests.support import gui_line
from tests.support.gui_pictures import small_stage
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import click

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    return small_stage(make_stage, "diagnostics")


def test_only_figures_that_the_station_sends_have_a_place() -> None:
    assert set(FIGURES) == {*LINE, *QUEUES}
    assert set(FIGURES) <= set(METRIC_NAMES)


@given(st.lists(st.floats(0, 1e5), max_size=300))
def test_every_decision_is_in_one_bin(values: list[float]) -> None:
    found = histogram(tuple(values))
    assert (sum(found.counts), len(found.counts)) == (len(values), BINS)
    assert found.width_ms > 0


def test_bins_are_where_the_values_are() -> None:
    found = histogram((1.0, 1.0, 23.5, 24.0))
    assert (found.counts[1], found.counts[23], found.width_ms) == (2, 2, 1.0)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("decision_p50_ms", 71.44, "71.4 ms"),
        ("plc_age_s", 0.24, "0.2 s"),
        ("plc_age_s", -1.0, "—"),
        ("disk_free_bytes", 48.6e9, "48,600 MB"),
        ("triggers_total", 12345.0, "12,345"),
        ("ack_p99_ms", None, "—"),
    ],
)
def test_a_figure_has_its_unit(name: str, value: float | None, said: str) -> None:
    QLocale.setDefault(QLocale("en"))
    assert say_figure(name, value) == said


def test_figures_and_the_parts_of_the_way_are_shown_with_their_age(stage: Stage) -> None:
    page = stage.window.diagnostics
    assert stage.window.page is Page.DIAGNOSTICS
    assert ["Decision, median", "71.4 ms"] in page.figures.texts
    assert "Figures of 3 s ago" in page.status.text()
    assert sum(stage.model.diagnostics.latencies.counts) == 39
    key(stage, Qt.Key.Key_S)
    assert (stage.model.diagnostics.span, page.latencies.span.text()) == (Span.PICTURES, "S   Pictures")
    click(page.latencies.span)
    assert stage.model.diagnostics.span is Span.JUDGING


def test_the_parts_of_the_way_are_of_the_items_that_came_through_them() -> None:
    timings = Timings()
    timings.add({"frames_complete_ms": 60.0, "inspected_ms": 140.0, "decided_ms": 145.0})
    timings.add({"decided_ms": 9.0})
    assert [timings.of(span) for span in Span] == [(145.0, 9.0), (60.0,), (80.0,), (5.0,)]


def test_each_camera_has_its_state_its_frames_its_faults_and_its_age(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "diagnostics_cameras")
    page = stage.window.diagnostics
    stage.wait(2.0)
    assert page.cameras.texts == [
        ["Camera", "State", "Frames", "Not used", "Last frame"],
        ["top", "there", "18,204", "3", "6 s"],
        ["side", "no frame for 2.0 s, cable or power", "18,199", "0", "—"],
    ]
    assert [row[0].styleSheet() for row in page.cameras.cells] == ["", "", "font-weight: 700"]
    assert page.inboxes.texts[1] == ["Messages", "4,096", "1,204", "17"]
    assert page.inboxes.cells[1][0].styleSheet() == "font-weight: 700", "what was lost is no good sign"
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    assert page.cameras.texts[1][1] == "—", "nobody knows how it is now"


def test_this_window_says_what_it_heard_and_what_never_came(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "diagnostics_queues")
    page = stage.window.diagnostics
    stage.model.take(Unreadable(at_s=stage.now_s, suffix="result", detail="?"))
    stage.model.take(gui_line.heard(gui_line.plain_result(63), stage.now_s))
    stage.wait(0.2)
    told = dict(page.links.texts)
    assert (told["Connected to the broker"], told["Of those unreadable"], told["Results that did not come"]) == (
        "yes",
        "1",
        "4",
    )
    assert told["Pictures come from"] == "http://10.20.1.7:8080"
    assert ["Waiting to be judged", "14"] in page.queues.texts


def test_models_configuration_and_programs_are_told_with_this_window_s_own(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "diagnostics_versions")
    told = dict(stage.window.diagnostics.versions.texts)
    assert told["item-defects@2.0.0"] == "09bc09bc09bc"
    assert told["Configuration of the station"] == "c0ffee12c0ff"
    assert (told["onnxruntime"], told["This window: Qt"]) == ("1.23.2", qVersion())


def test_the_parts_turn_by_keys_and_scroll_where_there_is_no_room(stage: Stage) -> None:
    page = stage.window.diagnostics
    for number, grid in ((Qt.Key.Key_2, page.links), (Qt.Key.Key_3, page.cameras), (Qt.Key.Key_4, page.versions)):
        key(stage, number)
        assert (grid.isVisible(), page.figures.isVisible()) == (True, False)
    page.versions.show_rows([("x", "y")] * 60)
    QApplication.processEvents()
    key(stage, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert page.versions._scroll.verticalScrollBar().value() > 0


def test_old_figures_are_said_to_be_old(stage: Stage) -> None:
    stage.wait(OLD_AFTER_S)
    assert stage.window.diagnostics.status.text().startswith("OLD: figures of 33 s ago")


def test_without_the_station_they_are_old_at_once(stage: Stage) -> None:
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    assert stage.window.diagnostics.status.text().startswith("OLD")


def test_before_the_first_message_there_are_dashes(make_stage: StageMaker) -> None:
    stage = make_stage()
    QApplication.processEvents()
    QTest.keyClick(stage.window, Qt.Key.Key_F6)
    stage.model.tick(stage.now_s)
    page = stage.window.diagnostics
    assert {value for _, value in page.figures.texts + page.queues.texts} == {"—"}
    assert page.status.text().startswith("No figures yet")
