"""What must stand retained on the broker: the newest value per topic, published again after every reconnect."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Standing:
    make: Callable[[], bytes]
    clears: bool
    said_at_s: float | None = None


class Retained:
    """`make` is called at each publishing, so that every copy has a header of its own. Not thread-safe."""

    def __init__(self) -> None:
        self._standing: dict[str, _Standing] = {}

    def want(self, suffix: str, make: Callable[[], bytes]) -> None:
        """This should stand on the topic."""
        self._standing[suffix] = _Standing(make, clears=False)

    def clear(self, suffix: str) -> None:
        """Nothing should stand on the topic."""
        self._standing[suffix] = _Standing(bytes, clears=True)

    def unsay(self) -> None:
        """The link is new: all must be said again."""
        for standing in self._standing.values():
            standing.said_at_s = None

    def next_unsaid(self, *, renew_after_s: float) -> tuple[str, Callable[[], bytes]] | None:
        """A topic to publish on: never said on this link, or `state` and said too long ago."""
        now = time.monotonic()
        for suffix, standing in self._standing.items():
            said = standing.said_at_s
            if said is None or (suffix == "state" and now - said >= renew_after_s):
                return suffix, standing.make
        return None

    def said(self, suffix: str) -> None:
        """It was handed over."""
        self._standing[suffix].said_at_s = time.monotonic()

    def forget(self, suffix: str) -> None:
        """It can not be said at all."""
        self._standing.pop(suffix, None)

    def settled(self, suffix: str) -> None:
        """The broker has it. What is cleared for good need not be cleared again after the next reconnect."""
        standing = self._standing.get(suffix)
        if standing is not None and standing.clears and standing.said_at_s is not None:
            del self._standing[suffix]
