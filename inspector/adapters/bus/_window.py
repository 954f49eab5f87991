"""Which publishes the broker has not answered yet. Few, so that a broker's limits and a lost link cost little."""

import time
from dataclasses import dataclass, field
from enum import Enum, auto

LARGEST = 10
RESERVED = 4


class Errand(Enum):
    """What a publish was for."""

    DECISION = auto()
    RESPONSE = auto()
    RECORD = auto()
    RETAINED = auto()


_SHARES = {Errand.RECORD: 4, Errand.RETAINED: 2}


@dataclass(frozen=True, slots=True)
class Sent:
    """A publish under way; `name` is its decision, record or topic."""

    errand: Errand
    name: str
    at_s: float = field(default_factory=time.monotonic)


class Window:
    """At most ten; records and retained messages leave four to decisions and responses.

    Not thread-safe: its owner locks.
    """

    def __init__(self, receive_maximum: int = LARGEST) -> None:
        self._size = max(1, min(LARGEST, receive_maximum))
        self._sent: dict[int, Sent] = {}

    def has_room(self, errand: Errand) -> bool:
        """Whether one more may go out."""
        share = _SHARES.get(errand)
        if share is None:
            return len(self._sent) < self._size
        mine = sum(sent.errand is errand for sent in self._sent.values())
        return mine < share and len(self._sent) < max(1, self._size - RESERVED)

    def add(self, number: int, sent: Sent) -> None:
        """It went out."""
        self._sent[number] = sent

    def pop(self, number: int) -> Sent | None:
        """The broker answered; None for what is not waited for (QoS 0)."""
        return self._sent.pop(number, None)

    def oldest_age_s(self) -> float:
        """How long the oldest has waited; 0 when none does."""
        return max((time.monotonic() - sent.at_s for sent in self._sent.values()), default=0.0)
