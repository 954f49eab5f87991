"""The station's side of guided teaching: one session, one draft per product and camera, one worker at a time."""

import logging
import os
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from inspector.app.in_force import InForce
from inspector.app.judges import Judges
from inspector.app.lessons.background import Background
from inspector.app.lessons.candidates import Candidates
from inspector.app.lessons.collected import CollectingEvidence, collected_store, forget_old
from inspector.app.lessons.shelf import FOLDER, PREVIEW, LessonShelf
from inspector.config.load import effective
from inspector.domain.catalogue import CatalogueEntry, gtin14
from inspector.domain.errors import InferenceError, StoreError
from inspector.domain.item import Identity
from inspector.domain.lesson import (
    LEAST_PICTURES,
    MOST_PICTURES,
    Candidate,
    Doing,
    Draft,
    NotTaught,
    Refusal,
    Step,
    Taught,
    TeachSession,
    TeachState,
    Trial,
    Unfit,
    Work,
    disk_refusal,
)
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

IDLE_S = 300.0
_REFUSALS, _TRIAL = TypeAdapter(tuple[Refusal, ...]), TypeAdapter(Trial)
STOPPED = Refusal(code=Unfit.STATION, detail="the process that learns has ended")


@dataclass(slots=True)
class _Lesson:
    """What belongs to the session."""

    session: TeachSession
    candidates: Candidates
    touched_ns: int
    work: Work | None = None
    refusals: tuple[Refusal, ...] = ()
    trial: Trial | None = None
    background: Background | None = field(default=None, repr=False)


class TeachingDesk:
    """See Teaching. The bus's thread never comes here; whatever computes for long is another process."""

    def __init__(
        self,
        in_force: InForce,
        *,
        judges: Judges,
        ledger: Ledger,
        evidence: CollectingEvidence,
        shelf: LessonShelf,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._in_force, self._judges, self._ledger, self._evidence = in_force, judges, ledger, evidence
        self._shelf, self._clock, self._new_id = shelf, clock, new_id
        self._cameras = tuple(camera.name for camera in in_force.now.config.cameras)
        self._lock = threading.RLock()
        self._lesson: _Lesson | None = None

    def state(self, session_id: str) -> TeachState:
        """See Teaching."""
        with self._lock:
            lesson = self._current()
            if lesson is None:
                return TeachState(cameras=self._cameras)
            session = lesson.session
            if session_id == session.session_id:
                lesson.touched_ns = self._clock.monotonic_ns()
            pair = session.sku, session.camera
            draft = self._draft(session)
            active = self._shelf.active(*pair)
            return TeachState(
                cameras=self._cameras,
                session=session,
                collecting=self._evidence.collecting,
                collected=len(self._evidence.collected),
                work=lesson.work,
                refusals=lesson.refusals,
                draft=draft,
                trial=None if draft is None else self._answered(lesson.trial, draft),
                active=active,
                previous=self._shelf.previous(*pair),
            )

    def begin(self, sku: str, camera: str, by: str, *, take_over: bool) -> TeachSession:
        """See Teaching. A product that is taught under another's name is that one."""
        taught, skus = self._products(sku)
        if camera not in self._cameras:
            raise NotTaught([Refusal(code=Unfit.NO_CAMERA, detail=", ".join(self._cameras))])
        with self._lock:
            running = self._current()
            if running is not None and not take_over:
                told = running.session
                raise NotTaught([Refusal(code=Unfit.BUSY, pictures=(told.sku, told.camera), detail=told.by)])
        if running is not None:
            self._close(running)
        session = TeachSession(
            session_id=self._new_id(), sku=taught, camera=camera, by=by, since=iso_ms(self._clock.utc())
        )
        config = self._in_force.now.config
        forget_old(config.paths.data_dir, but=taught)
        store = collected_store(config, taught)
        with self._lock:
            self._evidence.use(store, skus, self._collected_enough)
            self._lesson = _Lesson(
                session=session,
                candidates=Candidates(self._ledger, self._evidence, skus, camera),
                touched_ns=self._clock.monotonic_ns(),
            )
        return session

    def end(self, session_id: str) -> None:
        """See Teaching."""
        with self._lock:
            lesson = self._current()
        if lesson is not None and lesson.session.session_id == session_id:
            self._close(lesson)

    def candidates(self, session_id: str, limit: int) -> Sequence[Candidate]:
        """See Teaching."""
        return self._mine(session_id).candidates.newest(limit)

    def collect(self, session_id: str, *, on: bool) -> None:
        """See Teaching."""
        self._mine(session_id)
        self._evidence.collect(on=on)

    def learn(self, session_id: str, records: Sequence[str], by: str, *, keep_all: bool) -> None:
        """See Teaching. What can be seen to be wrong is refused at once."""
        lesson = self._mine(session_id)
        refusals = []
        if not LEAST_PICTURES <= len(records) <= MOST_PICTURES:
            code = Unfit.TOO_FEW if len(records) < LEAST_PICTURES else Unfit.TOO_MANY
            refusals.append(Refusal(code=code, detail=str(len(records))))
        twice = tuple(sorted({one for one in records if records.count(one) > 1}))
        if twice:
            refusals.append(Refusal(code=Unfit.TWICE, pictures=twice))
        if refusals:
            raise NotTaught(refusals)
        more = {"do": "learn", "records": list(records), "keep_all": keep_all, "by": by, "draft_id": self._new_id()}
        self._start(lesson, Doing.LEARNING, more)

    def try_on(self, session_id: str, items: int) -> None:
        """See Teaching."""
        lesson = self._mine(session_id)
        draft = self._wanted_draft(lesson.session)
        found = lesson.candidates.newest(items)
        more = {"do": "try", "records": [one.record_id for one in found], "draft_id": draft.draft_id}
        self._start(lesson, Doing.TRYING, more)

    def cancel(self, session_id: str) -> None:
        """See Teaching."""
        lesson = self._mine(session_id)
        if lesson.background is not None:
            lesson.background.cancel()

    def activate(self, session_id: str, draft_id: str, by: str) -> Taught:
        """See Teaching. The models look at the pictures before the line does."""
        session = self._idle(self._mine(session_id)).session
        draft = self._wanted_draft(session)
        if draft.draft_id != draft_id:
            raise NotTaught([Refusal(code=Unfit.NO_DRAFT)])
        pair = session.sku, session.camera
        taught = self._switched(session, lambda: self._shelf.activate(*pair, by=by, time=iso_ms(self._clock.utc())))
        log.info("a lesson was activated", extra={"sku": session.sku, "camera": session.camera, "by": by})
        return taught

    def roll_back(self, session_id: str, number: int, by: str) -> Taught:
        """See Teaching."""
        session = self._idle(self._mine(session_id)).session
        pair = session.sku, session.camera
        previous = self._shelf.previous(*pair)
        if previous is None or previous.number != number:
            raise NotTaught([Refusal(code=Unfit.NO_DRAFT)])
        time = iso_ms(self._clock.utc())
        taught = self._switched(session, lambda: self._shelf.roll_back(*pair, number, by=by, time=time))
        log.info("a lesson was rolled back", extra={"sku": session.sku, "camera": session.camera, "by": by})
        return taught

    def active(self, sku: str, camera: str) -> Taught:
        """See Teaching."""
        return self._shelf.active(sku, camera)

    def preview(self, sku: str, camera: str) -> bytes | None:
        """A JPEG of all pictures that the draft was given, those unlike the rest framed. Raises `StoreError`."""
        path = self._shelf.folder(sku, camera) / "draft" / PREVIEW
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: can not be read: {error.strerror}") from error

    def stop(self) -> None:
        """See Teaching."""
        with self._lock:
            lesson = self._lesson
        if lesson is not None:
            self._close(lesson)

    def _products(self, sku: str) -> tuple[str, Collection[str]]:
        """The name that a product is taught under, and all products that are. Raises `NotTaught`, `StoreError`."""
        entries = self._judges.catalogue.entries()
        entry = self._judges.catalogue.find(sku) or self._scanned(sku)
        if entries and entry is None:
            raise NotTaught([Refusal(code=Unfit.UNKNOWN_PRODUCT, detail=sku)])
        taught = sku if entry is None else entry.taught_as
        own = sku if entry is None else entry.sku
        return taught, {taught, own, *(one.sku for one in entries if one.taught_as == taught)}

    def _scanned(self, code: str) -> CatalogueEntry | None:
        """A code may be read off the product instead of its name being typed."""
        try:
            return self._judges.catalogue.with_gtin(gtin14(code))
        except ValueError:
            return None

    def _current(self) -> _Lesson | None:
        """With the lock held. One that nobody asked about for minutes is over."""
        lesson = self._lesson
        if lesson is None:
            return None
        idle_s = (self._clock.monotonic_ns() - lesson.touched_ns) / 1e9
        if idle_s > IDLE_S and lesson.work is None:
            self._lesson = None
            self._evidence.use(None, (), lambda _why: None)
            return None
        return lesson

    def _mine(self, session_id: str) -> _Lesson:
        with self._lock:
            lesson = self._current()
            if lesson is None or lesson.session.session_id != session_id:
                told = () if lesson is None else (lesson.session.sku, lesson.session.camera)
                by = "" if lesson is None else lesson.session.by
                raise NotTaught([Refusal(code=Unfit.NO_SESSION, pictures=told, detail=by)])
            lesson.touched_ns = self._clock.monotonic_ns()
            return lesson

    def _idle(self, lesson: _Lesson) -> _Lesson:
        with self._lock:
            if lesson.work is not None:
                raise NotTaught([Refusal(code=Unfit.BUSY)])
        return lesson

    def _close(self, lesson: _Lesson) -> None:
        with self._lock:
            if self._lesson is lesson:
                self._lesson = None
                self._evidence.use(None, (), lambda _why: None)
            background = lesson.background
        if background is not None:
            background.cancel()

    def _start(self, lesson: _Lesson, doing: Doing, more: dict[str, Any]) -> None:
        session = self._idle(lesson).session
        settings = self._in_force.now
        job = {
            "config": effective(settings.config),
            "recipes": settings.version,
            "folder": str(self._shelf.folder(session.sku, session.camera)),
            "sku": session.sku,
            "camera": session.camera,
            "time": iso_ms(self._clock.utc()),
            **more,
        }
        with self._lock:
            lesson.work, lesson.refusals = Work(doing=doing), ()
            try:
                lesson.background = Background(job, lambda who, told: self._heard(lesson, who, told))
            except OSError as error:
                lesson.work = None
                raise NotTaught([Refusal(code=Unfit.STATION, detail=str(error))]) from error

    def _heard(self, lesson: _Lesson, who: Background, told: dict[str, Any]) -> None:
        with self._lock:
            if who is not lesson.background:
                return  # the next work was begun since
            if "step" in told and lesson.work is not None:
                step = Step(told["step"])
                lesson.work = replace(lesson.work, step=step, done=int(told["done"]), of=int(told["of"]))
            elif "ended" in told:
                finished = lesson.work is None or who.cancelled
                lesson.refusals = lesson.refusals if finished else (STOPPED,)
                lesson.work = lesson.background = None
            elif "refusals" in told:
                lesson.refusals = _REFUSALS.validate_python(told["refusals"])
                lesson.work = None
            else:
                if "trial" in told:
                    lesson.trial = _TRIAL.validate_python(told["trial"])
                lesson.work = None

    def _draft(self, session: TeachSession) -> Draft | None:
        try:
            return self._shelf.draft(session.sku, session.camera)
        except OSError as error:
            raise StoreError(f"the draft can not be read: {error.strerror}") from error

    def _wanted_draft(self, session: TeachSession) -> Draft:
        draft = self._draft(session)
        if draft is None:
            raise NotTaught([Refusal(code=Unfit.NO_DRAFT)])
        return draft

    def _switched(self, session: TeachSession, switch: Callable[[], Taught]) -> Taught:
        try:
            taught = switch()
        except KeyError as error:
            raise NotTaught([Refusal(code=Unfit.NO_DRAFT)]) from error
        except OSError as error:
            log.warning("a lesson could not be activated: %s", error, extra={"sku": session.sku})
            raise NotTaught([disk_refusal(error)]) from error
        try:
            golden = self._judges.golden.find(Identity(sku=session.sku), session.camera)
            if golden is not None:
                self._judges.detector.prepare(golden)
        except (StoreError, InferenceError) as error:
            log.warning("the first item will wait for the new lesson: %s", error, extra={"sku": session.sku})
        return taught

    def _answered(self, trial: Trial | None, draft: Draft) -> Trial | None:
        """What people said of the tried items by now; a trial of another draft is none."""
        if trial is None or trial.draft_id != draft.draft_id:
            return None
        answers = ((one, self._ledger.standing_answer(one.record_id)) for one in trial.items)
        items = tuple(replace(one, answer="" if said is None else said.answer.value) for one, said in answers)
        return replace(trial, items=items)

    def _collected_enough(self, why: str) -> None:
        with self._lock:
            if self._lesson is not None and why:
                self._lesson.refusals = (Refusal(code=Unfit.DISK, detail=why),)


def make_shelf(data_dir: Path) -> LessonShelf:
    """The lessons of a station, with everything done that an earlier process began. Raises `StoreError`."""
    shelf = LessonShelf(data_dir)
    if not os.access(data_dir / FOLDER, os.W_OK):  # no lesson yet; or a folder that the start refuses by itself
        return shelf
    try:
        for pair in shelf.settle():
            log.warning(
                "an activation of a lesson of %s was interrupted: the new or the former one is active as a whole", pair
            )
    except OSError as error:
        raise StoreError(f"{data_dir}: a lesson that was being activated can not be settled: {error}") from error
    return shelf
