"""Asks the configured language model to explain a case, and holds its answer against the facts.

Never on the way of a decision: only the command line asks. What fails is said and counted by a circuit breaker that is
kept in the data folder, so that the next case does not wait for an endpoint that hangs.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from inspector.app import registry
from inspector.app.causes.written_case import WrittenCase
from inspector.app.machine_clock import make_clock
from inspector.config.durable_file import write_durably
from inspector.config.explainer import ExplainerSection
from inspector.config.station import StationConfig
from inspector.domain.breaker import Breaker
from inspector.domain.cause.brief import SCHEMA, SYSTEM, brief_of
from inspector.domain.cause.claim_reading import NoClaims, claims_of
from inspector.domain.cause.claims import held_against
from inspector.domain.cause.explanation import Explanation
from inspector.domain.cause.gathered import Trace
from inspector.domain.errors import ExplainerError, StoreError
from inspector.domain.frame import RgbImage, freeze
from inspector.ports.evidence import EvidenceStore
from inspector.ports.explainer import Explainer, Question
from inspector.vision.redaction import covered, shrunk

log = logging.getLogger(__name__)

BREAKER = "explainer.breaker.json"
_WHOLE_ITEM = frozenset({"colour", "count", "size", "wrong_item"})  # these point to the item, not to what is on it
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 80]


def explained(config: StationConfig, written: WrittenCase, store: EvidenceStore, *, now: datetime) -> WrittenCase:
    """The case with what the model said of it, or why it said nothing. Raises `StartupError` for a wrong config."""
    section, file = config.explainer, config.paths.data_dir / BREAKER
    explainer: Explainer = registry.build("explainers", section, clock=make_clock())
    breaker = _read(file)
    wait_s = breaker.refuses_s(section.breaker, now)
    if wait_s > 0:
        why = f"it failed {breaker.failed} times in a row and is asked again in {wait_s:.0f} s"
        return replace(written, explanation=Explanation(model=explainer.model, failed=why))
    pictures = tuple(_pictures(written, store, section))
    question = Question(system=SYSTEM, text=brief_of(written.case), pictures=pictures, schema=SCHEMA)
    try:
        answer = explainer.explain(question)
    except ExplainerError as error:
        _keep(file, breaker.after(section.breaker, now, worked=False))
        return replace(written, explanation=Explanation(model=explainer.model, failed=str(error)))
    if breaker != Breaker():
        _keep(file, Breaker())
    return replace(written, explanation=_held(written, explainer.model, answer, shown=len(pictures)))


def _held(written: WrittenCase, model: str, answer: str, *, shown: int) -> Explanation:
    try:
        kept, struck = held_against(claims_of(answer), written.case)
    except NoClaims as error:
        return Explanation(model=model, pictures=shown, failed=str(error))
    return Explanation(model=model, pictures=shown, kept=kept, struck=struck)


def _pictures(written: WrittenCase, store: EvidenceStore, section: ExplainerSection) -> Iterator[bytes]:
    """The frames behind the case's pictures, covered as configured and small, as JPEG."""
    if section.pictures == "none":
        return
    given = 0
    for one in written.pictures:
        if given >= section.most_pictures:
            return
        camera = one.stored.split(".")[0]
        trace = written.case.gathered.traces.get(one.record_id)
        image = _frame(store, one.record_id, camera)
        if image is None or trace is None:
            continue
        if section.pictures == "covered":
            places = _places(trace, camera)
            if not places:
                continue
            image = covered(image, places)
        yield _jpeg(shrunk(image, section.longest_side_px))
        given += 1


def _places(trace: Trace, camera: str) -> list[tuple[float, float, float, float]]:
    """Where codes and print were read; what another kind of check points to counts as such."""
    reading = [check for check in trace.checks if check.kind not in _WHOLE_ITEM]
    return [place for check in reading for where, place in check.places if where == camera]


def _frame(store: EvidenceStore, record_id: str, camera: str) -> RgbImage | None:
    try:
        stored = store.picture(record_id, f"{camera}.png")
    except StoreError as error:
        log.warning("%s", error)
        return None
    image = None if stored is None else cv2.imdecode(np.frombuffer(stored[1], np.uint8), cv2.IMREAD_COLOR)
    return None if image is None else freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))


def _jpeg(image: RgbImage) -> bytes:
    _, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), _JPEG)
    return data.tobytes()


def _read(file: Path) -> Breaker:
    """A file that is missing or broken is a closed breaker."""
    try:
        written = json.loads(file.read_bytes())
        opened = written["opened"]
        return Breaker(failed=int(written["failed"]), opened=None if opened is None else datetime.fromisoformat(opened))
    except (OSError, ValueError, LookupError, TypeError):
        return Breaker()


def _keep(file: Path, breaker: Breaker) -> None:
    """Where the data folder is another user's the breaker is not kept: the next case tries anew."""
    opened = None if breaker.opened is None else breaker.opened.isoformat()
    try:
        write_durably(file, json.dumps({"failed": breaker.failed, "opened": opened}).encode())
    except OSError as error:
        log.warning("%s: %s", file, error.strerror)
