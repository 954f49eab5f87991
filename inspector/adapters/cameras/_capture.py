"""What a camera driver looks like inside the process that can be killed."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Pixels as the driver has them, valid until the next call: (H, W, 3) uint8 in RGB or BGR order, or (H, W).

    `taken_ns` is the machine's monotonic time when the picture arrived. `counter` is the device's own trigger count.
    """

    pixels: npt.NDArray[Any]
    order: str
    taken_ns: int
    counter: int


class Capture(Protocol):
    """A driver that may block for ever in any of these calls. All but `trigger` come from one thread."""

    @property
    def live(self) -> bool:
        """Pictures come whether they are read or not; else every one waits until there is room for it."""
        ...

    def next(self) -> Picture | None:
        """The next picture; None after some tenths of a second without one, which says that the driver is well.

        Raises `CameraLost`, `FrameCorrupt` or `EndOfStream`.
        """
        ...

    def trigger(self) -> None:
        """Make the device take a picture now, if it can."""
        ...

    def close(self) -> None:
        """Give the device back."""
        ...
