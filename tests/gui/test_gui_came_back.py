"""What came back: real clicks and keys from the complaint to the answer, and what is said where it is not booked."""

from collections.abc import Callable
from typing import Any

import pytest
from inspector_gui.i18n import came_back as words
from inspector_gui.link.came_back import AskCameBack, CameBackTold
from inspector_gui.viewmodels.came_back import COMMAND
from inspector_gui.viewmodels.came_back_question import REASONS, Ask, Seen
from inspector_gui.viewmodels.request import Fate
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.domain.access import Role
from inspector.domain.complaint import LetBy
from inspector.domain.complaint_words import CLASSES
from inspector.domain.errors import BadMessage
from inspector.wire.escapes import came_back_page
from tests.support import gui_access, gui_came_back
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import small_stage
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """A lead looks at what came back."""
    return small_stage(make_stage, "came_back")


def answers(stage: Stage) -> list[dict[str, Any]]:
    return [arguments for name, arguments in stage.commands if name == COMMAND]


def test_every_code_has_words() -> None:
    assert set(words.LET_BY) == set(LetBy)
    assert set(words.SEEN) == set(Seen)
    assert set(words.FATES) == set(Fate)
    assert {seen for reasons in REASONS.values() for seen in reasons} == set(Seen)
    assert [kind for kind in CLASSES if words.say_kind(kind) == kind] == []


def test_the_shift_says_how_many_came_back_and_three_presses_answer(stage: Stage) -> None:
    page = stage.window.shift
    key(stage, Qt.Key.Key_Escape)
    assert page.returns.text() == "B   Came back: 3"
    key(stage, Qt.Key.Key_B)
    part = page.came_back
    assert part.title.text().startswith("R-17  ·  dent")
    assert part.decided.accessibleName() == "DIVERT, damaged with 91 %, Sep 21, 14:00: a person let it go"
    key(stage, Qt.Key.Key_1)
    assert part.questions.numbered[0].text() == "1   dent", "what was complained of stands first"
    key(stage, Qt.Key.Key_1, Qt.Key.Key_2)
    assert answers(stage) == [
        {
            "complaint_id": "R-17",
            "record_id": gui_came_back.CRUSHED.result.rid,
            "answer": "CONFIRMED",
            "label": "deformation",
            "operator": "Ana",
            "why": "To be seen when looked at closely",
        }
    ]
    assert not part.questions.numbered[0].isEnabled(), "one thing after the other"
    gui_came_back.answer(stage)
    assert part.status.text() == "BOOKED: R-17, damaged (dent)"
    assert part.title.text().startswith("R-18"), "on to the next"
    assert part.count.text() == "Came back: 1 of 2"
    asked = stage.came_back_asked[-1].number
    stage.model.take_answer(gui_came_back.told(asked - 1))
    assert part.count.text() == "Came back: 1 of 2", "a list from before does not bring it back"
    stage.model.take_answer(gui_came_back.told(asked, gui_came_back.WAITING[1:]))
    key(stage, Qt.Key.Key_U, Qt.Key.Key_2, Qt.Key.Key_1)
    assert (answers(stage)[-1]["complaint_id"], answers(stage)[-1]["again"]) == ("R-17", True)


def test_of_several_items_the_one_that_is_shown_is_answered_about(stage: Stage) -> None:
    part = stage.window.shift.came_back
    key(stage, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert part.other.text() == "↓   One of 2: this is number 1"
    click(part.other)
    assert part.which.text().startswith("Item 1/4741")
    for number in (2, 0):
        click(part.questions.numbered[number])
    (sent,) = answers(stage)
    assert (sent["record_id"], sent["answer"]) == (gui_came_back.TORN.result.rid, "CANNOT_TELL")
    assert "label" not in sent


def test_a_reason_is_typed_and_back_goes_one_question_back(stage: Stage) -> None:
    part, desk = stage.window.shift.came_back, stage.model.came_back
    key(stage, Qt.Key.Key_1, Qt.Key.Key_8)
    assert part.questions.numbered[0].text() == "1   label defect", "the other kinds"
    key(stage, Qt.Key.Key_1, Qt.Key.Key_Escape)
    assert desk.view.question.ask is Ask.KIND
    key(stage, Qt.Key.Key_1, Qt.Key.Key_4)
    QTest.keyClicks(part.questions.field, "Seen from the side 3")
    QTest.keyClick(part.questions.field, Qt.Key.Key_Return)
    assert answers(stage)[0]["why"] == "Seen from the side 3"


@pytest.mark.parametrize("picks", [(1,), (1, 8), (1, 1), (2,), (3,)], ids=str)
def test_what_was_complained_of_is_read_while_a_kind_or_a_reason_is_chosen(
    stage: Stage, picks: tuple[int, ...]
) -> None:
    """On the smallest panel: it is the complaint that the answer is about."""
    part = stage.window.shift.came_back
    key(stage, Qt.Key.Key_Right)
    for number in picks:
        stage.model.came_back.pick(number)
    settled(stage)
    assert part.text.accessibleName().startswith("“El paquete llegó con una esquina aplastada")
    seen = part.text.visibleRegion().boundingRect()
    assert seen.top() == 0
    assert seen.height() >= 3 * part.text.fontMetrics().lineSpacing(), "three lines of it, the rest is scrolled to"
    assert part.title.isVisible()


def test_one_button_leads_back_question_by_question_and_then_to_the_shift(stage: Stage) -> None:
    part, page = stage.window.shift.came_back, stage.window.shift
    key(stage, Qt.Key.Key_1, Qt.Key.Key_1)
    backs = [button for button in buttons_in(page) if button.text().startswith("Esc")]
    assert [button.text() for button in backs] == ["Esc   Back"]
    for asked in (Ask.KIND, Ask.ANSWER):
        click(part.leave)
        assert (stage.model.came_back.view.question.ask, page.looks_again) == (asked, True)
    assert part.leave.text() == "Esc   To the shift"
    click(part.leave)
    assert not page.looks_again


def test_a_file_of_complaints_that_can_not_be_read_is_said_and_what_was_known_stays(stage: Stage) -> None:
    part = stage.window.shift.came_back
    problem = "complaints /data/escapes.sqlite: file is not a database"
    ask = AskCameBack(number=stage.came_back_asked[-1].number)
    stage.model.take_answer(CameBackTold(ask=ask, page=None, problem=problem))
    assert part.status.text().startswith("The station does not tell: complaints /data/escapes.sqlite: ")
    assert (part.count.text(), part.title.text()[:4]) == ("Came back: 1 of 3", "R-17")
    gui_came_back.tell(stage)
    assert part.status.text() == "You answer as Ana"


def test_what_the_station_refuses_or_does_not_answer_is_said_and_it_waits_on(stage: Stage) -> None:
    part = stage.window.shift.came_back
    key(stage, Qt.Key.Key_3, Qt.Key.Key_1)
    gui_came_back.answer(stage, ok=False, detail="Ben answered OVERRULED already")
    assert part.status.text() == "NOT BOOKED: R-17, cannot tell. The station says: Ben answered not damaged already"
    assert part.title.text().startswith("R-17")
    key(stage, Qt.Key.Key_3, Qt.Key.Key_1)
    stage.wait(3.5)
    assert part.status.text().startswith("The station did not answer. See whether R-17")
    stage.connected = False
    key(stage, Qt.Key.Key_3, Qt.Key.Key_1)
    assert part.status.text().startswith("NOT SENT: R-17")


def test_an_operator_may_look_and_a_lead_may_answer(stage: Stage) -> None:
    part = stage.window.shift.came_back
    gui_access.tell(stage)
    gui_access.sign_in(stage, "Ana")
    gui_came_back.tell(stage)
    assert part.status.text() == "Only for the role Lead or higher; you are Operator"
    assert not part.questions.numbered[0].isEnabled()
    assert gui_access.PEOPLE["Ben Okafor"] is Role.LEAD


def test_a_list_that_makes_no_sense_is_refused_with_everything_that_is_wrong() -> None:
    with pytest.raises(BadMessage, match="total") as caught:
        came_back_page(
            b'{"total": -1, "complaints": [{"complaint_id": "R", "text": "x", "finding": "y", "items": []}]}'
        )
    assert "count" in str(caught.value)


def test_everything_a_finger_presses_is_large_enough(stage: Stage) -> None:
    for picks in ((), (1,), (1,), (4,)):
        for number in picks:
            stage.model.came_back.pick(number)
        settled(stage)
        assert too_small(buttons_in(stage.window.shift)) == []
        assert cut_off(stage) == []
