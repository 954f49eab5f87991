"""The pipeline's counts as Prometheus metrics, and the values that are looked up once a second."""

import logging
import shutil
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from prometheus_client import Counter

from inspector.app.bus_metrics import RecentTimes, bus_figures
from inspector.app.metrics import Metrics
from inspector.domain.alarm import AlarmPriority
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.errors import StoreError
from inspector.domain.hold import Hold, HoldAction
from inspector.domain.lot_group import Dimension
from inspector.domain.verdict import Disposition
from inspector.pipeline.station import Station
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)


class PrometheusTelemetry:
    """Implements `pipeline.telemetry.Telemetry`."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._seen: dict[tuple[str, ...], int] = {}
        self._last_frames: dict[str, tuple[float, int]] = {}
        self._decided = RecentTimes()
        self._acked = RecentTimes()
        for disposition in Disposition:
            metrics.items.labels(disposition.value)
        for priority in AlarmPriority:
            metrics.alarms.labels(priority.name)
        self._show_holds(())

    def triggered(self) -> None:
        """See Telemetry."""
        self._metrics.triggers.inc()

    def decided(self, disposition: Disposition, seconds: float) -> None:
        """See Telemetry."""
        self._metrics.items.labels(disposition.value).inc()
        self._metrics.decision_seconds.observe(seconds)
        self._decided.add(seconds)

    def acked(self, status: AckStatus, seconds: float) -> None:
        """See Telemetry."""
        self._metrics.acks.labels(status.value).inc()
        self._metrics.bus_rtt.observe(seconds)
        self._acked.add(seconds)

    def confirmed(self, result: ConfirmResult) -> None:
        """See Telemetry."""
        self._metrics.confirms.labels(result.value).inc()
        if result is ConfirmResult.DEFAULTED:
            self._metrics.defaulted.inc()

    def late(self) -> None:
        """See Telemetry."""
        self._metrics.late.inc()

    def stage(self, name: str, seconds: float) -> None:
        """See Telemetry."""
        self._metrics.stage_seconds.labels(name).observe(seconds)

    def frame(self, camera: str) -> None:
        """See Telemetry."""
        self._metrics.frames.labels(camera).inc()

    def frame_lost(self, camera: str, reason: str) -> None:
        """See Telemetry."""
        self._metrics.frames_dropped.labels(camera, reason).inc()

    def ignored(self, what: str) -> None:
        """See Telemetry."""
        self._metrics.ignored.labels(what).inc()
        if what == "malformed":
            self._metrics.malformed.inc()

    def checked(self, name: str, seconds: float) -> None:
        """An item went through a check, which took so long."""
        self._metrics.check_seconds.labels(name).observe(seconds)

    def identify(
        self,
        *,
        models: Mapping[str, str],
        providers: Mapping[str, str],
        versions: Mapping[str, str],
        checks: Iterable[str] = (),
    ) -> None:
        """Say once what runs: bundle to SHA-256, part to execution provider, name to version, names of checks."""
        for check in checks:
            self._metrics.check_seconds.labels(check)
        for info, described in (
            (self._metrics.model_info, models),
            (self._metrics.provider_info, providers),
            (self._metrics.build_info, versions),
        ):
            for name, value in described.items():
                info.labels(name, value).set(1)

    def sample(self, station: Station, *, ledger: Ledger, evidence: EvidenceStore, data_dir: Path, now_ns: int) -> None:
        """Read what is not counted as it happens; a store that fails is skipped, its alarm says so elsewhere."""
        metrics = self._metrics
        metrics.open.set(len(station.tracker.open_triggers()))
        metrics.unacknowledged.set(station.sender.backlog())
        age = station.health.plc_age_s(now_ns)
        metrics.plc_age.set(-1 if age is None else age)
        self.sample_cameras(now_ns)
        metrics.ready.set(0 if station.health.unready() else 1)
        with suppress(OSError):  # the disk is gone: the stores say so, and the line must not stop for a figure
            metrics.disk_free.set(shutil.disk_usage(data_dir).free)
        active = Tally(alarm.kind.priority for alarm in station.alarms.active())
        for priority in AlarmPriority:
            metrics.alarms.labels(priority.name).set(active[priority])
        self._show_holds(station.holds.standing())
        for camera, total in station.tracker.untracked().items():
            self._follow(metrics.frames_dropped.labels(camera, "no-item"), total, camera, "no-item")
        for camera, total in station.tracker.slips().items():
            self._follow(metrics.counter_slips.labels(camera), total, camera, "slips")
        for camera, total in station.tracker.doubted().items():
            self._follow(metrics.frames_dropped.labels(camera, "counter-slip"), total, camera, "counter-slip")
        metrics.judge_queue.set(station.judging.counts().held)
        refused = station.reception.counts().refused + station.reception.deeds().refused
        self._follow(metrics.questions_refused, refused, "questions")
        self._sample_evidence(station, evidence)
        self._sample_following(station)
        try:
            self._sample_ledger(ledger)
        except StoreError as error:
            log.warning("the ledger's metrics stand still: %s", error)

    def sample_cameras(self, now_ns: int) -> None:
        """How long ago each camera's last frame came, as seen by its count: to the second in which it is asked."""
        for family in self._metrics.frames.collect():
            for sample in family.samples:
                if not sample.name.endswith("_total"):
                    continue
                camera = sample.labels["camera"]
                if sample.value != self._last_frames.get(camera, (0.0, 0))[0]:
                    self._last_frames[camera] = (sample.value, now_ns)
                if camera in self._last_frames:
                    self._metrics.camera_age.labels(camera).set((now_ns - self._last_frames[camera][1]) / 1e9)

    def bus_figures(self) -> dict[str, float]:
        """What the bus's `metrics` message says now; the percentiles are of the time since the last call."""
        return bus_figures(self._metrics, decided=self._decided, acked=self._acked)

    def _show_holds(self, standing: Iterable[Hold]) -> None:
        held = Tally((hold.group.dimension, hold.action) for hold in standing)
        for dimension in Dimension:
            for action in HoldAction:
                self._metrics.holds.labels(dimension.value, action.value).set(held[dimension, action])

    def _sample_evidence(self, station: Station, evidence: EvidenceStore) -> None:
        metrics, queue, used = self._metrics, station.fanout.counts(), evidence.usage()
        metrics.evidence_queue.set(queue.held)
        self._follow(metrics.evidence_dropped, queue.refused, "evidence")
        self._follow(metrics.late_checks_skipped, station.late_checks.counts().refused, "late-checks")
        metrics.evidence_degraded.set(1 if used.degraded else 0)
        metrics.evidence_records.set(used.records)
        metrics.evidence_bytes.set(used.bytes)

    def _sample_following(self, station: Station) -> None:
        queue, heard = station.following.counts()
        self._follow(self._metrics.fading_items.labels("MISSED"), queue.refused, "fading", "missed")
        for what, total in heard.items():
            self._follow(self._metrics.fading_items.labels(what.value), total, "fading", what.value)

    def _sample_ledger(self, ledger: Ledger) -> None:
        metrics = self._metrics
        depth, size = ledger.record_backlog()
        metrics.outbox_depth.set(depth)
        metrics.outbox_bytes.set(size)
        metrics.outbox_oldest.set(ledger.oldest_record_s())
        self._follow(metrics.records_dropped, ledger.counts().records_dropped, "records")

    def _follow(self, counter: Counter, total: int, *name: str) -> None:
        """Let a counter catch up with a total that is kept elsewhere."""
        counter.inc(total - self._seen.get(name, 0))
        self._seen[name] = total
