"""The station's Prometheus metrics in their own registry. `python -m inspector.app.metrics FILE` writes the page."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics import MetricWrapperBase

BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0)
CHECK_BUCKETS_S = (*BUCKETS_S, 5.0, 10.0)  # printed text takes a second per view, more on a small machine

_QUANTILES = """\
The latencies are histograms, so that a quantile is asked of as long a time as it needs. A shift's p50, p99 and p99.9
from trigger to outcome, and from decision to ack, in PromQL (0.5, 0.99, 0.999):

```
histogram_quantile(0.999, sum by (le) (rate(inspector_decision_seconds_bucket[8h])))
histogram_quantile(0.999, sum by (le) (rate(inspector_bus_rtt_seconds_bucket[8h])))
increase(inspector_defaulted_total[8h])
```

p99.9 needs thousands of items. It is interpolated within a bucket; `inspector plc simulate --json` has it exactly, of
the items of its run, as `p999`.
"""


class Metrics:
    """Thread-safe; every metric is made at the start, so that a scrape shows zeros and not gaps."""

    def __init__(self) -> None:
        # A birth date beside every counter would double the page and tell nobody anything.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self._made: list[tuple[MetricWrapperBase, str]] = []
        ProcessCollector(registry=self.registry)
        self.triggers = self._counter("triggers", "Triggers that were opened.")
        self.items = self._counter("items", "Outcomes by disposition.", ("disp",))
        self.late = self._counter("decision_late", "Decisions that expired before the PLC had them.")
        self.defaulted = self._counter("defaulted", "Items that the PLC routed by its default.")
        self.acks = self._counter("acks", "Answers of the PLC by status.", ("status",))
        self.confirms = self._counter("confirms", "Where items went.", ("result",))
        self.ignored = self._counter("ignored", "Messages that changed nothing.", ("what",))
        self.malformed = self._counter("malformed", "Messages that could not be read.")
        self.records_dropped = self._counter("records_dropped", "Records given up: outbox or disk was full.")
        self.evidence_dropped = self._counter("evidence_dropped", "Items that came faster than they could be stored.")
        self.late_checks_skipped = self._counter(
            "late_checks_skipped", "Items whose checks after the decision were not made: too many were waiting."
        )
        self.questions_refused = self._counter("questions_refused", "Commands refused: as many as may were waiting.")
        self.fading_items = self._counter(
            "fading_items",
            "Views of good items that the fading memory was told of, by what became of them.",
            ("heard",),
        )
        self.frames = self._counter("camera_frames", "Frames by camera.", ("camera",))
        self.frames_dropped = self._counter("frames_dropped", "Frames not used.", ("camera", "reason"))
        self.camera_age = self._gauge("camera_age_seconds", "Since a camera's last frame.", ("camera",))
        self.counter_slips = self._counter(
            "counter_slips", "Times that a camera's count of items stopped agreeing with the conveyor's.", ("camera",)
        )
        self.decision_seconds = self._histogram("decision_seconds", "From a trigger's receipt to its outcome.")
        self.stage_seconds = self._histogram("stage_seconds", "Time in one stage of one item.", ("stage",))
        self.check_seconds = self._histogram(
            "check_seconds", "Time of one check of one item, by the check's name.", ("check",), CHECK_BUCKETS_S
        )
        self.bus_rtt = self._histogram("bus_rtt_seconds", "From sending a decision to the PLC's ack.")
        self.open = self._gauge("triggers_open", "Triggers without an outcome now.")
        self.outbox_depth = self._gauge("outbox_depth", "Records that wait for the broker.")
        self.outbox_oldest = self._gauge("outbox_oldest_seconds", "How long the oldest of those records has waited.")
        self.outbox_bytes = self._gauge("outbox_bytes", "Bytes of those records.")
        self.unacknowledged = self._gauge("decisions_unacknowledged", "Decisions that wait for the PLC's ack.")
        self.plc_age = self._gauge("plc_hb_age_seconds", "Since the PLC's heartbeat last changed; -1 before the first.")
        self.ready = self._gauge("ready", "1 when a decision would be made now.")
        self.judge_queue = self._gauge("judge_queue_depth", "Items that wait to be judged.")
        self.evidence_queue = self._gauge("evidence_queue_depth", "Items that wait to be stored.")
        self.evidence_degraded = self._gauge("evidence_degraded", "1 while less evidence is stored than asked.")
        self.evidence_bytes = self._gauge("evidence_bytes", "Bytes of stored evidence.")
        self.evidence_records = self._gauge("evidence_records", "Stored items.")
        self.disk_free = self._gauge("disk_free_bytes", "Free bytes of the data directory's disk.")
        self.model_info = self._gauge("model_info", "1 for each loaded bundle.", ("bundle", "sha256"))
        self.provider_info = self._gauge("ep_info", "1 for the execution provider in use.", ("part", "provider"))
        self.build_info = self._gauge("build_info", "1 for each version of program and libraries.", ("name", "version"))
        self.alarms = self._gauge("alarms_active", "Alarms whose condition holds, by priority.", ("priority",))

        self.wms_sent = self._counter("wms_sent", "Notices that the warehouse's system took.")
        self.wms_failed = self._counter("wms_failed", "Attempts to tell it something that failed, by cause.", ("why",))
        self.wms_given_up = self._counter("wms_given_up", "Notices given up: too many waited, or for too long.")
        self.wms_waiting = self._gauge("wms_waiting", "Notices that wait for the warehouse's system.")
        self.wms_oldest = self._gauge("wms_oldest_seconds", "How long the oldest of those notices has waited.")
        self.holds = self._gauge(
            "holds_standing", "Holds that stand, by what is held and what its items get.", ("dimension", "action")
        )

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)

    def page(self) -> str:
        """The reference page."""
        lines = [
            "# Reference: metrics",
            "",
            "Made by `python -m inspector.app.metrics`; do not edit. Served at `/metrics`, together with the process's",
            "own `process_cpu_seconds_total`, `process_resident_memory_bytes`, `process_open_fds` and their like.",
            "",
            "| name | type | labels | meaning |",
            "|---|---|---|---|",
        ]
        for metric, suffix in self._made:
            (described,) = metric.describe()
            labels = ", ".join(metric._labelnames) or "–"  # noqa: SLF001 - the library offers no other way
            lines.append(f"| `{described.name}{suffix}` | {described.type} | {labels} | {described.documentation} |")
        return "\n".join(lines) + f"\n\n{_QUANTILES}"

    def _counter(self, name: str, text: str, labels: Iterable[str] = ()) -> Counter:
        made = Counter(f"inspector_{name}", text, tuple(labels), registry=self.registry)
        self._made.append((made, "_total"))
        return made

    def _gauge(self, name: str, text: str, labels: Iterable[str] = ()) -> Gauge:
        made = Gauge(f"inspector_{name}", text, tuple(labels), registry=self.registry)
        self._made.append((made, ""))
        return made

    def _histogram(
        self, name: str, text: str, labels: Iterable[str] = (), buckets: Iterable[float] = BUCKETS_S
    ) -> Histogram:
        made = Histogram(f"inspector_{name}", text, tuple(labels), registry=self.registry, buckets=tuple(buckets))
        self._made.append((made, ""))
        return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m inspector.app.metrics", description=__doc__)
    parser.add_argument("file", type=Path, help="the page, as in docs/reference/metrics.md")
    parser.parse_args().file.write_text(Metrics().page(), encoding="utf-8")
