"""Tells a scorer of good items, so that it can follow slow drift. Off the decision path, bounded and best effort.

Told of are items that passed, by the scores that their decision rests on, and items that the station isolated and a
person found good, whose kept pictures are scored once more. Whether they enter is the scorer's to say.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.fading import Heard
from inspector.domain.item import Identity
from inspector.domain.review import Answer, OverruleReason
from inspector.domain.verdict import Disposition
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.handover import Fifo, HandoverCounts
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceStore
from inspector.ports.fading import FadingMemory
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

CAPACITY = 16
BATCH = 50
PAUSE_S = 1.0
# What was overruled for these reasons does not look as it should, whatever becomes of it.
_NOT_AS_TAUGHT = {OverruleReason.DIRT, OverruleReason.BAD_PICTURE, OverruleReason.ACCEPTABLE}


class Following:
    """`offer` from any thread; `run` in a thread of its own. With many items some are not heard of: that is counted."""

    def __init__(self, *, memory: FadingMemory | None, ledger: Ledger, evidence: EvidenceStore, clock: Clock) -> None:
        """Without a memory nothing is done, and `run` ends at once."""
        self._memory = memory
        self._ledger = ledger
        self._evidence = evidence
        self._clock = clock
        self._queue: Fifo[tuple[AnomalyScore, ...]] = Fifo(CAPACITY)
        self._heard: Counter[Heard] = Counter()
        self._trouble = ""  # the last that was logged: a full disk fails for every view of every item
        self._review: int | None = None  # the last answer that was read; older ones than this start's are not

    def offer(self, concluded: Concluded) -> None:
        """Never waits, never raises."""
        report = concluded.report
        if self._memory is None:
            return
        if report.verdict.disposition is Disposition.PASS and not report.trigger.simulated:
            scores = tuple(score for score in report.evidence.anomalies if score.look is not None)
            if scores:
                self._queue.put(scores)

    def run(self, alive: Callable[[], None] = lambda: None) -> None:
        """Until `stop`; what is queued then is still heard."""
        due_ns, memory = 0, self._memory
        if memory is None:
            return
        alive()
        for scores in self._queue.each(PAUSE_S):
            alive()
            for score in scores or ():
                self._tell(memory, score, confirmed=False, seen_utc=self._clock.utc())
            now_ns = self._clock.monotonic_ns()
            if now_ns >= due_ns:
                due_ns = now_ns + round(PAUSE_S * 1e9)
                self.step()

    def stop(self) -> None:
        """End `run`."""
        self._queue.close()

    def step(self) -> None:
        """Let time pass, and hear of one item that people found good since: scoring its views takes a while."""
        memory = self._memory
        if memory is None or self._queue.closed:
            return
        self._attempt("a memory is not made ready", lambda: memory.refresh(self._clock.utc()))
        self._attempt("answers are not heard of yet", lambda: self._hear_people(memory))

    def counts(self) -> tuple[HandoverCounts, Mapping[Heard, int]]:
        """The queue's, and what became of the views that the scorer was told of."""
        return self._queue.counts(), dict(self._heard)

    def _hear_people(self, memory: FadingMemory) -> None:
        """Answers that can not be taken back any more, each once, up to the first that an item is scored for."""
        if self._review is None:
            self._review = self._ledger.lots.newest_review()
            return
        entries = self._ledger.reviews(2 * BATCH, self._review)
        back = {entry.review.supersedes for entry in entries}
        for entry in entries[:BATCH]:
            if not entry.is_final(self._clock.utc()):
                break
            review = entry.review
            good = review.answer is Answer.OVERRULED and review.reason not in _NOT_AS_TAUGHT
            self._review = entry.number
            if good and review.review_id not in back:
                scoring = partial(self._found_good, memory, review.record_id)
                self._attempt("an item that was found good is not heard of", scoring)
                break

    def _found_good(self, memory: FadingMemory, record_id: str) -> None:
        stored = self._evidence.load(record_id)
        if stored is None:
            return
        report: dict[str, Any] = dict(stored.report)
        identity = Identity(sku=report["item"]["sku"], material=report["item"]["material"])
        frames = {frame.camera: frame for frame in stored.frames}
        for part in report["anomalies"]:
            if self._queue.closed:
                return
            if part["camera"] in frames:
                left, top, right, bottom = part["region"]
                score = memory.score(frames[part["camera"]], (left, top, right, bottom), identity)
                self._tell(memory, score, confirmed=True, seen_utc=datetime.fromisoformat(report["wall_time"]))

    def _tell(self, memory: FadingMemory, score: AnomalyScore, *, confirmed: bool, seen_utc: datetime) -> None:
        def follow() -> None:
            self._heard[memory.follow(score, confirmed=confirmed, seen_utc=seen_utc)] += 1
            self._trouble = ""

        self._attempt("a good item is not remembered", follow)

    def _attempt(self, trouble: str, step: Callable[[], None]) -> None:
        """Whatever fails here costs a memory, never the station; one trouble is logged once until something worked."""
        try:
            step()
        except Exception as error:  # a scorer, a store or an old report may fail in any way
            said = f"{trouble}: {type(error).__name__}: {error}"
            if said != self._trouble:
                log.warning(said, exc_info=True)
            self._trouble = said
