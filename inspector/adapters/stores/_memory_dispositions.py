"""People's decisions about isolated items in memory: forgotten with the process, as the memory ledger is."""

import threading
from collections.abc import Callable, Sequence

from inspector.adapters.stores._memory_outgoing import MemoryOutgoing
from inspector.domain.dispositioning import (
    BookedStep,
    Fate,
    Step,
    StepRefused,
    finding_on,
    isolated,
    refuse_unless_next,
)
from inspector.domain.ledger import LedgerRow
from inspector.domain.notice import NoticeKind
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock


class MemoryDispositions:
    """See DispositionBook. `find` gives an item's row; `check` raises where a write must fail."""

    def __init__(
        self,
        *,
        find: Callable[[str], LedgerRow | None],
        check: Callable[[], None],
        clock: Clock,
        outgoing: MemoryOutgoing,
    ) -> None:
        self._find, self._check, self._clock, self._outgoing = find, check, clock, outgoing
        self._lock = threading.Lock()
        self._steps: dict[str, BookedStep] = {}
        self._fates: dict[str, Fate] = {}

    def book(self, step: Step, *, proposed: Fate | None) -> bool:
        """See DispositionBook."""
        with self._lock:
            self._check()
            known = self._steps.get(step.step_id)
            if known is not None:
                if known.step != step:
                    raise StepRefused(f"the id {step.step_id} belongs to another step")
                return False
            row = isolated(self._find(step.record_id), step.record_id)
            before = self._fates.get(step.record_id, Fate.OPEN)
            refuse_unless_next(step, before)
            booked = BookedStep(
                number=len(self._steps) + 1,
                step=step,
                before=before,
                proposed=proposed,
                booked_utc=iso_ms(self._clock.utc()),
                identity=row.trigger.identity,
                finding=finding_on(row),
            )
            self._steps[step.step_id] = booked
            self._fates[step.record_id] = step.fate
            self._outgoing.queue(NoticeKind.DISPOSITION, booked, queued_utc=booked.booked_utc)
            return True

    def fate(self, record_id: str) -> Fate:
        """See DispositionBook."""
        with self._lock:
            return self._fates.get(record_id, Fate.OPEN)

    def steps(self, limit: int, after: int = 0) -> Sequence[BookedStep]:
        """See DispositionBook."""
        with self._lock:
            found = [step for step in self._steps.values() if step.number > after]
        return found if limit < 0 else found[:limit]
