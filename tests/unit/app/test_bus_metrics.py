"""The figures that go over the bus: named as published, and percentiles of the last period only."""

import pytest

from inspector.adapters.clocks import manual
from inspector.app.bus_metrics import KEPT_TIMES, Every, RecentTimes
from inspector.app.metrics import Metrics
from inspector.app.telemetry import PrometheusTelemetry
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.wire.examples import FIGURES
from inspector.wire.metric_names import CAMERA_METRICS, METRIC_NAMES


def test_they_say_what_the_telemetry_counted_under_the_published_names() -> None:
    metrics = Metrics()
    telemetry = PrometheusTelemetry(metrics)
    for _ in range(3):
        telemetry.triggered()
    telemetry.decided(Disposition.PASS, 0.010)
    telemetry.decided(Disposition.DIVERT, 0.030)
    telemetry.acked(AckStatus.ACCEPTED, 0.002)
    telemetry.confirmed(ConfirmResult.DEFAULTED)
    telemetry.late()
    metrics.alarms.labels("P1").set(2)
    metrics.plc_age.set(-1)
    found = telemetry.bus_figures()
    assert set(found) == set(METRIC_NAMES)
    assert found["triggers_total"] == 3
    assert (found["pass_total"], found["divert_total"], found["review_total"]) == (1, 1, 0)
    assert (found["late_total"], found["defaulted_total"], found["alarms_active"]) == (1, 1, 2)
    assert (found["decision_p50_ms"], found["decision_p99_ms"]) == (10, 30)
    assert found["ack_p99_ms"] == 2
    assert found["plc_age_s"] == -1


def test_each_camera_has_its_frames_its_faults_and_the_age_of_its_last_one() -> None:
    telemetry = PrometheusTelemetry(Metrics())
    for _ in range(3):
        telemetry.frame("top")
    telemetry.frame_lost("top", "corrupt")
    telemetry.frame_lost("top", "no-item")
    telemetry.sample_cameras(5_000_000_000)
    telemetry.sample_cameras(7_500_000_000)
    telemetry.frame("side")
    telemetry.sample_cameras(8_000_000_000)
    found = telemetry.bus_figures()
    cameras = {name: value for name, value in found.items() if name.partition(".")[0] in CAMERA_METRICS}
    assert cameras == {
        "camera_frames_total.top": 3,
        "camera_faults_total.top": 2,
        "camera_age_s.top": 3,
        "camera_frames_total.side": 1,
        "camera_age_s.side": 0,
    }


def test_percentiles_are_of_what_came_since_the_last_time() -> None:
    telemetry = PrometheusTelemetry(Metrics())
    telemetry.decided(Disposition.PASS, 9.0)
    telemetry.bus_figures()
    assert set(METRIC_NAMES) - set(telemetry.bus_figures()) == {
        "decision_p50_ms",
        "decision_p99_ms",
        "ack_p50_ms",
        "ack_p99_ms",
    }
    telemetry.decided(Disposition.PASS, 0.001)
    assert telemetry.bus_figures()["decision_p99_ms"] == 1


@pytest.mark.parametrize(
    ("count", "p50", "p99"), [(1, 1, 1), (2, 1, 2), (100, 50, 99), (101, 51, 100), (200, 100, 198)]
)
def test_percentiles_are_measured_times(count: int, p50: int, p99: int) -> None:
    times = RecentTimes()
    for number in range(count, 0, -1):
        times.add(number / 1000)
    assert times.take_ms("x") == {"x_p50_ms": pytest.approx(p50), "x_p99_ms": pytest.approx(p99)}


def test_times_that_nobody_asks_for_do_not_pile_up() -> None:
    times = RecentTimes()
    for _ in range(KEPT_TIMES):
        times.add(1.0)
    for _ in range(KEPT_TIMES):
        times.add(2.0)
    assert times.take_ms("x") == {"x_p50_ms": 2000, "x_p99_ms": 2000}


def test_a_period_begins_with_its_first_question_and_is_not_made_up_for() -> None:
    clock = manual.build(manual.Config())
    every = Every(10, clock)
    assert every.due()
    assert not every.due()
    clock.advance_ms(9_999)
    assert not every.due()
    clock.advance_ms(30_000)
    assert [every.due(), every.due()] == [True, False]


def test_a_period_of_nothing_is_never_over() -> None:
    clock = manual.build(manual.Config())
    every = Every(0, clock)
    clock.advance_ms(1e6)
    assert not every.due()


def test_the_example_uses_the_vocabulary() -> None:
    assert set(FIGURES) <= set(METRIC_NAMES)
