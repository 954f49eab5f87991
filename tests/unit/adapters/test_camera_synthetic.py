"""The rendered camera: which product it shows, the same for all cameras of the line, and faults on demand."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from inspector.adapters.cameras import synthetic
from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.errors import CameraLost
from inspector.domain.frame import Frame
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import Camera
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.vision.quality import FrozenWatch, QualityLimits, faults

SIZE = {"width": 320, "height": 256}


def camera_of(clock: ManualClock | None = None, **options: Any) -> Camera:
    config = synthetic.Config.model_validate({**SIZE, **options})
    camera = synthetic.build(config, name="top", clock=clock or manual.build(manual.Config()))
    camera.open()
    return camera


def trigger(number: int) -> Trigger:
    key = ItemKey(1, number + 1)
    return Trigger(key=key, encoder=0, until_encoder=9, deadline_ns=1, triggered_at_ns=0, counter=number)


def shown(camera: Camera, numbers: Iterable[int]) -> list[Frame | None]:
    frames = []
    for number in numbers:
        camera.trigger(trigger(number))
        frames.append(camera.read(0.5))
    return frames


def test_the_item_is_the_one_that_the_plc_counted() -> None:
    renderer = Renderer(LineSpec(seed=3, damage_rate=0.4), view="side", size=(320, 256))
    camera = camera_of(seed=3, damage_rate=0.4, view="side")
    for number in (0, 4, 2):
        (frame,) = shown(camera, [number])
        assert frame is not None
        assert np.array_equal(frame.image, renderer.item(number).image)


@pytest.mark.parametrize("how", [(1, 3), 0.5])
@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ("blank", ImageFault.BLANK),
        ("blurred", ImageFault.BLURRED),
        ("overexposed", ImageFault.OVEREXPOSED),
    ],
)
def test_a_fault_on_demand_is_the_one_that_quality_finds(option: str, fault: ImageFault, how: Any) -> None:
    camera = camera_of(**{option: how})
    hit = []
    for number, frame in enumerate(shown(camera, range(8))):
        assert frame is not None
        found = faults(frame.image, QualityLimits())
        assert found in {(), (fault,)} or fault in found
        if found:
            hit.append(number)
    assert hit == [1, 3] if isinstance(how, tuple) else 1 <= len(hit) <= 7


def test_a_frozen_camera_shows_the_frame_before() -> None:
    watch = FrozenWatch()
    frozen = [watch.update(frame.image) for frame in shown(camera_of(frozen=[2, 3]), range(5)) if frame is not None]
    assert frozen == [False, False, True, True, False]


def test_a_missed_trigger_gives_no_frame_and_no_gap_in_the_sequence() -> None:
    frames = shown(camera_of(miss=[1]), range(3))
    assert frames[1] is None
    assert [frame.sequence for frame in frames if frame is not None] == [0, 1]


def test_a_share_of_faults_hits_the_same_items_in_every_run_and_order() -> None:
    def missed(numbers: Iterable[int]) -> set[int]:
        numbers = list(numbers)
        return {n for n, frame in zip(numbers, shown(camera_of(miss=0.4), numbers), strict=True) if frame is None}

    forward = missed(range(20))
    assert 3 <= len(forward) <= 14
    assert missed(reversed(range(20))) == forward
    assert shown(camera_of(miss=1.0), [0, 1]) == [None, None]
    assert None not in shown(camera_of(miss=0.0), [0, 1])


def test_a_stalled_camera_is_lost_and_stays_so() -> None:
    camera = camera_of(stall_after=2)
    assert None not in shown(camera, [0, 1])
    camera.trigger(trigger(2))
    with pytest.raises(CameraLost, match="stalled"):
        camera.read(0.5)
    camera.close()
    with pytest.raises(CameraLost, match="stalled"):
        camera.open()


def test_running_freely_the_belt_moves_with_the_clock() -> None:
    clock = manual.build(manual.Config())
    camera = camera_of(clock, trigger="free_run", fps=10, belt_mm_s=500, pitch_mm=600)
    renderer = Renderer(LineSpec(seed=7, damage_rate=0.12, pitch_mm=600, belt_mm_s=500), view="top", size=(320, 256))
    for frame_number in (0, 1, 12):
        clock.advance(frame_number * 100_000_000 - clock.monotonic_ns())
        frame = camera.read(0.0)
        assert frame is not None
        assert np.array_equal(frame.image, renderer.belt(frame_number * 50.0 - 600.0).image)


def test_a_photo_eye_finds_the_items_of_a_free_running_belt() -> None:
    clock = manual.build(manual.Config())
    camera = camera_of(
        clock, trigger="free_run", fps=25, belt_mm_s=500, pitch_mm=600, first_counter=70, photo_eye={"contrast": 16}
    )
    events = []
    while clock.monotonic_ns() < 4_400_000_000:  # item 0 is centred after 1.2 s, then one follows every 1.2 s
        frame = camera.read(0.0)
        if frame is not None:
            events.append(frame)
        clock.advance_ms(40)
    assert [frame.counter for frame in events] == [70, 71, 72]
    assert [frame.sequence for frame in events] == [0, 1, 2]
    assert [frame.key for frame in events] == [None, None, None]
    centred_s = [frame.captured_at_ns / 1e9 for frame in events]
    assert centred_s == pytest.approx([1.2, 2.4, 3.6], abs=0.15)


@pytest.mark.parametrize("wrong", [{"miss": 1.5}, {"blank": [-1]}, {"view": "below"}, {"fps": 0}, {"width": 10}])
def test_options_that_can_not_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        synthetic.Config.model_validate(wrong)


def test_a_camera_may_miss_pulses_and_see_others_twice() -> None:
    clock = manual.build(manual.Config())
    options = {"trigger": "hardware", "width": 64, "height": 64, "uncounted": [1], "doubled": [3], "first_counter": 10}
    camera = synthetic.build(synthetic.Config.model_validate(options), name="top", clock=clock)
    camera.open()
    found = []
    for number in range(10, 15):
        camera.trigger(trigger(number))
        while (frame := camera.read(0.0)) is not None:
            found.append((frame.sequence, frame.counter))
    assert found == [(0, 10), (1, 11), (2, 12), (3, 13), (4, 14)]
    camera.close()
