"""Where the belt was: from the newest heartbeat, forwards and backwards in time, over the encoder's roll-over."""

from inspector.pipeline.belt_clock import BeltClock

S = 1_000_000_000


def test_nothing_is_known_before_anything_was_told() -> None:
    assert BeltClock().position(5 * S) is None


def test_the_belt_runs_on_at_the_speed_of_the_last_beat() -> None:
    belt = BeltClock()
    belt.beat(1000, 200.0, 10 * S)
    assert belt.position(11 * S) == 1200
    assert belt.position(9 * S) == 800
    belt.beat(1200, 0.0, 11 * S)
    assert belt.position(60 * S) == 1200


def test_the_count_rolls_over() -> None:
    belt = BeltClock()
    belt.beat(2**32 - 100, 200.0, 0)
    assert belt.position(S) == 100


def test_an_arrival_counts_only_until_there_is_a_heartbeat() -> None:
    belt = BeltClock()
    belt.arrival(50, 100.0, 0)
    assert belt.position(S) == 150
    belt.beat(900, 100.0, S)
    belt.arrival(50, 100.0, S)
    assert belt.position(S) == 900


def test_a_restart_forgets_all() -> None:
    belt = BeltClock()
    belt.beat(1, 1.0, 0)
    belt.arrival(1, 1.0, 0)
    belt.forget()
    assert belt.position(0) is None
