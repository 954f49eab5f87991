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


def connect_to_look(path: Path) -> sqlite3.Connection:
    """Read only, and without leaving the files beside it that SQLite makes for a reader. Raises `sqlite3.Error`.

    A log that is there belongs to a program that writes, or died writing: then the file is read together with it.
    """
    alone = not path.with_name(path.name + "-wal").exists()
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_S)
