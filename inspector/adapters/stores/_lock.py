"""One process per data folder: a lock that the operating system lets go when the process dies, however it dies."""

import fcntl
import os
from pathlib import Path

from inspector.domain.errors import StartupError


class FolderLock:
    """Held from construction to `release`. Raises `StartupError` naming the process that holds it."""

    def __init__(self, file: Path) -> None:
        try:
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o640)
        except OSError as error:
            raise StartupError("ledger", [f"{file}: {error.strerror}"]) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise StartupError(
                "ledger",
                [f"another inspector daemon (pid {holder}) uses {file.parent}; stop it or take another data_dir"],
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let go; may be called twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
