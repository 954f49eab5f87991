"""The GenICam camera against the simulated GenTL producer that the package genicam brings: a real device model.

It has no trigger nodes; what is written to a device that has some is tested on a stand-in in tests/unit/adapters.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.adapters.cameras import genicam
from inspector.adapters.clocks import system
from inspector.domain.errors import CameraLost, StartupError
from inspector.ports.camera import Camera
from tests.support.camera_frames import next_frame

PRODUCER = next(Path(str(file.locate())) for file in files("genicam") or [] if file.name == "viky.cti")
RED, GREEN = "VikyTL_DEV_red", "VikyTL_DEV_green"
Maker = Callable[..., Camera]


@pytest.fixture
def make() -> Iterator[Maker]:
    made: list[Camera] = []

    def build(**options: Any) -> Camera:
        options = {"producers": [PRODUCER], "trigger": "free_run", **options}
        config = genicam.Config.model_validate(options)
        made.append(genicam.build(config, name="cam", clock=system.build(system.Config())))
        return made[-1]

    yield build
    for camera in made:
        camera.close()


def test_pictures_of_the_device_arrive_in_rgb(make: Maker) -> None:
    clock = system.build(system.Config())
    camera = make(device=RED)
    before_ns = clock.monotonic_ns()
    camera.open()
    frames = [next_frame(camera) for _ in range(5)]
    assert [frame.sequence for frame in frames] == [0, 1, 2, 3, 4]
    times = [frame.captured_at_ns for frame in frames]
    assert before_ns < times[0]
    assert times == sorted(set(times))
    assert times[-1] <= clock.monotonic_ns()
    for frame in frames:
        assert frame.image.shape == (400, 400, 3)
        assert frame.image.dtype == np.uint8
        assert not frame.image.flags.writeable
    # its ball is red on white
    ball = frames[-1].image[(frames[-1].image != 255).any(axis=2)]
    assert len(ball) > 100
    assert (ball[:, 0] == 255).all()
    assert ball[:, 1:].max() < 255


def test_a_setting_changes_what_the_device_sends(make: Maker) -> None:
    camera = make(device=GREEN, settings={"PixelFormat": "Mono8", "BouncingBallSize": 40})
    camera.open()
    image = next_frame(camera).image
    assert (image[:, :, 0] == image[:, :, 1]).all()
    assert (image[:, :, 0] == image[:, :, 2]).all()


def test_two_devices_of_one_producer_work_at_once(make: Maker) -> None:
    red, green = make(device=RED), make(device=GREEN)
    red.open()
    green.open()
    assert next_frame(red).image[:, :, 1].min() < 255
    assert next_frame(green).image[:, :, 1].min() == 255


def test_it_closes_and_opens_again(make: Maker) -> None:
    camera = make(device=RED)
    camera.open()
    assert next_frame(camera).sequence == 0
    camera.close()
    camera.close()
    camera.open()
    assert next_frame(camera).sequence == 1


def test_a_serial_number_names_a_device_too(make: Maker) -> None:
    camera = make(device="0")
    camera.open()
    assert next_frame(camera).image[:, :, 0].min() == 255


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"device": "acme"}, r"no device acme; there are: VikyTL_DEV_red, .*green, .*blue"),
        ({}, r"3 devices fit"),
        ({"device": RED, "settings": {"Widht": 3}}, "Widht: the device has no such node"),
        ({"device": RED, "settings": {"PixelFormat": "RGB12"}}, "PixelFormat = 'RGB12'"),
        ({"device": RED, "trigger": "hardware"}, "TriggerMode: the device has no such node"),
        ({"device": RED, "trigger": "software"}, "TriggerSource: the device has no such node"),
    ],
)
def test_what_does_not_fit_is_told(make: Maker, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(CameraLost, match=problem):
        make(**options).open()


def test_a_file_that_is_no_producer_is_told(make: Maker, tmp_path: Path) -> None:
    broken = tmp_path / "vendor.cti"
    broken.write_bytes(b"not a library")
    with pytest.raises(CameraLost, match="cam: "):
        make(producers=[broken]).open()


def test_a_producer_that_is_not_there_stops_the_start(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="no such file"):
        make(producers=[tmp_path / "absent.cti"])


def test_producers_are_found_where_installers_put_them(
    make: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GENICAM_GENTL64_PATH", f"{tmp_path}:{PRODUCER.parent}")
    assert genicam.installed_producers() == [str(PRODUCER)]
    monkeypatch.setenv("GENICAM_GENTL64_PATH", "")
    with pytest.raises(StartupError, match="GENICAM_GENTL64_PATH"):
        make(producers=[])
