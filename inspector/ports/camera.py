"""A source of frames."""

from typing import Protocol

from inspector.domain.frame import Frame
from inspector.domain.item import Trigger


class Camera(Protocol):
    """One camera. `open`, `read` and `close` are called from one thread; `trigger` from any.

    A camera never blocks past `timeout_s`; a driver that can block for ever lives in a process that can be killed.
    """

    @property
    def name(self) -> str:
        """The name that config and frames use."""
        ...

    def open(self) -> None:
        """Make ready to read. Raises `CameraLost`; may be called again after `close`."""
        ...

    def trigger(self, trigger: Trigger) -> None:
        """Ask for one frame of this item (software trigger). Cameras with other triggers ignore it."""
        ...

    def read(self, timeout_s: float) -> Frame | None:
        """The next frame, oldest first; None after `timeout_s`. Raises `CameraLost` or `FrameCorrupt`.

        At the end of a finite source (folder, video) that does not loop, raises `EndOfStream`.
        """
        ...

    def close(self) -> None:
        """Let go of the device. Never raises, may be called twice."""
        ...


class EndOfStream(Exception):
    """A finite source has given its last frame."""
