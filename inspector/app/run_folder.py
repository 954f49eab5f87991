"""The folder of a line that is started to be looked at: its ledger is new with every run, and it is nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.adapters.stores._lock import FolderLock
from inspector.domain.errors import StartupError

LEDGER = "ledger.sqlite"
_FORGOTTEN = ("", "-wal", "-shm", ".clock", ".reserve")  # not .lock: who holds it must stay found


@contextmanager
def run_folder(folder: Path, command: str) -> Iterator[None]:
    """Keep the folder for one run of `inspector <command>`, without the ledger of the run before.

    A file in it says that this command made it; a folder without that file must be empty. The file is locked until the
    run has ended, so that no second run begins. Raises `StartupError`, and what lay there lies there still.
    """
    mark = folder / f"inspector-{command}.lock"
    with usable(folder, command):
        folder.mkdir(parents=True, exist_ok=True)
        if not mark.exists():
            _require_empty(folder, command)
    with _locked(mark):
        with usable(folder, command), _locked(folder / f"{LEDGER}.lock"):
            for suffix in _FORGOTTEN:
                (folder / f"{LEDGER}{suffix}").unlink(missing_ok=True)
        yield


@contextmanager
def usable(folder: Path, command: str) -> Iterator[None]:
    """Raises `StartupError` for what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise StartupError(command, [f"--data-dir {folder}: {error.strerror or error}"]) from error


def _require_empty(folder: Path, command: str) -> None:
    found = sorted(entry.name for entry in folder.iterdir() if entry.name != "lost+found")
    if found:
        more = ", …" if len(found) > 3 else ""
        problem = (
            f"--data-dir {folder}: holds {', '.join(found[:3])}{more} and was not made by `inspector {command}`, which "
            "deletes the ledger of its run before; choose a folder that is new or empty"
        )
        raise StartupError(command, [problem])


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    lock = FolderLock(file)
    try:
        yield
    finally:
        lock.release()
