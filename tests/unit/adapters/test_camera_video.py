"""A video file as a camera: numbers, loop, pace, and files that were cut off."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.cameras import video
from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import Frame
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import Camera, EndOfStream
from tests.support.camera_frames import next_frame

FRAMES = 12


def picture(number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Noise that does not compress away, and the number as its level."""
    noise = np.random.default_rng(number).integers(0, 12, (64, 96, 3))
    return (noise + 10 + number * 18).astype(np.uint8)


def write_belt(path: Path, codec: str, backend: int, frames: int = FRAMES) -> Path:
    writer = cv2.VideoWriter(str(path), backend, cv2.VideoWriter.fourcc(*codec), 20, (96, 64))
    assert writer.isOpened()
    for number in range(frames):
        writer.write(picture(number))
    writer.release()
    return path


@pytest.fixture
def belt(tmp_path: Path) -> Path:
    return write_belt(tmp_path / "belt.avi", "MJPG", cv2.CAP_OPENCV_MJPEG)


@pytest.fixture
def clock() -> ManualClock:
    return manual.build(manual.Config())


def camera_of(path: Path, clock: ManualClock, **options: Any) -> Camera:
    config = video.Config.model_validate({"file": path, "trigger": "hardware", "fps": 0, **options})
    return video.build(config, name="cam", clock=clock)


def opened(path: Path, clock: ManualClock, **options: Any) -> Camera:
    camera = camera_of(path, clock, **options)
    camera.open()
    return camera


def number_of(frame: Frame) -> int:
    return round((float(frame.image.mean()) - 15.5) / 18)


def trigger(counter: int) -> Trigger:
    key = ItemKey(1, 1)
    return Trigger(key=key, encoder=0, until_encoder=9, deadline_ns=1, triggered_at_ns=0, counter=counter)


def test_every_frame_comes_once_and_in_order(belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock)
    assert [number_of(next_frame(camera)) for _ in range(FRAMES)] == list(range(FRAMES))
    for _ in range(2):
        with pytest.raises(EndOfStream, match=f"{FRAMES} frames"):
            camera.read(0.0)
    camera.close()


def test_a_loop_starts_again(belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock, loop=True)
    frames = [next_frame(camera) for _ in range(2 * FRAMES + 2)]
    assert [number_of(frame) for frame in frames] == [*range(FRAMES), *range(FRAMES), 0, 1]
    assert [frame.counter for frame in frames] == list(range(2 * FRAMES + 2))
    camera.close()


def test_items_get_the_frame_of_their_count(belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock, trigger="software")
    for counter in (0, 5, 2, 2, 11):
        camera.trigger(trigger(counter))
    assert [number_of(next_frame(camera)) for _ in range(5)] == [0, 5, 2, 2, 11]
    camera.trigger(trigger(12))
    with pytest.raises(EndOfStream):
        camera.read(0.0)
    camera.close()


def test_the_pace_is_the_files_own_unless_told(belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock, fps=None)
    next_frame(camera)
    clock.advance_ms(49)
    assert camera.read(0.0) is None
    clock.advance_ms(1)
    assert number_of(next_frame(camera)) == 1
    camera.close()


@pytest.mark.parametrize("backend", [cv2.CAP_FFMPEG, cv2.CAP_OPENCV_MJPEG])
@pytest.mark.parametrize("kept", [0.7, 0.75])
def test_a_video_cut_off_gives_what_is_whole_and_says_so(
    tmp_path: Path, clock: ManualClock, backend: int, kept: float
) -> None:
    belt = write_belt(tmp_path / "belt.avi", "MJPG", backend)
    data = belt.read_bytes()
    belt.write_bytes(data[: int(len(data) * kept)])
    camera = opened(belt, clock)
    seen: list[float] = []
    torn = None
    while torn is None:
        try:
            seen.append((float(next_frame(camera).image.mean()) - 15.5) / 18)
        except FrameCorrupt as error:
            torn = str(error)
    assert f"cut off: frame {len(seen)} of {FRAMES} is torn" in torn
    assert 3 <= len(seen) < FRAMES
    assert seen == pytest.approx(range(len(seen)), abs=0.2)  # a torn frame would be off by more
    for _ in range(2):
        with pytest.raises(EndOfStream, match=f"{len(seen)} frames"):
            camera.read(0.0)
    camera.close()


def test_a_loop_over_a_video_cut_off_goes_on_with_what_is_whole(belt: Path, clock: ManualClock) -> None:
    data = belt.read_bytes()
    belt.write_bytes(data[: int(len(data) * 0.75)])
    camera = opened(belt, clock, loop=True)
    numbers: list[int] = []
    corrupt = 0
    while len(numbers) < 3 * FRAMES:
        try:
            numbers.append(number_of(next_frame(camera)))
        except FrameCorrupt:
            corrupt += 1
    assert corrupt == 1
    whole = max(numbers) + 1
    assert 3 <= whole < FRAMES
    assert all(
        after == (before + 1) % whole for before, after in zip(numbers[whole:], numbers[whole + 1 :], strict=False)
    )
    camera.close()


@pytest.mark.parametrize("frames", [1, 5])
def test_a_loop_goes_on_with_a_file_that_became_shorter(
    tmp_path: Path, belt: Path, clock: ManualClock, frames: int
) -> None:
    camera = opened(belt, clock, loop=True)
    for _ in range(FRAMES):
        next_frame(camera)
    write_belt(tmp_path / "new.avi", "MJPG", cv2.CAP_OPENCV_MJPEG, frames).replace(belt)
    numbers = [number_of(next_frame(camera)) for _ in range(2 * FRAMES)]
    assert set(numbers) == set(range(frames))
    assert numbers[-frames:] == [number % frames for number in range(3 * FRAMES - frames, 3 * FRAMES)]
    camera.close()


def test_a_file_that_became_shorter_ends_where_it_ends_now(tmp_path: Path, belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock, trigger="software")
    for counter in (11, 12):
        camera.trigger(trigger(counter))
    assert number_of(next_frame(camera)) == 11
    with pytest.raises(EndOfStream, match="12 frames"):
        camera.read(0.0)
    write_belt(tmp_path / "new.avi", "MJPG", cv2.CAP_OPENCV_MJPEG, 5).replace(belt)
    for counter in (8, 4):
        camera.trigger(trigger(counter))
    with pytest.raises(EndOfStream, match="5 frames"):
        camera.read(0.0)
    assert number_of(next_frame(camera)) == 4
    camera.close()


def test_opened_again_all_frames_of_a_longer_file_are_read(tmp_path: Path, belt: Path, clock: ManualClock) -> None:
    write_belt(tmp_path / "short.avi", "MJPG", cv2.CAP_OPENCV_MJPEG, 5).replace(belt)
    camera = opened(belt, clock, loop=True)
    assert [number_of(next_frame(camera)) for _ in range(6)] == [0, 1, 2, 3, 4, 0]
    write_belt(tmp_path / "long.avi", "MJPG", cv2.CAP_OPENCV_MJPEG).replace(belt)
    camera.close()
    camera.open()
    assert [number_of(next_frame(camera)) for _ in range(FRAMES)] == list(range(FRAMES))
    camera.close()


@pytest.mark.parametrize("content", [b"", b"not a video", b"RIFF\x00\x00\x00\x00AVI "])
def test_a_file_that_is_no_video_is_a_loss(tmp_path: Path, clock: ManualClock, content: bytes) -> None:
    path = tmp_path / "belt.avi"
    path.write_bytes(content)
    with pytest.raises(CameraLost, match="is not a video"):
        opened(path, clock)


def test_a_video_cut_off_before_its_index_is_a_loss(tmp_path: Path, clock: ManualClock) -> None:
    path = write_belt(tmp_path / "belt.mp4", "mp4v", cv2.CAP_FFMPEG)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CameraLost, match="cut off at its beginning"):
        opened(path, clock)


def test_a_file_that_is_not_there_is_a_loss(tmp_path: Path, clock: ManualClock) -> None:
    camera = camera_of(tmp_path / "absent.avi", clock, fps=None)
    with pytest.raises(CameraLost, match="is not a file"):
        camera.open()


def test_it_opens_again_at_its_start(belt: Path, clock: ManualClock) -> None:
    camera = opened(belt, clock)
    assert [number_of(next_frame(camera)) for _ in range(3)] == [0, 1, 2]
    camera.close()
    camera.open()
    frame = next_frame(camera)
    assert (number_of(frame), frame.sequence, frame.counter) == (0, 3, 0)
    camera.close()
