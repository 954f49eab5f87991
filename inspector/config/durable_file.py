"""Files that a power cut leaves whole."""

import os
from pathlib import Path


def write_durably(path: Path, content: bytes, *, mode: int = 0o666, owner: tuple[int, int] | None = None) -> None:
    """Write beside, flush to the disk, rename, and flush the folder: after a power cut it is the old or the new.

    `mode` is who may read and write it, less the process's mask; `owner` (user, group) gets it before it has the
    name. Raises `OSError`; the former file stays then.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    folder = os.open(path.parent, os.O_RDONLY)  # first: a process out of descriptors must not fail after the rename
    try:
        write_flushed(beside, content, mode=mode, owner=owner)
        beside.replace(path)
        os.fsync(folder)
    finally:
        os.close(folder)
        beside.unlink(missing_ok=True)


def write_flushed(path: Path, content: bytes, *, mode: int = 0o666, owner: tuple[int, int] | None = None) -> None:
    """A file whose content is on the disk; its name is not flushed. Raises `OSError`, and may leave a half file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        if owner is not None:
            os.fchown(stream.fileno(), *owner)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
