"""What an item was judged by, where its product was taught anew since: replays of older decisions stay right."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from inspector.adapters._taught_files import KINDS, TaughtFiles
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

    Golden pictures and memory are looked for apart, by the digests that the record names for each camera: an item that
    was judged while a lesson became active may have had one of the former lesson and one of the new one. A record of an
    older version names no memory: that of the lesson of its golden pictures is taken, or where the detector compares
    with none, of that with as many pictures. What is not kept any more, or never was (`inspector teach` keeps nothing),
    stays as it is now: the replay says what differs.
    """
    data_dir = config.paths.data_dir
    changed = _changed(config, stored)
    if not changed:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="replay.", dir=data_dir / FOLDER))
    try:
        TaughtFiles(data_dir).mirror(folder)
        for (sku, camera, kind), lesson in changed.items():
            TaughtFiles(folder).put_pair(sku, camera, TaughtFiles(lesson), [kind])
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _changed(config: StationConfig, stored: StoredItem) -> dict[tuple[str, str, str], Path]:
    """Product, camera and kind of files to the kept lesson, where another one is active now."""
    report: dict[str, Any] = stored.report
    said = Identity(sku=report["item"]["sku"])
    sku = as_taught(said, make_catalogue(config).find(said.sku)).sku
    if sku is None:
        return {}
    shelf, found = LessonShelf(config.paths.data_dir), {}
    for view in report["detections"]:
        camera = view["camera"]
        scores = [one for one in report["anomalies"] if (one["camera"], one["reference"]) == (camera, sku)]
        then = Taught(
            number=0,
            golden=view.get("golden") or "",
            memory=next((one.get("memory") or "" for one in scores), ""),
            pictures=sum(one["n"] for one in scores),
        )
        active = shelf.active(sku, camera)
        for kind in KINDS:
            fits = partial(_judged_by, kind=kind, then=then)
            lesson = None if fits(active) else shelf.lesson_of(sku, camera, fits)
            if lesson is not None:
                found[sku, camera, kind] = lesson
    return found


def _judged_by(lesson: Taught, *, kind: str, then: Taught) -> bool:
    """`then` is what the record tells; what it does not tell is taken from the lesson that the rest tells."""
    if then.memory and (kind == "references" or not then.golden):
        return lesson.memory == then.memory
    if then.golden:
        return lesson.golden == then.golden
    return lesson.pictures == then.pictures if then.pictures else not lesson.memory
