"""One picture from one camera, copied once, read-only from then on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspector.domain.item import ItemKey, Trigger

RgbImage = npt.NDArray[np.uint8]  # (H, W, 3), RGB order, C-contiguous, read-only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A frame as it left the camera.

    `image` is (H, W, 3) uint8 RGB and read-only. `captured_at_ns` is monotonic, taken when the frame arrived.
    `sequence` counts this camera's frames from 0 without gaps. `counter` is the photo-eye or trigger count that the
    hardware (or the virtual photo-eye) gave; `key` is set only when the item asked for the frame (software trigger).
    """

    camera: str
    sequence: int
    image: RgbImage
    captured_at_ns: int
    counter: int | None = None
    key: ItemKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """A trigger with the frames that belong to it; `missing` names the cameras that gave none in time.

    `torn` says of those among them that gave something else what that was: (camera, what is wrong with it).
    `doubted` names those whose frame may show another item (their count slipped); it is not among `frames`.
    """

    trigger: Trigger
    frames: tuple[Frame, ...]
    missing: tuple[str, ...]
    doubted: tuple[str, ...] = ()
    torn: tuple[tuple[str, str], ...] = ()


def freeze(image: npt.NDArray[np.uint8]) -> RgbImage:
    """Own a read-only, contiguous copy of `image` (H, W, 3) uint8 RGB."""
    owned = np.array(image, dtype=np.uint8, order="C", copy=True)
    owned.setflags(write=False)
    return owned
