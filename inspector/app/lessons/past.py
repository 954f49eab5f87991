"""What an item was judged by, where its product was taught anew since: replays of older decisions stay right."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from inspector.adapters._taught_files import TaughtFiles
from inspector.app.judges import make_catalogue
from inspector.app.lessons.shelf import FOLDER, LessonShelf
from inspector.config.station import StationConfig
from inspector.domain.catalogue import as_taught
from inspector.domain.item import Identity
from inspector.domain.lesson import Taught
from inspector.ports.evidence import StoredItem


@contextmanager
def judged_by_then(config: StationConfig, stored: StoredItem) -> Iterator[Path | None]:
    """A folder of memories and golden pictures as they were, by links; None where what is active is what was.

    A lesson is recognised by the digest of the golden pictures that the record names for each camera, or where the
    detector compares with none, by the number of pictures that the scorer's memory has of the product. What is not kept
    any more, or never was (`inspector teach` keeps nothing), stays as it is now: the replay says what differs.
    """
    data_dir = config.paths.data_dir
    changed = _changed(config, stored)
    if not changed:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="replay.", dir=data_dir / FOLDER))
    try:
        TaughtFiles(data_dir).mirror(folder)
        for (sku, camera), lesson in changed.items():
            TaughtFiles(folder).put_pair(sku, camera, TaughtFiles(lesson))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _changed(config: StationConfig, stored: StoredItem) -> dict[tuple[str, str], Path]:
    """Product and camera to the kept lesson, where another one is active now."""
    report: dict[str, Any] = stored.report
    said = Identity(sku=report["item"]["sku"])
    sku = as_taught(said, make_catalogue(config).find(said.sku)).sku
    if sku is None:
        return {}
    shelf, found = LessonShelf(config.paths.data_dir), {}
    for view in report["detections"]:
        camera = view["camera"]
        scores = (one for one in report["anomalies"] if (one["camera"], one["reference"]) == (camera, sku))
        fits = partial(_judged_by, golden=view.get("golden") or "", pictures=sum(one["n"] for one in scores))
        if not fits(shelf.active(sku, camera)):
            lesson = shelf.lesson_of(sku, camera, fits)
            if lesson is not None:
                found[sku, camera] = lesson
    return found


def _judged_by(lesson: Taught, *, golden: str, pictures: int) -> bool:
    """A detector that compares names its golden pictures; else a memory is known by how many pictures it learnt."""
    if golden:
        return lesson.golden == golden
    return lesson.pictures == pictures if pictures else not lesson.memory
