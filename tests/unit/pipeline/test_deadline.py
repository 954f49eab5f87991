"""Deadlines in belt counts and in our own time."""

from dataclasses import replace

import pytest

from inspector.domain.item import Arrival, Identity, ItemKey
from inspector.domain.station import PlcHeartbeat
from inspector.pipeline.deadline import DeadlineRule, trigger_of

S = 1_000_000_000
RULE = DeadlineRule(margin_ms=100, nominal_counts_per_s=1000)
ARRIVAL = Arrival(
    key=ItemKey(5, 1),
    encoder=10_000,
    commit_encoder=12_000,
    counts_per_s=1000.0,
    counter=1,
    identity=Identity(),
    simulated=False,
    received_at_ns=50 * S,
)
BEAT = PlcHeartbeat(count=1, epoch=5, encoder=10_000, counts_per_s=1000.0, simulate=False, received_at_ns=50 * S)


def test_we_stop_sending_half_a_margin_before_the_decision_becomes_void() -> None:
    trigger = trigger_of(ARRIVAL, None, RULE)
    assert trigger.until_encoder == 11_950
    assert trigger.deadline_ns == 50 * S + round(1.9 * S)


def test_a_message_that_was_long_under_way_has_less_time_left() -> None:
    belt_moved_on = replace(BEAT, encoder=11_000)
    assert trigger_of(ARRIVAL, belt_moved_on, RULE).deadline_ns == 50 * S + round(0.9 * S)


def test_the_belt_moves_on_between_heartbeat_and_arrival() -> None:
    earlier = replace(BEAT, encoder=10_500, received_at_ns=49 * S)
    assert trigger_of(ARRIVAL, earlier, RULE).deadline_ns == 50 * S + round(0.4 * S)


def test_a_heartbeat_of_another_epoch_says_nothing_about_this_belt() -> None:
    other = replace(BEAT, epoch=4, encoder=11_800)
    assert trigger_of(ARRIVAL, other, RULE).deadline_ns == 50 * S + round(1.9 * S)


def test_an_item_past_its_commit_point_has_a_deadline_in_the_past() -> None:
    gone = replace(BEAT, encoder=13_000)
    assert trigger_of(ARRIVAL, gone, RULE).deadline_ns < ARRIVAL.received_at_ns


def test_the_encoder_rolls_over() -> None:
    arrival = replace(ARRIVAL, encoder=2**32 - 500, commit_encoder=1500)
    trigger = trigger_of(arrival, None, RULE)
    assert trigger.until_encoder == 1450
    assert trigger.deadline_ns == 50 * S + round(1.9 * S)


def test_speed_comes_from_the_arrival_then_the_heartbeat_then_the_config() -> None:
    silent = replace(ARRIVAL, counts_per_s=None)
    assert trigger_of(silent, replace(BEAT, counts_per_s=2000.0), RULE).deadline_ns == 50 * S + round(0.9 * S)
    assert trigger_of(silent, None, RULE).deadline_ns == 50 * S + round(1.9 * S)


def test_a_standing_belt_counts_as_nominal() -> None:
    silent = replace(ARRIVAL, counts_per_s=None)
    assert trigger_of(silent, replace(BEAT, counts_per_s=0.0), RULE).deadline_ns == 50 * S + round(1.9 * S)


@pytest.mark.parametrize("speed", [5e-324, 1e-30, 1e-3, 0.9])
def test_a_speed_that_dies_away_is_a_standing_belt_and_its_item_can_be_booked(speed: float) -> None:
    """The speed that a controller filters falls by halves while the belt stands, and never is 0."""
    asked = trigger_of(replace(ARRIVAL, counts_per_s=speed), replace(BEAT, counts_per_s=speed), RULE)
    assert asked.deadline_ns == 50 * S + round(1.9 * S)


def test_a_deadline_is_at_most_a_day_away_on_either_side() -> None:
    slow = DeadlineRule(margin_ms=100, nominal_counts_per_s=1e-300)
    ahead = trigger_of(replace(ARRIVAL, counts_per_s=None), None, slow)
    passed = trigger_of(replace(ARRIVAL, counts_per_s=None), replace(BEAT, encoder=13_000, counts_per_s=0.0), slow)
    assert (ahead.deadline_ns, passed.deadline_ns) == ((50 + 86_400) * S, (50 - 86_400) * S)
