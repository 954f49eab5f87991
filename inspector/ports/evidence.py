"""Pictures and scores of past decisions, within quotas; losing them never stops a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUsage:
    """What the store holds; `degraded` says why it keeps less than asked, empty when all is well.

    `ageless` says why records stay although they may be too old (the wall clock is doubted), empty when all is well.
    """

    records: int
    bytes: int
    degraded: str = ""
    ageless: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredItem:
    """A past decision as stored: the report as plain JSON, and its frames losslessly where they were kept."""

    report: dict[str, object]
    frames: tuple[Frame, ...]


class EvidenceStore(Protocol):
    """Thread-safe."""

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """Store one item; makes room by age and value, never at the cost of more valuable items.

        Raises `StoreFull` or `StoreError`, leaving nothing half.
        """
        ...

    def load(self, record_id: str) -> StoredItem | None:
        """One item, or None. Raises `StoreError` when it can not be read or was changed after it was stored."""
        ...

    def report(self, record_id: str) -> dict[str, object] | None:
        """One item's report without its frames, or None. Raises `StoreError` when it can not be read."""
        ...

    def recent(self, limit: int) -> Sequence[str]:
        """Record ids, newest first."""
        ...

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """(media type, bytes) of a stored picture: `{camera}.png`, `{camera}.overlay.jpg`, `{camera}.heat.jpg`."""
        ...

    def usage(self) -> EvidenceUsage:
        """How full it is."""
        ...
