"""Memory that two processes share, cut into slots of one picture each.

The memory has no name: it is gone with the last process that holds it, however that process ended.
"""

import mmap
import os
import tempfile

import numpy as np

from inspector.domain.frame import RgbImage, freeze


def shared_memory() -> int:
    """A file descriptor of new, empty, nameless memory; the caller closes it."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("camera-frames")
    with tempfile.TemporaryFile() as file:  # no memfd outside Linux; a deleted file does the same
        return os.dup(file.fileno())


class Ring:
    """`slots` pictures of one size, (H, W, 3) uint8. Who calls `grow` decides the size; the other side maps it."""

    def __init__(self, descriptor: int, slots: int, *, height: int, width: int, grow: bool) -> None:
        self._shape = (height, width, 3)
        self._stride = height * width * 3
        size = self._stride * slots
        if grow:
            os.ftruncate(descriptor, size)
        self._memory = mmap.mmap(descriptor, size)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self._shape[0], self._shape[1]

    def view(self, slot: int) -> RgbImage:
        """(H, W, 3) uint8: the slot itself, for writing. Let go of it before `close`."""
        flat = np.frombuffer(self._memory, np.uint8, count=self._stride, offset=slot * self._stride)
        return flat.reshape(self._shape)

    def copy(self, slot: int) -> RgbImage:
        """(H, W, 3) uint8: an own, read-only copy of a slot."""
        return freeze(self.view(slot))

    def close(self) -> None:
        """Unmap."""
        self._memory.close()
