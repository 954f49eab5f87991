"""What golden pictures are remembered by, on disk: computed once per network, found again at every start."""

import hashlib
import io
import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.config.durable_file import write_durably

F32 = npt.NDArray[np.float32]

MOST_FILES = 4000  # 1.6 MB each, one per product and camera; more than that and every start computes all again
SUM_BYTES = 32
_log = logging.getLogger(__name__)


class GoldenKeys:
    """Files of (rows, channels) float32, the bits that were computed, and their SHA-256. Without a folder none is kept.

    Thread-safe: files are replaced whole, and two threads that compute the same write the same.
    """

    def __init__(self, folder: Path | None, *, most_files: int = MOST_FILES) -> None:
        self._folder = folder
        self._most_files = most_files

    def get(self, name: str, channels: int, compute: Callable[[], F32], *, keep: bool = True) -> F32:
        """(rows, channels) float32 of `name`; computed, and kept if asked, where there is none or it is damaged."""
        if self._folder is None:
            return compute()
        path = self._folder / f"{name}.npy"
        kept = _read(path, channels)
        if kept is not None:
            return kept
        keys = compute()
        if not keep:
            return keys
        array = io.BytesIO()
        np.save(array, keys, allow_pickle=False)
        content = array.getvalue()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_durably(path, content + hashlib.sha256(content).digest())
            self._prune(self._folder)
        except OSError as error:
            # Only the time of the next start is lost.
            _log.warning("golden keys can not be kept: %s", error.strerror, extra={"path": str(path)})
        return keys

    def _prune(self, folder: Path) -> None:
        files = sorted(folder.glob("*.npy"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[: -self._most_files]:
            path.unlink(missing_ok=True)


def _read(path: Path, channels: int) -> F32 | None:
    """None where there is none, or where what is there is not what `get` wrote, which the log then says."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("golden keys can not be read, computing them: %s", error.strerror, extra={"path": str(path)})
        return None
    content, digest = whole[:-SUM_BYTES], whole[-SUM_BYTES:]
    if hashlib.sha256(content).digest() == digest:
        found = np.load(io.BytesIO(content), allow_pickle=False)
        if found.dtype == np.float32 and found.ndim == 2 and found.shape[1] == channels and np.isfinite(found).all():
            return np.asarray(found, np.float32)
    _log.warning("golden keys are damaged, computing them", extra={"path": str(path)})
    return None
