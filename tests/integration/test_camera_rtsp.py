"""The network camera against a real RTSP server on this machine, well-behaved and not."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from inspector.adapters.cameras import rtsp
from inspector.adapters.cameras._process import ProcessCamera
from inspector.adapters.clocks import system
from inspector.domain.errors import CameraLost, StartupError
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import Camera
from tests.support.camera_frames import PATIENCE_S, next_frame
from tests.support.rtsp_server import SIZE, RtspServer

Maker = Callable[..., Camera]


@pytest.fixture
def make() -> Iterator[Maker]:
    made: list[Camera] = []

    def build(url: str, **options: Any) -> Camera:
        config = rtsp.Config.model_validate({"url": url, "trigger": "free_run", **options})
        made.append(rtsp.build(config, name="cam", clock=system.build(system.Config())))
        return made[-1]

    yield build
    for camera in made:
        camera.close()


def lost_after_s(camera: Camera) -> tuple[str, float]:
    start_s = monotonic()
    while monotonic() < start_s + PATIENCE_S:
        try:
            camera.read(0.5)
        except CameraLost as error:
            return str(error), monotonic() - start_s
    pytest.fail("the camera was never lost")


def test_frames_arrive_in_rgb(make: Maker) -> None:
    with RtspServer() as server:
        camera = make(server.url)
        camera.open()
        frames = [next_frame(camera) for _ in range(4)]
        for number, frame in enumerate(frames):
            assert frame.image.shape == (SIZE[1], SIZE[0], 3)
            red, green, blue = (int(value) for value in frame.image[64, 64])
            assert red > 200
            assert green < 40
            assert blue < 40
            assert frame.sequence == number
        greys = [int(frame.image[4, 4, 0]) for frame in frames]
        assert greys == sorted(greys)
        assert greys[-1] > greys[0]
        camera.close()


def test_an_item_gets_the_next_picture(make: Maker) -> None:
    with RtspServer() as server:
        camera = make(server.url, trigger="software")
        camera.open()
        key = ItemKey(1, 5)
        camera.trigger(Trigger(key=key, encoder=0, until_encoder=9, deadline_ns=2**62, triggered_at_ns=0))
        assert next_frame(camera).key == key
        assert camera.read(0.2) is None
        camera.close()


def test_a_server_that_never_answers_is_given_up(make: Maker) -> None:
    with RtspServer(silent=True) as server:
        camera = make(server.url, open_s=1.0)
        start_s = monotonic()
        with pytest.raises(CameraLost, match=r"cam: .*(no answer in 1000 ms|could not be opened within)"):
            camera.open()
        assert monotonic() - start_s < PATIENCE_S


def test_nobody_there_is_told(make: Maker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CameraLost, match="can not be opened"):
        make(f"rtsp://127.0.0.1:{port}/belt").open()


def test_a_stream_that_stalls_is_lost_and_opens_again(make: Maker) -> None:
    with RtspServer(frames=25) as server:
        camera = make(server.url, read_s=1.0)
        camera.open()
        assert next_frame(camera).sequence == 0
        why, after_s = lost_after_s(camera)
        assert "cam: " in why
        assert after_s < 8.0
        camera.open()
        assert next_frame(camera).image.shape == (SIZE[1], SIZE[0], 3)
        camera.close()


def test_a_server_that_goes_away_is_lost(make: Maker) -> None:
    with RtspServer() as server:
        camera = make(server.url, read_s=1.0)
        camera.open()
        next_frame(camera)
    assert lost_after_s(camera)[1] < 8.0


def test_user_and_password_come_from_a_file_and_stay_secret(make: Maker, tmp_path: Path) -> None:
    secret = tmp_path / "camera.secret"
    secret.write_text("belt:s3cr:t/@\n")
    with RtspServer(credentials="belt:s3cr:t/@") as server:
        camera = make(server.url, credentials_file=secret)
        camera.open()
        next_frame(camera)
        assert isinstance(camera, ProcessCamera)
        process = Path(f"/proc/{camera.process_id}")
        assert b"s3cr" not in (process / "cmdline").read_bytes()
        assert b"s3cr" not in (process / "environ").read_bytes()
        camera.close()
        secret.write_text("belt:wr0ng")
        with pytest.raises(CameraLost) as caught:
            make(server.url, credentials_file=secret).open()
        assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize(("text", "problem"), [(None, "can not be read"), ("nocolon", "does not hold user:password")])
def test_credentials_that_are_none_stop_the_start(make: Maker, tmp_path: Path, text: str | None, problem: str) -> None:
    secret = tmp_path / "camera.secret"
    if text is not None:
        secret.write_text(text)
    with pytest.raises(StartupError, match=problem):
        make("rtsp://127.0.0.1/belt", credentials_file=secret)


@pytest.mark.parametrize("url", ["rtsp://user:word@127.0.0.1/x", "file:///etc/passwd", "/dev/video0", "rtsp:// x"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        rtsp.Config(url=url)


def test_a_stream_has_no_trigger_input() -> None:
    with pytest.raises(ValueError, match="no trigger input"):
        rtsp.Config(url="rtsp://127.0.0.1/x", trigger="hardware")
