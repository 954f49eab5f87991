"""Whether a station can read and write where it must, found out without leaving anything behind.

Asked before anything looks into the data directory: to a program that may not look, a folder seems to be empty.
"""

import os
from collections.abc import Iterable, Set
from pathlib import Path
from uuid import uuid4

from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError


def require_readable(data_dir: Path, stores: Iterable[AdapterSection] = ()) -> Path:
    """The data directory, readable with each folder of the station in it. Raises `StartupError`.

    A folder that one of `stores` names is the station's, whatever its name.
    """
    named = _folders_of(stores)
    try:
        with os.scandir(data_dir) as entries:
            folders = [Path(entry.path) for entry in entries if entry.is_dir() and not _foreign(entry.name, named)]
    except (FileNotFoundError, NotADirectoryError):
        return data_dir  # nothing was kept yet; whether it can be made is another question
    except OSError as error:
        raise StartupError("folder", [_not_writable(data_dir, error)]) from error
    problems = []
    for folder in sorted(folders):
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    entry.stat()
                    break
        except FileNotFoundError:
            continue  # it went a moment ago
        except OSError as error:
            problems.append(f"{folder}: {error.strerror}; the station's user must be able to read it")
    if problems:
        raise StartupError("folders", problems)
    return data_dir


def _foreign(name: str, named: Set[str]) -> bool:
    """Of the file system or of the desktop, not of the station: a disk's own root has such folders."""
    return name not in named and (name == "lost+found" or name.startswith("."))


def _folders_of(stores: Iterable[AdapterSection]) -> set[str]:
    """What they name in the data directory itself: the first part of each folder's path."""
    named: set[str] = set()
    for section in stores:
        try:
            options = registry.options("stores", section)
        except StartupError:
            continue  # reported with the store itself
        named.update(Path(getattr(options, "folder", None) or "").parts[:1])
    return named


def require_writable(folder: Path) -> Path:
    """The folder. Where it is missing, the place that it would be made in counts. Raises `StartupError`."""
    try:
        found = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not found.is_dir():
            raise StartupError("folder", [f"{folder}: {found} is no folder; it must be a writable folder"])
        probe = found / f".writable-{uuid4().hex}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartupError("folder", [_not_writable(folder, error)]) from error
    return folder


def check_store(section: AdapterSection, data_dir: Path) -> None:
    """What a store names in the data directory must be its own to write, and what it knows. Raises `StartupError`."""
    options = registry.options("stores", section)
    folder, file = getattr(options, "folder", None), getattr(options, "file", None)
    try:
        if folder is not None and (data_dir / folder).exists():
            require_writable(data_dir / folder)
        if file is not None and (data_dir / file).exists() and not os.access(data_dir / file, os.R_OK | os.W_OK):
            raise StartupError("file", [f"{data_dir / file}: can not be read and written"])
    except OSError as error:
        raise StartupError("store", [f"{data_dir}: {error.strerror}"]) from error
    registry.ask("stores", section, "look", data_dir=data_dir)


def _not_writable(folder: Path, error: OSError) -> str:
    return f"{folder}: {error.strerror}; it must be a writable folder"
