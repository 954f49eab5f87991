"""The station's figures: what they are, how old, and never taken for those of now."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspector_gui.i18n.words import FIGURES
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.diagnostics import BINS, OLD_AFTER_S, histogram
from inspector_gui.viewmodels.pages import Page
from inspector_gui.widgets.diagnostics_page import say_figure
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.wire.metric_names import METRIC_NAMES
from tests.support.gui_pictures import small_stage
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    return small_stage(make_stage, "diagnostics")


def test_only_figures_that_the_station_sends_have_a_place() -> None:
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


def test_figures_models_and_versions_are_shown_with_their_age(stage: Stage) -> None:
    page = stage.window.diagnostics
    assert stage.window.page is Page.DIAGNOSTICS
    assert page.values["decision_p50_ms"].text() == "71.4 ms"
    assert "Figures of 3 s ago" in page.status.text()
    facts = [fact.text() for fact in page.facts if fact.isVisible()]
    assert facts[:3] == ["top", "side", "item-defects@2.0.0  09bc09bc"]
    assert "onnxruntime  1.23.2" in facts
    assert sum(stage.model.diagnostics.latencies.counts) == 39


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
    assert {label.text() for label in page.values.values()} == {"—"}
    assert page.status.text().startswith("No figures yet")
