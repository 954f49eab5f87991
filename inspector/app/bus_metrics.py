"""The figures that go over the bus now and then, for those who have no Prometheus: read from the same registry."""

import threading
from collections import deque
from collections.abc import Mapping
from types import MappingProxyType

from inspector.app.metrics import Metrics
from inspector.domain.alarm import AlarmPriority
from inspector.ports.clock import Clock
from inspector.wire.metric_names import camera_metric

KEPT_TIMES = 2048

_READ: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "triggers_total": ("triggers_total", {}),
        "pass_total": ("items_total", {"disp": "PASS"}),
        "divert_total": ("items_total", {"disp": "DIVERT"}),
        "review_total": ("items_total", {"disp": "REVIEW"}),
        "no_decision_total": ("items_total", {"disp": "NO_DECISION"}),
        "open": ("triggers_open", {}),
        "late_total": ("decision_late_total", {}),
        "defaulted_total": ("defaulted_total", {}),
        "malformed_total": ("malformed_total", {}),
        "records_dropped_total": ("records_dropped_total", {}),
        "judge_queue": ("judge_queue_depth", {}),
        "unacknowledged": ("decisions_unacknowledged", {}),
        "outbox_records": ("outbox_depth", {}),
        "evidence_queue": ("evidence_queue_depth", {}),
        "evidence_dropped_total": ("evidence_dropped_total", {}),
        "questions_refused_total": ("questions_refused_total", {}),
        "plc_age_s": ("plc_hb_age_seconds", {}),
        "ready": ("ready", {}),
        "evidence_degraded": ("evidence_degraded", {}),
        "evidence_bytes": ("evidence_bytes", {}),
        "disk_free_bytes": ("disk_free_bytes", {}),
    }
)


class RecentTimes:
    """Durations since they were last asked for; the newest few thousand. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: deque[float] = deque(maxlen=KEPT_TIMES)

    def add(self, seconds: float) -> None:
        """One more."""
        with self._lock:
            self._seconds.append(seconds)

    def take_ms(self, name: str) -> dict[str, float]:
        """`{name}_p50_ms` and `{name}_p99_ms` of what came since the last call; empty when nothing did."""
        with self._lock:
            found = sorted(self._seconds)
            self._seconds.clear()
        if not found:
            return {}
        # The nearest rank: a time that was measured, never one between two.
        ranks = {"p50": (len(found) - 1) // 2, "p99": -(-99 * len(found) // 100) - 1}
        return {f"{name}_{quantile}_ms": found[rank] * 1000 for quantile, rank in ranks.items()}


def bus_figures(metrics: Metrics, *, decided: RecentTimes, acked: RecentTimes) -> dict[str, float]:
    """What `metrics` says now; the names are those of `inspector.wire.metric_names`. Empties the recent times."""
    figures = {
        name: metrics.registry.get_sample_value(f"inspector_{sample}", dict(labels)) or 0.0
        for name, (sample, labels) in _READ.items()
    }
    figures["alarms_active"] = sum(
        metrics.registry.get_sample_value("inspector_alarms_active", {"priority": priority.name}) or 0.0
        for priority in AlarmPriority
    )
    return figures | camera_figures(metrics) | decided.take_ms("decision") | acked.take_ms("ack")


def camera_figures(metrics: Metrics) -> dict[str, float]:
    """By camera: frames, those that were not used, and how long ago the last one came."""
    sums: dict[str, float] = {}
    for figure, metric, suffix in (
        ("camera_frames_total", metrics.frames, "_total"),
        ("camera_faults_total", metrics.frames_dropped, "_total"),
        ("camera_age_s", metrics.camera_age, ""),
    ):
        for family in metric.collect():
            for sample in family.samples:
                if sample.name == f"{family.name}{suffix}":
                    name = camera_metric(figure, sample.labels["camera"])
                    sums[name] = sums.get(name, 0.0) + sample.value
    return sums


class Every:
    """Says when a period is over; a period of 0 never is. For one thread."""

    def __init__(self, period_s: float, clock: Clock) -> None:
        self._period_ns = round(period_s * 1e9)
        self._clock = clock
        self._due_ns = clock.monotonic_ns()

    def due(self) -> bool:
        """Whether it is time: at the first call, then once per period; a late call is not made up for."""
        now_ns = self._clock.monotonic_ns()
        if not self._period_ns or now_ns < self._due_ns:
            return False
        self._due_ns = now_ns + self._period_ns
        return True
