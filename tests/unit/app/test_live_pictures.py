"""Live pictures: made once per frame, seldom enough, small enough."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.app.live_pictures import LivePictures
from inspector.domain.frame import Frame
from tests.support.line_values import frame


class Feed:
    """A camera's newest frame."""

    def __init__(self, *frames: Frame) -> None:
        self.frames = {given.camera: given for given in frames}


def shape(jpeg: bytes | None) -> tuple[int, int]:
    assert jpeg is not None
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    return height, width


@pytest.fixture
def clock() -> manual.ManualClock:
    return manual.build(manual.Config())


def test_a_frame_is_encoded_once_however_many_look(clock: manual.ManualClock) -> None:
    feed = Feed(frame())
    live = LivePictures(feed.frames.get, clock)
    first = live.jpeg("top")
    clock.advance_ms(5000)
    assert first is not None
    assert live.jpeg("top") is first


def test_frames_that_come_faster_than_ten_a_second_are_skipped(clock: manual.ManualClock) -> None:
    feed = Feed(frame())
    live = LivePictures(feed.frames.get, clock)
    first = live.jpeg("top")
    feed.frames["top"] = replace(frame(level=10), sequence=1)
    clock.advance_ms(99)
    assert live.jpeg("top") is first
    clock.advance_ms(1)
    second = live.jpeg("top")
    assert second is not None
    assert second != first


def test_cameras_do_not_wait_for_each_other(clock: manual.ManualClock) -> None:
    feed = Feed(frame("top"), frame("side", level=10))
    live = LivePictures(feed.frames.get, clock)
    assert live.jpeg("top") != live.jpeg("side")


def test_a_camera_without_a_frame_has_no_picture(clock: manual.ManualClock) -> None:
    assert LivePictures(Feed().frames.get, clock).jpeg("top") is None


def test_colours_stay_what_they_are(clock: manual.ManualClock) -> None:
    red = np.zeros((64, 64, 3), np.uint8)
    red[..., 0] = 250
    jpeg = LivePictures(Feed(replace(frame(), image=red)).frames.get, clock).jpeg("top")
    assert jpeg is not None
    blue, green, red_seen = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[32, 32]  # type: ignore[index]
    assert red_seen > 240
    assert max(blue, green) < 10


@pytest.mark.parametrize(
    ("size", "expected"), [((640, 480), (480, 640)), ((2560, 1440), (720, 1280)), ((100, 2560), (1280, 50))]
)
def test_large_pictures_are_made_smaller(
    clock: manual.ManualClock, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    width, height = size
    live = LivePictures(Feed(frame(width=width, height=height)).frames.get, clock)
    assert shape(live.jpeg("top")) == expected
