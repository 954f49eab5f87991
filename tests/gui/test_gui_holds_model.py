"""Holds and what a person does about them, without widgets."""

from collections.abc import Mapping

import pytest
from inspector_gui.link.news import Connected
from inspector_gui.viewmodels.held_items import HeldItems, held_items
from inspector_gui.viewmodels.hold_desk import ANSWER_WITHIN_S, Fate, HoldDeskModel
from inspector_gui.viewmodels.hold_question import BY_HAND, Ask, Question, Task
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason
from inspector_gui.viewmodels.holds import HoldsModel
from inspector_gui.viewmodels.open_items import queue_item
from inspector_gui.viewmodels.queue import Knowledge
from inspector_gui.viewmodels.recent_groups import KEPT, RecentGroups
from PySide6.QtWidgets import QApplication

from inspector.domain.hold import MAX_REASON, HoldAction
from inspector.domain.item import Identity
from inspector.domain.lot_group import MAX_NAME, Dimension
from inspector.domain.reason import ReasonCode
from tests.support import gui_holds, gui_line, gui_queue
from tests.support.gui_holds import HOUR, LOT, VENDOR


class Desk:
    """A desk whose commands are collected, and the clock in hand."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.connected = True
        self.sent: list[tuple[str, dict[str, object]]] = []
        self.names: dict[Dimension, tuple[str, ...]] = {Dimension.VENDOR: ("V-7", "V-8")}
        self.holds = HoldsModel()
        self.model = HoldDeskModel(
            self.holds,
            self._send,
            lambda dimension: self.names.get(dimension, ()),
            lambda hold_id: HeldItems(count=2, first="record-1") if hold_id == VENDOR else HeldItems(),
            operator="Ana",
            now_s=lambda: self.now_s,
        )

    def _send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        if self.connected:
            self.sent.append((name, dict(arguments)))
        return f"request-{len(self.sent)}" if self.connected else None

    def connect(self, *held: str) -> None:
        """The broker takes us and tells what it retains, then the station beats."""
        self.holds.take(Connected(at_s=self.now_s))
        self.hear(*held)
        self.beat()

    def hear(self, *held: str) -> None:
        """These are retained."""
        made = {VENDOR: gui_holds.by_station(), LOT: gui_holds.by_hand(), HOUR: gui_holds.shown_hour()}
        for hold_id in held:
            self.holds.take(gui_holds.heard(made[hold_id], self.now_s))

    def beat(self) -> None:
        """The station is heard."""
        self.holds.take(gui_line.heard(gui_line.beat(round(self.now_s * 10)), self.now_s))
        self.holds.judge(heard=True)

    def answer(self, *, ok: bool = True, detail: str = "", repeated: bool = False, request: str | None = None) -> None:
        """The station answers the newest command."""
        own = request if request is not None else f"request-{len(self.sent)}"
        self.model.take(gui_holds.response(own, ok=ok, detail=detail, repeated=repeated))

    @property
    def fate(self) -> Fate | None:
        """What became of the newest request."""
        outcome = self.model.view.outcome
        return None if outcome is None else outcome.fate

    @property
    def shown(self) -> list[str]:
        """The list."""
        return [hold.id for hold in self.model.view.holds]

    @property
    def chosen(self) -> str | None:
        """What is shown in full."""
        chosen = self.model.view.chosen
        return None if chosen is None else chosen.id


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    del qapp
    made = Desk()
    made.connect(HOUR, LOT, VENDOR)
    return made


# What stands ----------------------------------------------------------------------------------------------------------


def test_what_acts_comes_first_the_newest_of_it_on_top(desk: Desk) -> None:
    assert desk.shown == [VENDOR, LOT, HOUR]
    assert desk.holds.count == 3


def test_a_hold_says_what_why_with_figures_and_who(desk: Desk) -> None:
    vendor, lot, _ = desk.holds.holds
    assert (vendor.dimension, vendor.name, vendor.finding) == (Dimension.VENDOR, "V-0042", "deformation")
    assert vendor.figures is not None
    figures = vendor.figures
    assert (figures.calls, figures.items, figures.expected) == (11, 212, 1.59)
    assert (figures.confirmed, figures.overruled, figures.since) == (7, 2, "2026-09-21T11:40:12.207Z")
    assert (vendor.of_station, vendor.by_hand) == (True, False)
    assert (lot.by, lot.why, lot.by_hand, lot.figures) == ("Ben", "Recall or complaint", True, None)


def test_figures_that_are_not_all_there_are_not_made_up(desk: Desk) -> None:
    partly = gui_holds.by_station().model_copy(update={"expected": None})
    desk.holds.take(gui_holds.heard(partly))
    assert desk.holds.holds[0].figures is None
    assert desk.holds.holds[0].why.startswith("11 of 212 items with deformation")


def test_a_released_one_is_gone(desk: Desk) -> None:
    desk.holds.take(gui_holds.cleared(VENDOR))
    desk.holds.take(gui_holds.cleared("never-heard-of-it"))
    assert desk.shown == [LOT, HOUR]


def test_nothing_heard_is_not_nothing_held(qapp: QApplication) -> None:
    del qapp
    holds = HoldsModel()
    seen: list[tuple[Knowledge, int | None]] = [(holds.knowledge, holds.count)]
    holds.take(Connected(at_s=1.0))
    holds.judge(heard=True)  # by a heartbeat from before: what is retained may still be on its way
    seen.append((holds.knowledge, holds.count))
    holds.take(gui_line.heard(gui_line.beat(1), 1.0))
    holds.judge(heard=True)
    seen.append((holds.knowledge, holds.count))
    holds.judge(heard=False)
    seen.append((holds.knowledge, holds.count))
    assert seen == [
        (Knowledge.UNKNOWN, None),
        (Knowledge.UNKNOWN, None),
        (Knowledge.FRESH, 0),
        (Knowledge.OLD, 0),
    ]


def test_without_the_station_what_was_known_stays_and_is_old(desk: Desk) -> None:
    desk.holds.judge(heard=False)
    assert (desk.shown, desk.model.view.knowledge) == ([VENDOR, LOT, HOUR], Knowledge.OLD)


def test_a_new_connection_keeps_what_was_known_until_the_station_is_heard(desk: Desk) -> None:
    desk.holds.judge(heard=False)
    desk.holds.take(Connected(at_s=20.0))
    desk.hear(LOT)
    desk.holds.judge(heard=True)
    assert (desk.shown, desk.model.view.knowledge) == ([VENDOR, LOT, HOUR], Knowledge.OLD)
    desk.beat()
    assert (desk.shown, desk.model.view.knowledge) == ([LOT], Knowledge.FRESH)


def test_a_second_new_connection_before_the_station_is_heard_forgets_nothing(desk: Desk) -> None:
    for _ in range(2):
        desk.holds.take(Connected(at_s=20.0))
    assert desk.shown == [VENDOR, LOT, HOUR]


def test_what_is_cleared_after_a_new_connection_does_not_come_back_as_old(desk: Desk) -> None:
    desk.holds.take(Connected(at_s=20.0))
    desk.holds.take(gui_holds.cleared(VENDOR))
    assert desk.shown == [LOT, HOUR]


# Choosing -------------------------------------------------------------------------------------------------------------


def test_stepping_stops_at_both_ends(desk: Desk) -> None:
    seen = []
    for by in (-1, 1, 1, 1):
        desk.model.step_by(by)
        seen.append(desk.chosen)
    assert seen == [VENDOR, LOT, HOUR, HOUR]


def test_the_choice_stays_when_a_newer_one_comes(desk: Desk) -> None:
    desk.model.choose(LOT)
    newer = gui_holds.by_station("hold-new-0001", name="V-9", raised="2026-09-21T15:00:00.000Z")
    desk.holds.take(gui_holds.heard(newer))
    assert (desk.shown[0], desk.chosen) == ("hold-new-0001", LOT)


def test_where_the_chosen_one_was_released_its_place_is_chosen(desk: Desk) -> None:
    desk.model.choose(LOT)
    desk.holds.take(gui_holds.cleared(LOT))
    assert desk.chosen == HOUR
    desk.holds.take(gui_holds.cleared(HOUR))
    assert desk.chosen == VENDOR
    desk.holds.take(gui_holds.cleared(VENDOR))
    assert desk.chosen is None


def test_until_somebody_chooses_the_first_is_shown_however_the_list_came(qapp: QApplication) -> None:
    del qapp
    desk = Desk()
    desk.holds.take(Connected(at_s=1.0))
    seen = []
    for hold_id in (HOUR, LOT, VENDOR):
        desk.hear(hold_id)
        seen.append(desk.chosen)
    assert seen == [HOUR, LOT, VENDOR]


def test_the_items_that_wait_are_the_chosen_one_s(desk: Desk) -> None:
    assert desk.model.view.items.count == 2
    desk.model.choose(LOT)
    assert desk.model.view.items.count == 0


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


# Names that came lately -----------------------------------------------------------------------------------------------


def test_the_newest_names_of_each_dimension(qapp: QApplication) -> None:
    del qapp
    recent = RecentGroups()
    for number in (1, 2, 3, 4, 5, 4):
        known = Identity(sku="A", lot=f"L{number}", vendor=f"V-{number}", upstream=None)
        recent.arrived(gui_holds.arrived(number, known))
    assert recent.names(Dimension.VENDOR) == ("V-4", "V-5", "V-3", "V-2")
    assert len(recent.names(Dimension.VENDOR)) == KEPT
    assert recent.names(Dimension.LOT)[0] == "A:L4"
    assert (recent.names(Dimension.SKU), recent.names(Dimension.UPSTREAM)) == (("A",), ())
    recent.inspected(gui_line.plain_result(1, sku="B", lot="L9"))  # read on the item by the station
    assert recent.names(Dimension.LOT)[0] == "B:L9"


# Items that fell under a hold -----------------------------------------------------------------------------------------


def test_items_are_counted_by_the_hold_that_their_reasons_name(qapp: QApplication) -> None:
    del qapp
    vendor, lot = gui_holds.because_of(VENDOR), gui_holds.because_of(LOT)
    check = vendor.model_copy(update={"code": int(ReasonCode.CHECK_FAILED)})  # a label that says just this
    reasons = [[vendor], [check], [lot], [vendor]]
    items = [
        queue_item(gui_queue.plain_item(n).model_copy(update={"reasons": given})) for n, given in enumerate(reasons)
    ]
    assert held_items(items, 4, VENDOR) == HeldItems(count=2, first="record-000000", listed=4, complete=True)
    assert held_items(items, 9, LOT) == HeldItems(count=1, first="record-000002", listed=4, complete=False)
    assert held_items(items, 4, HOUR) == HeldItems(listed=4)
    assert not held_items((), None, HOUR).complete


def test_a_hold_that_is_only_shown_does_nothing(desk: Desk) -> None:
    assert [hold.acts for hold in desk.holds.holds] == [
        hold.action is not HoldAction.SHOWN for hold in desk.holds.holds
    ]
    assert [hold.acts for hold in desk.holds.holds] == [True, True, False]
