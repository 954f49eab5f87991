"""The process that learns and tries beside the line: `python -m inspector.app.lessons.worker`, a job on its stdin.

A process of its own, at the lowest priority: Python's lock, the models' threads and their memory are not the line's.
It writes a line of JSON for each step it takes, and one with what came of it; it ends when its stdin is closed.
"""

import json
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from inspector.adapters._taught_files import TaughtFiles, flush
from inspector.app.judges import Judges, judges_as
from inspector.app.lessons.collected import stored_item, stores_of
from inspector.app.lessons.shelf import PREVIEW, write_draft
from inspector.app.picture_files import write_image
from inspector.app.replay import judged_again
from inspector.app.teach_preview import contact_sheet
from inspector.app.teaching import Lesson, LessonError, Picture, found_in, teach
from inspector.config.station import StationConfig
from inspector.domain.errors import ConfigError, InspectorError, StartupError, StoreError, StoreFull
from inspector.domain.lesson import Draft, NotTaught, Refusal, Step, Trial, TriedItem, Unfit, disk_refusal
from inspector.ports.evidence import EvidenceStore, StoredItem

NICE = 15
OOM_SCORE = "500"  # of 1000: where memory runs out, this process goes before the station


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done for a product and camera, with which items; `folder` is the pair's, `more` the task's own.

    `recipes` is the version of the config's.
    """

    config: StationConfig
    recipes: int
    folder: Path
    sku: str
    camera: str
    records: tuple[str, ...]
    more: dict[str, Any]

    @property
    def work(self) -> Path:
        """Is gone when the job has ended."""
        return self.folder / "work"


def yield_to_the_line() -> None:
    """The line has the first word on cores, and the last on memory."""
    os.nice(NICE)
    with suppress(OSError):  # where the kernel has no such file, or lets nobody write it, it chooses by size
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")


def main() -> int:
    """Do the job on stdin."""
    yield_to_the_line()
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_station, daemon=True).start()
    job = Job(
        config=StationConfig.model_validate(told["config"]),
        recipes=told["recipes"],
        folder=Path(told["folder"]),
        sku=told["sku"],
        camera=told["camera"],
        records=tuple(told["records"]),
        more=told,
    )
    try:
        _say(_done(job))
    except (NotTaught, LessonError) as refused:
        _say({"refusals": [asdict(one) for one in refused.refusals]})
    except (InspectorError, OSError) as error:
        _say({"refusals": [asdict(_refusal(error))]})
    return 0


def _done(job: Job) -> dict[str, Any]:
    shutil.rmtree(job.work, ignore_errors=True)
    job.work.mkdir(parents=True)
    try:
        return {"draft": asdict(_learn(job))} if job.more["do"] == "learn" else {"trial": asdict(_try(job))}
    finally:
        shutil.rmtree(job.work, ignore_errors=True)


def _learn(job: Job) -> Draft:
    started = perf_counter()
    TaughtFiles(job.config.paths.data_dir).mirror(job.work)
    judges = judges_as(job.config, version=job.recipes, taught_dir=job.work)
    pictures = _pictures(job, judges)
    lesson = teach(
        judges,
        job.sku,
        job.camera,
        pictures,
        keep_all=job.more["keep_all"],
        say=lambda line: _say({"step": _step(line).value, "done": 0, "of": 0}),
    )
    golden, memory, _ = TaughtFiles(job.work).digests(job.sku, job.camera)
    if not memory or golden != lesson.golden.digest:
        kind = job.config.scorer.kind
        detail = f"scorer.kind {kind!r} keeps its memories elsewhere: teach from the command line"
        raise NotTaught([Refusal(code=Unfit.STATION, detail=detail)])
    draft = _draft(job, lesson, golden, memory, perf_counter() - started)
    _put(job, pictures, draft)
    return draft


def _pictures(job: Job, judges: Judges) -> list[Picture]:
    """By record id, in the order in which they were ticked; everything that is wrong with them in one refusal."""
    stores = stores_of(job.config, job.sku)
    found: list[Picture] = []
    gone, empty = [], []
    for number, record in enumerate(job.records):
        _say({"step": Step.READING.value, "done": number, "of": len(job.records)})
        frame = _frame(stores, record, job.camera)
        if frame is None:
            gone.append(record)
            continue
        region = found_in(judges.detector, frame.image, min_score=job.config.decision.item_min_score)
        if region is None:
            empty.append(record)
            continue
        found.append(Picture(name=record, image=frame.image, region=region))
    wrong = ((Unfit.GONE, gone), (Unfit.NO_PRODUCT, empty))
    refusals = [Refusal(code=code, pictures=tuple(names)) for code, names in wrong if names]
    if refusals:
        raise NotTaught(refusals)
    return found


def _frame(stores: Sequence[EvidenceStore], record: str, camera: str) -> Any:
    try:
        stored = stored_item(stores, record)
    except StoreError:
        return None
    return None if stored is None else next((one for one in stored.frames if one.camera == camera), None)


def _draft(job: Job, lesson: Lesson, golden: str, memory: str, seconds: float) -> Draft:
    low, high = lesson.false_diverts.interval if lesson.false_diverts.judged else (0.0, 1.0)
    return Draft(
        draft_id=job.more["draft_id"],
        golden=golden,
        memory=memory,
        given=job.records,
        learnt=tuple(one.name for one in lesson.taught),
        left_out=lesson.left_out,
        odd=lesson.odd,
        isolated=lesson.false_diverts.isolated,
        judged=lesson.false_diverts.judged,
        low=low,
        high=high,
        by=job.more["by"],
        time=job.more["time"],
        seconds=round(seconds, 2),
    )


def _put(job: Job, pictures: Sequence[Picture], draft: Draft) -> None:
    """The draft in place of the former one, whole."""
    half, place = job.folder / "draft.new", job.folder / "draft"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    TaughtFiles(job.work).copy_pair(job.sku, job.camera, half)
    odd = {*draft.left_out, *draft.odd}
    marked = [number for number, one in enumerate(pictures) if one.name in odd]
    write_image(half / PREVIEW, contact_sheet([one.pixels for one in pictures], odd_ones=marked, numbered=True))
    write_draft(half, draft)
    shutil.rmtree(place, ignore_errors=True)
    half.rename(place)
    flush(job.folder)


def _try(job: Job) -> Trial:
    TaughtFiles(job.config.paths.data_dir).mirror(job.work)
    TaughtFiles(job.work).put_pair(job.sku, job.camera, TaughtFiles(job.folder / "draft"))
    active = judges_as(job.config, version=job.recipes)
    draft = judges_as(job.config, version=job.recipes, taught_dir=job.work)
    stores = stores_of(job.config, job.sku)
    tried, unread = [], 0
    for number, record in enumerate(job.records):
        _say({"step": Step.TRYING.value, "done": number, "of": len(job.records)})
        stored = _whole(stores, record)
        if stored is None:
            unread += 1
            continue
        verdicts = [judged_again(stored, judges)[1].disposition.value for judges in (active, draft)]
        tried.append(TriedItem(record_id=record, active=verdicts[0], draft=verdicts[1]))
    return Trial(draft_id=job.more["draft_id"], items=tuple(tried), unread=unread)


def _whole(stores: Sequence[EvidenceStore], record: str) -> StoredItem | None:
    """None also where not all of its pictures were kept."""
    try:
        stored = stored_item(stores, record)
    except StoreError:
        return None
    frames = [] if stored is None else stored.report.get("frames")
    return stored if stored is not None and isinstance(frames, list) and len(stored.frames) == len(frames) else None


def _step(line: str) -> Step:
    """Of what `teach` says."""
    if line.startswith("judging"):
        return Step.JUDGING
    return Step.AGAIN if "again" in line else Step.LEARNING


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, OSError):
        return disk_refusal(error)
    if isinstance(error, StoreFull):
        return Refusal(code=Unfit.DISK, detail=str(error))
    cause = error.__cause__
    if isinstance(cause, OSError):
        return replace(disk_refusal(cause), detail=str(error))
    if isinstance(error, (ConfigError, StartupError)):
        return Refusal(code=Unfit.STATION, detail="; ".join(error.problems) or error.subject)
    return Refusal(code=Unfit.STATION, detail=str(error))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _end_with_the_station() -> None:
    """Nobody would hear of what comes of it."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
