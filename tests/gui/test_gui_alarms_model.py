"""Alarms: the urgent first, rebuilt at each connection, and the window's own when it knows nothing."""

from inspector_gui.link.news import Cleared, Connected
from inspector_gui.viewmodels.alarms import WINDOW_ALARMS, AlarmsModel
from inspector_gui.viewmodels.line import Condition

from inspector.domain.alarm import AlarmState
from tests.support.gui_line import alarm, heard


def names(model: AlarmsModel) -> list[str]:
    """What is shown, first to last."""
    return [shown.id for shown in model.alarms]


def test_urgent_and_unacknowledged_first() -> None:
    model = AlarmsModel()
    for message in (
        alarm("image-quality"),
        alarm("camera-lost", AlarmState.ACK_ACTIVE),
        alarm("divert-rate"),
        alarm("broker-lost"),
    ):
        model.take(heard(message, 1.0))
    assert names(model) == ["broker-lost", "camera-lost", "divert-rate", "image-quality"]


def test_what_is_active_comes_before_what_is_over_and_what_nobody_knows_before_all() -> None:
    """A window without a station must not show on top that an alarm is over."""
    model = AlarmsModel()
    model.take(heard(alarm("broker-lost", AlarmState.RTN_UNACK), 1.0))
    model.take(heard(alarm("plc-heartbeat-lost"), 1.0))
    assert names(model) == ["plc-heartbeat-lost", "broker-lost"]
    model.judge(Condition.STATION_GONE)
    assert names(model) == ["window-station-gone", "plc-heartbeat-lost", "broker-lost"]


def test_what_is_normal_or_shelved_is_not_shown() -> None:
    model = AlarmsModel()
    model.take(heard(alarm("camera-lost"), 1.0))
    model.take(heard(alarm("camera-lost", AlarmState.SHELVED), 2.0))
    model.take(heard(alarm("divert-rate", AlarmState.RTN_UNACK), 2.0))
    assert names(model) == ["divert-rate"]
    model.take(heard(alarm("divert-rate", AlarmState.NORMAL), 3.0))
    assert names(model) == []


def test_clearing_and_a_new_connection_take_alarms_away() -> None:
    model = AlarmsModel()
    model.take(heard(alarm("camera-lost"), 1.0))
    model.take(heard(alarm("divert-rate"), 1.0))
    model.take(Cleared(at_s=2.0, suffix="alarm/camera-lost"))
    assert names(model) == ["divert-rate"]
    model.take(Connected(at_s=3.0))
    assert names(model) == []


def test_the_window_raises_its_own_alarm_while_nothing_is_known() -> None:
    model = AlarmsModel()
    told = []
    model.changed.connect(lambda: told.append(names(model)))
    model.judge(Condition.NO_NEWS)
    model.judge(Condition.NO_NEWS)
    model.judge(Condition.RUNNING)
    assert told == [["window-no-news"], []]


def test_every_condition_without_knowledge_has_an_alarm() -> None:
    assert set(WINDOW_ALARMS) == {condition for condition in Condition if not condition.trustworthy}
