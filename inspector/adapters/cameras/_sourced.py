"""A camera whose pictures come from a source in this process: files or the renderer.

It holds the trigger modes, pacing, counting and time-stamping, so that a source only has to make pictures.
"""

import threading
from collections import deque
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from inspector.adapters.cameras._options import TriggerOptions
from inspector.domain.errors import CameraLost
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.item import Trigger
from inspector.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture to take: the `number`-th, from 0, `at_ns` after the camera was opened."""

    number: int
    at_ns: int
    trigger: Trigger | None = None


class Source(Protocol):
    """Makes pictures. All calls come from the camera's thread."""

    def open(self) -> None:
        """Make ready. Raises `CameraLost`."""
        ...

    def take(self, shot: Shot) -> RgbImage | None:
        """The picture, read-only; None when there is none of it. Raises `FrameCorrupt`, `CameraLost`, `EndOfStream`."""
        ...

    def close(self) -> None:
        """Let go of everything. May be called twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`fps` 0: as fast as frames are read. `live`: time goes on, and what was not read in time is gone; else every
    picture waits for its reader. `asked_by`: the trigger modes in which `trigger` makes the shot.
    """

    fps: float
    live: bool
    asked_by: frozenset[str] = frozenset({"software"})


class SourcedCamera:
    """See Camera."""

    def __init__(self, name: str, clock: Clock, options: TriggerOptions, pace: Pace, source: Source) -> None:
        self._name = name
        self._clock = clock
        self._options = options
        self._pace = pace
        self._source = source
        self._asked: deque[tuple[int, Trigger]] = deque()
        self._changed = threading.Condition()
        self._open = False
        self._opened_ns = 0
        self._number = 0
        self._sequence = 0

    @property
    def name(self) -> str:
        """See Camera."""
        return self._name

    def open(self) -> None:
        """See Camera. The source starts again at its first picture."""
        self._source.open()
        with self._changed:
            self._asked.clear()
            self._number = 0
            self._open = True
        self._opened_ns = self._clock.monotonic_ns()

    def trigger(self, trigger: Trigger) -> None:
        """See Camera. The shot's number is the item's photo-eye count, or of triggers so far if it has none."""
        if self._options.trigger not in self._pace.asked_by:
            return
        with self._changed:
            if not self._open:
                return  # the item is answered CAMERA_MISS when its time is up
            number = self._number if trigger.counter is None else trigger.counter - self._options.first_counter
            self._number = number + 1
            self._asked.append((number, trigger))
            self._changed.notify()

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        if not self._open:
            raise CameraLost(f"{self._name}: is not open")
        shot = (
            self._next_asked(timeout_s) if self._options.trigger in self._pace.asked_by else self._next_due(timeout_s)
        )
        if shot is None or shot.number < 0:
            return None
        image = self._source.take(shot)
        return None if image is None else self._frame(image, shot)

    def close(self) -> None:
        """See Camera."""
        with self._changed:
            self._open = False
            self._asked.clear()
            self._changed.notify_all()
        self._source.close()

    def _next_asked(self, timeout_s: float) -> Shot | None:
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._asked) > 0, timeout_s):
                return None
            number, trigger = self._asked.popleft()
        return Shot(number=number, at_ns=self._clock.monotonic_ns() - self._opened_ns, trigger=trigger)

    def _next_due(self, timeout_s: float) -> Shot | None:
        """The next shot by the clock, which may stand still: then its wait ends with the patience of the reader."""
        give_up = monotonic() + timeout_s
        while True:
            at_ns = self._due_ns(self._number)
            wait_s = (at_ns - (self._clock.monotonic_ns() - self._opened_ns)) / 1e9
            if wait_s <= 0:
                break
            left_s = give_up - monotonic()
            if left_s <= 0:
                return None
            with self._changed:
                self._changed.wait(min(wait_s, left_s))
        if self._pace.live:
            self._number = max(self._number, self._reached())
            at_ns = self._due_ns(self._number)
        shot = Shot(number=self._number, at_ns=at_ns)
        self._number += 1
        return shot

    def _due_ns(self, number: int) -> int:
        return round(number / self._pace.fps * 1e9) if self._pace.fps else 0

    def _reached(self) -> int:
        """The newest shot that is due by now."""
        return int((self._clock.monotonic_ns() - self._opened_ns) * self._pace.fps / 1e9)

    def _frame(self, image: RgbImage, shot: Shot) -> Frame:
        mode = self._options.trigger
        key = shot.trigger.key if shot.trigger is not None and mode == "software" else None
        frame = Frame(
            camera=self._name,
            sequence=self._sequence,
            image=image,
            captured_at_ns=self._clock.monotonic_ns(),
            counter=self._options.first_counter + shot.number if mode == "hardware" else None,
            key=key,
        )
        self._sequence += 1
        return frame
