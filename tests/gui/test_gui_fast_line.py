"""A line that is faster than the eye: what came at one moment is drawn once, nothing of it is lost or kept too long."""

from collections.abc import Callable

from inspector_gui.link.inbox import PAINT_INTERVAL_MS, Inbox, Pump
from inspector_gui.viewmodels.items import STRIP_LENGTH
from pytestqt.qtbot import QtBot

from tests.support import gui_line
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]


def test_60_items_of_one_moment_are_all_counted_and_drawn_once(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.run(range(3))
    drawn = dict.fromkeys(("items", "counters", "trends", "picture"), 0)

    def count(name: str) -> Callable[[], None]:
        def one() -> None:
            drawn[name] += 1

        return one

    for name in drawn:
        getattr(stage.model, name).changed.connect(count(name))
    with stage.model.at_once():
        for index in range(3, 63):
            stage.model.take(gui_line.heard(gui_line.plain_result(index), stage.now_s))
    assert drawn == {"items": 1, "counters": 1, "trends": 1, "picture": 1}
    assert stage.model.counters.view.inspected == 63
    assert [item.track - gui_line.FIRST_TRACK for item in stage.model.items.items] == list(range(63 - STRIP_LENGTH, 63))
    settled(stage)
    assert stage.window.live.strip.tiles[-1].item == stage.model.items.items[-1]
    with stage.model.at_once():
        stage.model.take(gui_line.heard(gui_line.beat(7), stage.now_s))
    assert drawn["picture"] == 1  # a heartbeat draws nothing


def test_pictures_of_items_that_left_the_strip_are_not_kept(make_stage: StageMaker) -> None:
    stage = make_stage()
    for first in range(0, 120, 20):
        with stage.model.at_once():
            stage.run(range(first, first + 20))
    kept = {rid for rid, _, _ in stage.model.picture._pictures.kept}
    assert kept <= {item.rid for item in stage.model.items.items} | {""}
    assert len(kept) <= STRIP_LENGTH + 1


def test_what_comes_by_two_ways_is_taken_in_one_turn(qtbot: QtBot) -> None:
    one, other, taken = Inbox[int](8), Inbox[int](8), list[tuple[str, int]]()
    pumps = [Pump(one, lambda value: taken.append(("one", value))), Pump(other, lambda v: taken.append(("other", v)))]
    one.put(1)
    other.put(2)
    qtbot.waitUntil(lambda: len(taken) == 2)
    assert sorted(taken) == [("one", 1), ("other", 2)]
    left = [pump._timer.interval() for pump in pumps]
    assert all(0 < wait <= PAINT_INTERVAL_MS for wait in left)
    for pump in pumps:
        pump.stop()


def test_a_code_of_any_length_is_shown_and_what_came_with_it_is_counted(make_stage: StageMaker) -> None:
    stage = make_stage(size=(1024, 600))
    with stage.model.at_once():
        stage.run(range(3))
        stage.model.take(gui_line.heard(gui_line.plain_result(3, sku="https://example.test/" + "7" * 200), stage.now_s))
        stage.model.take(gui_line.heard(gui_line.plain_result(4), stage.now_s))
    assert stage.model.counters.view.inspected == 5
    stage.model.items.step(-1)
    assert cut_off(settled(stage)) == []
    assert any("https://example" in text for text in stage.texts)
