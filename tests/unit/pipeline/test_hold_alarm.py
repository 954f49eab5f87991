"""The alarm of holds: stands while one of the station's stands, and is news whenever there is one more."""

from dataclasses import replace

import pytest

from inspector.adapters.clocks import manual
from inspector.domain.alarm import Alarm, AlarmState
from inspector.domain.hold import BY_HAND, STATION, Hold, HoldAction
from inspector.domain.lot_group import Dimension, Group
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.hold_alarm import MAX_DETAIL, HoldAlarm
from inspector.pipeline.hold_board import HoldBoard

NAME = "group-held"


class Desk:
    """A board of holds and one of alarms; what was said of the latter."""

    def __init__(self) -> None:
        self.said: list[Alarm] = []
        self.alarms = AlarmBoard(manual.build(manual.Config()), self.said.append)
        self.holds = HoldBoard(lambda _hold: self.alarm.follow())
        self.alarm = HoldAlarm(self.holds, self.alarms)

    @property
    def states(self) -> list[AlarmState]:
        return [alarm.state for alarm in self.said]

    def newest(self) -> tuple[AlarmState, str]:
        return self.said[-1].state, self.said[-1].detail


@pytest.fixture
def desk() -> Desk:
    return Desk()


def hold(name: str, by: str = STATION) -> Hold:
    return Hold(
        hold_id=f"hold-{name}",
        group=Group(dimension=Dimension.VENDOR, name=name),
        finding="spillage" if by == STATION else BY_HAND,
        action=HoldAction.REVIEW,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by=by,
        why="3 of 4 items with spillage",
    )


def released(one: Hold) -> Hold:
    return replace(one, released_utc="2030-01-01T01:00:00.000Z", released_by="Ana", released_why="gone")


def test_it_stands_until_the_last_hold_is_released(desk: Desk) -> None:
    first, second = hold("V-1"), hold("V-2")
    desk.holds.show([first])
    assert (desk.states, desk.said[0].detail) == ([AlarmState.UNACK_ACTIVE], "vendor V-1: spillage")
    desk.alarms.acknowledge(NAME, operator="Ana")
    desk.holds.show([second])
    assert desk.newest() == (AlarmState.UNACK_ACTIVE, "vendor V-2: spillage; vendor V-1: spillage"), "it is news"
    desk.alarms.acknowledge(NAME, operator="Ana")
    desk.holds.show([released(first)])
    assert desk.newest() == (AlarmState.ACK_ACTIVE, "vendor V-2: spillage"), "one less is none"
    desk.holds.show([released(second)])
    assert desk.newest()[0] is AlarmState.NORMAL


def test_what_was_released_before_the_start_is_no_alarm(desk: Desk) -> None:
    desk.holds.show([released(hold("V-1")), released(hold("V-2"))])
    assert desk.said == []


def test_a_hold_by_hand_is_no_alarm(desk: Desk) -> None:
    desk.holds.show([hold("V-1", by="Ana")])
    assert desk.said == []
    desk.holds.show([hold("V-2")])
    assert desk.said[-1].detail == "vendor V-2: spillage"


def test_the_same_once_more_is_no_news(desk: Desk) -> None:
    desk.holds.show([hold("V-1")])
    desk.holds.show([hold("V-1")])
    assert len(desk.said) == 1


def test_many_holds_are_told_in_short(desk: Desk) -> None:
    desk.holds.show([hold(f"V-{number:04}") for number in range(40)])
    detail = desk.said[-1].detail
    assert detail.startswith("vendor V-0039: spillage; ")
    assert len(detail) == MAX_DETAIL
