"""Of the demonstration's folders in the user's cache, one for each seed, the last few stay."""

import logging
import shutil
from pathlib import Path

from inspector.adapters.stores._lock import FolderLock
from inspector.domain.errors import StartupError

log = logging.getLogger(__name__)

KEPT = 5  # what was taught comes again with the seed
MARK = "inspector-demo.lock"  # see `run_folder`: this command made it, and writes it at every run


def forget_old_seeds(now: Path) -> None:
    """Remove those that were not run for longest, but neither `now` nor one in use; what is not the demo's stays.

    Whatever can not be removed stays, too: it is no reason not to run.
    """
    made = [mark for mark in now.parent.glob(f"*/{MARK}") if mark.parent != now]
    for mark in sorted(made, key=_written)[: max(0, len(made) - (KEPT - 1))]:
        try:
            lock = FolderLock(mark)
        except StartupError:
            continue  # a demo runs in it
        try:
            shutil.rmtree(mark.parent)
        except OSError as error:
            log.info("%s stays: %s", mark.parent, error)
        finally:
            lock.release()


def _written(mark: Path) -> float:
    try:
        return mark.stat().st_mtime
    except OSError:  # another demo removed it just now
        return 0.0
