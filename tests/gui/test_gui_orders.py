"""Orders to the station: what stands is what the station retains, and nothing goes on unjudged by one press."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.orders import GIVEN_UP_AFTER_S, Ask, Fate, Order
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.station_panel import CLOSES_AFTER_S, Part
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.domain.packml import PackMode, PackState
from tests.support import gui_access, gui_line, gui_scenes
from tests.support.gui_order_scenes import answered, orders, orders_denied, orders_sure, say_state
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """A line that runs in production; the panel is open."""
    made = make_stage(size=(1024, 600))
    orders(made)
    return made


def fate(stage: Stage) -> Fate | None:
    """What became of the newest order."""
    outcome = stage.model.orders.view.outcome
    return None if outcome is None else outcome.fate


def sent(stage: Stage) -> list[tuple[str, dict[str, object]]]:
    """Orders that left."""
    return [one for one in stage.commands if one[0] in {"mode", "hold", "unhold"}]


def test_a_person_holds_the_station_by_finger_and_the_station_says_that_it_is_held(stage: Stage) -> None:
    panel, window = stage.window.panel, stage.window
    click(window.bar.station)
    assert (stage.model.panel.view, window.live.isVisible()) == (Part.CLOSED, True)
    click(window.bar.station)
    click(panel.orders.choices.buttons[0])
    assert sent(stage) == [], "it is asked why first"
    assert too_small(buttons_in(panel)) == []
    click(panel.orders.questions.numbered[3])
    assert sent(stage) == [("hold", {"reason": "The belt is jammed or stands", "operator": "Ana"})]
    assert fate(stage) is Fate.SENT
    assert not any(button.isEnabled() for button in panel.orders.choices.buttons), "one order at a time"
    answered(stage, {"held": "The belt is jammed or stands", "kept": True})
    assert (fate(stage), stage.model.line.view.held_for) == (Fate.DONE, ""), "an answer is not yet the station's state"
    say_state(stage, pack=PackState.HELD, hold="The belt is jammed or stands")
    assert panel.orders.hold.text() == "Held by a person: The belt is jammed or stands"
    assert window.bar.plate.word.text() == "NOT RUNNING"
    assert panel.orders.choices.buttons[0].text() == "1   Let it go on"
    click(panel.orders.choices.buttons[0])
    assert sent(stage)[1] == ("unhold", {"operator": "Ana"})


def test_manual_mode_needs_a_reason_and_a_yes_and_is_in_sight_while_it_lasts(stage: Stage) -> None:
    key(stage, Qt.Key.Key_4, Qt.Key.Key_2)
    assert stage.model.orders.view.ask is Ask.SURE
    assert any("Nobody looks" in text for text in stage.texts)
    key(stage, Qt.Key.Key_4)
    assert sent(stage) == [], "only the yes is one"
    key(stage, Qt.Key.Key_1)
    assert sent(stage) == [("mode", {"mode": "MANUAL", "reason": "Trial run or setting up", "operator": "Ana"})]
    answered(stage, {"mode": "MANUAL", "kept": True})
    assert stage.window.bar.plate.word.text() == "RUNNING", "the window's wish is no state"
    say_state(stage, mode=PackMode.MANUAL)
    assert stage.window.bar.plate.word.text() == "NOT JUDGED"
    assert stage.window.bar.reasons.text() == "Manual mode: nobody looks at the items"
    assert stage.window.panel.orders.choices.buttons[3].isChecked()
    key(stage, Qt.Key.Key_2)
    assert sent(stage)[1] == ("mode", {"mode": "PRODUCTION", "operator": "Ana"}), "back to judging at one press"
    say_state(stage, mode=PackMode.MAINTENANCE)
    assert stage.model.line.view.condition is Condition.NOT_SENT


def test_what_is_begun_can_be_given_up_at_each_step_and_gives_itself_up(stage: Stage) -> None:
    questions = stage.window.panel.orders.questions

    def begun() -> tuple[Ask, str, Part]:
        view = stage.model.orders.view
        return view.ask, view.reason, stage.model.panel.view

    key(stage, Qt.Key.Key_3, Qt.Key.Key_5)
    assert questions.field.hasFocus()
    QTest.keyClicks(questions.field, "  tape 1  ")
    click(questions.enter)
    assert begun() == (Ask.SURE, "tape 1", Part.ORDERS)
    key(stage, Qt.Key.Key_Escape)
    assert begun() == (Ask.REASON, "", Part.ORDERS)
    key(stage, Qt.Key.Key_Escape)
    assert begun() == (Ask.ORDER, "", Part.ORDERS)
    key(stage, Qt.Key.Key_Escape)
    assert (begun(), stage.window.page) == ((Ask.ORDER, "", Part.CLOSED), Page.LIVE)
    key(stage, Qt.Key.Key_F10, Qt.Key.Key_1)
    stage.wait(GIVEN_UP_AFTER_S + 0.1)
    assert begun()[0] is Ask.ORDER, "whoever comes next must not answer another one's question"
    stage.wait(CLOSES_AFTER_S + 0.1)
    assert stage.window.live.isVisible()
    key(stage, Qt.Key.Key_F10, Qt.Key.Key_4, Qt.Key.Key_F3, Qt.Key.Key_1)
    assert (stage.window.alarms_page.isVisible(), begun()[0], sent(stage)) == (True, Ask.ORDER, [])


def test_pressing_what_is_so_already_changes_nothing(stage: Stage) -> None:
    key(stage, Qt.Key.Key_2)
    stage.window.panel.orders.choices.chosen.emit(Order.PRODUCTION)
    stage.model.orders.choose(Order.UNHOLD)
    assert (sent(stage), fate(stage)) == ([], None)
    key(stage, Qt.Key.Key_1)
    say_state(stage, pack=PackState.HELD, hold="Ben was quicker")
    assert (fate(stage), stage.model.orders.view.ask) == (Fate.OVERTAKEN, Ask.ORDER)
    assert stage.window.panel.orders.notice.text().startswith("Hold the station: it is so already")


def test_roles_are_respected_and_the_reason_is_in_sight(make_stage: StageMaker) -> None:
    stage = make_stage(language="es")
    orders_denied(stage)
    choices = stage.window.panel.orders.choices
    assert [button.isEnabled() for button in choices.buttons] == [False, False, False, False]
    assert stage.window.panel.orders.notice.text() == "Solo para el rol Responsable o superior; su rol es Operador"
    assert stage.window.bar.reasons.text() == "Parada por una persona: La cinta está atascada o parada"
    key(stage, Qt.Key.Key_1, Qt.Key.Key_4)
    assert sent(stage) == []
    say_state(stage)
    assert choices.buttons[0].isEnabled(), "an operator may hold"
    key(stage, Qt.Key.Key_1, Qt.Key.Key_F12)
    assert stage.model.orders.view.ask is Ask.ORDER, "locked: what was begun is given up"
    assert not choices.buttons[0].isEnabled()


def test_refusals_are_said_in_words(stage: Stage) -> None:
    key(stage, Qt.Key.Key_1, Qt.Key.Key_1)
    answered(stage, {"needs": "LEAD", "signed_in": True}, ok=False, detail="hold needs LEAD; Eve is VIEWER")
    notice = stage.window.panel.orders.notice
    assert notice.text() == "NOT DONE: Hold the station. Only for the role Lead or higher, who is signed in."
    key(stage, Qt.Key.Key_1, Qt.Key.Key_1)
    answered(stage, ok=False, detail="hold needs a reason")
    assert notice.text() == "NOT DONE: Hold the station. The station says: hold needs a reason"
    key(stage, Qt.Key.Key_1, Qt.Key.Key_1)
    answered(stage, {"held": "x", "kept": False})
    assert "can not be written" in notice.text()


def test_nothing_is_sent_late_and_a_station_that_is_gone_is_no_yes(stage: Stage) -> None:
    key(stage, Qt.Key.Key_1, Qt.Key.Key_1)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.now_s += 3.5
    stage.model.tick(stage.now_s)
    assert fate(stage) is Fate.NO_ANSWER
    key(stage, Qt.Key.Key_4)
    assert (fate(stage), stage.model.orders.view.ask, len(sent(stage))) == (Fate.NOT_SENT, Ask.ORDER, 1)
    assert stage.window.panel.orders.why.text().startswith("OLD")
    for news in gui_line.greeting(stage.now_s):
        stage.model.take(news)
    stage.wait(0.2)
    assert len(sent(stage)) == 1
    answered(stage, {"held": "x", "kept": True})
    assert fate(stage) is Fate.NOT_SENT, "the late answer belongs to an order that was given up"


def test_gone_between_the_question_and_the_yes(make_stage: StageMaker) -> None:
    stage = make_stage()
    orders_sure(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    stage.model.panel.pick(1)
    assert (fate(stage), sent(stage)) == (Fate.NOT_SENT, [])


def test_a_mode_of_a_newer_station_is_shown_as_it_came(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_scenes.running(stage)
    stage.model.panel.toggle()
    line = stage.model.line
    line.view = replace(line.view, mode="TEACHING")
    line.changed.emit()
    assert stage.window.panel.orders.mode.text() == "Mode: TEACHING"
    assert not any(choice.now for choice in stage.model.orders.view.choices)
    gui_access.tell(stage, enforced=False)
    assert all(choice.denied is None for choice in stage.model.orders.view.choices)
