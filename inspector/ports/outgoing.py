"""Where notices for another system wait: written with what they are about, in the same transaction."""

from collections.abc import Collection, Sequence
from typing import Protocol

from inspector.domain.notice import Notice, NoticeBacklog


class OutgoingBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def follow(self, *, most: int) -> None:
        """From now on each step of a disposition and each hold is queued; beyond `most` the oldest are given up."""
        ...

    def waiting(self, limit: int, *, without: Collection[str] = ()) -> Sequence[Notice]:
        """Oldest first; none of the streams `without`."""
        ...

    def done(self, number: int) -> None:
        """The other side has it."""
        ...

    def give_up(self, *, before_utc: str) -> int:
        """Remove what was queued before (ISO 8601); how many. They are counted."""
        ...

    def backlog(self) -> NoticeBacklog:
        """How it stands."""
        ...
