"""The worker that judges assembled items, and the guard that answers for those it can not reach in time."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from inspector.domain.errors import StoreError
from inspector.domain.frame import Frame, Item
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Trigger
from inspector.domain.packml import PackMode
from inspector.domain.policy import Evidence
from inspector.domain.reason import ReasonCode
from inspector.domain.station import Timings
from inspector.domain.verdict import Disposition, Verdict, no_decision
from inspector.pipeline.conclusion import Conclusion
from inspector.pipeline.handover import Fifo, HandoverCounts
from inspector.pipeline.health import Health
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.inspection import Failed, Faults, Inspection, attempted
from inspector.pipeline.log_context import at_work_on
from inspector.pipeline.telemetry import Telemetry
from inspector.pipeline.torn_frames import TornFrames
from inspector.pipeline.tracker import Due, Tracker
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


class Judging:
    """`accept` from any thread; `run` in each worker's."""

    def __init__(
        self,
        *,
        clock: Clock,
        tracker: Tracker,
        inspection: Inspection,
        conclusion: Conclusion,
        health: Health,
        telemetry: Telemetry,
        quality: Callable[[Frame], Sequence[ImageFault]],
        on_judged: Callable[[Verdict, Faults], None],
        on_store_error: Callable[[StoreError], None],
        capacity: int,
        recipe: str,
        holds: HoldBoard,
        torn: TornFrames,
    ) -> None:
        self._clock = clock
        self._tracker = tracker
        self._inspection = inspection
        self._conclusion = conclusion
        self._health = health
        self._telemetry = telemetry
        self._quality = quality
        self._on_judged = on_judged
        self._on_store_error = on_store_error
        self._recipe = recipe
        self._holds = holds
        self._torn = torn
        self._queue: Fifo[tuple[Item, int]] = Fifo(capacity)

    def accept(self, due: Due) -> None:
        """Queue what is ready; answer at once for what is overdue or does not fit."""
        for trigger in due.overdue:
            self._answer(trigger, ReasonCode.OUT_OF_TIME, "not judged before its deadline")
        for item in due.items:
            if not self._queue.put((item, self._clock.monotonic_ns())):
                self._tracker.closed(item.trigger.key)
                self._answer(item.trigger, ReasonCode.OVERLOAD, "more items than can be judged")

    def run(self, alive: Callable[[], None]) -> None:
        """Judge items until `stop`; calls `alive` at least every second."""
        alive()
        for entry in self._queue.each(0.5):
            alive()
            if entry is not None:
                self._judge(*entry)

    def stop(self) -> None:
        """Refuse new items; those queued are still judged."""
        self._queue.close()

    def counts(self) -> HandoverCounts:
        """The queue's counters."""
        return self._queue.counts()

    def _judge(self, item: Item, complete_at_ns: int) -> None:
        key = item.trigger.key
        if not self._tracker.is_open(key):
            return  # the guard answered for it while it was queued
        started_ns = self._clock.monotonic_ns()
        with at_work_on(key):
            faults, evidence, verdict = self._looked_at(item)
        inspected_ns = self._clock.monotonic_ns()
        since = item.trigger.triggered_at_ns
        timings = Timings(frames_complete_ms=(complete_at_ns - since) / 1e6, inspected_ms=(inspected_ns - since) / 1e6)
        withhold = self._health.mode is PackMode.MAINTENANCE
        try:
            self._conclusion.conclude(
                item.trigger, verdict, evidence=evidence, frames=item.frames, timings=timings, withhold=withhold
            )
        except StoreError as error:
            self._on_store_error(error)
        self._tracker.closed(key)
        self._on_judged(verdict, faults)  # after the decision is on its way: an alarm writes to its journal
        self._telemetry.stage("queued", (started_ns - complete_at_ns) / 1e9)
        self._telemetry.stage("inspect", (inspected_ns - started_ns) / 1e9)

    def _looked_at(self, item: Item) -> tuple[Faults, Evidence, Verdict]:
        """A worker that died of one item would die of the next like it: not even what stands around may raise."""
        looked = attempted(partial(self._look_at, item), ReasonCode.MODEL_ERROR)
        if isinstance(looked, Failed):
            reasons = (looked.reason,)
            verdict = Verdict(disposition=Disposition.NO_DECISION, score=0.0, reasons=reasons, recipe=self._recipe)
            return {}, Evidence(), verdict
        return looked

    def _look_at(self, item: Item) -> tuple[Faults, Evidence, Verdict]:
        faults = {frame.camera: tuple(self._quality(frame)) for frame in item.frames}
        item = replace(item, torn=self._torn.of(item))
        evidence, verdict = self._inspection.examine(item, faults)
        now = self._clock.utc().strftime("%Y-%m-%dT%H:%M:%SZ")
        return faults, evidence, self._holds.judged(verdict, evidence.identity or item.trigger.identity, now)

    def _answer(self, trigger: Trigger, code: ReasonCode, detail: str) -> None:
        verdict = no_decision(code, recipe=self._recipe, detail=detail)
        try:
            self._conclusion.conclude(trigger, verdict, withhold=self._health.mode is PackMode.MAINTENANCE)
        except StoreError as error:
            self._on_store_error(error)
