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


_PATIENT = frozenset({Errand.RECORD, Errand.RETAINED})


@dataclass(frozen=True, slots=True)
class Sent:
    """A publish under way; `name` is its decision, record or topic."""

    errand: Errand
    name: str
    at_s: float = field(default_factory=time.monotonic)


class Window:
    """At most ten; the last four are kept for decisions and responses. Not thread-safe: its owner locks."""

    def __init__(self, receive_maximum: int = LARGEST) -> None:
        self._size = max(1, min(LARGEST, receive_maximum))
        self._sent: dict[int, Sent] = {}

    def has_room(self, errand: Errand) -> bool:
        """Whether one more may go out."""
        size = max(1, self._size - RESERVED) if errand in _PATIENT else self._size
        return len(self._sent) < size

    def add(self, number: int, sent: Sent) -> None:
        """It went out."""
        self._sent[number] = sent

    def pop(self, number: int) -> Sent | None:
        """The broker answered; None for what is not waited for (QoS 0)."""
        return self._sent.pop(number, None)

    def waits_for(self, name: str) -> bool:
        """Whether a publish of that name is unanswered."""
        return any(sent.name == name for sent in self._sent.values())

    def oldest_age_s(self) -> float:
        """How long the oldest has waited; 0 when none does."""
        return max((time.monotonic() - sent.at_s for sent in self._sent.values()), default=0.0)
