"""Holds and what a person does about them, without widgets."""

import pytest
from inspector_gui.link.news import Connected
from inspector_gui.viewmodels.held_items import HeldItems, held_items
from inspector_gui.viewmodels.holds import HoldsModel
from inspector_gui.viewmodels.open_items import queue_item
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.recent_groups import KEPT, RecentGroups
from PySide6.QtWidgets import QApplication

from inspector.domain.hold import HoldAction
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension
from inspector.domain.reason import ReasonCode
from tests.support import gui_holds, gui_line, gui_queue
from tests.support.gui_hold_desk import Desk
from tests.support.gui_holds import HOUR, LOT, VENDOR


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    del qapp
    return Desk.hearing(HOUR, LOT, VENDOR)


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
