"""What happens after a decision went out: its evidence is kept. Bounded and best effort; it can not block."""

import logging
from collections.abc import Callable

from inspector.domain.errors import StoreError
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.handover import Fifo, HandoverCounts
from inspector.ports.evidence import EvidenceStore

log = logging.getLogger(__name__)


class Fanout:
    """A full queue drops the newest item's pictures, counts them, and says that evidence is degraded.

    `degraded` is called with the reason, or with "" when all is well: from `offer`'s thread and from `run`'s.
    """

    def __init__(self, *, evidence: EvidenceStore, degraded: Callable[[str], None], capacity: int) -> None:
        self._evidence = evidence
        self._degraded = degraded
        self._queue: Fifo[Concluded] = Fifo(capacity)
        self.failed = 0

    def offer(self, concluded: Concluded) -> None:
        """Never waits, never raises."""
        if not self._queue.put(concluded):
            self._degraded("more items than the evidence store can write")

    def run(self) -> None:
        """Until `stop`; what is queued then is still kept."""
        for concluded in self._queue.each(1.0):
            if concluded is not None:
                self._keep(concluded)

    def stop(self) -> None:
        """End `run` when the queue is empty."""
        self._queue.close()

    def counts(self) -> HandoverCounts:
        """The queue's counters."""
        return self._queue.counts()

    def _keep(self, concluded: Concluded) -> None:
        try:
            self._evidence.keep(concluded.report, concluded.frames)
        except StoreError as error:
            self.failed += 1
            log.warning("evidence not kept: %s", error, extra={"record": concluded.report.record_id})
            self._degraded(str(error))
            return
        self._degraded(self._evidence.usage().degraded)
