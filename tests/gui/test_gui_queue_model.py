"""The isolation queue without widgets: what waits, what an answer is, and what may still be taken back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from inspector_gui.link.answers import AnswerBook
from inspector_gui.link.open_list import Ask, Told
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.open_items import OpenItemsBook, queue_item
from inspector_gui.viewmodels.queue import LEAST_LOOK_S, QueueModel
from inspector_gui.viewmodels.queue_asking import ASK_EVERY_S, OLD_AFTER_S
from inspector_gui.viewmodels.queue_view import KINDS, Choosing, Knowledge
from PySide6.QtWidgets import QApplication

from inspector.domain.reason import ReasonCode, defect_code
from inspector.domain.review import UNDO_S, Answer, OverruleReason
from inspector.wire.result import BoxPart
from inspector.wire.review import OpenItem
from tests.support import gui_queue
from tests.support.gui_queue import page, plain_item


@dataclass
class Desk:
    """A queue with a canned station, and the clock in hand."""

    station: gui_queue.Station
    book: AnswerBook
    operator: str = "Ana"
    now_s: float = 100.0
    model: QueueModel = field(init=False)
    answers: AnswersModel = field(init=False)

    def __post_init__(self) -> None:
        self.answers = AnswersModel(self.book, self.station.send)
        self.model = QueueModel(self.answers, self.station.ask, operator=self.operator, now_s=lambda: self.now_s)
        self.wait(0.0)

    def wait(self, seconds: float, *, heard: bool = True) -> None:
        """Time passes."""
        self.now_s += seconds
        self.model.tick(heard=heard)

    def tell(self, items: Sequence[OpenItem] | None = None) -> None:
        """Ask, and be told; afterwards somebody has looked for a moment."""
        if items is not None:
            self.station.items = list(items)
        self.wait(ASK_EVERY_S)
        self.model.take(self.station.told())
        self.wait(A_LOOK_S)

    def book_all(self) -> None:
        """The station books everything that was sent."""
        for sent in list(self.station.sent):
            self.answers.take(gui_queue.response(sent))

    @property
    def shown(self) -> str | None:
        """The record that is shown."""
        item = self.model.view.item
        return item.rid if item is not None else None

    @property
    def said(self) -> list[tuple[str, Answer]]:
        """What was sent."""
        return [(one.record_id, one.answer) for one in self.station.sent]


DeskMaker = Callable[..., Desk]


@pytest.fixture
def make_desk(qapp: QApplication) -> Iterator[DeskMaker]:
    del qapp
    book = AnswerBook(None)

    def make(items: Sequence[OpenItem] = ()) -> Desk:
        desk = Desk(gui_queue.Station(), book)
        if items:
            desk.tell(items)
        return desk

    yield make
    book.close()


A_LOOK_S = 0.5
ITEMS = [plain_item(index) for index in range(3)]
RIDS = [item.rid for item in ITEMS]


def test_nothing_is_known_before_the_station_said_it(make_desk: DeskMaker) -> None:
    desk = make_desk()
    assert (desk.model.view.knowledge, desk.model.view.total, desk.shown) == (Knowledge.UNKNOWN, None, None)
    desk.model.confirm()
    assert desk.station.sent == []


def test_the_oldest_is_shown_first_and_an_answer_brings_the_next(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    assert (desk.shown, desk.model.view.place, desk.model.view.total) == (RIDS[0], 1, 3)
    desk.model.confirm()
    assert (desk.shown, desk.model.view.place, desk.model.view.total) == (RIDS[1], 1, 2)
    assert desk.said == [(RIDS[0], Answer.CONFIRMED)]
    (sent,) = desk.station.sent
    assert (sent.operator, sent.reason, sent.supersedes) == ("Ana", None, None)


def test_a_bouncing_finger_answers_one_item_only(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    for _ in range(5):
        desk.model.confirm()
        desk.wait(LEAST_LOOK_S / 10)
    assert desk.said == [(RIDS[0], Answer.CONFIRMED)]


def test_overruling_needs_a_reason_which_is_sent(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.pick(2)
    assert (desk.model.view.choosing, desk.said) == (Choosing.REASON, [])
    desk.model.pick(list(OverruleReason).index(OverruleReason.REFLECTION) + 1)
    assert [(one.answer, one.reason, one.label) for one in desk.station.sent] == [
        (Answer.OVERRULED, OverruleReason.REFLECTION, None)
    ]
    assert desk.model.view.choosing is Choosing.ANSWER


def test_back_asks_for_the_answer_again_and_says_nothing(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.pick(2)
    desk.model.choose(Choosing.ANSWER)
    assert (desk.model.view.choosing, desk.said) == (Choosing.ANSWER, [])


def test_the_suspected_class_is_confirmed_unless_another_is_chosen(make_desk: DeskMaker) -> None:
    box = BoxPart(camera="top", label="deformation", score=0.9, xyxy=(1.0, 1.0, 5.0, 5.0))
    weaker = BoxPart(camera="top", label="spillage", score=0.5, xyxy=(1.0, 1.0, 5.0, 5.0))
    desk = make_desk([plain_item(n).model_copy(update={"boxes": [weaker, box]}) for n in range(2)])
    assert desk.model.view.label == "deformation"
    desk.model.confirm()
    desk.wait(A_LOOK_S)
    desk.model.choose(Choosing.KIND)
    desk.model.pick(KINDS.index("missing_unit") + 1)
    assert (desk.model.view.label, desk.model.view.choosing) == ("missing_unit", Choosing.ANSWER)
    desk.model.pick(1)
    assert [one.label for one in desk.station.sent[:1]] == ["deformation"]
    desk.book_all()
    assert [one.label for one in desk.station.sent] == ["deformation", "missing_unit"]


def test_the_kinds_are_the_domain_s() -> None:
    named = {code for code in ReasonCode if ReasonCode.DEFECT < code < ReasonCode.DEFECT_UNCERTAIN}
    assert {defect_code(kind) for kind in KINDS} == named


def test_numbers_without_a_button_do_nothing(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    for number in range(4, 9):
        desk.model.pick(number)
    assert (desk.said, desk.model.view.choosing) == ([], Choosing.ANSWER)


def test_an_answer_is_taken_back_within_ten_seconds_and_the_item_is_shown_again(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.cannot_tell()
    desk.book_all()
    desk.wait(4.0)
    undo = desk.model.view.undo
    assert undo is not None
    assert (undo.seconds, undo.answer) == (6, Answer.CANNOT_TELL)
    desk.model.undo()
    assert (desk.shown, desk.model.view.total, desk.model.view.undo) == (RIDS[0], 3, None)
    first, back = desk.station.sent
    assert (back.answer, back.supersedes, back.after_s) == (Answer.WITHDRAWN, first.review_id, 4.0)


def test_after_ten_seconds_nothing_can_be_taken_back(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.confirm()
    desk.now_s += UNDO_S
    desk.model.undo()
    assert desk.said == [(RIDS[0], Answer.CONFIRMED)]
    desk.wait(0.0)
    assert desk.model.view.undo is None


def test_two_answers_are_taken_back_the_newest_first(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.confirm()
    desk.wait(1.0)
    desk.model.cannot_tell()
    desk.wait(1.0)
    desk.model.undo()
    assert desk.shown == RIDS[1]
    desk.model.undo()
    assert desk.shown == RIDS[0]
    assert desk.model.view.total == 3
    desk.book_all()
    desk.book_all()
    desk.book_all()
    desk.book_all()
    assert desk.said == [
        (RIDS[0], Answer.CONFIRMED),
        (RIDS[1], Answer.CANNOT_TELL),
        (RIDS[1], Answer.WITHDRAWN),
        (RIDS[0], Answer.WITHDRAWN),
    ]


def test_a_list_that_was_asked_for_before_the_answer_does_not_bring_the_item_back(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    old = desk.station.told()
    desk.model.confirm()
    desk.model.take(old)
    assert (desk.shown, desk.model.view.total) == (RIDS[1], 2)
    desk.book_all()
    desk.model.take(old)  # on its way while the station booked
    assert (desk.shown, desk.model.view.total) == (RIDS[1], 2)
    desk.tell(ITEMS[1:])
    assert (desk.shown, desk.model.view.total) == (RIDS[1], 2)


def test_a_refused_answer_says_so_and_its_item_waits_again_if_the_station_says_so(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.model.confirm()
    desk.answers.take(gui_queue.response(desk.station.sent[0], ok=False, detail="no item record-000000 is known"))
    assert desk.model.view.notice == f"{ITEMS[0].track}: no item record-000000 is known"
    assert desk.model.view.undo is None
    desk.tell(ITEMS)
    assert desk.model.view.total == 3


def test_somebody_else_s_answer_is_said_and_the_item_can_not_be_answered(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.tell(ITEMS[1:])
    assert (desk.shown, desk.model.view.gone) == (RIDS[0], True)
    desk.model.confirm()
    assert desk.said == []
    desk.model.step(1)
    assert (desk.shown, desk.model.view.gone) == (RIDS[1], False)


def test_stepping_stops_at_both_ends(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    seen = []
    for by in (-1, 1, 1, 1, -1):
        desk.model.step(by)
        seen.append(desk.shown)
    assert seen == [RIDS[0], RIDS[1], RIDS[2], RIDS[2], RIDS[1]]


def test_the_list_is_old_when_nothing_is_heard_or_it_can_not_be_had(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    seen = [desk.model.view.knowledge]
    desk.wait(0.1, heard=False)
    seen.append(desk.model.view.knowledge)
    desk.wait(0.1)
    desk.model.take(Told(ask=Ask(number=9, limit=1), page=None, problem="503"))
    assert desk.model.view.problem == "503"
    seen.append(desk.model.view.knowledge)
    desk.tell()
    seen.append(desk.model.view.knowledge)
    desk.wait(OLD_AFTER_S)
    seen.append(desk.model.view.knowledge)
    assert seen == [Knowledge.FRESH, Knowledge.OLD, Knowledge.OLD, Knowledge.FRESH, Knowledge.OLD]


def test_an_isolated_item_makes_it_ask_soon_but_a_flood_does_not_make_it_ask_for_each(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    before = len(desk.station.asked)
    for _ in range(100):
        desk.model.news()
        desk.wait(0.01)
    assert 3 <= len(desk.station.asked) - before <= 4


def test_answers_of_an_earlier_run_hide_their_items_until_they_are_booked(qapp: QApplication) -> None:
    del qapp
    book = AnswerBook(None)
    first = Desk(gui_queue.Station(down=True), book)
    first.tell(ITEMS)
    first.model.confirm()
    second = Desk(gui_queue.Station(), book)
    second.tell(ITEMS)
    assert (second.shown, second.model.view.total, second.model.view.unsent) == (RIDS[1], 2, 1)
    assert set(second.said) == {(RIDS[0], Answer.CONFIRMED)}
    second.book_all()
    second.tell(ITEMS[1:])
    assert (second.model.view.total, second.model.view.unsent) == (2, 0)
    book.close()


def test_a_disk_that_keeps_nothing_leaves_the_item_and_says_why(make_desk: DeskMaker) -> None:
    desk = make_desk(ITEMS)
    desk.book.close()
    desk.model.confirm()
    assert (desk.shown, desk.station.sent) == (RIDS[0], [])
    assert "closed" in desk.model.view.notice


def test_a_queue_of_ten_thousand_is_read_by_the_page_and_counted_in_full() -> None:
    book = OpenItemsBook()
    items = [plain_item(index) for index in range(50)]
    book.take(page(items, total=10_000), 1)
    book.answered(items[0].rid, queue_item(items[0]))
    assert (book.total, len(book.items), book.items[0].rid) == (9_999, 49, items[1].rid)
    before = book.items
    book.take(page([*items[:-1], items[-1].model_copy(update={"cameras": ["top"]})], total=10_001), 2)
    assert (book.total, book.items[-1].cameras) == (10_000, ("top",))
    assert all(new is old for new, old in zip(book.items[:-1], before[:-1], strict=True)), (
        "only what changed is made anew"
    )
