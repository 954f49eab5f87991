"""How the last decisions went: their latency, and the share that was diverted."""

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.verdict import Disposition

KEPT = 240
SHARE_OVER = 50
SHARE_FROM = 10  # a share of fewer items says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsView:
    """One value per item, oldest first; shares are 0 … 1 over the last `SHARE_OVER` items at that moment."""

    latencies_ms: tuple[float, ...]
    divert_shares: tuple[float, ...]

    @property
    def latency_p50_ms(self) -> float | None:
        """Median latency of what is shown."""
        ordered = sorted(self.latencies_ms)
        return ordered[len(ordered) // 2] if ordered else None

    @property
    def divert_share(self) -> float | None:
        """The share now."""
        return self.divert_shares[-1] if self.divert_shares else None


class TrendsModel(QObject):
    """Bounded memory of the last items. REVIEW counts as diverted: the item leaves the line."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latencies: deque[float] = deque(maxlen=KEPT)
        self._diverted: deque[bool] = deque(maxlen=SHARE_OVER)
        self._shares: deque[float] = deque(maxlen=KEPT)

    @property
    def view(self) -> TrendsView:
        """The lines now."""
        return TrendsView(latencies_ms=tuple(self._latencies), divert_shares=tuple(self._shares))

    def add(self, disposition: Disposition, decided_ms: float | None) -> None:
        """One item was decided."""
        if decided_ms is not None:
            self._latencies.append(decided_ms)
        self._diverted.append(disposition in {Disposition.DIVERT, Disposition.REVIEW})
        if len(self._diverted) >= SHARE_FROM:
            self._shares.append(sum(self._diverted) / len(self._diverted))
        self.changed.emit()
