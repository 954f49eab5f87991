"""How long the stages of the last items took, as bins: from what the window heard of each item."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_gui.viewmodels.trends import KEPT

BINS = 24
LEAST_MS = 0.001  # nothing is decided faster, and no width may vanish


class Span(StrEnum):
    """From the trigger to the decision, and its three parts. PICTURES: until all views are complete. BOOKING: judged,
    and made durable.
    """

    WHOLE = "whole"
    PICTURES = "pictures"
    JUDGING = "judging"
    BOOKING = "booking"

    @property
    def following(self) -> "Span":
        """The next one, round and round."""
        ring = list(Span)
        return ring[(ring.index(self) + 1) % len(ring)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """`counts` of bins of `width_ms` each, from 0."""

    width_ms: float
    counts: tuple[int, ...]


def histogram(values_ms: tuple[float, ...]) -> Histogram:
    """Bins from 0 to the longest; the last bin includes it."""
    most = max(values_ms, default=0.0)
    width = most / BINS if most > LEAST_MS else 1.0
    counts = [0] * BINS
    for value in values_ms:
        counts[min(max(int(value / width), 0), BINS - 1)] += 1
    return Histogram(width_ms=width, counts=tuple(counts))


class Timings:
    """The last items' times; an item that did not come through a stage is not in that stage's."""

    def __init__(self) -> None:
        self._items: deque[Mapping[str, float]] = deque(maxlen=KEPT)

    def add(self, timings_ms: Mapping[str, float]) -> None:
        """One item, as its result says: milliseconds from the trigger to each stage's end."""
        self._items.append(dict(timings_ms))

    def of(self, span: Span) -> tuple[float, ...]:
        """Milliseconds, the oldest item first."""
        begin, end = {
            Span.WHOLE: ("", "decided_ms"),
            Span.PICTURES: ("", "frames_complete_ms"),
            Span.JUDGING: ("frames_complete_ms", "inspected_ms"),
            Span.BOOKING: ("inspected_ms", "decided_ms"),
        }[span]
        return tuple(
            item[end] - (item[begin] if begin else 0.0)
            for item in self._items
            if end in item and (not begin or begin in item)
        )
