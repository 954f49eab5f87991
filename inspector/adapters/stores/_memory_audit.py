"""The audit log in memory: forgotten with the process, as the memory ledger is."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from inspector.domain.audit import AuditEntry, NumberedAudit, Result, facts_text


class MemoryAudit:
    """See AuditBook. `check` raises where a write must fail."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._lock = threading.Lock()
        self._begun: dict[str, AuditEntry] = {}
        self._booked: dict[str, AuditEntry] = {}

    def begin(self, entry: AuditEntry) -> None:
        """See AuditBook."""
        with self._lock:
            self._check()
            self._begun[entry.audit_id] = entry

    def book(self, entry: AuditEntry) -> bool:
        """See AuditBook."""
        return bool(self.book_all([entry]))

    def book_all(self, entries: Sequence[AuditEntry]) -> int:
        """See AuditBook."""
        with self._lock:
            self._check()
            return sum(self._book(entry) for entry in entries)

    def drop(self, audit_id: str) -> None:
        """See AuditBook."""
        with self._lock:
            self._check()
            self._begun.pop(audit_id, None)

    def take_up(self) -> int:
        """See AuditBook."""
        with self._lock:
            self._check()
            begun, self._begun = self._begun, {}
            for entry in begun.values():
                self._booked.setdefault(entry.audit_id, replace(entry, result=Result.UNKNOWN))
            return len(begun)

    def lacks(self, audit_ids: Sequence[str]) -> Sequence[str]:
        """See AuditBook."""
        with self._lock:
            return [audit_id for audit_id in audit_ids if audit_id not in self._booked]

    def entries(self, limit: int, before: int | None = None) -> Sequence[NumberedAudit]:
        """See AuditBook."""
        with self._lock:
            booked = [NumberedAudit(number=n, entry=entry) for n, entry in enumerate(self._booked.values(), start=1)]
        found = [one for one in reversed(booked) if before is None or one.number < before]
        return found if limit < 0 else found[:limit]

    def _book(self, entry: AuditEntry) -> bool:
        self._begun.pop(entry.audit_id, None)
        if entry.audit_id in self._booked:
            return False
        before, after = (json.loads(facts_text(facts)) for facts in (entry.before, entry.after))
        self._booked[entry.audit_id] = replace(entry, before=before, after=after)
        return True
