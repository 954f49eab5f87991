"""Files that the window writes, in a thread: whole and on the disk, or not at all, and what became of them."""

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_gui.link.inbox import Inbox

KEPT = 16


class Problem(StrEnum):
    """Why a file could not be written."""

    NO_RIGHT = "NO_RIGHT"
    FULL = "FULL"
    NO_FOLDER = "NO_FOLDER"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFile:
    """`content` is made in the thread, too: it may take its time. A missing folder is made."""

    path: Path
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`problem` is None for a file that is on the disk; `detail` is the system's word."""

    path: Path
    problem: Problem | None = None
    detail: str = ""


class FilesLink:
    """`write` from Qt's thread, one at a time; answers come through `inbox`. `stop` waits for the last one."""

    def __init__(self) -> None:
        self.inbox: Inbox[Written] = Inbox(KEPT)
        self._thread: threading.Thread | None = None

    def write(self, file: WriteFile) -> bool:
        """Begin; False, and nothing is done, while another one is written."""
        if self._thread is not None and self._thread.is_alive():
            return False
        self._thread = threading.Thread(target=self._write, args=(file,), name="files", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Wait until nothing is written any more."""
        if self._thread is not None:
            self._thread.join()

    def _write(self, file: WriteFile) -> None:
        self.inbox.put(written(file))


def written(file: WriteFile) -> Written:
    """Write it, and say what became of it. The former file stays where that failed."""
    try:
        _write_whole(file.path, file.content())
    except OSError as error:
        return Written(path=file.path, problem=_problem(error), detail=error.strerror or str(error))
    return Written(path=file.path)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    if os.name == "posix":  # elsewhere a folder is no file that could be flushed
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _problem(error: OSError) -> Problem:
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Problem.NO_RIGHT
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Problem.FULL
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EEXIST}:
        return Problem.NO_FOLDER
    return Problem.OTHER
