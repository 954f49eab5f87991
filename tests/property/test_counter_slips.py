"""Whatever is lost, doubled or invented: no item is judged on another item's picture, and the match comes back."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.encoder import wrap
from inspector.domain.frame import Frame, Item, freeze
from inspector.domain.item import ItemKey, Trigger
from inspector.pipeline.assembly import Assembly, AssemblyRule

MS = 1_000_000
WINDOW = 100
NEAREST = 2 * WINDOW + 1  # two items are farther apart than two windows
IMAGE = freeze(np.zeros((1, 1, 3), np.uint8))
CLEAN = 6


@dataclass(frozen=True)
class Step:
    """One item and what goes wrong with it. Distances in counts, `late` puts the trigger behind its frame."""

    gap: int
    jitter: int
    late: bool
    fault: str


steps = st.builds(
    Step,
    gap=st.integers(NEAREST, 2000),
    jitter=st.integers(-WINDOW, WINDOW),
    late=st.booleans(),
    fault=st.sampled_from(
        ("none",) * 6 + ("uncounted", "counted-lost", "doubled", "phantom-frame", "phantom-trigger", "untold", "reset")
    ),
)
clean = st.builds(
    Step,
    gap=st.integers(NEAREST, 2000),
    jitter=st.integers(-WINDOW, WINDOW),
    late=st.booleans(),
    fault=st.just("none"),
)

dense = st.builds(
    Step,
    gap=st.integers(1, 3 * WINDOW),
    jitter=st.integers(-WINDOW, WINDOW),
    late=st.sampled_from((False,)),
    fault=st.sampled_from(("none", "none", "uncounted", "counted-lost", "doubled", "reset")),
)


class Line:
    """A camera, a controller, and the truth: `shows` is the item in a picture, by the picture's sequence."""

    def __init__(self, start: int, camera_counts_from: int, tells_counts: bool) -> None:
        self.assembly = Assembly(AssemblyRule(cameras=("top",), frame_wait_ms=300, window_counts=WINDOW))
        self.shows: dict[int, int] = {}
        self.items: list[Item] = []
        self._start = start
        self._pulses = camera_counts_from
        self._tells_counts = tells_counts
        self._told = 0
        self._track = 0
        self._sequence = 0
        self.track_of: dict[int, int] = {}  # track to item; phantom triggers have none

    def frame(self, place: int, item: int) -> None:
        picture = Frame(camera="top", sequence=self._sequence, image=IMAGE, captured_at_ns=0, counter=self._pulses)
        self.shows[self._sequence] = item
        self._sequence += 1
        self._pulses += 1
        self.assembly.offer(picture, wrap(self._start + place))
        self.items += self.assembly.take_ready(0)

    def trigger(self, place: int, item: int | None) -> None:
        self._track += 1
        if item is not None:
            self.track_of[self._track] = item
        trigger = Trigger(
            key=ItemKey(1, self._track),
            encoder=wrap(self._start + place),
            until_encoder=0,
            deadline_ns=1000 * MS,
            triggered_at_ns=0,
            counter=self._told if self._tells_counts else None,
        )
        self._told += 1
        self.assembly.expect(trigger)
        self.items += self.assembly.take_ready(0)

    def run(self, step: Step, place: int, item: int) -> None:
        if step.fault == "phantom-trigger":
            self.trigger(place - step.gap // 2, None)
        if step.fault == "phantom-frame":  # it shows the item that is nearer
            near = step.gap * abs(step.jitter) // WINDOW
            self.frame(place - near, item if near <= step.gap // 2 else item - 1)
        if step.fault == "reset":
            self._pulses = 0
        if step.fault != "untold" and not step.late:
            self.trigger(place, item)
        if step.fault == "counted-lost":
            self._pulses += 1
        elif step.fault != "uncounted":
            for _ in range(2 if step.fault == "doubled" else 1):
                self.frame(place + step.jitter, item)
        if step.fault != "untold" and step.late:
            self.trigger(place, item)

    def finish(self) -> None:
        self.items += self.assembly.take_ready(300 * MS)


@settings(max_examples=400, deadline=None)
@given(
    wild=st.lists(steps, max_size=30),
    quiet=st.lists(clean, min_size=CLEAN, max_size=CLEAN),
    start=st.integers(0, 2**32 - 1),
    counts_from=st.sampled_from((0, 7)),
    tells_counts=st.booleans(),
)
def test_no_item_is_judged_on_anothers_picture_and_the_match_comes_back(
    wild: list[Step], quiet: list[Step], start: int, counts_from: int, tells_counts: bool
) -> None:
    line = Line(start, counts_from, tells_counts)
    everything = [*wild, *quiet]
    for item, (step, place) in enumerate(zip(everything, accumulate(step.gap for step in everything), strict=True)):
        line.run(step, place, item)
    line.finish()
    judged = set()
    for answered in line.items:
        item_of = line.track_of.get(answered.trigger.key.track)
        if item_of is None or not answered.frames:
            continue
        (picture,) = answered.frames
        assert line.shows[picture.sequence] == item_of
        judged.add(item_of)
    assert len(line.items) == len({answered.trigger.key for answered in line.items})
    settled = range(len(wild) + 2, len(everything))
    assert judged.issuperset(settled), (sorted(judged), list(settled))
    assert line.assembly.doubts == {}


@settings(max_examples=200, deadline=None)
@given(crowd=st.lists(dense, max_size=30), counts_from=st.sampled_from((0, 7)), tells_counts=st.booleans())
def test_items_too_close_to_each_other_are_never_mixed_up_either(
    crowd: list[Step], counts_from: int, tells_counts: bool
) -> None:
    line = Line(0, counts_from, tells_counts)
    for item, (step, place) in enumerate(zip(crowd, accumulate(step.gap for step in crowd), strict=True)):
        line.run(step, place, item)
    line.finish()
    assert len(line.items) == len(crowd)
    for answered in line.items:
        for picture in answered.frames:
            assert line.shows[picture.sequence] == line.track_of[answered.trigger.key.track]
