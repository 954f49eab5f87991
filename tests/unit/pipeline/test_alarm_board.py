"""Alarms after ISA-18.2: what is said, what is noted, and what a shelf hides and for how long."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.alarm import LONGEST_SHELF_MIN, Alarm, AlarmState, ShelveReason
from inspector.domain.alarm_journal import AlarmEntry, AlarmEvent
from inspector.pipeline.alarm_board import NS_PER_MIN, AlarmBoard

NAME = "camera-lost"


class Desk:
    """A board with a clock in hand; what it said and noted."""

    def __init__(self, restored: Sequence[AlarmEntry] = ()) -> None:
        self.clock: ManualClock = manual.build(manual.Config())
        self.said: list[Alarm] = []
        self.noted: list[AlarmEntry] = []
        self.board = AlarmBoard(self.clock, self.said.append, self.noted.append)
        self.board.restore(restored)

    @property
    def states(self) -> list[AlarmState]:
        """The states that were said."""
        return [alarm.state for alarm in self.said]

    @property
    def events(self) -> list[AlarmEvent]:
        """What was noted."""
        return [entry.event for entry in self.noted]

    def shelve(self, minutes: int = 15, reason: ShelveReason = ShelveReason.BEING_REPAIRED) -> None:
        """By Ana."""
        self.board.shelve(NAME, minutes=minutes, reason=reason, operator="Ana")


def test_raised_acknowledged_returned() -> None:
    desk = Desk()
    desk.board.set(NAME, active=True, detail="top")
    desk.board.set(NAME, active=True, detail="top")
    assert desk.board.acknowledge(NAME, operator="Ana")
    assert not desk.board.acknowledge(NAME, operator="Ana")
    desk.board.set(NAME, active=False)
    desk.board.set(NAME, active=False)
    assert desk.states == [AlarmState.UNACK_ACTIVE, AlarmState.ACK_ACTIVE, AlarmState.NORMAL]
    assert desk.events == [AlarmEvent.RAISED, AlarmEvent.ACKNOWLEDGED, AlarmEvent.RETURNED]
    assert [entry.operator for entry in desk.noted] == ["", "Ana", ""]
    assert {entry.detail for entry in desk.noted} == {"top"}


def test_one_that_was_never_raised_says_nothing_when_it_is_not_so() -> None:
    desk = Desk()
    desk.board.set(NAME, active=False)
    assert (desk.said, desk.noted) == ([], [])


def test_new_particulars_are_said_but_are_no_event() -> None:
    desk = Desk()
    desk.board.set(NAME, active=True, detail="top")
    desk.board.set(NAME, active=True, detail="top, side")
    assert [alarm.detail for alarm in desk.said] == ["top", "top, side"]
    assert desk.events == [AlarmEvent.RAISED]


@pytest.mark.parametrize("acknowledged", [True, False])
def test_one_more_cause_waits_for_a_person_again(*, acknowledged: bool) -> None:
    desk = Desk()
    desk.board.set(NAME, active=True, detail="top", anew=True)
    if acknowledged:
        desk.board.acknowledge(NAME, operator="Ana")
    desk.board.set(NAME, active=True, detail="top, side", anew=True)
    desk.board.set(NAME, active=True, detail="top, side")
    assert (desk.states[-1], desk.said[-1].detail) == (AlarmState.UNACK_ACTIVE, "top, side")
    again = [AlarmEvent.ACKNOWLEDGED, AlarmEvent.RAISED] if acknowledged else []
    assert desk.events == [AlarmEvent.RAISED, *again]
    assert len(desk.said) == 2 + acknowledged


def test_one_more_cause_of_a_shelved_alarm_stays_on_the_shelf() -> None:
    desk = Desk()
    desk.board.set(NAME, active=True, detail="top")
    desk.shelve()
    desk.board.set(NAME, active=True, detail="top, side", anew=True)
    assert desk.states == [AlarmState.UNACK_ACTIVE, AlarmState.SHELVED]


def test_what_is_shelved_is_not_active_and_comes_back_unacknowledged_if_it_still_holds() -> None:
    desk = Desk()
    desk.board.set(NAME, active=True, detail="top")
    desk.shelve(minutes=15)
    assert desk.board.active() == ()
    assert (desk.said[-1].until, desk.said[-1].reason) == ("2030-01-01T00:15:00.000Z", "BEING_REPAIRED")
    desk.clock.advance(15 * NS_PER_MIN - 1)
    desk.board.end_shelves()
    assert desk.states[-1] is AlarmState.SHELVED
    desk.clock.advance(1)
    desk.board.end_shelves()
    desk.board.end_shelves()
    assert desk.states == [AlarmState.UNACK_ACTIVE, AlarmState.SHELVED, AlarmState.UNACK_ACTIVE]
    assert desk.events == [AlarmEvent.RAISED, AlarmEvent.SHELVED, AlarmEvent.SHELF_ENDED]
    assert [alarm.kind.id for alarm in desk.board.active()] == [NAME]
    assert (desk.said[-1].until, desk.said[-1].reason) == ("", "")


def test_what_came_and_went_on_the_shelf_is_noted_and_leaves_nothing_behind() -> None:
    desk = Desk()
    desk.shelve()
    desk.board.set(NAME, active=True, detail="top")
    desk.board.set(NAME, active=True, detail="other particulars")
    desk.board.set(NAME, active=False)
    assert desk.board.unshelve(NAME, operator="Ben")
    assert not desk.board.unshelve(NAME, operator="Ben")
    assert desk.states[-1] is AlarmState.NORMAL
    assert desk.events == [AlarmEvent.SHELVED, AlarmEvent.RAISED, AlarmEvent.RETURNED, AlarmEvent.UNSHELVED]
    assert desk.noted[-1].operator == "Ben"


def test_a_wall_clock_that_jumps_ends_no_shelf() -> None:
    desk = Desk()
    desk.shelve(minutes=15)
    desk.clock.step_utc(timedelta(days=400))
    desk.board.end_shelves()
    assert desk.states == [AlarmState.SHELVED]


def test_shelving_again_counts_from_now() -> None:
    desk = Desk()
    desk.shelve(minutes=15)
    desk.clock.advance(10 * NS_PER_MIN)
    desk.shelve(minutes=30, reason=ShelveReason.MAINTENANCE)
    desk.clock.advance(29 * NS_PER_MIN)
    desk.board.end_shelves()
    assert desk.states[-1] is AlarmState.SHELVED
    assert desk.said[-1].reason == "MAINTENANCE"


@pytest.mark.parametrize("minutes", [0, -5, LONGEST_SHELF_MIN + 1])
def test_a_shelf_is_neither_empty_nor_for_ever(minutes: int) -> None:
    with pytest.raises(ValueError, match="1 to 480 minutes"):
        Desk().shelve(minutes=minutes)


def test_shelving_needs_an_alarm_and_a_name() -> None:
    board = Desk().board
    with pytest.raises(ValueError, match="no alarm 'dragon'"):
        board.shelve("dragon", minutes=5, reason=ShelveReason.OTHER, operator="Ana")
    with pytest.raises(ValueError, match="needs an operator"):
        board.shelve(NAME, minutes=5, reason=ShelveReason.OTHER, operator=" ")


def test_a_restart_keeps_the_shelf_for_the_time_that_is_left() -> None:
    before = Desk()
    before.shelve(minutes=15)
    after = Desk(restored=list(reversed(before.noted)))
    assert after.states == [AlarmState.SHELVED]
    after.board.set(NAME, active=True, detail="top")
    assert after.board.active() == ()
    after.clock.advance(15 * NS_PER_MIN)
    after.board.end_shelves()
    assert after.states[-1] is AlarmState.UNACK_ACTIVE


def test_a_restart_brings_no_shelf_back_that_had_ended() -> None:
    before = Desk()
    before.shelve(minutes=15)
    before.board.unshelve(NAME, operator="Ana")
    assert Desk(restored=list(reversed(before.noted))).said == []
    long_ago = [entry for entry in before.noted if entry.event is AlarmEvent.SHELVED]
    over = [replace(entry, until="2029-12-31T23:59:59.000Z") for entry in long_ago]
    assert Desk(restored=over).said == []


def test_of_two_threads_the_last_word_is_what_is_so() -> None:
    """One thread raises and is held up while it writes, another one clears: what is retained must be the latter."""
    entered, go_on = threading.Event(), threading.Event()
    said: list[Alarm] = []

    def note(entry: AlarmEntry) -> None:
        if entry.event is AlarmEvent.RAISED:
            entered.set()
            assert go_on.wait(20)

    board = AlarmBoard(manual.build(manual.Config()), said.append, note)
    slow = threading.Thread(target=lambda: board.set(NAME, active=True, detail="top"))
    slow.start()
    assert entered.wait(20)
    board.set(NAME, active=False)
    go_on.set()
    slow.join(20)
    assert said[-1].state is AlarmState.RTN_UNACK
    assert {alarm.state for alarm in said} == {AlarmState.RTN_UNACK}
