"""Releasing a hold and holding by hand: what is asked, what is sent, what is said of it."""

import pytest
from inspector_gui.viewmodels.hold_desk import Fate
from inspector_gui.viewmodels.hold_question import BY_HAND, Ask, Question, Task
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason
from inspector_gui.viewmodels.request import ANSWER_WITHIN_S
from PySide6.QtWidgets import QApplication

from inspector.domain.hold import MAX_REASON
from inspector.domain.lot_group import MAX_NAME, Dimension
from tests.support import gui_holds
from tests.support.gui_hold_desk import Desk
from tests.support.gui_holds import HOUR, LOT, VENDOR


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    del qapp
    return Desk.hearing(HOUR, LOT, VENDOR)


# Releasing ------------------------------------------------------------------------------------------------------------


def test_a_release_asks_why_and_says_who(desk: Desk) -> None:
    desk.model.release()
    assert (desk.model.view.question.ask, desk.sent) == (Ask.REASON, [])
    desk.model.pick(2)
    arguments = {"hold_id": VENDOR, "operator": "Ana", "reason": str(ReleaseReason.MENDED)}
    assert desk.sent == [("hold.release", arguments)]
    assert desk.fate is Fate.SENT
    desk.model.release()
    desk.model.raise_by_hand()
    assert (desk.model.view.question.ask, len(desk.sent)) == (Ask.NOTHING, 1), "one at a time"
    desk.holds.take(gui_holds.cleared(VENDOR))
    desk.answer()
    outcome = desk.model.view.outcome
    assert outcome is not None
    assert (outcome.fate, outcome.name, desk.chosen) == (Fate.DONE, "V-0042", LOT)


def test_a_typed_reason_is_sent_as_it_was_typed_but_for_its_blanks(desk: Desk) -> None:
    desk.model.release()
    desk.model.pick(1 + len(ReleaseReason))
    assert desk.model.view.question.ask is Ask.TYPE_REASON
    desk.model.enter("   ")
    assert (desk.sent, desk.model.view.question.ask) == ([], Ask.TYPE_REASON), "a reason is required"
    desk.model.enter("  new   cartons ")
    assert desk.sent[0][1]["reason"] == "new cartons"


def test_no_reason_is_longer_than_the_station_takes(desk: Desk) -> None:
    desk.model.release()
    desk.model.pick(1 + len(ReleaseReason))
    assert desk.model.view.question.longest == MAX_REASON
    desk.model.enter("x" * 1000)
    assert desk.sent[0][1]["reason"] == "x" * MAX_REASON


def test_numbers_without_a_button_and_texts_that_nobody_asked_for_do_nothing(desk: Desk) -> None:
    desk.model.pick(1)
    desk.model.enter("because")
    assert (desk.sent, desk.model.view.question) == ([], Question())
    desk.model.release()
    for number in (0, 2 + len(ReleaseReason), 99):
        desk.model.pick(number)
    desk.model.enter("because")
    assert (desk.sent, desk.model.view.question.ask) == ([], Ask.REASON)


def test_looking_at_another_gives_the_question_up_and_keys_do_not_wander_off_meanwhile(desk: Desk) -> None:
    desk.model.release()
    desk.model.step_by(1)
    assert (desk.chosen, desk.model.view.question.ask) == (VENDOR, Ask.REASON)
    desk.model.choose(LOT)
    desk.model.pick(1)
    assert (desk.sent, desk.model.view.question.ask) == ([], Ask.NOTHING)


def test_a_hold_that_ends_while_it_is_asked_about_ends_the_question_and_the_next_is_not_released(desk: Desk) -> None:
    desk.model.release()
    desk.holds.take(gui_holds.cleared(VENDOR))
    desk.model.pick(1)
    outcome = desk.model.view.outcome
    assert outcome is not None
    assert (desk.sent, outcome.fate, outcome.name) == ([], Fate.GONE, "V-0042")


def test_what_was_refused_is_not_answered_or_could_not_leave_is_said(desk: Desk) -> None:
    seen = []
    desk.model.release()
    desk.model.pick(1)
    desk.answer(ok=False, detail="no such hold", request="request-of-another")
    seen.append(desk.fate)
    desk.answer(ok=False, detail="no such hold")
    seen.append(desk.fate)
    assert desk.model.view.outcome is not None
    assert desk.model.view.outcome.detail == "no such hold"
    desk.model.release()
    seen.append(desk.fate)
    desk.model.pick(1)
    desk.now_s += ANSWER_WITHIN_S
    desk.model.tick()
    seen.append(desk.fate)
    desk.connected = False
    desk.model.release()
    desk.model.pick(1)
    seen.append(desk.fate)
    assert seen == [Fate.SENT, Fate.REFUSED, None, Fate.NO_ANSWER, Fate.NOT_SENT]


def test_an_answer_that_comes_late_is_the_last_word(desk: Desk) -> None:
    desk.model.release()
    desk.model.pick(1)
    desk.now_s += ANSWER_WITHIN_S
    desk.model.tick()
    assert (desk.fate, desk.model.view.may_release) == (Fate.NO_ANSWER, True)
    desk.answer(repeated=True)
    assert desk.fate is Fate.REPEATED


def test_a_late_answer_is_not_taken_for_that_of_another_request(desk: Desk) -> None:
    desk.model.release()
    desk.model.pick(1)
    desk.now_s += ANSWER_WITHIN_S
    desk.model.tick()
    desk.holds.judge(heard=False)
    desk.model.raise_by_hand()
    desk.answer()
    outcome = desk.model.view.outcome
    assert outcome is not None
    assert (outcome.task, outcome.fate) == (Task.RAISE, Fate.NOT_SENT)


def test_nothing_is_sent_while_the_station_is_not_heard(desk: Desk) -> None:
    desk.holds.judge(heard=False)
    desk.model.release()
    outcome = desk.model.view.outcome
    assert outcome is not None
    assert (outcome.fate, outcome.name, desk.model.view.question.ask) == (Fate.NOT_SENT, "V-0042", Ask.NOTHING)
    desk.model.raise_by_hand()
    outcome = desk.model.view.outcome
    assert outcome is not None
    assert (outcome.task, outcome.fate, outcome.dimension) == (Task.RAISE, Fate.NOT_SENT, None)
    desk.beat()
    desk.model.release()
    desk.holds.judge(heard=False)  # while somebody thinks about the reason
    desk.model.pick(1)
    assert (desk.sent, desk.fate) == ([], Fate.NOT_SENT)


def test_what_is_said_of_an_earlier_request_goes_when_the_next_is_looked_at(desk: Desk) -> None:
    desk.model.release()
    desk.model.pick(1)
    desk.model.choose(LOT)
    assert desk.fate is Fate.SENT, "not before it is answered"
    desk.answer()
    desk.model.choose(HOUR)
    assert desk.fate is None


# Holding by hand ------------------------------------------------------------------------------------------------------


def asked(desk: Desk) -> tuple[Ask, str]:
    return desk.model.view.question.ask, desk.model.view.question.name


def test_holding_by_hand_asks_for_what_which_and_why(desk: Desk) -> None:
    desk.model.raise_by_hand()
    desk.model.pick(1 + BY_HAND.index(Dimension.VENDOR))
    assert desk.model.view.question.names == ("V-7", "V-8")
    desk.names[Dimension.VENDOR] = ("V-9",)  # another item came: the buttons stay as they are
    desk.model.pick(2)
    assert asked(desk) == (Ask.REASON, "V-8")
    desk.model.pick(3)
    arguments = {"dimension": "vendor", "name": "V-8", "operator": "Ana", "reason": str(RaiseReason.RECALL)}
    assert desk.sent == [("hold.raise", arguments)]
    desk.answer(repeated=True)
    assert desk.fate is Fate.REPEATED


def test_back_goes_one_question_back(desk: Desk) -> None:
    desk.model.raise_by_hand()
    desk.model.pick(1 + BY_HAND.index(Dimension.VENDOR))
    desk.model.pick(3)
    desk.model.enter("V-77")
    desk.model.pick(1 + len(RaiseReason))
    seen = []
    for _ in range(5):
        seen.append(desk.model.view.question.ask)
        desk.model.back()
    assert seen == [Ask.TYPE_REASON, Ask.REASON, Ask.NAME, Ask.DIMENSION, Ask.NOTHING]
    desk.model.release()
    desk.model.pick(1 + len(ReleaseReason))
    for expected in (Ask.REASON, Ask.NOTHING):
        desk.model.back()
        assert desk.model.view.question.ask is expected


def test_where_no_name_is_known_it_is_typed(desk: Desk) -> None:
    desk.model.raise_by_hand()
    desk.model.pick(1 + BY_HAND.index(Dimension.UPSTREAM))
    assert (desk.model.view.question.ask, desk.model.view.question.longest) == (Ask.TYPE_NAME, MAX_NAME)
    desk.model.enter("dock-4")
    assert asked(desk) == (Ask.REASON, "dock-4")
    desk.model.back()
    desk.model.back()
    assert desk.model.view.question.ask is Ask.DIMENSION


@pytest.mark.parametrize("name", ["7", "A:", "A: ", "x" * (MAX_NAME + 1)])
def test_what_can_not_be_a_lot_is_said_and_asked_again(desk: Desk, name: str) -> None:
    desk.model.raise_by_hand()
    desk.model.pick(1 + BY_HAND.index(Dimension.LOT))
    desk.model.enter(name)
    assert (desk.model.view.question.ask, desk.model.view.question.misfit) == (Ask.TYPE_NAME, True)
    desk.model.enter("A:7")
    assert (asked(desk), desk.model.view.question.misfit) == ((Ask.REASON, "A:7"), False)


def test_a_barcode_is_the_name_where_one_is_asked_for(desk: Desk) -> None:
    assert not desk.model.scan("4711")
    desk.model.raise_by_hand()
    assert not desk.model.scan("4711")
    desk.model.pick(1 + BY_HAND.index(Dimension.VENDOR))
    assert desk.model.scan(" V-0311 ")
    assert asked(desk) == (Ask.REASON, "V-0311")
    assert not desk.model.scan("4711")
