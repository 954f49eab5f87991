"""The line's condition: old knowledge is never shown as fine."""

import pytest
from inspector_gui.link.news import Connected, Disconnected
from inspector_gui.viewmodels.line import Beating, Condition, LineModel

from inspector.domain.packml import PackState
from inspector.wire.line import Status
from tests.support.gui_line import beat, greeting, header, heard, info, plc_beat, state


def running(now_s: float = 10.0) -> LineModel:
    """A model of a line that runs."""
    model = LineModel()
    for news in greeting(now_s):
        model.take(news)
    model.tick(now_s + 0.1)
    return model


def condition(model: LineModel) -> Condition:
    """The condition now."""
    return model.view.condition


def test_nothing_heard_is_not_fine() -> None:
    model = LineModel()
    model.tick(0.0)
    assert condition(model) is Condition.NO_BROKER
    assert not model.view.condition.trustworthy
    model.take(Connected(at_s=1.0))
    model.tick(1.1)
    assert condition(model) is Condition.NO_NEWS
    assert model.view.age_s is None


def test_a_running_line() -> None:
    view = running().view
    assert view.condition is Condition.RUNNING
    assert (view.pack, view.mode, view.plc, view.age_s) == ("EXECUTE", "PRODUCTION", Beating.ALIVE, 0.1)


def test_silence_is_said_within_two_seconds_and_the_age_grows() -> None:
    model = running(10.0)
    model.tick(11.4)
    assert condition(model) is Condition.RUNNING
    model.tick(11.75)  # the tick is every 0.25 s, so this is on screen before 2 s are over
    assert condition(model) is Condition.NO_NEWS
    assert model.view.plc is Beating.SILENT
    assert model.view.age_s in {1.7, 1.8}
    model.tick(70.0)
    assert model.view.age_s == 60.0


def test_a_heartbeat_that_repeats_its_number_is_no_heartbeat() -> None:
    model = running(10.0)
    for step in range(8):
        model.take(heard(beat(1), 10.0 + step * 0.25))
    model.tick(12.0)
    assert condition(model) is Condition.NO_NEWS


def test_retained_messages_are_no_news() -> None:
    model = running(10.0)
    model.take(heard(state(), 20.0, retained=True))
    model.take(heard(info(), 20.0, retained=True))
    model.tick(20.0)
    assert model.view.age_s == 10.0
    assert condition(model) is Condition.NO_NEWS


def test_the_controllers_messages_say_nothing_about_the_station() -> None:
    model = running(10.0)
    for step in range(1, 9):
        model.take(heard(plc_beat(1 + step), 10.0 + step * 0.25))
    model.tick(12.0)
    assert model.view.plc is Beating.ALIVE
    assert condition(model) is Condition.NO_NEWS


@pytest.mark.parametrize("word", ["OFFLINE", "CONNECTION_BROKEN"])
def test_the_last_will_is_believed_at_once(word: str) -> None:
    model = running(10.0)
    model.take(heard(Status(**header(), state=word), 10.2))  # type: ignore[arg-type]
    model.tick(10.3)
    assert condition(model) is Condition.STATION_GONE
    assert model.view.age_s == 0.3, "a will comes from the broker: it is no sign of life"


def test_a_broken_link_wins_over_everything_and_heals() -> None:
    model = running(10.0)
    model.take(Disconnected(at_s=10.2, detail="refused"))
    model.tick(10.2)
    assert (model.view.condition, model.view.detail, model.view.plc) == (
        Condition.NO_BROKER,
        "refused",
        Beating.UNKNOWN,
    )
    for news in greeting(12.0):
        model.take(news)
    model.take(heard(beat(99), 12.0))
    model.tick(12.1)
    assert condition(model) is Condition.RUNNING


def test_not_executing_or_not_ready_is_not_running() -> None:
    model = running(10.0)
    model.take(heard(state(PackState.HELD, ("camera top lost",)), 10.1))
    model.tick(10.2)
    assert condition(model) is Condition.NOT_RUNNING
    assert model.view.reasons == ("camera top lost",)
    model.take(heard(state(), 10.3))
    model.take(heard(beat(2, ready=False), 10.3))
    model.tick(10.4)
    assert condition(model) is Condition.NOT_RUNNING


def test_cameras_are_told_once() -> None:
    model = LineModel()
    told = []
    model.cameras_changed.connect(lambda: told.append(model.cameras))
    model.take(heard(info("http://127.0.0.1:1"), 1.0, retained=True))
    model.take(heard(info("http://127.0.0.1:1"), 2.0))
    model.take(heard(info("http://127.0.0.1:1", ("top",)), 3.0))
    assert told == [("top", "side"), ("top",)]


def test_a_clock_that_jumps_back_gives_no_negative_age() -> None:
    model = running(10.0)
    model.tick(5.0)
    assert model.view.age_s == 0.0
