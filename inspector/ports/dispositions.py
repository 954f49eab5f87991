"""Where people's decisions about isolated items are kept: appended, never changed."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.dispositioning import BookedStep, Fate, Step


class DispositionBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def book(self, step: Step, *, proposed: Fate | None) -> bool:
        """Append a step. False, and nothing changes, if the very same is booked already.

        Raises `StepRefused` when it can not follow, its item is unknown, or its id belongs to another step.
        """
        ...

    def fate(self, record_id: str) -> Fate:
        """Where the item is; OPEN for one that nobody decided about."""
        ...

    def steps(self, limit: int, after: int = 0) -> Sequence[BookedStep]:
        """All steps, oldest first, with `number` > `after`."""
        ...
