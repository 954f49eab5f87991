"""File permissions mean nothing to root: give them up for a moment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def as_nobody(folder: Path, *, mode: int) -> Iterator[None]:
    """`folder` has this mode, and we are nobody's friend."""
    folder.chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
