"""The lessons of every product and camera on disk: the draft, those that were active, and which one is.

`lessons/<pair>/` holds `draft/` and, by number, `kept/`. An activation writes down what it is about to do, does it, and
crosses it out. One that was interrupted is settled at the next start or activation, by what is active then: the new
lesson is done to the end, from anything less it goes back to the former one, and what was taught since stays.
"""

import json
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from inspector.adapters._file_stem import file_stem
from inspector.adapters._taught_files import TaughtFiles, flush
from inspector.config.durable_file import write_durably
from inspector.domain.lesson import Draft, Taught

log = logging.getLogger(__name__)

FOLDER = "lessons"
INTENT = "intent.json"
PREVIEW = "preview.jpg"
HALVES = ("*/draft.new", "*/kept/*.new", "*/work")
KEPT = 10  # of each pair, the active one among them

_DRAFT, _TAUGHT = TypeAdapter(Draft), TypeAdapter(Taught)


class LessonShelf:
    """Not thread-safe; one process at a time. All raise `OSError`, and leave what was active as it was."""

    def __init__(self, data_dir: Path) -> None:
        self._active = TaughtFiles(data_dir)
        self._root = data_dir / FOLDER

    def folder(self, sku: str, camera: str) -> Path:
        """Of one pair."""
        return self._root / file_stem(sku, camera)

    def draft(self, sku: str, camera: str) -> Draft | None:
        """The draft; None where there is none, or one that was not learnt to the end."""
        written = _read(self.folder(sku, camera) / "draft" / "draft.json")
        try:
            return None if written is None else _DRAFT.validate_python(written)
        except ValidationError:
            return None

    def active(self, sku: str, camera: str) -> Taught:
        """What is judged by: a lesson of this shelf, or what came otherwise, from the command line for example."""
        golden, memory, pictures = self._active.digests(sku, camera)
        written = _taught(_read(self.folder(sku, camera) / "active.json"))
        if written is not None and written.fingerprint == (golden, memory):
            return written
        newest = max((one.number for one in self.kept(sku, camera)), default=-1)
        known = next((one for one in self.kept(sku, camera) if one.fingerprint == (golden, memory)), None)
        return known or Taught(number=newest + 1, golden=golden, memory=memory, pictures=pictures)

    def kept(self, sku: str, camera: str) -> tuple[Taught, ...]:
        """All that can be had back, oldest first."""
        places = (one for one in self.folder(sku, camera).glob("kept/[0-9]*") if one.suffix == "")
        found = (_taught(_read(one / "lesson.json")) for one in places)
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.number))

    def previous(self, sku: str, camera: str) -> Taught | None:
        """The kept lesson before the active one."""
        active = self.active(sku, camera)
        return next((one for one in reversed(self.kept(sku, camera)) if one.number < active.number), None)

    def activate(self, sku: str, camera: str, *, by: str, time: str) -> Taught:
        """The draft becomes the newest lesson, and is judged by. Raises `KeyError` where there is no draft."""
        folder = self.folder(sku, camera)
        self._settle(folder / INTENT)
        draft = self.draft(sku, camera)
        if draft is None:
            raise KeyError("draft")
        former = self._keep_active(sku, camera)
        newest = max(former.number, *(one.number for one in self.kept(sku, camera)))
        lesson = Taught(
            number=newest + 1,
            golden=draft.golden,
            memory=draft.memory,
            pictures=len(draft.learnt),
            by=by,
            time=time,
        )
        self._switch(sku, camera, former, lesson, from_draft=True)
        self._prune(folder, lesson.number)
        return lesson

    def roll_back(self, sku: str, camera: str, number: int, *, by: str, time: str) -> Taught:
        """A kept lesson is judged by again. Raises `KeyError` where it is not kept."""
        self._settle(self.folder(sku, camera) / INTENT)
        lesson = next((one for one in self.kept(sku, camera) if one.number == number), None)
        if lesson is None:
            raise KeyError(number)
        former = self._keep_active(sku, camera)
        again = replace(lesson, by=by, time=time)
        self._switch(sku, camera, former, again, from_draft=False)
        return again

    def settle(self) -> list[str]:
        """Settle what an earlier process began, and take away what it left half. Names the pairs concerned."""
        settled = (self._settle(intent) for intent in sorted(self._root.glob(f"*/{INTENT}")))
        done = [one for one in settled if one is not None]
        for half in (one for name in HALVES for one in self._root.glob(name)):
            shutil.rmtree(half, ignore_errors=True)
        return done

    def lesson_of(self, sku: str, camera: str, fits: Callable[[Taught], bool]) -> Path | None:
        """The folder of the newest kept lesson that fits."""
        lesson = next((one for one in reversed(self.kept(sku, camera)) if fits(one)), None)
        return None if lesson is None else self._place(sku, camera, lesson.number)

    def _keep_active(self, sku: str, camera: str) -> Taught:
        """What is active stands among the kept ones from now on, be it nothing."""
        active = self.active(sku, camera)
        place = self._place(sku, camera, active.number)
        if not place.exists():
            half = place.with_name(place.name + ".new")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            self._active.copy_pair(sku, camera, half)
            write_durably(half / "lesson.json", _json(asdict(active)))
            half.rename(place)
            flush(place.parent)
        return active

    def _switch(self, sku: str, camera: str, before: Taught, lesson: Taught, *, from_draft: bool) -> None:
        intent = self.folder(sku, camera) / INTENT
        what = {"sku": sku, "camera": camera, "from_draft": from_draft}
        write_durably(intent, _json(what | {"before": asdict(before), "lesson": asdict(lesson)}))
        try:
            self._carry_out(sku, camera, lesson, from_draft)
        except OSError as error:
            if self._active.digests(sku, camera)[:2] != lesson.fingerprint:
                with suppress(OSError):  # else the intent stays, and leads back later
                    self._settle(intent)
                raise
            log.warning("%s is active; who did it stands in the files from the next start on: %s", sku, error)
            return
        intent.unlink()

    def _settle(self, intent: Path) -> str | None:
        """Names the pair where something of it was done; what was taught since it was begun is left alone."""
        written = _read(intent) or {}
        lesson, before = _taught(written.get("lesson")), _taught(written.get("before"))
        touched = False
        if lesson is not None and before is not None:
            sku, camera, from_draft = str(written["sku"]), str(written["camera"]), bool(written["from_draft"])
            golden, memory, _ = self._active.digests(sku, camera)
            if (golden, memory) == lesson.fingerprint:
                self._carry_out(sku, camera, lesson, from_draft)
                touched = True
            elif golden in (before.golden, lesson.golden) and memory in (before.memory, lesson.memory):
                touched = (golden, memory) != before.fingerprint
                if touched:
                    self._active.put_pair(sku, camera, TaughtFiles(self._place(sku, camera, before.number)))
                if from_draft:
                    self._discard(self._place(sku, camera, lesson.number))
        intent.unlink(missing_ok=True)
        return f"{written['sku']}, camera {written['camera']}" if touched else None

    def _discard(self, place: Path) -> None:
        """It was never active: nobody is to go back to it."""
        if place.exists():
            half = place.with_name(place.name + ".new")
            place.rename(half)
            shutil.rmtree(half, ignore_errors=True)

    def _carry_out(self, sku: str, camera: str, lesson: Taught, from_draft: bool) -> None:
        """May be repeated."""
        folder, place = self.folder(sku, camera), self._place(sku, camera, lesson.number)
        if from_draft and not place.exists():
            half = place.with_name(place.name + ".new")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            TaughtFiles(folder / "draft").copy_pair(sku, camera, half)
            write_durably(half / "lesson.json", _json(asdict(lesson)))
            half.rename(place)
            flush(place.parent)
        self._active.put_pair(sku, camera, TaughtFiles(place))
        write_durably(folder / "active.json", _json(asdict(lesson)))
        draft = self.draft(sku, camera) if from_draft else None
        if draft is not None and (draft.golden, draft.memory) == lesson.fingerprint:  # else learnt since
            shutil.rmtree(folder / "draft", ignore_errors=True)

    def _place(self, sku: str, camera: str, number: int) -> Path:
        return self.folder(sku, camera) / "kept" / f"{number:05d}"

    def _prune(self, folder: Path, active: int) -> None:
        others = sorted(one for one in folder.glob("kept/[0-9]*") if one.name != f"{active:05d}" and one.suffix == "")
        for one in others[: -(KEPT - 1)]:
            shutil.rmtree(one, ignore_errors=True)


def write_draft(folder: Path, draft: Draft) -> None:
    """The last file of a draft: without it there is none."""
    write_durably(folder / "draft.json", _json(asdict(draft)))


def _taught(written: Any) -> Taught | None:
    try:
        return None if written is None else _TAUGHT.validate_python(written)
    except ValidationError:
        return None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1).encode()
