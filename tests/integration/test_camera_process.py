"""A driver in a process of its own: it may hang, die or lie, and the camera is lost in time, never the thread."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.cameras._process import ProcessCamera, Rules
from inspector.adapters.cameras._worker import Driver
from inspector.adapters.clocks import system
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import EndOfStream
from tests.support.camera_frames import PATIENCE_S, next_frame
from tests.support.pattern_camera import OPENER, pattern

FILE_OPENER = "inspector.adapters.cameras._opencv:open_file"
Maker = Callable[..., ProcessCamera]


@pytest.fixture
def make() -> Iterator[Maker]:
    made: list[ProcessCamera] = []

    def build(
        *,
        opener: str = OPENER,
        by: Any = "free_run",
        open_s: float = PATIENCE_S,
        silence_s: float = 5.0,
        answer_s: float = PATIENCE_S,
        **plan: Any,
    ) -> ProcessCamera:
        driver = Driver(opener=opener, options=plan if opener == FILE_OPENER else {**plan, "by": by}, slots=3)
        rules = Rules(by=by, open_s=open_s, silence_s=silence_s, answer_s=answer_s)
        made.append(ProcessCamera("cam", system.build(system.Config()), driver, rules))
        return made[-1]

    yield build
    for camera in made:
        camera.close()


def gone(pid: int, within_s: float = PATIENCE_S) -> bool:
    """Whether the process ends in time; works for processes that are not our children."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within_s)[0])
    finally:
        os.close(descriptor)


def lost(camera: ProcessCamera) -> str:
    """Read until the camera is lost, which has to happen in time."""
    give_up = monotonic() + PATIENCE_S
    while monotonic() < give_up:
        try:
            camera.read(0.5)
        except CameraLost as error:
            return str(error)
    pytest.fail("the camera was never lost")


def pid_of(camera: ProcessCamera) -> int:
    assert camera.process_id is not None
    return camera.process_id


def trigger(track: int) -> Trigger:
    return Trigger(key=ItemKey(1, track), encoder=0, until_encoder=9, deadline_ns=2**62, triggered_at_ns=0)


def test_a_driver_can_not_speak_to_systemd_in_the_station_s_name(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/systemd/notify")
    monkeypatch.setenv("INSPECTOR_MODELS", "/models")
    camera = make()
    camera.open()
    names = Path(f"/proc/{pid_of(camera)}/environ").read_bytes().split(b"\0")
    assert b"INSPECTOR_MODELS=/models" in names
    assert not [name for name in names if name.startswith(b"NOTIFY_SOCKET")]


def test_a_real_open_that_blocks_for_ever_is_given_up_and_killed(make: Maker, tmp_path: Path) -> None:
    pipe = tmp_path / "camera"
    os.mkfifo(pipe)  # nobody writes to it, so opening it never comes back
    camera = make(opener=FILE_OPENER, path=str(pipe), open_s=3.0)
    start_s = monotonic()
    with pytest.raises(CameraLost, match="could not be opened within 3 s"):
        camera.open()
    assert monotonic() - start_s >= 3.0
    assert camera.process_id is None


def test_a_read_that_blocks_for_ever_is_lost_in_time_and_killed(make: Maker) -> None:
    camera = make(hang_at=3, silence_s=1.0)
    camera.open()
    pid = pid_of(camera)
    for _ in range(3):
        next_frame(camera)
    assert "has not answered for 1 s" in lost(camera)
    assert gone(pid)


def test_patience_with_the_reader_is_not_patience_with_the_camera(make: Maker) -> None:
    camera = make(hang_at=0, silence_s=600.0)
    camera.open()
    assert camera.read(0.05) is None, "long before it is lost"


def test_close_kills_a_driver_that_does_not_let_go(make: Maker) -> None:
    camera = make(hang_close=True)
    camera.open()
    pid = pid_of(camera)
    next_frame(camera)
    camera.close()
    assert gone(pid, 0.0)


def test_close_kills_a_driver_that_hangs(make: Maker) -> None:
    camera = make(hang_at=0)
    camera.open()
    pid = pid_of(camera)
    camera.close()
    assert gone(pid, 0.0)


def test_it_opens_again_after_a_loss(make: Maker) -> None:
    camera = make(lost_at=2)
    for first in (0, 2):
        camera.open()
        assert [next_frame(camera).sequence, next_frame(camera).sequence] == [first, first + 1]
        assert "the plug was pulled" in lost(camera)


def test_a_driver_that_dies_is_lost(make: Maker) -> None:
    camera = make(die_at=1)
    camera.open()
    next_frame(camera)
    assert "ended with status 9" in lost(camera)


def test_a_killed_driver_is_lost(make: Maker) -> None:
    camera = make()
    camera.open()
    next_frame(camera)
    os.kill(pid_of(camera), signal.SIGKILL)
    assert f"ended with status {-signal.SIGKILL}" in lost(camera)


def test_a_device_that_can_not_be_opened_says_why(make: Maker) -> None:
    with pytest.raises(CameraLost, match="cam: in use by somebody else"):
        make(refuse=True).open()


def test_a_corrupt_frame_is_told_and_the_next_one_comes(make: Maker) -> None:
    camera = make(corrupt_at=1)
    camera.open()
    next_frame(camera)
    with pytest.raises(FrameCorrupt, match="half a picture"):
        next_frame(camera)
    assert np.array_equal(next_frame(camera).image, pattern(2))


def test_a_stream_that_ends_says_so_again_and_again(make: Maker) -> None:
    camera = make(end_at=1)
    camera.open()
    next_frame(camera)
    for _ in range(2):
        with pytest.raises(EndOfStream, match="the last one"):
            camera.read(PATIENCE_S)


def test_another_size_in_the_middle_is_a_loss(make: Maker) -> None:
    camera = make(resize_at=1)
    camera.open()
    next_frame(camera)
    assert "size changed from 64x48 to 64x24" in lost(camera)


def test_what_a_slow_reader_misses_shows_in_the_count(
    make: Maker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pipe = tmp_path / "far"
    os.mkfifo(pipe)
    camera = make(by="hardware", announce=str(pipe), announce_at=20)
    camera.open()
    frames = [next_frame(camera)]
    assert pipe.read_text() == "here"  # nobody read frames meanwhile: three waited, the others found no room
    while (frames[-1].counter or 0) < 20:
        frames.append(next_frame(camera))
    counters = [frame.counter or 0 for frame in frames]
    assert counters[:4] == [0, 1, 2, 3]
    assert counters[4] >= 20
    assert [frame.sequence for frame in frames] == list(range(len(frames)))
    assert all(np.array_equal(frame.image, pattern(frame.counter or 0)) for frame in frames)
    assert "frames dropped" in caplog.text


def test_frames_are_copies_that_later_frames_leave_alone(make: Maker) -> None:
    camera = make(by="hardware")
    camera.open()
    frames = [next_frame(camera) for _ in range(12)]  # four times round the ring
    for frame in frames:
        assert frame.counter is not None
        assert np.array_equal(frame.image, pattern(frame.counter))


def test_a_device_that_ignores_its_trigger_is_lost(make: Maker) -> None:
    camera = make(by="device", deaf=True, silence_s=1.0)
    camera.open()
    camera.trigger(trigger(1))
    assert "took no picture within 1 s of its trigger" in lost(camera)


def test_each_trigger_of_a_device_gets_its_own_picture(make: Maker) -> None:
    camera = make(by="device")
    camera.open()
    camera.trigger(trigger(1))
    camera.trigger(trigger(2))
    first, second = next_frame(camera), next_frame(camera)
    assert (first.key, second.key) == (ItemKey(1, 1), ItemKey(1, 2))
    assert np.array_equal(first.image, pattern(0))
    assert np.array_equal(second.image, pattern(1))


def test_a_picture_that_the_producer_lost_is_missed_by_its_own_item_only(
    make: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    camera = make(by="device", lose=1)
    camera.open()
    for track in (1, 2, 3, 4):
        camera.trigger(trigger(track))
    frames = [next_frame(camera) for _ in range(3)]
    assert [frame.key for frame in frames] == [ItemKey(1, 1), ItemKey(1, 3), ItemKey(1, 4)]
    assert "pictures lost" in caplog.text


def test_a_picture_that_found_no_room_is_missed_by_its_own_item_only(make: Maker, tmp_path: Path) -> None:
    pipe = tmp_path / "far"
    os.mkfifo(pipe)
    camera = make(by="device", announce=str(pipe), announce_at=5)
    camera.open()
    for track in range(1, 7):
        camera.trigger(trigger(track))
    assert pipe.read_text() == "here"  # three pictures wait in the ring, the fourth and fifth found no room
    frames = [next_frame(camera) for _ in range(3)]
    camera.trigger(trigger(7))
    while frames[-1].key != ItemKey(1, 7):
        frames.append(next_frame(camera))
    for frame in frames:
        assert frame.key is not None
        assert np.array_equal(frame.image, pattern(frame.key.track - 1))
    assert {ItemKey(1, 4), ItemKey(1, 5)}.isdisjoint(frame.key for frame in frames)


def test_a_picture_that_can_not_be_read_is_missed_by_its_own_item_only(make: Maker) -> None:
    camera = make(by="device", corrupt_at=0)
    camera.open()
    for track in (1, 2):
        camera.trigger(trigger(track))
    with pytest.raises(FrameCorrupt):
        next_frame(camera)
    frame = next_frame(camera)
    assert frame.key == ItemKey(1, 2)
    assert np.array_equal(frame.image, pattern(1))


def test_a_device_that_ignored_a_trigger_gives_no_item_the_picture_of_the_next(make: Maker) -> None:
    camera = make(by="device", ignore=2, answer_s=0.5, silence_s=60.0)
    camera.open()
    camera.trigger(trigger(1))
    assert next_frame(camera).key == ItemKey(1, 1)
    camera.trigger(trigger(2))
    assert camera.read(0.6) is None  # longer than an answer may take
    camera.trigger(trigger(3))
    assert "its item is not certain" in lost(camera)


def test_a_free_running_camera_gives_an_item_a_picture_taken_after_it(make: Maker) -> None:
    clock = system.build(system.Config())
    camera = make(by="next_frame")
    camera.open()
    for track in (1, 2, 3):
        asked_ns = clock.monotonic_ns()
        camera.trigger(trigger(track))
        frame = next_frame(camera)
        assert frame.key == ItemKey(1, track)
        assert frame.captured_at_ns >= asked_ns - 1_000_000  # two readings of one clock lie between


def test_a_video_file_arrives_byte_for_byte_and_whole(make: Maker, tmp_path: Path) -> None:
    path = str(tmp_path / "belt.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"FFV1"), 25, (64, 48))
    for number in range(20):
        writer.write(np.ascontiguousarray(pattern(number)[:, :, ::-1]))
    writer.release()
    camera = make(opener=FILE_OPENER, path=path, by="hardware")
    camera.open()
    frames = [next_frame(camera) for _ in range(20)]
    with pytest.raises(EndOfStream, match="20 frames"):
        camera.read(PATIENCE_S)
    source = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    for frame in frames:
        given, bgr = source.read()
        assert given
        assert frame.image.tobytes() == cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB).tobytes()
    source.release()


def test_opening_again_and_again_leaks_nothing(make: Maker) -> None:
    camera = make()
    camera.open()
    next_frame(camera)
    camera.close()
    before = len(list(Path("/proc/self/fd").iterdir()))
    pids = []
    for _ in range(4):
        camera.open()
        pids.append(pid_of(camera))
        next_frame(camera)
        camera.close()
    # Fewer may be left: what tests before this one opened is collected at any time.
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    assert all(gone(pid, 0.0) for pid in pids)


ORPHAN = """
import sys, os
from inspector.adapters.cameras._process import ProcessCamera, Rules
from inspector.adapters.cameras._worker import Driver
from inspector.adapters.clocks import system
driver = Driver(opener="tests.support.pattern_camera:open_pattern", options={"hang_at": 0})
camera = ProcessCamera("cam", system.build(system.Config()), driver, Rules(by="free_run"))
camera.open()
print(camera.process_id, flush=True)
sys.stdin.read()
"""


def test_a_hanging_driver_does_not_outlive_a_daemon_that_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as daemon:
        assert daemon.stdout is not None
        pid = int(daemon.stdout.readline())
        daemon.kill()
        assert gone(pid)
