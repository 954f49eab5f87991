"""The rendered line as a camera: the n-th trigger shows the n-th product, with faults on demand."""

import threading
from collections import deque
from typing import Literal

import numpy as np
from pydantic import Field

from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import CameraLost
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.clock import Clock
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

MM_PER_S_TO_MM_PER_NS = 1e-9


class Config(AdapterConfig):
    """Options of the rendered camera."""

    trigger: Literal["software", "hardware", "free_run"] = Field(
        default="software", title="Trigger", description="By item key, by counter, or at fps."
    )
    view: Literal["top", "side"] = Field(default="top", title="View", description="From above or from the side.")
    width: int = Field(default=640, ge=160, le=2560, title="Width", description="Pixels.")
    height: int = Field(default=512, ge=128, le=2048, title="Height", description="Pixels.")
    seed: int = Field(default=7, ge=0, title="Seed", description="Which line of products; both cameras share it.")
    damage_rate: float = Field(default=0.12, ge=0, le=1, title="Damage", description="Share of damaged products.")
    belt_mm_s: float = Field(default=500, ge=0, title="Belt speed", description="Millimetres per second.")
    pitch_mm: float = Field(default=600, ge=100, title="Pitch", description="Distance between products.")
    fps: float = Field(default=10, gt=0, le=120, title="Frames", description="free_run: frames per second.")
    miss: tuple[int, ...] = Field(default=(), title="Missed", description="Item numbers that give no frame.")
    blank: tuple[int, ...] = Field(default=(), title="Blank", description="Item numbers whose frame is black.")
    frozen: tuple[int, ...] = Field(default=(), title="Frozen", description="Item numbers that show the frame before.")
    overexposed: tuple[int, ...] = Field(default=(), title="Over-exposed", description="Item numbers shown white.")
    stall_after: int | None = Field(
        default=None, ge=0, title="Stall", description="Lost for good after so many frames."
    )


def build(config: Config, *, name: str, clock: Clock) -> "SyntheticCamera":
    """Construct the camera; the renderer is made when it is opened."""
    return SyntheticCamera(config, name, clock)


class SyntheticCamera:
    """Renders in the thread that reads. `trigger` may be called from any thread."""

    def __init__(self, config: Config, name: str, clock: Clock) -> None:
        self._config = config
        self._name = name
        self._clock = clock
        self._renderer: Renderer | None = None
        self._asked: deque[tuple[int, ItemKey]] = deque()
        self._changed = threading.Condition()
        self._sequence = 0
        self._counted = 0
        self._started_ns = 0
        self._last: RgbImage | None = None

    @property
    def name(self) -> str:
        """See Camera."""
        return self._name

    def open(self) -> None:
        """See Camera."""
        if self._stalled():
            raise CameraLost(f"{self._name}: stalled, as configured")
        if self._renderer is None:
            spec = LineSpec(
                seed=self._config.seed,
                damage_rate=self._config.damage_rate,
                pitch_mm=self._config.pitch_mm,
                belt_mm_s=self._config.belt_mm_s,
            )
            size = (self._config.width, self._config.height)
            self._renderer = Renderer(spec, view=self._config.view, size=size)
            self._renderer.item(0)  # warms the caches of art, so that the first item is not late
        self._started_ns = self._clock.monotonic_ns()

    def trigger(self, trigger: Trigger) -> None:
        """See Camera. The item's number is the PLC's photo-eye count, else the number of triggers so far."""
        if self._config.trigger == "free_run":
            return
        with self._changed:
            number = self._counted if trigger.counter is None else trigger.counter
            self._counted = number + 1
            self._asked.append((number, trigger.key))
            self._changed.notify()

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        if self._stalled():
            raise CameraLost(f"{self._name}: stalled, as configured")
        if self._config.trigger == "free_run":
            return self._belt(timeout_s)
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._asked) > 0, timeout_s):
                return None
            number, key = self._asked.popleft()
        if number in self._config.miss:
            return None
        by_software = self._config.trigger == "software"
        image = self._picture(number)
        return self._frame(image, counter=None if by_software else number, key=key if by_software else None)

    def close(self) -> None:
        """See Camera."""
        with self._changed:
            self._asked.clear()

    def _stalled(self) -> bool:
        limit = self._config.stall_after
        return limit is not None and self._sequence >= limit

    def _picture(self, number: int) -> RgbImage:
        if self._renderer is None:
            raise CameraLost(f"{self._name}: not opened")
        if number in self._config.frozen and self._last is not None:
            return self._last
        shape = (self._config.height, self._config.width, 3)
        if number in self._config.blank:
            return freeze(np.zeros(shape, np.uint8))
        if number in self._config.overexposed:
            return freeze(np.full(shape, 255, np.uint8))
        return self._renderer.item(number).image

    def _belt(self, timeout_s: float) -> Frame | None:
        """The belt where it is at the next frame's time."""
        due_ns = self._started_ns + round(self._sequence / self._config.fps * 1e9)
        wait_s = (due_ns - self._clock.monotonic_ns()) / 1e9
        if wait_s > timeout_s:
            with self._changed:
                self._changed.wait(timeout_s)
            return None
        if wait_s > 0:
            with self._changed:
                self._changed.wait(wait_s)
        if self._renderer is None:
            raise CameraLost(f"{self._name}: not opened")
        position = (due_ns - self._started_ns) * MM_PER_S_TO_MM_PER_NS * self._config.belt_mm_s
        return self._frame(self._renderer.belt(position).image, counter=None, key=None)

    def _frame(self, image: RgbImage, *, counter: int | None, key: ItemKey | None) -> Frame:
        self._last = image
        frame = Frame(
            camera=self._name,
            sequence=self._sequence,
            image=image,
            captured_at_ns=self._clock.monotonic_ns(),
            counter=counter,
            key=key,
        )
        self._sequence += 1
        return frame
