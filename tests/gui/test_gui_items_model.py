"""The film strip, the counters and the trends, without widgets."""

import pytest
from inspector_gui.viewmodels.counters import CountersModel
from inspector_gui.viewmodels.items import STRIP_LENGTH, ItemsModel, boxes_of, item_view
from inspector_gui.viewmodels.trends import KEPT, SHARE_FROM, TrendsModel

from inspector.domain.decision import ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.wire.item import ItemArrived, ItemConfirm
from inspector.wire.result import BoxPart
from tests.support.gui_line import FIRST_TRACK, header, plain_result


def filled(count: int) -> ItemsModel:
    """A strip that heard of so many items."""
    model = ItemsModel()
    for index in range(count):
        model.add(item_view(plain_result(index)))
    return model


def shown(model: ItemsModel) -> list[int]:
    """Tracks from oldest to newest, counted from 0."""
    return [item.track - FIRST_TRACK for item in model.items]


def chosen(model: ItemsModel) -> int | None:
    """The selected track, counted from 0."""
    return None if model.selected is None else model.selected.track - FIRST_TRACK


def test_an_empty_strip() -> None:
    model = ItemsModel()
    model.hold()
    model.step(1)
    model.select("nothing")
    assert (model.items, model.selected, model.held) == ((), None, False)


def test_live_follows_the_newest_of_the_last_twelve() -> None:
    model = filled(20)
    assert shown(model) == list(range(20 - STRIP_LENGTH, 20))
    assert chosen(model) == 19


def test_held_stands_still_and_counts_what_it_does_not_show() -> None:
    model = filled(14)
    model.hold()
    before = shown(model)
    for index in range(14, 34):
        model.add(item_view(plain_result(index)))
    assert (shown(model), chosen(model), model.unseen) == (before, 13, 20)
    model.follow()
    assert (shown(model)[-1], chosen(model), model.unseen, model.held) == (33, 33, 0, False)


def test_stepping_holds_and_stops_at_the_ends() -> None:
    model = filled(5)
    model.step(-1)
    assert (model.held, chosen(model)) == (True, 3)
    for _ in range(9):
        model.step(-1)
    assert chosen(model) == 0
    for _ in range(9):
        model.step(1)
    assert chosen(model) == 4


def test_the_same_item_again_changes_nothing() -> None:
    model = filled(3)
    model.add(item_view(plain_result(2)))
    assert shown(model) == [0, 1, 2]


def test_counts_are_complete_and_count_nobody_twice() -> None:
    model = CountersModel()
    kinds = [Disposition.PASS, Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION, Disposition.PASS]
    for index, kind in enumerate(kinds):
        assert model.result(plain_result(index, kind))
    assert not model.result(plain_result(4, Disposition.PASS))
    view = model.view
    assert (view.inspected, view.passed, view.diverted, view.review, view.undecided) == (5, 2, 1, 1, 1)
    assert view.unheard == 0


def test_items_that_came_are_counted_once_and_are_never_fewer_than_those_inspected() -> None:
    model = CountersModel()
    for track in (1, 1, 2, 3):
        model.arrived(ItemArrived(**header(), epoch=1, track=track, enc=1, commit_enc=2))
    model.result(plain_result(0))
    assert (model.view.triggers, model.view.inspected) == (3, 1)
    alone = CountersModel()
    alone.result(plain_result(0))
    assert alone.view.triggers == 1, "a station that makes its own triggers tells its results only"


def test_a_gap_is_counted_but_a_restart_is_no_gap() -> None:
    model = CountersModel()
    model.result(plain_result(10))
    model.result(plain_result(14))
    assert model.view.unheard == 3
    model.result(plain_result(0, boot=2))
    assert model.view.unheard == 3


def test_the_sequence_wraps_without_a_gap() -> None:
    model = CountersModel()
    model.result(plain_result(0, seq=2**32 - 1))
    assert model.result(plain_result(1, seq=0))
    assert model.view.unheard == 0


@pytest.mark.parametrize(
    ("result", "missed"),
    [
        (ConfirmResult.DIVERTED, 0),
        (ConfirmResult.PASSED, 0),
        (ConfirmResult.MISSED, 1),
        (ConfirmResult.DEFAULTED, 1),
        (ConfirmResult.LOST, 1),
    ],
)
def test_missed_items_are_those_that_the_controller_routed_itself(result: ConfirmResult, missed: int) -> None:
    model = CountersModel()
    confirm = ItemConfirm(**header(), epoch=1, track=7, did=None, lane_actual=1, result=result)
    model.confirm(confirm)
    model.confirm(confirm)
    assert model.view.missed == missed


def test_trends_are_bounded_and_a_share_of_few_says_nothing() -> None:
    model = TrendsModel()
    for _ in range(SHARE_FROM - 1):
        model.add(Disposition.DIVERT, 10.0)
    assert model.view.divert_share is None
    model.add(Disposition.PASS, None)
    assert model.view.divert_share == pytest.approx((SHARE_FROM - 1) / SHARE_FROM)
    for _ in range(2 * KEPT):
        model.add(Disposition.PASS, 30.0)
    assert (len(model.view.latencies_ms), len(model.view.divert_shares)) == (KEPT, KEPT)
    last = model.view
    assert (last.divert_share, last.latency_p50_ms) == (0.0, 30.0)


def part(label: str, score: float, p: float | None = None) -> BoxPart:
    return BoxPart(camera="top", label=label, score=score, p=p, xyxy=(1, 1, 5, 5))


def test_a_box_is_told_with_its_probability_and_not_with_what_a_model_happened_to_say() -> None:
    assert [box.score for box in boxes_of([part("penetration", 0.69, 0.04), part("item", 0.9)])] == [0.04, 0.9]
    assert [box.score for box in boxes_of([part("penetration", 0.69)])] == [0.69]


def test_boxes_that_are_hardly_damage_do_not_hide_the_one_that_may_be() -> None:
    parts = [part("item", 0.05), part("opened", 0.9, 0.8), part("dent", 0.6, 0.1), part("spill", 0.5, 0.09)]
    assert [box.label for box in boxes_of(parts)] == ["item", "opened", "dent"]
    unlikely = [part("dent", 0.4, 0.03), part("spill", 0.4, 0.05)]
    assert [box.label for box in boxes_of(unlikely)] == ["spill"], "what was likeliest is always shown"
