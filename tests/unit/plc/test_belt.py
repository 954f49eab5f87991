"""The conveyor: where and when items are seen, committed, verified and diverted."""

from collections.abc import Callable

import pytest

from inspector.domain.item import MAX_TRACK
from inspector.plc.belt import Belt
from inspector.plc.belt_config import ISOLATION, REVIEW, THROUGH, BeltConfig, LaneConfig
from inspector.plc.belt_events import Arrived, BeltEvent, Committed, Fate, JamChanged, LaneChanged, Left, Stray

MS = 1_000_000
S = 1000 * MS

# 1 count per mm, 1 m/s, an item each second: times in ms equal distances in mm
STEADY = BeltConfig(counts_per_mm=1.0, speed_mm_s=1000.0, pitch_mm=1000.0, jitter=0.0)


class Run:
    """A belt and everything that happened on it."""

    def __init__(self, config: BeltConfig = STEADY, *, lane: int = 2, items: int | None = 1, start_ns: int = 0) -> None:
        self.lane = lane
        self.belt = Belt(config, start_ns=start_ns, route=lambda _track: self.lane, items=items)
        self.events: list[BeltEvent] = []

    def to(self, ms: float) -> "Run":
        """Go on until then."""
        self.events += self.belt.advance(round(ms * MS))
        return self

    def first(self, kind: type[BeltEvent]) -> BeltEvent:
        return next(event for event in self.events if type(event) is kind)

    def all(self, kind: type[BeltEvent]) -> list[BeltEvent]:
        return [event for event in self.events if type(event) is kind]

    def fates(self) -> list[tuple[int, int, Fate]]:
        return [(e.track, e.lane, e.fate) for e in self.events if isinstance(e, Left)]


def test_an_item_is_seen_committed_and_diverted_where_the_stations_are() -> None:
    run = Run(items=1).to(10_000)
    assert run.events == [
        Arrived(at_ns=1000 * MS, index=0, track=1, encoder=1000, commit_encoder=2000),
        Committed(at_ns=2000 * MS, track=1, lane=2),
        Left(at_ns=2600 * MS, track=1, lane=2, fate=Fate.ENTERED),
    ]
    assert run.belt.next_event_ns() is None
    assert run.belt.on_belt == 0


def test_events_do_not_depend_on_how_often_one_looks() -> None:
    coarse = Run(items=20).to(60_000).events
    fine = Run(items=20)
    for ms in range(0, 60_001, 7):
        fine.to(ms)
    assert fine.to(60_000).events == coarse
    assert len([e for e in coarse if isinstance(e, Left)]) == 20


def test_the_next_event_is_when_it_says() -> None:
    run = Run(items=3)
    moments = []
    while (due := run.belt.next_event_ns()) is not None:
        assert run.belt.advance(due - 1) == []
        happened = run.belt.advance(due)
        moments += [event.at_ns for event in happened]
        assert all(event.at_ns == due for event in happened)
    assert moments == sorted(moments)
    assert len(moments) == 9


def test_the_encoder_rolls_over_between_photo_eye_and_commit_point() -> None:
    config = BeltConfig(counts_per_mm=1.0, speed_mm_s=1000.0, pitch_mm=1000.0, jitter=0.0, encoder_start=2**32 - 1500)
    arrived = Run(config).to(1500).first(Arrived)
    assert isinstance(arrived, Arrived)
    assert (arrived.encoder, arrived.commit_encoder) == (2**32 - 500, 500)


def test_the_encoder_counts_on_between_events() -> None:
    run = Run(items=0)
    assert [run.belt.encoder(ms * MS) for ms in (0, 1, 250, 4000)] == [0, 1, 250, 4000]


def test_track_numbers_wrap_to_one() -> None:
    config = BeltConfig(jitter=0.0, first_track=MAX_TRACK)
    run = Run(config, items=2).to(10_000)
    assert [e.track for e in run.events if isinstance(e, Arrived)] == [MAX_TRACK, 1]


def test_jitter_stays_within_its_share_and_does_not_add_up() -> None:
    config = BeltConfig(counts_per_mm=1.0, speed_mm_s=1000.0, pitch_mm=600.0, jitter=0.2, item_mm=300.0)
    run = Run(config, items=200).to(200_000)
    seen = [e.encoder for e in run.events if isinstance(e, Arrived)]
    offsets = [at - 600 * (n + 1) for n, at in enumerate(seen)]
    assert max(abs(offset) for offset in offsets) <= 120
    assert len(set(offsets)) > 50


def test_speed_changes_move_time_not_places() -> None:
    run = Run(items=1).to(1500)
    run.belt.set_speed(250.0, 1500 * MS)
    committed = run.to(10_000).first(Committed)
    assert committed.at_ns == 3500 * MS
    assert run.belt.counts_per_s == 250.0


def test_a_standing_belt_waits() -> None:
    run = Run(items=1).to(1500)
    run.belt.set_speed(0.0, 1500 * MS)
    assert run.belt.next_event_ns() is None
    assert run.to(900_000).all(Committed) == []
    run.belt.set_speed(1000.0, 900_000 * MS)
    assert run.to(901_000).first(Committed).at_ns == 900_500 * MS


def test_held_infeed_puts_nothing_on_the_belt() -> None:
    run = Run(items=None)
    run.belt.hold_infeed(0, hold=True)
    assert run.to(5500).events == []
    run.belt.hold_infeed(5500 * MS, hold=False)
    run.belt.hold_infeed(5500 * MS, hold=False)
    assert [e.at_ns // MS for e in run.to(9000).events if isinstance(e, Arrived)] == [6500, 7500, 8500]


def test_infeed_held_and_released_before_the_next_item_feeds_it_once() -> None:
    run = Run(items=None).to(1100)
    run.belt.hold_infeed(1100 * MS, hold=True)
    run.belt.hold_infeed(1200 * MS, hold=False)
    assert [e.at_ns // MS for e in run.to(3100).events if isinstance(e, Arrived)] == [1000, 2000, 3000]


def test_an_item_taken_away_is_lost_after_its_window() -> None:
    run = Run(items=1).to(1100)
    run.belt.take_away(0)
    left = run.to(9000).first(Left)
    assert left == Left(at_ns=2261 * MS, track=1, lane=2, fate=Fate.LOST)
    assert run.belt.on_belt == 0


def test_a_little_slip_is_tolerated() -> None:
    run = Run(items=1).to(1100)
    run.belt.slip(0, 60.0, 1100 * MS)
    assert run.to(9000).fates() == [(1, 2, Fate.ENTERED)]


def test_an_item_that_slid_there_and_back_is_where_it_was() -> None:
    run = Run(items=1).to(1100)
    for by_mm in (0.0, 500.0, -500.0):
        run.belt.slip(0, by_mm, 1100 * MS)
    assert run.to(9000).fates() == [(1, 2, Fate.ENTERED)]
    assert run.all(Stray) == []


def test_an_item_that_slides_past_the_second_eye_is_seen_now_not_in_the_past() -> None:
    run = Run(items=1).to(2100)
    run.belt.slip(0, 900.0, 2100 * MS)
    run.to(9000)
    assert [event.at_ns for event in run.events] == sorted(event.at_ns for event in run.events)
    assert run.first(Stray).at_ns == 2100 * MS


@pytest.mark.parametrize("by_mm", [61.0, -61.0])
def test_much_slip_is_a_lost_item_and_a_stray(by_mm: float) -> None:
    run = Run(items=1).to(1100)
    run.belt.slip(0, by_mm, 1100 * MS)
    assert run.to(9000).fates() == [(1, 2, Fate.LOST)]
    assert run.all(Stray) == [Stray(at_ns=run.first(Stray).at_ns, lane=3)]


def test_an_item_that_slid_into_its_neighbours_window_takes_its_place() -> None:
    run = Run(items=2).to(2100)
    run.belt.take_away(1)
    run.belt.slip(0, -1000.0, 2100 * MS)
    assert run.to(9000).fates() == [(1, 2, Fate.LOST), (2, 2, Fate.ENTERED)]
    assert run.all(Stray) == []


def test_an_extra_item_takes_the_default_lane() -> None:
    run = Run(items=1).to(500)
    run.belt.add_stray(500 * MS)
    run.to(9000)
    assert run.all(Stray) == [Stray(at_ns=800 * MS, lane=3)]
    assert run.fates() == [(1, 2, Fate.ENTERED)]


def test_a_missed_divert_lets_the_item_through() -> None:
    run = Run(items=2).to(1100)
    run.belt.miss_divert(0)
    assert run.to(9000).fates() == [(1, 1, Fate.MISSED), (2, 2, Fate.ENTERED)]


def test_a_jam_stops_the_belt_until_it_is_cleared() -> None:
    run = Run(items=2).to(1100)
    run.belt.jam_next(duration_ms=5000)
    run.to(20_000)
    assert run.all(JamChanged) == [
        JamChanged(at_ns=2600 * MS, lane=2, jammed=True),
        JamChanged(at_ns=7600 * MS, lane=2, jammed=False),
    ]
    assert run.fates() == [(1, 2, Fate.JAMMED), (2, 2, Fate.ENTERED)]
    assert run.all(Committed)[1].at_ns == 8000 * MS


def test_the_belt_stands_while_jammed_whatever_speed_is_set() -> None:
    run = Run(items=1).to(1100)
    run.belt.jam_next(duration_ms=1000)
    run.to(2700)
    run.belt.set_speed(400.0, 2700 * MS)
    assert run.belt.counts_per_s == 0.0
    assert run.to(3601).belt.counts_per_s == 400.0


def _small_lanes(drain_per_s: float | None) -> BeltConfig:
    isolation = LaneConfig(lane=2, at_mm=1600.0, length_mm=900.0, drain_per_s=drain_per_s)
    return BeltConfig(
        counts_per_mm=1.0, speed_mm_s=1000.0, pitch_mm=1000.0, jitter=0.0, lanes=(THROUGH, isolation, REVIEW)
    )


def test_a_full_lane_is_said_after_a_while_and_its_items_go_round() -> None:
    run = Run(_small_lanes(drain_per_s=0.0), items=6).to(20_000)
    assert run.all(LaneChanged) == [LaneChanged(at_ns=5600 * MS, lane=2, full=True)]
    assert [(lane, fate) for _, lane, fate in run.fates()] == 3 * [(2, Fate.ENTERED)] + 3 * [(0, Fate.RECIRCULATED)]
    assert run.belt.lane_full(2) is True
    assert run.belt.lane_full(1) is False
    assert run.belt.lane_full(9) is None


def test_a_lane_that_is_emptied_becomes_free_again() -> None:
    run = Run(_small_lanes(drain_per_s=0.2), items=4).to(40_000)
    full, free = run.all(LaneChanged)[:2]
    assert isinstance(full, LaneChanged)
    assert isinstance(free, LaneChanged)
    assert (full.full, free.full) == (True, False)
    assert full.at_ns < free.at_ns
    assert run.belt.lane_full(2) is False


def test_a_lane_that_drains_in_time_never_fills() -> None:
    assert Run(_small_lanes(drain_per_s=2.0), items=30).to(60_000).all(LaneChanged) == []


@pytest.mark.parametrize(("ms", "full"), [(900, False), (1500, True)])
def test_a_covered_eye_counts_when_it_is_sustained(ms: float, full: bool) -> None:
    run = Run(items=0)
    run.belt.cover_lane(2, 0, duration_ms=ms)
    changes = [e.full for e in run.to(9000).events if isinstance(e, LaneChanged)]
    assert changes == ([True, False] if full else [])


def test_a_restart_forgets_the_tracks_and_begins_anew() -> None:
    run = Run(items=3).to(2700)
    assert run.belt.on_belt == 1
    run.belt.restart(2700 * MS, standstill_ms=1000, encoder_start=77)
    assert run.belt.on_belt == 0
    assert run.belt.encoder(3000 * MS) == 77
    run.to(20_000)
    arrivals = [e for e in run.events if isinstance(e, Arrived)]
    assert [(e.index, e.track) for e in arrivals] == [(0, 1), (1, 2), (2, 1)]
    assert arrivals[2].at_ns == 4000 * MS
    assert arrivals[2].encoder == 77 + 300
    assert run.fates() == [(1, 2, Fate.ENTERED), (1, 2, Fate.ENTERED)]
    assert [type(e) for e in run.events].count(Stray) == 1


def test_a_lane_the_belt_does_not_have_is_the_default_lane() -> None:
    assert Run(lane=17).to(9000).fates() == [(1, 3, Fate.ENTERED)]


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: BeltConfig(counts_per_mm=0), "counts_per_mm"),
        (lambda: BeltConfig(pitch_mm=310, jitter=0.1), "items overlap"),
        (lambda: BeltConfig(jitter=0.5), "jitter"),
        (lambda: BeltConfig(commit_mm=1200), "commit_mm"),
        (lambda: BeltConfig(tolerance_mm=300), "tolerance_mm"),
        (lambda: BeltConfig(default_lane=8), "default_lane 8"),
        (lambda: BeltConfig(through_lane=9), "through_lane 9"),
        (lambda: BeltConfig(recirculation_lane=2), "recirculation_lane"),
        (lambda: BeltConfig(lanes=(THROUGH, ISOLATION, ISOLATION)), "different numbers"),
        (lambda: BeltConfig(lanes=(THROUGH, LaneConfig(lane=3, at_mm=5000))), "the end of the belt"),
        (lambda: BeltConfig(lanes=(THROUGH, LaneConfig(lane=3, at_mm=1000))), "lane 3: at_mm"),
        (lambda: BeltConfig(lanes=(THROUGH, LaneConfig(lane=3, at_mm=2000, length_mm=10))), "too short"),
        (lambda: BeltConfig(lanes=(THROUGH, LaneConfig(lane=3, at_mm=2000, drain_per_s=-1))), "drain_per_s"),
        (lambda: BeltConfig(encoder_start=2**32), "encoder_start"),
        (lambda: BeltConfig(first_track=0), "first_track"),
    ],
)
def test_an_impossible_conveyor_is_refused(build: Callable[[], BeltConfig], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


def test_every_problem_is_listed() -> None:
    with pytest.raises(ValueError, match="jitter") as caught:
        BeltConfig(jitter=0.7, first_track=0, default_lane=8)
    assert "first_track" in str(caught.value)
    assert "default_lane" in str(caught.value)


@pytest.mark.parametrize("speed", [-1.0, float("nan"), float("inf")])
def test_a_belt_does_not_run_at_such_a_speed(speed: float) -> None:
    with pytest.raises(ValueError, match="counts per second"):
        Run().belt.set_speed(speed, 0)
