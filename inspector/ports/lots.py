"""Where the lot watch keeps what it learnt, and the holds: durable, beside the ledger's rows that it learns from."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from inspector.domain.hold import Hold, Release
from inspector.domain.ledger import LedgerRow


class LotBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def closed(self, limit: int, after: int) -> Sequence[LedgerRow]:
        """Rows with an outcome, oldest first, with `number` > `after`, up to the first that has none yet."""
        ...

    def newest(self) -> int:
        """The number of the newest row; 0 when there is none."""
        ...

    def newest_review(self) -> int:
        """The number of the newest review; 0 when there is none."""
        ...

    def state(self) -> Mapping[str, str]:
        """All pieces of the watch's state."""
        ...

    def keep(self, pieces: Mapping[str, str | None], raised: Sequence[Hold]) -> Sequence[Hold]:
        """Write pieces (None removes one) and new holds, all or nothing; the holds that were really new.

        A hold of a group and finding that is held already is no new one.
        """
        ...

    def release(self, release: Release, pieces: Mapping[str, str | None]) -> Hold | None:
        """Let a hold go and write pieces (None removes one), all or nothing.

        None, and nothing changes, if the very same is booked already. Raises `HoldRefused`.
        """
        ...

    def holds(self, limit: int, *, standing: bool) -> Sequence[Hold]:
        """Newest first: those that stand, or all."""
        ...
