"""The PackML state follows from what is wrong; a counter that does not move is no life."""

import pytest

from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import PlcHeartbeat
from inspector.pipeline.health import Health

MS = 1_000_000


def beat(count: int, at_ms: int) -> PlcHeartbeat:
    return PlcHeartbeat(count=count, epoch=1, encoder=0, counts_per_s=100.0, simulate=False, received_at_ns=at_ms * MS)


@pytest.fixture
def health() -> Health:
    health = Health(plc_timeout_ms=600, recipe="default", mode=PackMode.PRODUCTION)
    health.set_phase(PackState.EXECUTE)
    health.set("broker", "")
    health.plc_beat(beat(1, 0))
    return health


def test_all_well_is_execute(health: Health) -> None:
    assert health.state().pack is PackState.EXECUTE
    assert health.unready() == ()


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        ("broker", PackState.SUSPENDED),
        ("plc", PackState.SUSPENDED),
        ("camera:top", PackState.ABORTED),
        ("model", PackState.ABORTED),
        ("ledger", PackState.ABORTED),
    ],
)
def test_each_condition_has_its_state_and_its_reason(health: Health, condition: str, state: PackState) -> None:
    health.set(condition, "broken")
    assert health.state().pack is state
    assert health.state().reasons == (f"{condition}: broken",)
    health.set(condition, "")
    assert health.state().pack is PackState.EXECUTE


def test_the_gravest_condition_wins_and_all_are_named(health: Health) -> None:
    health.set("broker", "gone")
    health.set("camera:top", "gone")
    health.set_hold("lens")
    assert health.state().pack is PackState.ABORTED
    assert health.state().reasons == ("held: lens", "broker: gone", "camera:top: gone")


def test_a_hold_stops_judging_and_a_lost_plc_does_not(health: Health) -> None:
    health.set("plc", "gone")
    assert health.judges()
    health.set_hold("lens")
    assert health.state().pack is PackState.HELD
    assert not health.judges()


def test_a_heartbeat_is_fresh_for_three_periods(health: Health) -> None:
    assert health.plc_fresh(600 * MS)
    assert not health.plc_fresh(600 * MS + 1)


def test_a_counter_that_stands_still_is_no_life(health: Health) -> None:
    health.plc_beat(beat(1, 500))
    assert not health.check_plc(700 * MS)
    assert health.state().pack is PackState.SUSPENDED


def test_a_new_beat_after_silence_brings_the_station_back(health: Health) -> None:
    health.check_plc(5000 * MS)
    assert health.plc_beat(beat(2, 5001))
    assert health.state().pack is PackState.EXECUTE


def test_where_the_station_makes_its_own_triggers_no_controller_is_missed() -> None:
    alone = Health(plc_timeout_ms=600, recipe="default", mode=PackMode.PRODUCTION, plc_needed=False)
    alone.set_phase(PackState.EXECUTE)
    alone.set("broker", "")
    assert alone.check_plc(10**12)
    assert alone.unready() == ()
    alone.plc_beat(beat(1, 0))  # one that comes and goes changes nothing
    assert alone.check_plc(10**12)
    assert alone.state().pack is PackState.EXECUTE
