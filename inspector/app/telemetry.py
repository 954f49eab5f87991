"""The pipeline's counts as Prometheus metrics, and the values that are looked up once a second."""

import shutil
from collections import Counter as Tally
from pathlib import Path

from inspector.app.metrics import Metrics
from inspector.domain.alarm import AlarmPriority
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.errors import StoreError
from inspector.domain.verdict import Disposition
from inspector.pipeline.station import Station
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger


class PrometheusTelemetry:
    """Implements `pipeline.telemetry.Telemetry`."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        for disposition in Disposition:
            metrics.items.labels(disposition.value)
        for priority in AlarmPriority:
            metrics.alarms.labels(priority.name)

    def triggered(self) -> None:
        """See Telemetry."""
        self._metrics.triggers.inc()

    def decided(self, disposition: Disposition, seconds: float) -> None:
        """See Telemetry."""
        self._metrics.items.labels(disposition.value).inc()
        self._metrics.decision_seconds.observe(seconds)

    def acked(self, status: AckStatus, seconds: float) -> None:
        """See Telemetry."""
        self._metrics.acks.labels(status.value).inc()
        self._metrics.bus_rtt.observe(seconds)

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

    def sample(self, station: Station, *, ledger: Ledger, evidence: EvidenceStore, data_dir: Path, now_ns: int) -> None:
        """Read what is not counted as it happens; a store that fails is skipped, its alarm says so elsewhere."""
        metrics = self._metrics
        metrics.open.set(len(station.tracker.open_triggers()))
        metrics.unacknowledged.set(station.sender.backlog())
        age = station.health.plc_age_s(now_ns)
        metrics.plc_age.set(-1 if age is None else age)
        metrics.ready.set(0 if station.health.unready() else 1)
        metrics.disk_free.set(shutil.disk_usage(data_dir).free)
        active = Tally(alarm.kind.priority for alarm in station.alarms.active())
        for priority in AlarmPriority:
            metrics.alarms.labels(priority.name).set(active[priority])
        used = evidence.usage()
        metrics.evidence_records.set(used.records)
        metrics.evidence_bytes.set(used.bytes)
        try:
            depth, size = ledger.record_backlog()
        except StoreError:
            return
        metrics.outbox_depth.set(depth)
        metrics.outbox_bytes.set(size)
