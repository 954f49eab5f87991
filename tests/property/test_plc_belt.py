"""Whatever happens on the belt: every item leaves once, tracks stay apart, and looking does not change anything."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.encoder import distance
from inspector.plc.belt import Belt
from inspector.plc.belt_config import BeltConfig
from inspector.plc.belt_events import Arrived, BeltEvent, Committed, Fate, Left
from inspector.plc.motion import SLOWEST_COUNTS_PER_S, BeltMotion

MS = 1_000_000
END_NS = 10_000_000 * MS

configs = st.builds(
    BeltConfig,
    counts_per_mm=st.floats(0.2, 50.0),
    speed_mm_s=st.floats(50.0, 4000.0),
    pitch_mm=st.floats(500.0, 2500.0),
    jitter=st.floats(0.0, 0.19),
    seed=st.integers(0, 1000),
    encoder_start=st.integers(0, 2**32 - 1),
    first_track=st.sampled_from([1, 2**31 - 3]),
)
# (what, at which moment in ms, with which number)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["take", "slip", "miss", "jam", "speed", "stop", "stray", "cover", "hold", "release"]),
        st.floats(0.0, 15_000.0),
        st.integers(0, 12),
    ),
    max_size=12,
)


def _do(belt: Belt, deed: str, number: int, now_ns: int) -> None:
    match deed:
        case "take":
            belt.take_away(number)
        case "slip":
            belt.slip(number, 40.0 * (number - 6), now_ns)
        case "miss":
            belt.miss_divert(number)
        case "jam":
            belt.jam_next(duration_ms=100.0 * number)
        case "speed":
            belt.set_speed(100.0 + 300.0 * number, now_ns)
        case "stop":
            belt.set_speed(0.0, now_ns)
        case "stray":
            belt.add_stray(now_ns)
        case "cover":
            belt.cover_lane(1 + number % 3, now_ns, duration_ms=400.0 * number)
        case _:
            belt.hold_infeed(now_ns, hold=deed == "hold")


def _play(config: BeltConfig, plan: list[tuple[str, float, int]], *, items: int) -> tuple[Belt, list[BeltEvent]]:
    belt = Belt(config, start_ns=0, route=lambda track: 1 + track % 3, items=items)
    events: list[BeltEvent] = []
    now_ns = 0
    for deed, ms, number in sorted(plan, key=lambda step: step[1]):
        now_ns = round(ms * MS)
        events += belt.advance(now_ns)
        _do(belt, deed, number, now_ns)
    belt.hold_infeed(now_ns, hold=False)
    belt.set_speed(config.speed_mm_s, now_ns)
    return belt, events + belt.advance(END_NS)


@given(config=configs, plan=deeds, items=st.integers(0, 12))
@settings(max_examples=120, deadline=None)
def test_every_item_is_seen_committed_and_leaves_exactly_once(
    config: BeltConfig, plan: list[tuple[str, float, int]], items: int
) -> None:
    belt, events = _play(config, plan, items=items)
    arrived = [e.track for e in events if isinstance(e, Arrived)]
    assert len(arrived) == len(set(arrived)) == items
    assert [e.track for e in events if isinstance(e, Committed)] == arrived
    assert sorted(e.track for e in events if isinstance(e, Left)) == sorted(arrived)
    assert belt.on_belt == 0


@given(config=configs, plan=deeds)
@settings(max_examples=80, deadline=None)
def test_each_track_goes_in_order_and_where_it_was_routed(
    config: BeltConfig, plan: list[tuple[str, float, int]]
) -> None:
    _, events = _play(config, plan, items=8)
    assert [e.at_ns for e in events] == sorted(e.at_ns for e in events)
    lanes = {e.track: e.lane for e in events if isinstance(e, Committed)}
    for event in events:
        if isinstance(event, Left) and event.fate in {Fate.ENTERED, Fate.JAMMED, Fate.LOST}:
            assert event.lane == lanes[event.track] == 1 + event.track % 3
    for event in events:
        if isinstance(event, Arrived):
            assert distance(event.encoder, event.commit_encoder) == config.counts(config.commit_mm)


@given(config=configs, looks=st.lists(st.floats(0.0, 60_000.0), max_size=40))
@settings(max_examples=50, deadline=None)
def test_looking_changes_nothing(config: BeltConfig, looks: list[float]) -> None:
    once = Belt(config, start_ns=0, route=lambda _track: 2, items=6)
    often = Belt(config, start_ns=0, route=lambda _track: 2, items=6)
    seen: list[BeltEvent] = []
    for ms in sorted(looks):
        seen += often.advance(round(ms * MS))
    assert seen + often.advance(END_NS) == once.advance(END_NS)


@given(
    speeds=st.lists(st.tuples(st.floats(0.0, 5000.0), st.integers(1, 5_000)), min_size=1, max_size=20),
)
def test_the_belt_never_runs_back_and_reaches_what_it_says(speeds: list[tuple[float, int]]) -> None:
    motion = BeltMotion(start_ns=0, counts_per_s=1000.0)
    now_ns, before = 0, 0.0
    for counts_per_s, ms in speeds:
        motion.set_speed(counts_per_s, now_ns)
        target = motion.travelled(now_ns) + 100.0
        reached_ns = motion.reaches_at_ns(target)
        if motion.counts_per_s > 0:
            assert reached_ns is not None
            assert reached_ns >= now_ns
            assert abs(motion.travelled(reached_ns) - target) < 1e-3
        else:
            assert counts_per_s < SLOWEST_COUNTS_PER_S
            assert reached_ns is None
        now_ns += ms * MS
        assert motion.travelled(now_ns) >= before
        before = motion.travelled(now_ns)
