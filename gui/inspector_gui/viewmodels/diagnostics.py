"""What the station says about itself: figures, cameras, versions, models; how its last decisions were spread; and what
this window knows of its own links.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from inspector.wire.line import HbPlc, Info, Metrics
from inspector.wire.metric_names import camera_metric
from inspector_gui.link.inbox import InboxCounts
from inspector_gui.link.news import Connected, Disconnected, Heard, News, Unreadable
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.timings import Histogram, Span, Timings, histogram

OLD_AFTER_S = 30.0  # three messages missed
CONFIG = "config"  # among the versions: the hash of the station's configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """One camera. `age_s` is its last frame's, as far as the newest figures tell; None: not told."""

    name: str
    frames: int | None = None
    faults: int | None = None
    age_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksView:
    """This window's links. `unheard` are results that never came; `kept` are answers that wait to be sent."""

    connected: bool = False
    detail: str = ""
    connections: int = 0
    heard: int = 0
    unreadable: int = 0
    unheard: int = 0
    kept: int = 0
    inboxes: tuple[InboxCounts, ...] = ()
    plc: HbPlc | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsView:
    """`figures` by the names of `inspector.wire.metric_names`; `age_s` of them, None before the first."""

    figures: dict[str, float] = field(default_factory=dict)
    age_s: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    config: str = ""
    cameras: tuple[CameraView, ...] = ()
    http: str = ""
    links: LinksView = field(default_factory=LinksView)

    @property
    def old(self) -> bool:
        """The figures may be others by now."""
        return self.age_s is None or self.age_s > OLD_AFTER_S


class DiagnosticsModel(ReadingModel[DiagnosticsView]):
    """Qt's thread only. `inboxes` are the counters of the hand-overs to it; `unheard` and `kept` are told by others."""

    def __init__(
        self,
        *,
        inboxes: Callable[[], Sequence[InboxCounts]] = tuple,
        unheard: Callable[[], int] = lambda: 0,
        kept: Callable[[], int] = lambda: 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(DiagnosticsView(), parent)
        self._inboxes, self._unheard, self._kept = inboxes, unheard, kept
        self._timings = Timings()
        self.span = Span.WHOLE
        self._info: Info | None = None
        self._figures: dict[str, float] = {}
        self._heard_s: float | None = None
        self._connected, self._detail = False, ""
        self._connections = self._heard = self._unreadable = 0
        self._plc: HbPlc | None = None

    @property
    def latencies(self) -> Histogram:
        """Of the last decisions that this window heard of."""
        return histogram(self._timings.of(self.span))

    def next_span(self) -> None:
        """Another part of the time."""
        self.span = self.span.following
        self.changed.emit()

    def timed(self, timings_ms: Mapping[str, float]) -> None:
        """One item was decided."""
        self._timings.add(timings_ms)
        self.changed.emit()

    def take(self, news: News) -> None:
        """One piece of news."""
        match news:
            case Connected():
                self._connected, self._detail = True, ""
                self._connections += 1
            case Disconnected():
                self._connected, self._detail = False, news.detail
            case Unreadable():
                self._unreadable += 1
            case Heard():
                self._heard += 1
                self._hear(news)
            case _:
                pass

    def _hear(self, news: Heard) -> None:
        match news.message:
            case Info() as info:
                self._info = info
            case Metrics() as metrics:
                self._figures, self._heard_s = dict(metrics.values), news.at_s
            case HbPlc() as beat:
                self._plc = beat
            case _:
                pass

    def tick(self, now_s: float) -> None:
        """Time passes; `changed` follows when anything to be seen did."""
        info = self._info
        versions = dict(info.versions) if info is not None else {}
        age_s = None if self._heard_s is None else max(0.0, now_s - self._heard_s)
        view = DiagnosticsView(
            figures=self._figures,
            age_s=None if age_s is None else int(age_s),
            config=versions.pop(CONFIG, "")[:12],
            versions=tuple(sorted(versions.items())),
            models=tuple(sorted((name, digest[:12]) for name, digest in info.model_hashes.items())) if info else (),
            cameras=tuple(self._camera(name, age_s or 0.0) for name in info.cameras) if info is not None else (),
            http=(info.http or "") if info is not None else "",
            links=self._links(),
        )
        self._renew(view)

    def _camera(self, name: str, since_s: float) -> CameraView:
        found = {figure: self._figures.get(camera_metric(figure, name)) for figure in _CAMERA}
        frames, faults, age_s = (found[figure] for figure in _CAMERA)
        return CameraView(
            name=name,
            frames=None if frames is None else round(frames),
            faults=(0 if frames is not None else None) if faults is None else round(faults),
            age_s=None if age_s is None else round(age_s + since_s),
        )

    def _links(self) -> LinksView:
        return LinksView(
            connected=self._connected,
            detail=self._detail,
            connections=self._connections,
            heard=self._heard,
            unreadable=self._unreadable,
            unheard=self._unheard(),
            kept=self._kept(),
            inboxes=tuple(self._inboxes()),
            plc=self._plc,
        )


_CAMERA = ("camera_frames_total", "camera_faults_total", "camera_age_s")
