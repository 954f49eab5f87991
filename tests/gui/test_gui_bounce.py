"""A finger that bounces and keys that a scanner's filter gives back do what was meant, once, on the real window."""

from collections.abc import Callable, Iterator

import pytest
from inspector_gui.viewmodels.alarm_desk import Step
from inspector_gui.viewmodels.hold_question import Ask as HoldAsk
from inspector_gui.viewmodels.orders import Ask
from inspector_gui.viewmodels.setup import Tab
from inspector_gui.widgets.scanner_filter import ScannerFilter
from inspector_gui.widgets.setup_fields import Group
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui_fit import settled
from tests.support.gui_pictures import small_stage
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]


def press_twice(stage: Stage, widget: QWidget) -> None:
    """As a window system tells a finger that bounces: the second press goes to whatever stands there by then."""
    settled(stage)
    place = widget.mapTo(stage.window, widget.rect().center())
    QTest.mouseDClick(stage.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settled(stage)


def sent(stage: Stage) -> list[str]:
    return [name for name, _ in stage.commands if name not in {"shift", "setup", "teach.look"}]


def asked(stage: Stage) -> Ask:
    """What is asked before an order leaves."""
    return stage.model.orders.view.ask


def test_a_group_is_not_released_by_a_bounce(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "holds")
    press_twice(stage, stage.window.holds.details.let_go)
    assert stage.model.hold_desk.view.question.ask is HoldAsk.REASON
    assert sent(stage) == []


def test_the_station_is_not_restarted_by_a_bounce(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "setup_models")
    press_twice(stage, stage.window.setup.models.restart)
    assert stage.window.setup.models.sure.isVisible()
    press_twice(stage, stage.window.setup.models.sure)
    assert sent(stage) == ["restart"]


def test_nobody_orders_manual_mode_by_a_bounce(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "orders")
    order = next(place for place, one in enumerate(stage.model.orders.view.choices) if one.order.value == "MANUAL")
    press_twice(stage, stage.window.panel.orders.choices.buttons[order])
    assert asked(stage) is Ask.REASON
    press_twice(stage, stage.window.panel.orders.questions.numbered[0])
    assert asked(stage) is Ask.SURE, "one more press is asked for, and it was none"
    assert sent(stage) == []


def test_no_alarm_is_shelved_by_a_bounce(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "alarms")
    details = stage.window.alarms_page.details
    press_twice(stage, details.shelf)
    press_twice(stage, details.numbered[0])
    assert stage.model.desk.view.step is Step.REASON
    assert sent(stage) == []


@pytest.fixture
def scanner(stage: Stage) -> Iterator[ScannerFilter]:
    made = ScannerFilter(stage.window)
    QApplication.instance().installEventFilter(made)  # type: ignore[union-attr]
    yield made
    made.stop()


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """An engineer looks at the recipes."""
    return small_stage(make_stage, "setup")


@pytest.mark.usefixtures("scanner")
def test_digits_that_are_typed_into_a_field_are_no_keys_of_the_window(stage: Stage, qtbot: QtBot) -> None:
    field = stage.window.setup.recipes.fields.fields["review"].number
    stage.window.setup.recipes.fields.turn(Group.COSTS)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: field.text().startswith("3"), timeout=5000)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: field.value() == 3.0, timeout=5000)
    assert stage.model.setup.view.tab is Tab.RECIPES
    draft = stage.model.setup.view.draft
    assert draft is not None
    assert draft.review == 3.0
