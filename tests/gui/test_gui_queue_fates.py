"""What becomes of an isolated item, without widgets: asked after the answer, kept, held back for undo, sent once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from inspector_gui.link.answers import AnswerBook
from inspector_gui.link.open_list import Told, open_question
from inspector_gui.viewmodels.answers import HELD_S
from inspector_gui.viewmodels.deciding import FATES, LATER
from inspector_gui.viewmodels.queue_view import Choosing
from inspector_gui.viewmodels.scan_words import Scan
from PySide6.QtWidgets import QApplication

from inspector.domain.dispositioning import Fate
from inspector.domain.review import UNDO_S, Answer
from inspector.domain.waiting import WaitsFor
from inspector.wire.review import OpenItem
from tests.gui.test_gui_queue_model import A_LOOK_S, Desk
from tests.support import gui_queue
from tests.support.gui_queue import page, plain_item

ITEMS = gui_queue.asking([plain_item(index) for index in range(3)])
RIDS = [item.rid for item in ITEMS]
DeskMaker = Callable[..., Desk]


@pytest.fixture
def make_desk(qapp: QApplication, tmp_path: Path) -> Iterator[DeskMaker]:
    """All desks have one file of answers, as after a restart."""
    del qapp
    books: list[AnswerBook] = []

    def make(items: Sequence[OpenItem] = ITEMS, *, down: bool = False) -> Desk:
        books.append(AnswerBook(tmp_path / "answers.sqlite"))
        desk = Desk(gui_queue.Station(down=down), books[-1])
        desk.tell(items)
        return desk

    yield make
    for book in books:
        book.close()


def pick(desk: Desk, number: int) -> None:
    """One press, and a moment to look at what it led to."""
    desk.model.pick(number)
    desk.wait(A_LOOK_S)


def fates(desk: Desk) -> list[tuple[str, Fate, str | None]]:
    """What was sent, once each."""
    seen = {step.step_id: step for step in desk.station.steps}
    return [(step.record_id, step.fate, step.grade) for step in seen.values()]


def let_pass(desk: Desk) -> None:
    """Until nothing can be taken back any more, and the station books what comes."""
    desk.wait(HELD_S)
    while desk.answers.waiting:
        desk.answers.take(gui_queue.response(desk.answers.waiting[0]))


def test_two_presses_are_the_whole_way_and_the_step_leaves_when_it_can_not_be_taken_back(make_desk: DeskMaker) -> None:
    desk = make_desk()
    desk.model.set_label("superficial")
    pick(desk, 1)
    view = desk.model.view
    assert (desk.shown, view.choosing, view.gone, view.total) == (RIDS[0], Choosing.FATE, False, 2)
    assert view.deciding is not None
    assert view.deciding.proposed is not None
    assert (view.deciding.proposed.fate, view.deciding.proposed.grade) == (Fate.SECOND_CHANCE, "B")
    pick(desk, 1)
    assert (desk.shown, desk.model.view.choosing) == (RIDS[1], Choosing.ANSWER)
    assert desk.model.view.unsent == 2
    desk.book_all()
    desk.wait(UNDO_S - 1)
    assert fates(desk) == []
    let_pass(desk)
    assert fates(desk) == [(RIDS[0], Fate.SECOND_CHANCE, "B")]
    (step,) = {one.step_id: one for one in desk.station.steps}.values()
    assert (step.operator, step.why) == ("Ana", "answered CONFIRMED superficial; proposed SECOND_CHANCE")


def test_a_bouncing_finger_neither_decides_nor_grades(make_desk: DeskMaker) -> None:
    desk = make_desk()
    for _ in range(3):
        desk.model.pick(1)
    assert (desk.shown, desk.model.view.choosing) == (RIDS[0], Choosing.FATE)
    desk.wait(A_LOOK_S)
    for _ in range(3):
        desk.model.pick(3)
    assert desk.model.view.choosing is Choosing.GRADE


@pytest.mark.parametrize("fate", FATES)
def test_every_fate_has_a_button_and_a_second_chance_asks_for_its_grade(make_desk: DeskMaker, fate: Fate) -> None:
    desk = make_desk()
    pick(desk, 3)
    pick(desk, 2 + FATES.index(fate))
    if fate is Fate.SECOND_CHANCE:
        asked = [desk.model.view.choosing]
        desk.model.choose(Choosing.ANSWER)
        asked.append(desk.model.view.choosing)
        assert asked == [Choosing.GRADE, Choosing.FATE]
        pick(desk, 2 + FATES.index(Fate.SECOND_CHANCE))
        pick(desk, 4)
    assert desk.shown == RIDS[1]
    let_pass(desk)
    ((_, said, grade),) = fates(desk)
    assert (said, grade) == (fate, "D" if fate is Fate.SECOND_CHANCE else None)


def test_nothing_proposed_is_said_and_the_first_key_does_nothing(make_desk: DeskMaker) -> None:
    desk = make_desk()
    desk.model.set_label("penetration")
    pick(desk, 1)
    assert desk.model.view.deciding is not None
    assert desk.model.view.deciding.proposed is None
    pick(desk, 1)
    assert (desk.shown, desk.model.view.choosing) == (RIDS[0], Choosing.FATE)


def test_a_fate_is_taken_back_before_it_was_sent_and_then_the_answer(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    pick(desk, 6)
    undo = desk.model.view.undo
    assert undo is not None
    assert (undo.fate, undo.track) == (Fate.DISPOSED, ITEMS[0].track)
    desk.model.undo()
    assert (desk.shown, desk.model.view.choosing, desk.model.view.total) == (RIDS[0], Choosing.FATE, 2)
    desk.wait(A_LOOK_S)
    desk.model.undo()
    assert (desk.shown, desk.model.view.choosing, desk.model.view.total) == (RIDS[0], Choosing.ANSWER, 3)
    let_pass(desk)
    assert desk.station.steps == []
    assert [one.answer for one in desk.station.sent if one.review_id][-1] is Answer.WITHDRAWN


def test_after_ten_seconds_a_fate_stands(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    pick(desk, 6)
    desk.wait(UNDO_S)
    desk.model.undo()
    let_pass(desk)
    assert fates(desk) == [(RIDS[0], Fate.DISPOSED, None)]


def test_without_a_station_answer_and_fate_outlive_the_program_and_are_sent_once_in_order(make_desk: DeskMaker) -> None:
    desk = make_desk(down=True)
    pick(desk, 3)
    pick(desk, 4)
    desk.wait(HELD_S)
    again = make_desk(ITEMS)
    assert (again.shown, again.model.view.total, again.model.view.unsent) == (RIDS[1], 2, 2)
    let_pass(again)
    assert [type(entry).__name__ for entry in dict.fromkeys(again.station.every)] == ["Review", "Step"]
    assert fates(again) == [(RIDS[0], Fate.DONATED, None)]
    assert make_desk(ITEMS[1:]).station.every == []


def test_a_window_that_closes_lets_go_of_what_it_held(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    desk.book_all()
    pick(desk, 4)
    desk.answers.let_go()
    assert fates(desk) == [(RIDS[0], Fate.DONATED, None)]


def test_a_refusal_is_said_with_its_item_and_nothing_is_lost(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    pick(desk, 4)
    desk.book_all()
    desk.wait(HELD_S)
    (step,) = desk.station.steps
    desk.answers.take(gui_queue.response(step, ok=False, detail="the item is RELEASED: it can not become DONATED"))
    assert desk.model.view.notice == f"{ITEMS[0].track}: the item is RELEASED: it can not become DONATED"
    assert desk.answers.waiting == ()


def test_later_goes_on_and_the_station_brings_the_item_back_for_its_fate(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    pick(desk, LATER)
    assert (desk.shown, desk.model.view.choosing) == (RIDS[1], Choosing.ANSWER)
    desk.book_all()
    desk.wait(UNDO_S)
    back = ITEMS[0].model_copy(update={"waits_for": WaitsFor.FATE, "answer": Answer.CANNOT_TELL})
    desk.tell([back, *ITEMS[1:]])
    desk.model.step(-1)
    assert (desk.shown, desk.model.view.choosing, desk.model.view.undo) == (RIDS[0], Choosing.FATE, None)
    desk.wait(A_LOOK_S)
    pick(desk, 2)
    assert desk.shown == RIDS[1]
    desk.model.undo()
    assert (desk.shown, desk.model.view.choosing, desk.model.view.place) == (RIDS[0], Choosing.FATE, 1)


def test_what_left_is_not_offered_to_an_item_that_was_relabelled(make_desk: DeskMaker) -> None:
    again = {"waits_for": WaitsFor.FATE, "answer": Answer.CONFIRMED, "label": "label_defect", "fate": Fate.RELABELLED}
    desk = make_desk([ITEMS[0].model_copy(update=again)])
    assert desk.model.view.deciding is not None
    assert desk.model.view.deciding.proposed is None, "it was relabelled already"
    pick(desk, 7)
    assert desk.model.view.choosing is Choosing.FATE
    pick(desk, 2)
    let_pass(desk)
    assert fates(desk) == [(RIDS[0], Fate.RELEASED, None)]


def test_the_whole_way_by_printed_barcodes(make_desk: DeskMaker) -> None:
    desk = make_desk()
    for code in ("CMD:KIND:SPILLAGE", "CMD:CONFIRM", "CMD:PROPOSED"):
        desk.model.scan(code)
        desk.wait(A_LOOK_S)
    for code in ("CMD:OVERRULE:PRINT", "CMD:FATE:SECOND_CHANCE", "CMD:GRADE:A"):
        desk.model.scan(code)
        desk.wait(A_LOOK_S)
    for code in ("CMD:CANNOT_TELL", "CMD:FATE:SECOND_CHANCE:C", "CMD:UNDO", "CMD:LATER"):
        desk.model.scan(code)
        desk.wait(A_LOOK_S)
    let_pass(desk)
    assert fates(desk) == [(RIDS[0], Fate.DISPOSED, None), (RIDS[1], Fate.SECOND_CHANCE, "A")]
    for wrong in ("CMD:FATE:OPEN", "CMD:FATE:DONATED:A", "CMD:GRADE:F", "CMD:FATE:"):
        desk.model.scan(wrong)
        assert desk.model.view.scan is not None
        assert desk.model.view.scan.scan is Scan.NO_COMMAND


def test_a_barcode_far_behind_in_the_queue_is_asked_of_the_station(make_desk: DeskMaker) -> None:
    desk = make_desk()
    far = plain_item(77)
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=10_000)))
    desk.model.scan("]C1" + str(far.track))
    asked = desk.station.asked[-1]
    assert asked.code == str(far.track)
    assert desk.model.view.scan is not None
    assert desk.model.view.scan.scan is Scan.UNKNOWN
    desk.model.take(Told(ask=asked, page=page([far], total=10_000)))
    assert (desk.shown, desk.model.view.scan.scan) == (far.rid, Scan.FOUND)
    desk.model.scan("nobody")
    asked = desk.station.asked[-1]
    desk.model.take(Told(ask=asked, page=page([], total=10_000)))
    assert (desk.model.view.scan.scan, desk.model.view.scan.count) == (Scan.UNKNOWN, 10_000)


def test_an_item_far_behind_stays_in_sight_until_the_station_says_that_it_waits_no_more(make_desk: DeskMaker) -> None:
    desk = make_desk()
    far = plain_item(77)
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=10_000)))
    desk.model.scan(str(far.track))
    desk.model.take(Told(ask=desk.station.asked[-1], page=page([far], total=10_000)))
    before = len(desk.station.asked)
    desk.wait(4.0)
    first, again = desk.station.asked[before : before + 2]
    assert (first.code, again.code) == ("", str(far.track)), "the list, and this item"
    desk.model.take(Told(ask=first, page=page(ITEMS, total=10_000)))
    assert (desk.shown, desk.model.view.gone, desk.model.view.total) == (far.rid, False, 10_000)
    desk.model.take(Told(ask=again, page=page([far], total=10_000)))
    assert not desk.model.view.gone
    desk.model.take(Told(ask=again, page=page([], total=9_999)))
    assert (desk.shown, desk.model.view.gone) == (far.rid, True), "now somebody else answered it"
    desk.model.step(1)
    desk.wait(4.0)
    assert {ask.code for ask in desk.station.asked[before + 2 :]} == {""}, "nobody looks at it any more"


def test_an_item_far_behind_is_answered_and_does_not_come_back(make_desk: DeskMaker) -> None:
    desk = make_desk()
    far = plain_item(77)
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=10_000)))
    desk.model.scan(str(far.track))
    desk.model.take(Told(ask=desk.station.asked[-1], page=page([far], total=10_000)))
    desk.wait(0.5)
    desk.model.cannot_tell()
    desk.model.later()
    assert desk.shown != far.rid
    assert far.rid not in [item.rid for item in desk.model.waiting]
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=10_000)))
    assert far.rid not in [item.rid for item in desk.model.waiting]


def relabelled(index: int) -> OpenItem:
    """One that was answered, and has a new label by now."""
    told = {"waits_for": WaitsFor.FATE, "answer": Answer.CONFIRMED, "fate": Fate.RELABELLED, "order": 1e12 + index}
    return gui_queue.asking([plain_item(index)])[0].model_copy(update=told)


def test_what_is_being_relabelled_is_counted_found_and_sent_on_its_way(make_desk: DeskMaker) -> None:
    desk = make_desk()
    desk.model.relabelled()
    assert desk.station.asked[-1].code == "", "there is none"
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=9_000, relabelled=2)))
    assert desk.model.view.relabelled == 2
    desk.model.scan("CMD:RELABELLED")
    asked = desk.station.asked[-1]
    assert open_question(asked).path == "/items/relabelled?limit=50"
    far = [relabelled(71), relabelled(72)]
    desk.model.take(Told(ask=asked, page=page(far, total=9_000)))
    assert (desk.shown, desk.model.view.choosing) == (far[0].rid, Choosing.FATE)
    desk.wait(A_LOOK_S)
    desk.model.decide(Fate.RELEASED)
    assert (desk.shown, desk.model.view.relabelled) == (far[1].rid, 1), "and on to the next of them"
    let_pass(desk)
    assert fates(desk) == [(far[0].rid, Fate.RELEASED, None)]


def test_where_somebody_else_was_faster_the_item_stays_where_the_eyes_are(make_desk: DeskMaker) -> None:
    desk = make_desk()
    desk.model.take(Told(ask=desk.station.asked[-1], page=page(ITEMS, total=9, relabelled=1)))
    before = desk.shown
    desk.model.relabelled()
    desk.model.take(Told(ask=desk.station.asked[-1], page=page([], total=9)))
    assert (desk.shown, desk.model.view.gone) == (before, False)


def test_who_may_not_decide_does_not(make_desk: DeskMaker) -> None:
    desk = make_desk()
    pick(desk, 3)
    desk.model.act_as("Ben")
    assert (desk.shown, desk.model.view.choosing, desk.model.view.undo) == (RIDS[1], Choosing.ANSWER, None)


def test_a_second_look_is_blind_asks_for_no_fate_and_comes_last_to_who_answered_first(make_desk: DeskMaker) -> None:
    again = [
        plain_item(index).model_copy(update={"waits_for": WaitsFor.AGAIN, "first_by": who, "order": float(index)})
        for index, who in enumerate(("Ana", "Ben"))
    ]
    desk = make_desk([*again, ITEMS[2].model_copy(update={"order": 2.0})])
    assert [item.rid for item in desk.model.waiting] == [again[1].rid, ITEMS[2].rid, again[0].rid]
    assert desk.model.view.item is not None
    assert (desk.shown, desk.model.view.item.again, desk.model.view.item.answer) == (again[1].rid, True, None)
    pick(desk, 3)
    assert (desk.shown, desk.model.view.choosing) == (ITEMS[2].rid, Choosing.ANSWER)
    desk.model.undo()
    desk.book_all()
    desk.book_all()
    assert [(one.answer, one.again) for one in desk.station.sent] == [
        (Answer.CANNOT_TELL, True),
        (Answer.WITHDRAWN, True),
    ]
    desk.model.act_as("Ben")
    assert [item.rid for item in desk.model.waiting] == [again[0].rid, ITEMS[2].rid, again[1].rid]
