"""A camera's thread: when it counts as up, how often it is tried again, and what is said at its end."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from inspector.domain.errors import CameraLost
from inspector.domain.frame import Frame, freeze
from inspector.domain.item import Trigger
from inspector.pipeline.camera_loop import CameraLoop, ReconnectRule
from inspector.ports.camera import EndOfStream

FRAME = Frame(camera="top", sequence=0, image=freeze(np.zeros((2, 2, 3), np.uint8)), captured_at_ns=0)
GONE: list[Frame | Exception | None] = [CameraLost("gone")]
RULE = ReconnectRule(first_s=0.5, longest_s=4.0, read_s=0.0, steady_reads=3)


class Script:
    """A camera that does what each turn says: frames, Nones, or an error; one line per opening."""

    name = "top"

    def __init__(self, *turns: list[Frame | Exception | None]) -> None:
        self._turns = iter(turns)
        self._now: Iterator[Frame | Exception | None] = iter(())
        self.loop: CameraLoop | None = None

    def open(self) -> None:
        try:
            self._now = iter(next(self._turns))
        except StopIteration:
            assert self.loop is not None
            self.loop.stop()
            self._now = iter([None])

    def trigger(self, trigger: Trigger) -> None:
        raise AssertionError("nobody triggers here")

    def read(self, timeout_s: float) -> Frame | None:
        told = next(self._now)
        if isinstance(told, Exception):
            raise told
        return told

    def close(self) -> None:
        self._now = iter(())


class Run:
    """Runs a script to its end; what was told, and how long each pause was to be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *turns: list[Frame | Exception | None]) -> None:
        camera = Script(*turns)
        self.told: list[str] = []
        self.pauses: list[float] = []
        self.loop = camera.loop = CameraLoop(
            camera,
            RULE,
            on_frame=lambda _frame: self.told.append("frame"),
            on_up=lambda _name: self.told.append("up"),
            on_lost=lambda _name, detail: self.told.append(f"lost: {detail}"),
            on_corrupt=lambda _name, detail: self.told.append(f"corrupt: {detail}"),
        )
        monkeypatch.setattr("inspector.pipeline.camera_loop.random.uniform", lambda low, _high: low)
        real = self.loop._stop

        class Patient(threading.Event):
            def wait(_self, timeout: float | None = None) -> bool:  # noqa: N805 - the run is `self`
                self.pauses.append(timeout or 0.0)
                return real.is_set()

        self.loop._stop = Patient()
        self.loop.run()


def test_a_device_that_opens_and_gives_nothing_is_never_up_and_tried_ever_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = Run(monkeypatch, *[GONE] * 5)
    assert run.told == ["lost: gone"] * 5
    assert run.pauses[:5] == [0.5, 1.0, 2.0, 4.0, 4.0]


def test_a_frame_makes_the_next_try_a_quick_one(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, GONE, GONE, [FRAME, CameraLost("gone")], GONE)
    assert run.told == ["lost: gone", "lost: gone", "up", "frame", "lost: gone", "lost: gone"]
    assert run.pauses[:4] == [0.5, 1.0, 0.5, 1.0]


def test_so_does_a_while_without_items(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, GONE, [None, None, *GONE], [None, None, None, *GONE], GONE)
    assert run.pauses[:4] == [0.5, 1.0, 0.5, 1.0]


def test_the_end_of_a_finite_source_is_no_camera_that_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, [FRAME, EndOfStream("12 frames")])
    assert run.told == ["up", "frame", "lost: its pictures have come to their end"]
    assert run.loop.ended
