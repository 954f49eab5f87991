"""A file of SQLite's, as the stores open it."""

import sqlite3
from pathlib import Path
from typing import Literal

_BUSY_S = 5.0  # as long another process may hold the lock


def connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> sqlite3.Connection:
    """Read only, read and write, or create it too. Transactions are the caller's, and so is one thread at a time.

    Raises `sqlite3.Error`.
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_S,
    )
