"""The checks that are too slow for a decision: made after it, on the way to the evidence. Bounded, best effort."""

from collections.abc import Callable
from dataclasses import replace

from inspector.domain.frame import Item
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.handover import Fifo, HandoverCounts
from inspector.pipeline.inspection import Inspection
from inspector.ports.clock import Clock

LOOK_S = 3.5  # what began within it still ends before a stop, which waits 5 s, closes the way to the evidence


class LateChecks:
    """`offer` from any thread; `run` in its own. Every item is handed on once, with the answers or without.

    The item's deadline is past then and bounds nothing; `LOOK_S` does. A full queue hands the newest item on at once,
    and counts it: its pictures are worth more than its answers.
    """

    def __init__(
        self, *, inspection: Inspection, hand_on: Callable[[Concluded], None], capacity: int, clock: Clock
    ) -> None:
        self._inspection = inspection
        self._hand_on = hand_on
        self._clock = clock
        self._queue: Fifo[Concluded] = Fifo(capacity)

    def offer(self, concluded: Concluded) -> None:
        """Never waits, never raises."""
        wanted = self._inspection.looks_later and concluded.frames
        if not wanted or not self._queue.put(concluded):
            self._hand_on(concluded)

    def run(self) -> None:
        """Until `stop`; what is queued then is handed on without answers: a stop waits for no slow check."""
        while (concluded := self._queue.get(None)) is not None:
            if self._queue.closed:
                self._hand_on(concluded)
                continue
            report = concluded.report
            until_ns = self._clock.monotonic_ns() + round(LOOK_S * 1e9)
            trigger = replace(report.trigger, deadline_ns=until_ns)
            item = Item(trigger=trigger, frames=concluded.frames, missing=())
            late = self._inspection.look_later(item, report.evidence)
            self._hand_on(replace(concluded, report=replace(report, late=late)))

    def stop(self) -> None:
        """End `run` when the queue is empty."""
        self._queue.close()

    def counts(self) -> HandoverCounts:
        """The queue's counters; `refused` are items whose late checks were not made."""
        return self._queue.counts()
