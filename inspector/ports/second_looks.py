"""Where second answers about the same items are kept: appended, never changed, apart from the first ones."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.review import Review
from inspector.domain.second_look import AnsweredTwice, SecondLookRule

EVER = "~"  # after every time as it is written


class SecondLookBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def book(self, review: Review, rule: SecondLookRule) -> bool:
        """Write a second answer. False, and nothing changes, if the very same is booked already.

        Raises `ReviewRefused` when no first answer stands, a second one does, its id belongs to another answer, or
        `rule` did not draw the item or has it not come back now.
        """
        ...

    def standing(self, record_id: str) -> Review | None:
        """The second answer that stands for this item."""
        ...

    def pairs(self, *, since_utc: str = "", until_utc: str = EVER) -> Sequence[AnsweredTwice]:
        """Items with two answers that stand, the oldest second answer first.

        Of those whose second answer was booked from `since_utc` up to, but not with, `until_utc` (ISO 8601).
        """
        ...
