"""Notices for another system in memory: forgotten with the process, as the memory ledger is."""

import threading
from collections.abc import Callable, Collection, Sequence

from inspector.domain.dispositioning import BookedStep
from inspector.domain.hold import Hold
from inspector.domain.notice import Notice, NoticeBacklog, NoticeKind


class MemoryOutgoing:
    """See OutgoingBook. `check` raises where a write must fail."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._lock = threading.Lock()
        self._waiting: list[Notice] = []
        self._most = self._queued = self._sent = self._given_up = 0

    def follow(self, *, most: int) -> None:
        """See OutgoingBook."""
        self._most = most

    def queue(self, kind: NoticeKind, about: BookedStep | Hold, *, queued_utc: str) -> None:
        """Nothing while nobody follows."""
        if not self._most:
            return
        stream = about.hold_id if isinstance(about, Hold) else about.step.record_id
        with self._lock:
            self._queued += 1
            number = self._queued
            self._waiting.append(Notice(number=number, kind=kind, stream=stream, queued_utc=queued_utc, about=about))
            self._forget(self._waiting[: max(0, len(self._waiting) - self._most)])

    def waiting(self, limit: int, *, without: Collection[str] = ()) -> Sequence[Notice]:
        """See OutgoingBook."""
        with self._lock:
            return [one for one in self._waiting if one.stream not in without][:limit]

    def done(self, number: int) -> None:
        """See OutgoingBook."""
        with self._lock:
            self._check()
            left = [one for one in self._waiting if one.number != number]
            self._sent += len(self._waiting) - len(left)
            self._waiting = left

    def give_up(self, *, before_utc: str) -> int:
        """See OutgoingBook."""
        with self._lock:
            old = [one for one in self._waiting if one.queued_utc < before_utc]
            if old:
                self._check()
            return self._forget(old)

    def backlog(self) -> NoticeBacklog:
        """See OutgoingBook."""
        with self._lock:
            oldest = min((one.queued_utc for one in self._waiting), default=None)
            return NoticeBacklog(
                waiting=len(self._waiting), oldest_utc=oldest, sent=self._sent, given_up=self._given_up
            )

    def _forget(self, gone: Sequence[Notice]) -> int:
        numbers = {one.number for one in gone}
        self._waiting = [one for one in self._waiting if one.number not in numbers]
        self._given_up += len(gone)
        return len(gone)
