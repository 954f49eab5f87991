"""A running station says its figures and where its pictures are over the bus, and both are true."""

import threading
from pathlib import Path

import httpx

from inspector.wire.line import AlarmMessage, Info, Metrics
from inspector.wire.metric_names import CAMERA_METRICS, METRIC_NAMES, camera_metric
from inspector.wire.topics import Address
from tests.support.bus_ends import PATIENCE_S, MqttEnd, Seen
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

ITEMS = 2


def figures(seen: Seen) -> dict[str, float]:
    assert isinstance(seen.message, Metrics)
    return seen.message.values


def test_the_figures_on_the_bus_are_those_of_the_line(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)

    def all_answered(found: list[Seen]) -> bool:
        return bool(found) and figures(found[-1])["triggers_total"] == ITEMS and figures(found[-1])["open"] == 0

    try:
        checks = [{"name": "codes", "kind": "barcode"}, {"name": "dates", "kind": "expiry"}]
        with line(tmp_path, mosquitto, ITEMS, metrics={"period_s": 1}, checks=checks) as running:
            main = threading.Thread(target=running.daemon.wait)
            main.start()
            running.finish()
            seen = end.wait_until("metrics", all_answered)
            assert running.daemon.http is not None
            served = httpx.get(f"http://127.0.0.1:{running.daemon.http.port}/metrics", timeout=20).text
            running.daemon.request_stop()
            main.join(PATIENCE_S)
    finally:
        end.close()
    for name in ("codes", "dates"):
        assert f'inspector_check_seconds_count{{check="{name}"}} {ITEMS}.0' in served
    last = figures(seen[-1])
    assert sum(last[f"{name}_total"] for name in ("pass", "divert", "review", "no_decision")) == ITEMS
    of_cameras = {camera_metric(figure, camera) for figure in CAMERA_METRICS for camera in ("top", "side")}
    assert set(last) <= set(METRIC_NAMES) | of_cameras
    assert any("decision_p99_ms" in figures(one) and figures(one)["decision_p99_ms"] > 0 for one in seen)
    assert not any(one.retained for one in seen)


def test_the_fact_sheet_names_the_real_port(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    try:
        with line(tmp_path, mosquitto, 1) as running:
            message = end.wait("info").message
            assert isinstance(message, Info)
            assert running.daemon.http is not None
            assert message.http == f"http://127.0.0.1:{running.daemon.http.port}"
            assert httpx.get(f"{message.http}/healthz", timeout=20).json() == {"ok": True}
    finally:
        end.close()


def test_a_clock_that_jumps_raises_its_alarm_and_nothing_else(tmp_path: Path, mosquitto: Mosquitto) -> None:
    """The mark of a believed time lies years back, as after a jump over a restart."""
    (tmp_path / "evidence.clock").write_text("2020-01-01T00:00:00+00:00\n")
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    try:
        with line(tmp_path, mosquitto, 1) as running:
            main = threading.Thread(target=running.daemon.wait)
            main.start()
            raised = end.wait_until("alarm/clock-jump", lambda found: bool(found and found[-1].payload))[-1].message
            report = running.finish()
            running.daemon.request_stop()
            main.join(PATIENCE_S)
    finally:
        end.close()
    assert isinstance(raised, AlarmMessage)
    assert "2020-01-01" in raised.detail
    assert report.doubled == 0
    assert running.daemon.parts.evidence.usage().records == 1
