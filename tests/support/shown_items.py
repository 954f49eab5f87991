"""Which product a rendered picture shows, for tests that ask whether an item was judged on its own picture."""

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters.cameras._sourced import Shot
from inspector.adapters.cameras.synthetic import Config
from inspector.app.daemon import Daemon
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

Picture = npt.NDArray[np.uint8]


class ShownItems:
    """Remembers what each picture shows by its bytes. Thread-safe."""

    def __init__(self) -> None:
        self._items: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def note(self, image: Picture, item: int) -> None:
        with self._lock:
            self._items[_digest(image)] = item

    def of(self, image: Picture) -> int:
        """The item in a picture that was noted."""
        with self._lock:
            return self._items[_digest(image)]


class BeltSource:
    """A camera's pictures of a belt that is at `position_mm()`; item n is in the middle at n pitches."""

    def __init__(self, config: Config, shown: ShownItems, position_mm: Callable[[], float]) -> None:
        self._spec = LineSpec(
            seed=config.seed,
            damage_rate=config.damage_rate,
            pitch_mm=config.pitch_mm,
            belt_mm_s=config.belt_mm_s,
        )
        self._config = config
        self._shown = shown
        self._position_mm = position_mm
        self._renderer: Renderer | None = None

    def open(self) -> None:
        self._renderer = Renderer(self._spec, view=self._config.view, size=(self._config.width, self._config.height))
        self._renderer.item(0)

    def take(self, shot: Shot) -> Picture:
        assert self._renderer is not None
        position_mm = self._position_mm()
        image = self._renderer.belt(position_mm).image
        self._shown.note(image, round(position_mm / self._spec.pitch_mm))
        return image

    def close(self) -> None:
        pass


class RunningBelt:
    """Where the belt is before a camera that stands `offset_mm` behind the controller's photo-eye."""

    def __init__(self, *, speed_mm_s: float, offset_mm: float) -> None:
        self._speed_mm_s = speed_mm_s
        self._offset_mm = offset_mm
        self.first_item_ns: int | None = None

    def __call__(self) -> float:
        """Before the first item is at the photo-eye, the camera sees the empty belt run."""
        began = self.first_item_ns
        travelled = 0.0 if began is None else (time.monotonic_ns() - began) / 1e9 * self._speed_mm_s
        return travelled - self._offset_mm


class SteppedBelt:
    """A belt that moves from picture to picture, however long a busy machine takes for one."""

    def __init__(self, *, step_mm: float, before_mm: float) -> None:
        self._step_mm = step_mm
        self._position_mm = -before_mm

    def __call__(self) -> float:
        """The next picture's place; item 0 is in the middle at 0."""
        self._position_mm += self._step_mm
        return self._position_mm


def replace_source(daemon: Daemon, number: int, make: Callable[[Config], Any]) -> None:
    """Let another source make the pictures of a synthetic camera behind a photo-eye."""
    camera: Any = daemon.parts.cameras[number]
    sourced = camera._camera
    sourced._source = make(sourced._options)


def _digest(image: Picture) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(image).tobytes(), digest_size=16).digest()
