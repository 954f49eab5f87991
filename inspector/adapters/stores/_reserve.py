"""Room set aside on the disk, so that what must go on being written can be when everything else is full."""

import os
import shutil
from pathlib import Path


class Reserve:
    """A file of zeros that is given up when the disk is full and taken again when there is plenty of room.

    Not thread-safe: its owner's lock guards it.
    """

    def __init__(self, file: Path, size: int) -> None:
        self._file = file
        self._size = size

    @property
    def held(self) -> bool:
        """The room is taken."""
        return self._size == 0 or (self._file.exists() and self._file.stat().st_size == self._size)

    def hold(self) -> bool:
        """Take the room unless it is held; False when the disk has too little beside it."""
        try:
            if self.held:
                return True
            if shutil.disk_usage(self._file.parent).free < 2 * self._size:
                return False
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o640)
            try:
                os.posix_fallocate(descriptor, 0, self._size)
            finally:
                os.close(descriptor)
        except OSError:
            return False
        return True

    def release(self) -> bool:
        """Give the room back; False when none was held."""
        try:
            self._file.unlink()
        except OSError:
            return False
        return True
