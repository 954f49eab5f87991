"""Where complaints, the items that they are about, and what people found on looking again are kept."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from inspector.domain.complaint import BookedRelabel, Complaint, Escape, Match, Relabel


class EscapeBook(Protocol):
    """Thread-safe, and shared by several processes. Raises `StoreError`."""

    def add(self, escapes: Sequence[Escape]) -> int:
        """Keep those that are new, all or none; how many were. One that is kept with other content raises."""
        ...

    def known(self) -> Mapping[str, Complaint]:
        """By their id."""
        ...

    def escapes(self) -> Sequence[Escape]:
        """All, in the order in which they came."""
        ...

    def find(self, complaint_id: str) -> Escape | None:
        """One of them."""
        ...

    def rematch(self, matches: Mapping[str, Match]) -> None:
        """Other matches for complaints that had not one item; all or none."""
        ...

    def relabel(self, relabel: Relabel, *, again: bool) -> None:
        """Append an answer. Raises `RelabelRefused` when one stands, unless `again`."""
        ...

    def relabels(self) -> Sequence[BookedRelabel]:
        """All answers, oldest first."""
        ...
