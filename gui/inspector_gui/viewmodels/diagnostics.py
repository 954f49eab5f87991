"""What the station says about itself: figures, versions, cameras, models; and how its last decisions were spread."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from inspector.wire.line import Info, Metrics
from inspector_gui.link.news import Heard, News
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.trends import TrendsModel

OLD_AFTER_S = 30.0  # three messages missed
BINS = 24
LEAST_MS = 0.001  # nothing is decided faster, and no width may vanish


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsView:
    """`figures` by the names of `inspector.wire.metric_names`; `age_s` of them, None before the first."""

    figures: dict[str, float] = field(default_factory=dict)
    age_s: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    cameras: tuple[str, ...] = ()
    http: str = ""

    @property
    def old(self) -> bool:
        """The figures may be others by now."""
        return self.age_s is None or self.age_s > OLD_AFTER_S


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


class DiagnosticsModel(ReadingModel[DiagnosticsView]):
    """Qt's thread only."""

    def __init__(self, trends: TrendsModel, parent: QObject | None = None) -> None:
        super().__init__(DiagnosticsView(), parent)
        self._trends = trends
        self._info: Info | None = None
        self._figures: dict[str, float] = {}
        self._heard_s: float | None = None
        trends.changed.connect(self.changed)

    @property
    def latencies(self) -> Histogram:
        """Of the last decisions that this window heard of."""
        return histogram(self._trends.view.latencies_ms)

    def take(self, news: News) -> None:
        """One piece of news."""
        if isinstance(news, Heard) and isinstance(news.message, Info):
            self._info = news.message
        elif isinstance(news, Heard) and isinstance(news.message, Metrics):
            self._figures, self._heard_s = dict(news.message.values), news.at_s

    def tick(self, now_s: float) -> None:
        """Time passes; `changed` follows when anything to be seen did."""
        info = self._info
        view = DiagnosticsView(
            figures=self._figures,
            age_s=None if self._heard_s is None else int(max(0.0, now_s - self._heard_s)),
            versions=tuple(sorted(info.versions.items())) if info is not None else (),
            models=tuple(sorted((name, digest[:8]) for name, digest in info.model_hashes.items())) if info else (),
            cameras=tuple(info.cameras) if info is not None else (),
            http=(info.http or "") if info is not None else "",
        )
        self._renew(view)
