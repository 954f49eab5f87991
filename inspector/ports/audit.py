"""Where it is kept who did what."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.audit import AuditEntry, NumberedAudit


class AuditBook(Protocol):
    """Thread-safe, append-only. Every call that returns has reached the disk. Raises `StoreError`."""

    def begin(self, entry: AuditEntry) -> None:
        """It is about to be done. If nothing follows, `take_up` books it as UNKNOWN."""
        ...

    def book(self, entry: AuditEntry) -> bool:
        """It was done, or refused. False, and nothing changes, if this entry's id is booked already."""
        ...

    def book_all(self, entries: Sequence[AuditEntry]) -> int:
        """`book` for each, all of them or none, at the price of one; how many were new."""
        ...

    def drop(self, audit_id: str) -> None:
        """What was begun changed nothing, and is not worth an entry: a repeated message."""
        ...

    def take_up(self) -> int:
        """Book what an earlier process began and did not end; how many."""
        ...

    def lacks(self, audit_ids: Sequence[str]) -> Sequence[str]:
        """Those of them that are not booked, in the same order."""
        ...

    def entries(self, limit: int, before: int | None = None) -> Sequence[NumberedAudit]:
        """Newest first; with `before`, those with a smaller number: the next page."""
        ...
