"""Metrics: the names that dashboards rely on, and figures that follow what they measure."""

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_evidence, memory_ledger
from inspector.app.metrics import BUCKETS_S, Metrics
from inspector.app.telemetry import PrometheusTelemetry
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.fading import Heard
from inspector.domain.hold import STATION, Hold, HoldAction
from inspector.domain.ledger import Delivery
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.verdict import Disposition
from inspector.pipeline.handover import HandoverCounts
from tests.support.line_values import decision, frame, report, trigger, verdict


def figures(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name.removeprefix("inspector_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def telemetry(metrics: Metrics) -> PrometheusTelemetry:
    return PrometheusTelemetry(metrics)


def test_what_alarms_are_built_on_is_zero_and_not_missing_at_the_start(
    metrics: Metrics, telemetry: PrometheusTelemetry
) -> None:
    found = figures(metrics)
    for name in (
        "triggers_total",
        "decision_late_total",
        "defaulted_total",
        "malformed_total",
        "records_dropped_total",
        "evidence_dropped_total",
        "outbox_depth",
        "outbox_oldest_seconds",
        "plc_hb_age_seconds",
        "disk_free_bytes",
        "evidence_bytes",
        "bus_rtt_seconds_count",
        "ready",
    ):
        assert found[name,] == 0, name
    for disposition in Disposition:
        assert found["items_total", disposition.value] == 0


def test_times_from_one_millisecond_to_two_seconds_are_told_apart() -> None:
    assert BUCKETS_S[0] == 0.001
    assert BUCKETS_S[-1] == 2.0
    assert list(BUCKETS_S) == sorted(BUCKETS_S)
    assert all(high / low <= 2.5 for low, high in pairwise(BUCKETS_S))


def test_each_event_counts_where_it_belongs(metrics: Metrics, telemetry: PrometheusTelemetry) -> None:
    telemetry.triggered()
    telemetry.decided(Disposition.DIVERT, 0.04)
    telemetry.acked(AckStatus.ACCEPTED, 0.003)
    telemetry.confirmed(ConfirmResult.DEFAULTED)
    telemetry.confirmed(ConfirmResult.PASSED)
    telemetry.late()
    telemetry.stage("inspect", 0.02)
    telemetry.frame("top")
    telemetry.frame_lost("top", "corrupt")
    telemetry.ignored("malformed")
    telemetry.ignored("old-epoch")
    found = figures(metrics)
    assert found["triggers_total",] == 1
    assert (found["items_total", "DIVERT"], found["items_total", "PASS"]) == (1, 0)
    assert found["decision_seconds_sum",] == 0.04
    assert found["acks_total", "ACCEPTED"] == 1
    assert found["bus_rtt_seconds_bucket", "0.005"] == 1
    assert found["bus_rtt_seconds_bucket", "0.002"] == 0
    assert (found["defaulted_total",], found["confirms_total", "DEFAULTED"]) == (1, 1)
    assert found["decision_late_total",] == 1
    assert found["stage_seconds_count", "inspect"] == 1
    assert found["camera_frames_total", "top"] == 1
    assert found["frames_dropped_total", "top", "corrupt"] == 1
    assert found["malformed_total",] == 1
    assert (found["ignored_total", "malformed"], found["ignored_total", "old-epoch"]) == (1, 1)


def test_what_runs_is_told(metrics: Metrics, telemetry: PrometheusTelemetry) -> None:
    telemetry.identify(
        models={"line@1": "ab"}, providers={"detector": "cpu"}, versions={"numpy": "2"}, checks=["codes", "expiry"]
    )
    found = figures(metrics)
    assert found["model_info", "line@1", "ab"] == 1
    assert found["ep_info", "detector", "cpu"] == 1
    assert found["build_info", "numpy", "2"] == 1
    assert (found["check_seconds_count", "codes"], found["check_seconds_count", "expiry"]) == (0, 0)


def test_each_check_has_a_time_of_its_own(metrics: Metrics, telemetry: PrometheusTelemetry) -> None:
    telemetry.checked("codes", 0.04)
    telemetry.checked("codes", 0.2)
    telemetry.checked("expiry", 3.0)
    found = figures(metrics)
    assert (found["check_seconds_count", "codes"], found["check_seconds_count", "expiry"]) == (2, 1)
    assert found["check_seconds_sum", "codes"] == pytest.approx(0.24)
    assert (found["check_seconds_bucket", "codes", "0.05"], found["check_seconds_bucket", "codes", "0.25"]) == (1, 2)
    assert (found["check_seconds_bucket", "expiry", "2.0"], found["check_seconds_bucket", "expiry", "5.0"]) == (0, 1)


def held(name: str, dimension: Dimension = Dimension.SKU) -> Hold:
    """A hold that sends its items to a person."""
    return Hold(
        hold_id=f"hold-{name}",
        group=Group(dimension=dimension, name=name),
        finding="spillage",
        action=HoldAction.REVIEW,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by=STATION,
        why="3 of 4 items with spillage",
    )


class Line:
    """As much of a station as is looked at once a second."""

    def __init__(self) -> None:
        self.untracked = {"top": 2}
        self.queue = HandoverCounts(offered=9, taken=5, refused=3, held=1)
        self.tracker = SimpleNamespace(
            open_triggers=lambda: [1, 2],
            untracked=lambda: dict(self.untracked),
            slips=lambda: {"top": 1},
            doubted=lambda: {"top": 3},
        )
        self.sender = SimpleNamespace(backlog=lambda: 4)
        self.health = SimpleNamespace(plc_age_s=lambda _: None, unready=lambda: ())
        self.alarms = SimpleNamespace(active=lambda: ())
        self.holds = SimpleNamespace(standing=lambda: (held("A"), held("B"), held("V", Dimension.VENDOR)))
        self.judging = SimpleNamespace(counts=lambda: HandoverCounts(offered=7, taken=1, refused=0, held=6))
        self.fanout = SimpleNamespace(counts=lambda: self.queue)
        self.following = SimpleNamespace(counts=lambda: (self.queue, {Heard.KEPT: 4, Heard.FAR: 1}))
        self.late_checks = SimpleNamespace(counts=lambda: HandoverCounts(offered=3, taken=0, refused=1, held=2))
        self.reception = SimpleNamespace(
            counts=lambda: HandoverCounts(offered=8, taken=4, refused=2, held=2),
            deeds=lambda: HandoverCounts(offered=1, taken=0, refused=1, held=0),
        )


def test_what_is_looked_at_once_a_second_follows(
    metrics: Metrics, telemetry: PrometheusTelemetry, tmp_path: Path
) -> None:
    clock = manual.build(manual.Config())
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=tmp_path, clock=clock)
    evidence = memory_evidence.build(memory_evidence.Config(), data_dir=tmp_path, clock=clock)
    station: Any = Line()

    def sample(folder: Path = tmp_path) -> dict[tuple[str, ...], float]:
        telemetry.sample(station, ledger=ledger, evidence=evidence, data_dir=folder, now_ns=0)
        return figures(metrics)

    ledger.open_trigger(trigger())
    ledger.close_trigger(verdict(), decision(), decided_at_ns=1, delivery=Delivery.READY, body=b"12345")
    evidence.keep(report(), (frame(),))
    clock.advance_ms(2500)
    sample()
    station.untracked["top"] = 5
    found = sample()
    assert (found["outbox_depth",], found["outbox_bytes",], found["outbox_oldest_seconds",]) == (1, 5, 2.5)
    assert found["frames_dropped_total", "top", "no-item"] == 5
    assert found["frames_dropped_total", "top", "counter-slip"] == 3
    assert found["counter_slips_total", "top"] == 1
    assert found["evidence_dropped_total",] == 3
    assert found["questions_refused_total",] == 3
    assert found["late_checks_skipped_total",] == 1
    assert [found["fading_items_total", what] for what in ("KEPT", "FAR", "MISSED")] == [4, 1, 3]
    assert (found["judge_queue_depth",], found["evidence_queue_depth",]) == (6, 1)
    assert (found["evidence_records",], found["evidence_degraded",]) == (1, 0)
    assert (found["holds_standing", "REVIEW", "sku"], found["holds_standing", "REVIEW", "vendor"]) == (2, 1)
    assert found["holds_standing", "DIVERT", "sku"] == 0
    station.holds.standing = lambda: ()
    assert sample()["holds_standing", "REVIEW", "sku"] == 0
    assert found["disk_free_bytes",] > 0
    assert found["plc_hb_age_seconds",] == -1
    evidence.full = True
    assert sample(tmp_path / "gone")["evidence_degraded",] == 1


def test_the_page_names_everything_that_is_served(metrics: Metrics, telemetry: PrometheusTelemetry) -> None:
    page = metrics.page()
    for family in text_string_to_metric_families(metrics.text().decode()):
        if family.name.startswith("inspector_"):
            assert f"`{family.name}" in page
        else:
            assert family.name.startswith("process_")
    asked = re.findall(r"(inspector_\w+)\[8h\]", page)
    families = text_string_to_metric_families(metrics.text().decode())
    served = {sample.name for family in families for sample in family.samples}
    assert len(asked) == 3
    assert set(asked) <= served
