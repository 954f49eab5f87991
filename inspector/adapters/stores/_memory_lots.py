"""The lot watch's state and the holds in memory: forgotten with the process, as the memory ledger is."""

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence

from inspector.adapters.stores._memory_outgoing import MemoryOutgoing
from inspector.domain.hold import Hold, Release, released
from inspector.domain.ledger import Delivery, LedgerRow
from inspector.domain.notice import NoticeKind
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock


class MemoryLots:
    """See LotBook. `rows` and `reviews` give what the ledger holds now; `check` raises where a write must fail."""

    def __init__(
        self,
        *,
        rows: Callable[[], Sequence[LedgerRow]],
        reviews: Callable[[], int],
        check: Callable[[], None],
        clock: Clock,
        outgoing: MemoryOutgoing,
    ) -> None:
        self._rows, self._reviews, self._check, self._clock = rows, reviews, check, clock
        self._outgoing = outgoing
        self._lock = threading.Lock()
        self._pieces: dict[str, str] = {}
        self._holds: dict[str, Hold] = {}

    def closed(self, limit: int, after: int) -> Sequence[LedgerRow]:
        """See LotBook."""
        later = (row for row in self._rows() if row.number > after)
        return list(itertools.islice(itertools.takewhile(lambda row: row.delivery is not Delivery.OPEN, later), limit))

    def newest(self) -> int:
        """See LotBook."""
        return max((row.number for row in self._rows()), default=0)

    def newest_review(self) -> int:
        """See LotBook."""
        return self._reviews()

    def state(self) -> Mapping[str, str]:
        """See LotBook."""
        with self._lock:
            return dict(self._pieces)

    def keep(self, pieces: Mapping[str, str | None], raised: Sequence[Hold]) -> Sequence[Hold]:
        """See LotBook."""
        with self._lock:
            self._check()
            self._write(pieces)
            new = []
            for hold in raised:
                held = any(
                    h.stands and (h.group, h.finding) == (hold.group, hold.finding) for h in self._holds.values()
                )
                if not held and hold.hold_id not in self._holds:
                    self._holds[hold.hold_id] = hold
                    new.append(hold)
                    self._outgoing.queue(NoticeKind.HOLD_RAISED, hold, queued_utc=iso_ms(self._clock.utc()))
            return new

    def release(self, release: Release, pieces: Mapping[str, str | None]) -> Hold | None:
        """See LotBook."""
        with self._lock:
            self._check()
            hold = released(self._holds.get(release.hold_id), release, iso_ms(self._clock.utc()))
            if hold is not None:
                self._holds[hold.hold_id] = hold
                self._write(pieces)
                self._outgoing.queue(NoticeKind.HOLD_RELEASED, hold, queued_utc=iso_ms(self._clock.utc()))
            return hold

    def holds(self, limit: int, *, standing: bool) -> Sequence[Hold]:
        """See LotBook."""
        with self._lock:
            newest = [hold for hold in reversed(self._holds.values()) if hold.stands or not standing]
        return newest if limit < 0 else newest[:limit]

    def _write(self, pieces: Mapping[str, str | None]) -> None:
        for name, body in pieces.items():
            if body is None:
                self._pieces.pop(name, None)
            else:
                self._pieces[name] = body
