"""Whether a station can write where it must, found out without leaving anything behind."""

import os
from pathlib import Path
from uuid import uuid4

from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError


def require_writable(folder: Path) -> None:
    """Where the folder is missing, the place that it would be made in counts. Raises `StartupError`."""
    found = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not found.is_dir():
        raise StartupError("folder", [f"{folder}: {found} is no folder; it must be a writable folder"])
    probe = found / f".writable-{uuid4().hex}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartupError("folder", [f"{folder}: {error.strerror}; it must be a writable folder"]) from error


def check_store(section: AdapterSection, data_dir: Path) -> None:
    """What a store names in the data directory must be its own to write. Raises `StartupError`."""
    options = registry.options("stores", section)
    folder, file = getattr(options, "folder", None), getattr(options, "file", None)
    if folder is not None and (data_dir / folder).exists():
        require_writable(data_dir / folder)
    if file is not None and (data_dir / file).exists() and not os.access(data_dir / file, os.R_OK | os.W_OK):
        raise StartupError("file", [f"{data_dir / file}: can not be read and written"])
