"""Every camera keeps the promises of the port.

Kinds are taken from the folder. A new kind runs here as soon as it has an entry in EXAMPLES, or, if it needs no files
and no hardware, an `EXAMPLE` dictionary of options in its module. Kinds whose driver lives in a process of its own run
with a driver that draws patterns; their real drivers are tested in tests/integration.
"""

import importlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from inspector.adapters.clocks import manual, system
from inspector.app.registry import kinds
from inspector.domain.errors import CameraLost
from inspector.domain.frame import Frame
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.ports.camera import Camera, EndOfStream
from inspector.ports.clock import Clock
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from tests.support import pattern_camera
from tests.support.camera_frames import PATIENCE_S, next_frame

KINDS = kinds("cameras")
PICTURES = 6
Image = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Example:
    """Options of a kind that works here, and what it shows. `pulsed`: `trigger` makes hardware frames too."""

    options: dict[str, Any]
    picture: Callable[[int], Image] | None
    modes: tuple[str, ...] = ("software", "hardware", "free_run")
    pulsed: bool = False
    own_process: bool = False


def write_folder(folder: Path) -> Example:
    for number in range(PICTURES):
        bgr = np.ascontiguousarray(pattern_camera.pattern(number)[:, :, ::-1])
        assert cv2.imwrite(str(folder / f"item_{number}.png"), bgr)
    return Example(options={"folder": folder, "fps": 50.0}, picture=pattern_camera.pattern)


def write_video(folder: Path) -> Example:
    path = str(folder / "belt.avi")
    size = (pattern_camera.WIDTH, pattern_camera.HEIGHT)
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"FFV1"), 50, size)
    for number in range(PICTURES):
        writer.write(np.ascontiguousarray(pattern_camera.pattern(number)[:, :, ::-1]))
    writer.release()
    decoded = []
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    for _ in range(PICTURES):
        given, bgr = capture.read()
        assert given
        decoded.append(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8))
    capture.release()
    return Example(options={"file": path}, picture=lambda number: decoded[number])


def render(_folder: Path) -> Example:
    renderer = Renderer(LineSpec(seed=7, damage_rate=0.12), view="top", size=(160, 128))
    options = {"width": 160, "height": 128, "fps": 50}
    return Example(options=options, picture=lambda number: renderer.item(number).image, pulsed=True)


def drive(options: dict[str, Any], *modes: str) -> Callable[[Path], Example]:
    return lambda _folder: Example(options=options, picture=pattern_camera.pattern, modes=modes, own_process=True)


def simulated_producer() -> Path:
    """The simulated GenTL producer that comes with the package genicam."""
    return next(Path(str(file.locate())) for file in files("genicam") or [] if file.name == "viky.cti")


def drive_genicam(folder: Path) -> Example:
    # A picture may come as late as a busy machine lets it: that a late one is refused has a test of its own.
    return drive(
        {"producers": [simulated_producer()], "answer_ms": 1000 * PATIENCE_S}, "software", "hardware", "free_run"
    )(folder)


EXAMPLES: dict[str, Callable[[Path], Example]] = {
    "folder": write_folder,
    "video": write_video,
    "synthetic": render,
    "v4l2": drive({}, "software", "hardware", "free_run"),
    "rtsp": drive({"url": "rtsp://192.0.2.1/stream"}, "software", "free_run"),
    "genicam": drive_genicam,
}


def module_of(kind: str) -> ModuleType:
    return importlib.import_module(f"inspector.adapters.cameras.{kind}")


class Bench:
    """One kind on the test bench."""

    def __init__(self, kind: str, example: Example) -> None:
        self.kind = kind
        self.example = example
        self._built: list[Camera] = []

    def camera(self, mode: str, clock: Clock | None = None) -> Camera:
        module = module_of(self.kind)
        options = {**self.example.options, "trigger": mode, "first_counter": 0}
        clock = clock or system.build(system.Config())
        camera: Camera = module.build(module.Config.model_validate(options), name="cam", clock=clock)
        self._built.append(camera)
        return camera

    def opened(self, mode: str, clock: Clock | None = None) -> Camera:
        camera = self.camera(mode, clock)
        camera.open()
        return camera

    def has(self, mode: str) -> bool:
        """Whether the kind knows the mode; one that does not must refuse it in its config."""
        if mode not in self.example.modes:
            with pytest.raises(ValueError, match="trigger"):
                module_of(self.kind).Config.model_validate({**self.example.options, "trigger": mode})
        return mode in self.example.modes

    def close(self) -> None:
        for camera in self._built:
            camera.close()


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    kind = request.param
    module = module_of(kind)
    if kind in EXAMPLES:
        example = EXAMPLES[kind](tmp_path)
    else:
        assert hasattr(module, "EXAMPLE"), f"camera kind {kind!r} has no example: see the docstring of this file"
        example = Example(options=module.EXAMPLE, picture=None)
    if example.own_process:
        monkeypatch.setattr(module, "OPENER", pattern_camera.OPENER)
        # The drivers take the options of the real ones, and the mode of the stand-in.
        original = module.Driver
        monkeypatch.setattr(module, "Driver", lambda **known: original(**with_mode(known)))
    made = Bench(kind, example)
    yield made
    made.close()


def with_mode(known: dict[str, Any]) -> dict[str, Any]:
    by_device = known["options"].get("trigger") == "software"  # only GenICam devices are triggered one by one
    return {**known, "options": {**known["options"], "by": "device" if by_device else "self"}}


def trigger_of(number: int, *, counter: int | None = None) -> Trigger:
    return Trigger(
        key=ItemKey(1, number + 1),
        encoder=0,
        until_encoder=1000,
        deadline_ns=2**62,
        triggered_at_ns=0,
        counter=counter,
        identity=Identity(),
    )


def take(bench: Bench, camera: Camera, mode: str, count: int) -> list[Frame]:
    """Frames of items 0, 1 … by whatever makes them in this mode."""
    frames = []
    for number in range(count):
        if mode == "software" or (mode == "hardware" and bench.example.pulsed):
            camera.trigger(trigger_of(number, counter=number))
        frames.append(next_frame(camera))
    return frames


def test_the_folder_is_what_is_tested() -> None:
    assert {"folder", "video", "synthetic", "v4l2", "rtsp", "genicam"} <= set(KINDS)


@pytest.mark.parametrize("mode", ["software", "hardware", "free_run"])
def test_frames_are_read_only_rgb_numbered_and_timed(bench: Bench, mode: str) -> None:
    if not bench.has(mode):
        return
    clock = system.build(system.Config())
    camera = bench.camera(mode, clock)
    before_ns = clock.monotonic_ns()
    camera.open()
    frames = take(bench, camera, mode, 4)
    for frame in frames:
        assert frame.camera == camera.name == "cam"
        assert frame.image.dtype == np.uint8
        assert frame.image.ndim == 3
        assert frame.image.shape[2] == 3
        assert frame.image.flags.c_contiguous
        assert not frame.image.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            frame.image[0, 0, 0] = 1
    assert [frame.sequence for frame in frames] == [0, 1, 2, 3]
    times = [frame.captured_at_ns for frame in frames]
    assert before_ns < times[0]
    assert times == sorted(set(times))
    assert times[-1] <= clock.monotonic_ns()


def test_time_0_is_a_time_like_any_other(bench: Bench) -> None:
    clock = manual.build(manual.Config())
    camera = bench.opened("software", clock)
    camera.trigger(trigger_of(0))
    frame = next_frame(camera)
    if bench.example.own_process:
        assert -1e9 < frame.captured_at_ns <= 0  # the age that the other process measured, before a clock that stands
    else:
        assert frame.captured_at_ns == 0
    assert clock.monotonic_ns() == 0


def test_a_software_trigger_makes_exactly_one_frame_with_its_key(bench: Bench) -> None:
    camera = bench.opened("software")
    camera.trigger(trigger_of(4))
    frame = next_frame(camera)
    assert frame.key == ItemKey(1, 5)
    assert frame.counter is None
    assert camera.read(0.2) is None


def test_two_triggers_make_two_frames_in_their_order(bench: Bench) -> None:
    camera = bench.opened("software")
    camera.trigger(trigger_of(0))
    camera.trigger(trigger_of(1))
    frames = [next_frame(camera), next_frame(camera)]
    assert [frame.key for frame in frames] == [ItemKey(1, 1), ItemKey(1, 2)]
    assert [frame.sequence for frame in frames] == [0, 1]
    assert camera.read(0.1) is None


def test_hardware_frames_carry_the_count_and_no_key(bench: Bench) -> None:
    if not bench.has("hardware"):
        return
    frames = take(bench, bench.opened("hardware"), "hardware", 3)
    assert [frame.counter for frame in frames] == [0, 1, 2]
    assert [frame.key for frame in frames] == [None, None, None]


def test_free_running_frames_belong_to_nobody(bench: Bench) -> None:
    camera = bench.opened("free_run")
    camera.trigger(trigger_of(0, counter=9))
    for frame in (next_frame(camera), next_frame(camera)):
        assert frame.key is None
        assert frame.counter is None


@pytest.mark.parametrize("timeout_s", [0.0, 0.05])
def test_read_keeps_its_patience(bench: Bench, timeout_s: float) -> None:
    camera = bench.opened("software")
    start_s = monotonic()
    assert camera.read(timeout_s) is None
    assert monotonic() - start_s < timeout_s + PATIENCE_S


def test_a_trigger_from_another_thread_wakes_the_reader(bench: Bench) -> None:
    camera = bench.opened("software")
    reading = threading.Event()

    def fire() -> None:
        reading.wait(PATIENCE_S)
        camera.trigger(trigger_of(0))

    thread = threading.Thread(target=fire)
    thread.start()
    reading.set()
    frame = camera.read(PATIENCE_S)
    thread.join(PATIENCE_S)
    assert frame is not None
    assert frame.key == ItemKey(1, 1)


def test_the_reader_gets_the_bytes_of_the_source(bench: Bench) -> None:
    picture = bench.example.picture
    if picture is None:  # a kind that came with an EXAMPLE alone says nothing of its pictures
        frames = take(bench, bench.opened("software"), "software", 2)
        assert not np.array_equal(frames[0].image, frames[1].image)
        return
    mode = "hardware" if "hardware" in bench.example.modes else "free_run"
    frames = take(bench, bench.opened(mode), mode, 3)
    for number, frame in enumerate(frames):
        expected = picture(number)
        assert frame.image.tobytes() == expected.tobytes()
        assert frame.image.shape == expected.shape


def test_close_may_come_twice_and_before_open(bench: Bench) -> None:
    camera = bench.camera("software")
    camera.close()
    camera.open()
    camera.close()
    camera.close()


def test_a_closed_camera_is_lost_not_blocked(bench: Bench) -> None:
    camera = bench.opened("software")
    camera.close()
    camera.trigger(trigger_of(0))  # ignored: nobody will read it
    with pytest.raises(CameraLost):
        camera.read(PATIENCE_S)


def test_open_works_again_and_forgets_old_triggers(bench: Bench) -> None:
    camera = bench.opened("software")
    camera.trigger(trigger_of(0))
    assert next_frame(camera).sequence == 0
    camera.trigger(trigger_of(1))
    camera.close()
    camera.open()
    assert camera.read(0.1) is None
    camera.trigger(trigger_of(2, counter=2))
    frame = next_frame(camera)
    assert frame.key == ItemKey(1, 3)
    assert frame.sequence == 1


def test_a_finite_source_ends_and_says_so(bench: Bench) -> None:
    if bench.kind not in {"folder", "video"}:
        frames = take(bench, bench.opened("software"), "software", PICTURES + 1)
        assert len(frames) == PICTURES + 1
        return
    camera = bench.opened("hardware")
    assert [frame.counter for frame in take(bench, camera, "hardware", PICTURES)] == list(range(PICTURES))
    for _ in range(2):
        with pytest.raises(EndOfStream, match="6"):
            camera.read(PATIENCE_S)


@pytest.mark.parametrize("kind", KINDS)
def test_every_option_is_titled_described_and_known(kind: str) -> None:
    config = module_of(kind).Config
    for name, option in config.model_fields.items():
        assert option.title, name
        assert option.description, name
    with pytest.raises(ValueError, match="no_such_option"):
        config.model_validate({"no_such_option": 1})
    with pytest.raises(ValueError, match="frozen"):
        config.model_construct().first_counter = 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_eye_needs_a_camera_that_runs_freely(kind: str, tmp_path: Path) -> None:
    options = EXAMPLES[kind](tmp_path).options if kind in EXAMPLES else module_of(kind).EXAMPLE
    with pytest.raises(ValueError, match="free_run"):
        module_of(kind).Config.model_validate({**options, "trigger": "software", "photo_eye": {}})
