"""A scorer that follows slow drift of light and print: what it is told of good items, and what it made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.fading import Heard
from inspector.ports.scorer import Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Faded:
    """What the fading memory of one product and camera holds.

    `drift` is the correction's length, `longest` the longest that is allowed; `problem` says why it is not used.
    """

    reference: str
    camera: str
    items: int
    newest_utc: str
    drift: float
    longest: float
    problem: str = ""


@runtime_checkable
class FadingMemory(Scorer, Protocol):
    """Thread-safe. More than the scorer's port: only scorers that can follow drift have it."""

    @property
    def follows(self) -> bool:
        """Whether it was switched on."""
        ...

    def follow(self, score: AnomalyScore, *, confirmed: bool, seen_utc: datetime) -> Heard:
        """Hear of a good item by its score. Durable where the answer is KEPT. Raises `StoreError`.

        `confirmed`: a person said that the item is good. Not for the decision path: it waits for the disk.
        """
        ...

    def refresh(self, now_utc: datetime) -> None:
        """Let time pass: what is old weighs less. Reads nothing."""
        ...

    def faded(self, now_utc: datetime) -> tuple[Faded, ...]:
        """All of them, sorted."""
        ...

    def forget(self, reference: str | None, camera: str | None) -> tuple[tuple[str, str], ...]:
        """Drop those of this product and camera (None: of all); which they were. Raises `StoreError`."""
        ...
