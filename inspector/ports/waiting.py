"""Which isolated items wait for a person."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.ledger import LedgerRow
from inspector.domain.waiting import AgainSpan, Waiting, WaitingFacts


class WaitingBook(Protocol):
    """Thread-safe. Quick for ten thousand items: numbers first, the rest only of those that are looked at.

    Raises `StoreError`.
    """

    def waiting(
        self, *, fates_before: str | None, again: AgainSpan | None = None, most: int | None = None, code: str = ""
    ) -> Sequence[Waiting]:
        """All that wait, each once, by number.

        Items that were answered before `fates_before` (ISO 8601) and that nobody decided about wait for a fate; None:
        nobody is asked for one. `again`: which answered items wait for a second look. Simulated items wait for nobody.
        `most`: only so many that wait for an answer and as many for a fate, oldest first, those being relabelled last.
        `code`: others than those whose plate, track or product it is, in any case of letters, may be left out.
        """
        ...

    def count(self, *, fates_before: str | None) -> int:
        """How many wait for an answer or a fate, those beyond `most` too."""
        ...

    def facts(self, numbers: Sequence[int]) -> Sequence[WaitingFacts]:
        """What does not change of these items, in any order; those that are gone are left out."""
        ...

    def rows(self, numbers: Sequence[int]) -> Sequence[LedgerRow]:
        """The rows of these items, in any order."""
        ...
