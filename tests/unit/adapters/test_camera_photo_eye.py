"""The photo-eye around a camera that runs freely."""

import numpy as np
import pytest

from inspector.adapters.cameras._options import PhotoEyeOptions
from inspector.adapters.cameras._photo_eye_camera import PhotoEyeCamera
from inspector.domain.errors import FrameCorrupt
from inspector.domain.frame import Frame, freeze
from inspector.domain.item import Trigger
from inspector.ports.camera import EndOfStream
from inspector.vision.photo_eye import PhotoEyeSettings


class BarCamera:
    """A bright bar that travels over a dark belt again and again; every picture is one read."""

    name = "cam"

    def __init__(self, laps: int) -> None:
        self._places = [place for _ in range(laps) for place in range(-40, 300, 6)]
        self._rng = np.random.default_rng(2)
        self.given = 0
        self.calls: list[str] = []
        self.torn: set[int] = set()

    def open(self) -> None:
        self.calls.append("open")
        self.given = 0

    def trigger(self, trigger: Trigger) -> None:
        self.calls.append("trigger")

    def read(self, timeout_s: float) -> Frame | None:
        if self.given == len(self._places):
            raise EndOfStream("over")
        place, number = self._places[self.given], self.given
        self.given += 1
        if number in self.torn:
            raise FrameCorrupt("torn")
        image = self._rng.integers(50, 62, (96, 256, 3)).astype(np.uint8)
        image[30:66, max(0, place - 20) : max(0, place + 20)] = (230, 200, 90)
        return Frame(camera="cam", sequence=number, image=freeze(image), captured_at_ns=number)

    def close(self) -> None:
        self.calls.append("close")


def events(camera: PhotoEyeCamera) -> list[Frame]:
    found = []
    try:
        while True:
            frame = camera.read(10.0)
            if frame is not None:
                found.append(frame)
    except EndOfStream:
        return found


def test_only_event_frames_come_through_counted_and_numbered() -> None:
    inner = BarCamera(laps=4)
    camera = PhotoEyeCamera(inner, PhotoEyeSettings(), first_counter=30)
    camera.open()
    found = events(camera)
    assert [frame.counter for frame in found] == [30, 31, 32, 33]
    assert [frame.sequence for frame in found] == [0, 1, 2, 3]
    assert [frame.captured_at_ns % 57 for frame in found] == pytest.approx([28] * 4, abs=1)


def test_a_reader_without_patience_gets_its_turn_after_each_picture() -> None:
    inner = BarCamera(laps=1)
    camera = PhotoEyeCamera(inner, PhotoEyeSettings(), first_counter=0)
    camera.open()
    assert camera.read(0.0) is None
    assert inner.given == 1


def test_a_corrupt_picture_is_told_and_the_count_goes_on() -> None:
    inner = BarCamera(laps=2)
    inner.torn = {10}
    camera = PhotoEyeCamera(inner, PhotoEyeSettings(), first_counter=0)
    camera.open()
    with pytest.raises(FrameCorrupt):
        events(camera)
    assert [frame.counter for frame in events(camera)] == [0, 1]


def test_it_starts_again_when_it_is_opened_again() -> None:
    inner = BarCamera(laps=2)
    camera = PhotoEyeCamera(inner, PhotoEyeSettings(), first_counter=5)
    for first_sequence in (0, 2):
        camera.open()
        found = events(camera)
        assert [frame.counter for frame in found] == [5, 6]
        assert found[0].sequence == first_sequence
        camera.close()
    assert inner.calls == ["open", "close", "open", "close"]


def test_options_are_those_of_the_eye() -> None:
    assert PhotoEyeOptions().settings() == PhotoEyeSettings()
    given = PhotoEyeOptions(zone=(0.1, 0.2, 0.9, 0.8), axis="y", line=0.4, contrast=20, cover=0.1, gap=0.05)
    assert given.settings() == PhotoEyeSettings(
        zone=(0.1, 0.2, 0.9, 0.8), axis="y", line=0.4, contrast=20, cover=0.1, gap=0.05
    )
    with pytest.raises(ValueError, match="zone"):
        PhotoEyeOptions(zone=(0.5, 0.0, 0.4, 1.0))
