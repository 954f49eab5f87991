"""A wall clock that is set hours ahead or back, the station's or this computer's, shows in no age and locks nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from inspector_gui.viewmodels import new_review
from inspector_gui.viewmodels.access import Entry
from inspector_gui.viewmodels.line import NO_NEWS_AFTER_S, Beating, Condition
from inspector_gui.viewmodels.sign_in import Hitch

from inspector.domain.review import Answer
from inspector.domain.utc import iso_ms
from inspector.wire.header import Message
from tests.support import gui_access, gui_line, gui_order_scenes, gui_scenes, gui_shift
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]
BEGINS = datetime(2026, 9, 21, 14, 30, tzinfo=UTC)
JUMPS = [timedelta(hours=7), timedelta(hours=-7)]


def stamped(message: Message, at: datetime) -> Message:
    """As a station sends it whose clock says that it is this time."""
    return message.model_copy(update={"ts": iso_ms(at)})


def hear(stage: Stage, message: Message, at: datetime) -> None:
    """It comes now, whatever is written in it."""
    stage.model.take(gui_line.heard(stamped(message, at), stage.now_s))


@pytest.mark.parametrize("jump", JUMPS)
def test_the_station_s_clock_jumps_and_ages_news_and_the_order_of_items_stay(
    make_stage: StageMaker, jump: timedelta
) -> None:
    stage = make_stage()
    gui_scenes.running(stage)
    before = stage.model.counters.view
    for second in range(8):
        stage.now_s += 0.5
        now = BEGINS + timedelta(seconds=second / 2) + (jump if second >= 3 else timedelta(0))
        hear(stage, gui_line.beat(9000 + second), now)
        hear(stage, gui_line.plc_beat(9000 + second), now)
        hear(stage, gui_line.plain_result(60 + second), now)
        stage.model.tick(stage.now_s + 0.2)
        view = stage.model.line.view
        assert (view.condition, view.age_s, view.plc) == (Condition.RUNNING, 0.2, Beating.ALIVE), second
    assert [item.track - gui_line.FIRST_TRACK for item in stage.model.items.items][-8:] == list(range(60, 68))
    assert stage.model.counters.view.inspected == before.inspected + 8
    stage.now_s += NO_NEWS_AFTER_S + 0.1
    stage.model.tick(stage.now_s)
    assert stage.model.line.view.condition is Condition.NO_NEWS, "silence is silence, whatever time it is"
    hear(stage, gui_line.beat(9100), BEGINS - jump)
    stage.model.tick(stage.now_s + 0.1)
    assert (stage.model.line.view.condition, stage.model.line.view.age_s) == (Condition.RUNNING, 0.1)


@pytest.mark.parametrize("jump", JUMPS)
def test_this_computer_s_clock_jumps_and_nobody_is_locked_out_nor_in_and_nothing_is_old(
    make_stage: StageMaker, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    stage = make_stage()
    gui_access.locked_queue(stage)
    gui_access.sign_in(stage, "Ana")
    stage.wait(1.0)
    stage.model.queue.confirm()
    monkeypatch.setattr(gui_shift, "NOW", gui_shift.NOW + jump)
    monkeypatch.setattr(new_review, "_now", lambda: iso_ms(BEGINS + jump))
    stage.wait(2.0)
    assert (stage.model.access.view.entry, stage.model.line.view.condition) == (Entry.SIGNED_IN, Condition.RUNNING)
    assert stage.model.line.view.age_s == 0.0
    stage.model.queue.undo()
    stage.book_all()
    assert [review.answer for review in stage.station.sent][-1] is Answer.WITHDRAWN, "the ten seconds did not run out"
    stage.wait(299.0)
    assert stage.model.access.view.entry is Entry.LOCKED, "and the quiet time did"
    stage.model.sign_in.open()
    gui_access.sign_in_pin(stage)
    stage.model.sign_in.enter()
    gui_access.answer(stage, "sign.in", {"wait_s": 30.0}, ok=False)
    monkeypatch.setattr(gui_shift, "NOW", gui_shift.NOW - 2 * jump)
    stage.wait(12.0)
    assert (stage.model.sign_in.view.hitch, stage.model.sign_in.view.seconds) == (Hitch.WAIT, 18)


def test_a_hold_that_was_begun_is_answered_over_a_jump(make_stage: StageMaker) -> None:
    stage = make_stage()
    gui_order_scenes.orders_reason(stage)
    stage.model.panel.pick(1)
    hear(stage, gui_line.beat(9000), BEGINS - timedelta(hours=30))
    stage.model.tick(stage.now_s + 0.2)
    assert stage.model.orders.view.waiting
    gui_order_scenes.answered(stage, {"kept": True})
    assert not stage.model.orders.view.waiting
