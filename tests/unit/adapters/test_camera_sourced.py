"""Trigger modes, pacing, counting and time-stamping of cameras whose pictures come from this process."""

import threading

import numpy as np
import pytest

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._sourced import Pace, Shot, SourcedCamera
from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import EndOfStream


class SlowSource:
    """Takes `exposure_ms` of the clock's time for a picture, which shows its number."""

    def __init__(self, clock: ManualClock, exposure_ms: float = 0.0) -> None:
        self.clock = clock
        self.exposure_ms = exposure_ms
        self.shots: list[Shot] = []
        self.exposures: list[tuple[int, int]] = []
        self.is_open = False
        self.trouble: dict[int, Exception] = {}

    def open(self) -> None:
        self.is_open = True

    def take(self, shot: Shot) -> RgbImage | None:
        self.shots.append(shot)
        if shot.number in self.trouble:
            raise self.trouble[shot.number]
        start_ns = self.clock.monotonic_ns()
        self.clock.advance_ms(self.exposure_ms)
        self.exposures.append((start_ns, self.clock.monotonic_ns()))
        return freeze(np.full((4, 4, 3), shot.number, np.uint8))

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def clock() -> ManualClock:
    return manual.build(manual.Config())


def camera_of(
    source: SlowSource, mode: str, *, fps: float = 10.0, live: bool = False, first: int = 0, pulsed: bool = False
) -> SourcedCamera:
    options = TriggerOptions.model_validate({"trigger": mode, "first_counter": first})
    asked_by = frozenset({"software", "hardware"} if pulsed else {"software"})
    camera = SourcedCamera("cam", source.clock, options, Pace(fps=fps, live=live, asked_by=asked_by), source)
    camera.open()
    return camera


def trigger(track: int, counter: int | None = None) -> Trigger:
    key = ItemKey(1, track)
    return Trigger(key=key, encoder=0, until_encoder=9, deadline_ns=1, triggered_at_ns=0, counter=counter)


def now(camera: SourcedCamera) -> Frame:
    frame = camera.read(0.0)
    assert frame is not None
    return frame


def test_the_time_is_that_of_the_end_of_the_exposure(clock: ManualClock) -> None:
    source = SlowSource(clock, exposure_ms=40)
    camera = camera_of(source, "software")
    camera.trigger(trigger(1))
    clock.advance_ms(1000)  # waiting for the reader is not part of the picture's time
    frame = now(camera)
    assert source.exposures == [(1_000_000_000, 1_040_000_000)]
    assert frame.captured_at_ns == 1_040_000_000


def test_a_trigger_from_before_its_deadline_or_after_makes_a_picture(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "software")
    camera.trigger(trigger(1))  # whose deadline_ns is 1
    clock.advance_ms(5)
    assert now(camera).key == ItemKey(1, 1)


def test_the_photo_eye_count_is_the_number_of_the_picture(clock: ManualClock) -> None:
    source = SlowSource(clock)
    camera = camera_of(source, "software", first=100)
    for counter in (100, 103, 103, 101):
        camera.trigger(trigger(1, counter))
    assert [int(now(camera).image[0, 0, 0]) for _ in range(4)] == [0, 3, 3, 1]


def test_without_a_count_items_are_counted_from_the_last_one(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "software")
    for counter in (None, None, 7, None):
        camera.trigger(trigger(1, counter))
    assert [int(now(camera).image[0, 0, 0]) for _ in range(4)] == [0, 1, 7, 8]


def test_an_item_before_the_first_one_has_no_picture(clock: ManualClock) -> None:
    source = SlowSource(clock)
    camera = camera_of(source, "software", first=10)
    camera.trigger(trigger(1, 9))
    assert camera.read(0.0) is None
    assert source.shots == []


def test_hardware_frames_of_a_pulsed_source_carry_the_photo_eye_count(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "hardware", first=100, pulsed=True)
    camera.trigger(trigger(1, 105))
    frame = now(camera)
    assert (frame.counter, frame.key) == (105, None)
    assert frame.image[0, 0, 0] == 5


def test_paced_frames_come_when_they_are_due_and_not_before(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "free_run", fps=10)
    assert now(camera).image[0, 0, 0] == 0
    assert camera.read(0.0) is None
    clock.advance_ms(99)
    assert camera.read(0.0) is None
    clock.advance_ms(1)
    assert now(camera).image[0, 0, 0] == 1


def test_what_waits_for_its_reader_is_never_skipped(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "hardware", fps=10, first=40)
    clock.advance_ms(1000)
    assert [now(camera).counter for _ in range(11)] == list(range(40, 51))
    assert camera.read(0.0) is None


def test_what_is_live_goes_on_without_its_reader(clock: ManualClock) -> None:
    source = SlowSource(clock)
    camera = camera_of(source, "free_run", fps=10, live=True)
    now(camera)
    clock.advance_ms(1040)
    frame = now(camera)
    assert (int(frame.image[0, 0, 0]), frame.sequence) == (10, 1)
    assert source.shots[-1].at_ns == 1_000_000_000
    assert camera.read(0.0) is None


def test_as_fast_as_it_is_read(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "free_run", fps=0)
    assert [now(camera).sequence for _ in range(50)] == list(range(50))


def test_a_clock_that_stands_does_not_hold_the_reader(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "free_run", fps=10)
    now(camera)
    assert camera.read(0.15) is None  # longer than the wait would be if the clock went


@pytest.mark.parametrize("mode", ["software", "free_run"])
def test_after_a_corrupt_picture_the_next_one_comes(clock: ManualClock, mode: str) -> None:
    source = SlowSource(clock)
    source.trouble[1] = FrameCorrupt("torn")
    camera = camera_of(source, mode, fps=0)
    for track in (1, 2, 3):
        camera.trigger(trigger(track))
    assert now(camera).image[0, 0, 0] == 0
    with pytest.raises(FrameCorrupt, match="torn"):
        camera.read(0.0)
    frame = now(camera)
    assert (int(frame.image[0, 0, 0]), frame.sequence) == (2, 1)


def test_the_end_is_told_every_time(clock: ManualClock) -> None:
    source = SlowSource(clock)
    source.trouble = {number: EndOfStream("all given") for number in range(1, 9)}
    camera = camera_of(source, "free_run", fps=0)
    now(camera)
    for _ in range(3):
        with pytest.raises(EndOfStream):
            camera.read(0.0)


def test_closing_wakes_nobody_with_an_old_trigger(clock: ManualClock) -> None:
    source = SlowSource(clock)
    camera = camera_of(source, "software")
    camera.trigger(trigger(1))
    camera.close()
    assert not source.is_open
    with pytest.raises(CameraLost):
        camera.read(0.0)
    camera.open()
    assert camera.read(0.0) is None


def test_triggers_from_many_threads_all_make_a_frame(clock: ManualClock) -> None:
    camera = camera_of(SlowSource(clock), "software")
    threads = [threading.Thread(target=camera.trigger, args=(trigger(track),)) for track in range(1, 41)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    frames = [now(camera) for _ in range(40)]
    assert {frame.key for frame in frames} == {ItemKey(1, track) for track in range(1, 41)}
    assert camera.read(0.0) is None
