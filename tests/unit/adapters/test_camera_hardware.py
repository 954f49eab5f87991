"""Cameras that need hardware, where there is none: what they say."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.cameras import genicam, v4l2
from inspector.adapters.clocks import system
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import CameraLost, StartupError

CLOCK = system.build(system.Config())


def test_a_device_that_is_not_there_is_a_loss(tmp_path: Path) -> None:
    camera = v4l2.build(v4l2.Config(device=tmp_path / "video7"), name="cam", clock=CLOCK)
    with pytest.raises(CameraLost, match=r"cam: .*video7 can not be opened"):
        camera.open()
    camera.close()


def test_a_file_that_is_no_device_is_a_loss(tmp_path: Path) -> None:
    (tmp_path / "video7").write_bytes(b"x" * 100)
    camera = v4l2.build(v4l2.Config(device=tmp_path / "video7"), name="cam", clock=CLOCK)
    with pytest.raises(CameraLost, match="can not be opened"):
        camera.open()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"settings": {"expossure": 1}}, "OpenCV knows no setting expossure"),
        ({"fourcc": "MJPEG"}, "fourcc"),
        ({"width": 0}, "width"),
    ],
)
def test_options_that_can_not_be_are_refused(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        v4l2.Config.model_validate(options)


def test_settings_are_known_by_the_names_of_opencv() -> None:
    names = ("auto_exposure", "exposure", "gain", "auto_wb", "wb_temperature", "autofocus", "focus")
    assert v4l2.Config(settings=dict.fromkeys(names, 1.0)).settings["focus"] == 1.0


def test_genicam_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "harvesters" else found(name))
    monkeypatch.delitem(sys.modules, "inspector.adapters.cameras.genicam", raising=False)
    with pytest.raises(StartupError, match=r"pip install 'edge-inspector\[genicam\]'"):
        registry.options("cameras", AdapterSection(kind="genicam"))


def test_genicam_without_the_shared_libpython_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", absent)
    with pytest.raises(StartupError, match=r"libpython3\.\d+\.so\.1\.0: apt-get install libpython3\.\d+$"):
        genicam.build(genicam.Config(), name="top", clock=CLOCK)


def test_kinds_are_listed_without_their_packages() -> None:
    assert {"folder", "genicam", "rtsp", "synthetic", "v4l2", "video"} <= set(registry.kinds("cameras"))
    assert not [kind for kind in registry.kinds("cameras") if kind.startswith("_")]
