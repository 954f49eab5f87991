"""What golden pictures are remembered by, on disk: computed once per network, found again at every start."""

import io
import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.adapters._durable_file import write_durably

F32 = npt.NDArray[np.float32]

MOST_FILES = 400  # 1.6 MB each; the oldest go, and would only be computed again
_log = logging.getLogger(__name__)


class GoldenKeys:
    """Files of (rows, channels) float32, the bits that were computed. Without a folder nothing is kept.

    Thread-safe: files are replaced whole, and two threads that compute the same write the same.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, name: str, channels: int, compute: Callable[[], F32]) -> F32:
        """What `name` holds; computed, and kept, where there is none or it is damaged."""
        if self._folder is None:
            return compute()
        path = self._folder / f"{name}.npy"
        kept = _read(path, channels)
        if kept is not None:
            return kept
        keys = compute()
        content = io.BytesIO()
        np.save(content, keys, allow_pickle=False)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_durably(path, content.getvalue())
            _prune(self._folder)
        except OSError as error:
            # Only the time of the next start is lost.
            _log.warning("golden keys can not be kept: %s", error.strerror, extra={"path": str(path)})
        return keys


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.npy"), key=lambda path: path.stat().st_mtime_ns)
    for path in files[:-MOST_FILES]:
        path.unlink(missing_ok=True)


def _read(path: Path, channels: int) -> F32 | None:
    """None where there is none, or what is there can not have been written by `get`."""
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if found.dtype != np.float32 or found.ndim != 2 or found.shape[1] != channels or not np.isfinite(found).all():
        return None
    return np.asarray(found, np.float32)
