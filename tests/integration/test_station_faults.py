"""Whatever goes wrong ends in one outcome per trigger, with its reason, and never in PASS."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import httpx
import pytest

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.errors import StartupError, StoreFull
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.packml import PackState
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition
from inspector.pipeline import failing
from inspector.plc.faults import Fault, FaultKind, FaultPlan
from inspector.plc.report import PlcReport
from inspector.plc.simulator_config import PlcEvent
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import PATIENCE_S, content, line

CAMERA = {"name": "top", "kind": "synthetic", "width": 320, "height": 256}


def outcomes(report: PlcReport) -> list[tuple[Disposition | None, int | None]]:
    return [(item.disposition, item.why) for item in report.items]


def test_pictures_that_can_not_be_judged_are_named(tmp_path: Path, mosquitto: Mosquitto) -> None:
    camera = CAMERA | {"miss": [0], "blank": [1, 3], "overexposed": [2]}
    with line(tmp_path, mosquitto, 5, cameras=[camera], decision={"frame_wait_ms": 1000, "guard_ms": 200}) as running:
        report = running.finish()
        alarms = {alarm.kind.id for alarm in running.daemon.station.alarms.active()}
    found = outcomes(report)
    assert found[0] == (Disposition.NO_DECISION, ReasonCode.CAMERA_MISS)
    assert found[1][0] is Disposition.NO_DECISION
    assert found[1][1] in {ReasonCode.IMAGE_BLANK, ReasonCode.IMAGE_UNDEREXPOSED}
    assert found[2][0] is Disposition.NO_DECISION
    assert found[2][1] in {ReasonCode.IMAGE_BLANK, ReasonCode.IMAGE_OVEREXPOSED}
    assert found[3][0] is Disposition.NO_DECISION
    assert found[4][0] is not Disposition.NO_DECISION
    assert "image-quality" in alarms, "three bad pictures"
    assert report.defaulted == 0


def test_a_file_that_is_no_picture_is_named_and_not_called_a_missed_item(tmp_path: Path, mosquitto: Mosquitto) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "1.png").write_text("no picture")
    renderer = Renderer(LineSpec(seed=7), view="top", size=(320, 256))
    assert cv2.imwrite(str(pictures / "2.png"), renderer.item(0).image[..., ::-1])
    camera = {"name": "top", "kind": "folder", "folder": str(pictures), "trigger": "software"}
    waits = {"frame_wait_ms": 600, "guard_ms": 200}
    with line(tmp_path, mosquitto, 2, cameras=[camera], decision=waits) as running:
        report = running.finish()
        rows = running.daemon.parts.ledger.recent(2)
        told = {row.trigger.key.track: row.verdict.reasons[0] for row in rows if row.verdict is not None}
    assert outcomes(report)[0] == (Disposition.NO_DECISION, ReasonCode.IMAGE_CORRUPT)
    assert "1.png: is not a picture" in told[1].detail
    assert told[2].code not in {ReasonCode.IMAGE_CORRUPT, ReasonCode.CAMERA_MISS}, "the next one is a picture"


def test_a_model_that_raises_ends_in_no_decision_and_an_alarm(
    tmp_path: Path, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "LAPSE_S", 0.5)
    said: list[tuple[str, PackState]] = []
    offered_again = threading.Event()

    def listen(daemon: Daemon) -> None:
        health: Any = daemon.station.health
        real = health.set

        def heard(name: str, problem: str) -> None:
            real(name, problem)
            if name == "model" and (problem or said):
                said.append((problem, health.state().pack))
                if not problem:
                    offered_again.set()

        health.set = heard

    missed = CAMERA | {"miss": [2]}
    broken = {"kind": "scripted", "fail": True}
    waits = {"frame_wait_ms": 1000, "guard_ms": 200}
    with line(tmp_path, mosquitto, 4, cameras=[missed], detector=broken, decision=waits, before=listen) as running:
        report = running.finish()
        alarms = {alarm.kind.id for alarm in running.daemon.station.alarms.active()}
        assert offered_again.wait(PATIENCE_S), "without items nobody would ever know that it works again"
    error, miss = ((Disposition.NO_DECISION, code) for code in (ReasonCode.MODEL_ERROR, ReasonCode.CAMERA_MISS))
    assert outcomes(report) == [error, error, miss, error]
    assert "model-failed" in alarms
    assert said[0][0].startswith("failed on 3 items in a row"), "an item without a picture says nothing of the model"
    assert said[0][1] is PackState.ABORTED, "a model that fails on every item is not ready"
    assert said[1] == ("", PackState.EXECUTE)


def test_two_cameras_of_which_one_is_gone(tmp_path: Path, mosquitto: Mosquitto) -> None:
    side = CAMERA | {"name": "side", "view": "side", "stall_after": 0}
    with line(
        tmp_path, mosquitto, 1, cameras=[CAMERA, side], decision={"frame_wait_ms": 800}, plc={"wait_for_edge": False}
    ) as running:
        report = running.finish()
        state = running.daemon.station.health.state()
        alarms = {alarm.kind.id for alarm in running.daemon.station.alarms.active()}
    assert outcomes(report) == [(Disposition.NO_DECISION, ReasonCode.CAMERA_MISS)]
    assert state.pack is PackState.ABORTED
    assert "camera-lost" in alarms


def test_a_judge_that_hangs_is_answered_for_before_the_deadline(tmp_path: Path, mosquitto: Mosquitto) -> None:
    release = threading.Event()

    def hang(daemon: Daemon) -> None:
        parts: Any = daemon.parts
        real = parts.judges.detector.detect

        def slow(frame: Any, golden: Any = None) -> Any:
            release.wait(60)
            return real(frame, golden)

        parts.judges.detector.detect = slow

    with line(tmp_path, mosquitto, 2, before=hang) as running:
        report = running.finish()
        release.set()
    assert outcomes(report) == [(Disposition.NO_DECISION, ReasonCode.OUT_OF_TIME)] * 2
    assert report.late == 0
    assert report.defaulted == 0


def test_a_full_disk_for_pictures_does_not_touch_decisions(tmp_path: Path, mosquitto: Mosquitto) -> None:
    def fill(daemon: Daemon) -> None:
        parts: Any = daemon.parts

        def refuse(*_: object) -> None:
            raise StoreFull("no room")

        parts.evidence.keep = refuse

    with line(tmp_path, mosquitto, 2, before=fill) as running:
        report = running.finish()
        running.daemon.station.fanout.stop()
        assert running.daemon.station._fanout_stage.join(20)
        alarms = {alarm.kind.id for alarm in running.daemon.station.alarms.active()}
    assert report.answered == 2
    assert report.defaulted == 0
    assert "evidence-degraded" in alarms


def test_maintenance_judges_and_sends_nothing(tmp_path: Path, mosquitto: Mosquitto) -> None:
    station = {"site": "t", "line": "l1", "name": "st01", "mode": "MAINTENANCE"}
    with line(tmp_path, mosquitto, 2, station=station) as running:
        report = running.finish()
        counts = running.daemon.parts.ledger.counts()
    assert report.answered == 0
    assert report.defaulted == 2
    assert counts.deliveries == {Delivery.WITHHELD: 2}
    assert counts.balanced


def test_manual_mode_answers_the_bypass_at_once(tmp_path: Path, mosquitto: Mosquitto) -> None:
    station = {"site": "t", "line": "l1", "name": "st01", "mode": "MANUAL"}
    with line(tmp_path, mosquitto, 2, station=station) as running:
        report = running.finish()
    assert outcomes(report) == [(Disposition.REVIEW, ReasonCode.BYPASS)] * 2


def test_duplicates_restart_and_malformed_messages_of_the_plc(tmp_path: Path, mosquitto: Mosquitto) -> None:
    plan = FaultPlan(
        faults=(
            Fault(kind=FaultKind.DUPLICATE_ARRIVED, item=0),
            Fault(kind=FaultKind.MALFORMED_ARRIVED, item=1),
            Fault(kind=FaultKind.DROP_ACK, item=2),
            Fault(kind=FaultKind.RESTART, item=3),
        )
    )
    with line(tmp_path, mosquitto, 6, plc={"faults": plan}) as running:
        report = running.finish()
        counts = running.daemon.parts.ledger.counts()
        first = running.daemon.parts.ledger.row(ItemKey(report.items[0].epoch, report.items[0].track))
    assert report.doubled == 0
    assert report.conflicts == 0
    assert report.items[2].copies >= 2
    assert len({item.epoch for item in report.items}) == 2
    assert first is not None
    assert counts.balanced
    assert counts.triggers == 6
    assert counts.open == 0


def at_item(index: int) -> tuple[threading.Event, Callable[[PlcEvent], None]]:
    """Set once the conveyor tells of this item, and who must hear what it tells."""
    reached = threading.Event()

    def on_event(event: PlcEvent) -> None:
        if event.record is not None and event.record.index >= index:
            reached.set()

    return reached, on_event


def test_the_broker_is_killed_and_comes_back(tmp_path: Path, mosquitto: Mosquitto) -> None:
    half, on_event = at_item(2)
    with line(tmp_path, mosquitto, 6, on_event=on_event) as running:
        assert half.wait(60)
        mosquitto.kill()
        mosquitto.start()
        report = running.finish()
        counts = running.daemon.parts.ledger.counts()
    assert report.doubled == 0
    assert report.late == 0
    assert counts.balanced
    assert counts.open == 0
    known = sum(item.announced for item in report.items)
    assert counts.triggers <= known + report.unsent


def test_the_daemon_restarts_in_the_middle_and_answers_what_was_open(tmp_path: Path, mosquitto: Mosquitto) -> None:
    seen, on_event = at_item(1)
    with line(tmp_path, mosquitto, 5, on_event=on_event) as running:
        assert seen.wait(60)
        running.daemon.stop()
        again = Daemon(parse_config(content(tmp_path, mosquitto), subject="again"))
        again.start()
        try:
            report = running.finish()
            counts = again.parts.ledger.counts()
        finally:
            again.stop()
    assert report.doubled == 0
    assert report.conflicts == 0
    assert counts.balanced
    assert counts.open == 0


def test_a_second_daemon_on_the_same_folder_does_not_start(tmp_path: Path, mosquitto: Mosquitto) -> None:
    first = Daemon(parse_config(content(tmp_path, mosquitto), subject="one"))
    with pytest.raises(StartupError, match="another inspector"):
        Daemon(parse_config(content(tmp_path, mosquitto), subject="two"))
    first.parts.ledger.close()


def test_everything_wrong_at_the_start_is_listed(tmp_path: Path, mosquitto: Mosquitto) -> None:
    file = tmp_path / "file"
    file.write_text("")
    wrong = content(
        file,
        mosquitto,
        detector={"kind": "onnx", "bundle": "no-such-bundle"},
        cameras=[CAMERA | {"view": "below"}],
        bus={"kind": "carrier_pigeon"},
    )
    with pytest.raises(StartupError) as caught:
        Daemon(parse_config(wrong, subject="wrong"))
    text = str(caught.value)
    for place in ("detector", "cameras.top", "bus", "paths.data_dir"):
        assert place in text


def test_http_tells_health_items_and_pictures(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with line(tmp_path, mosquitto, 1) as running:
        running.finish()
        running.daemon.station.fanout.stop()
        assert running.daemon.station._fanout_stage.join(20)
        assert running.daemon.http is not None
        with httpx.Client(base_url=f"http://127.0.0.1:{running.daemon.http.port}", timeout=20) as web:
            assert web.get("/healthz").json() == {"ok": True}
            assert web.get("/readyz").json()["ready"] is True
            (item,) = web.get("/items").json()
            assert item["sku"] == "SKU-0"
            stored = web.get(f"/items/{item['rid']}").json()
            assert stored["record_id"] == item["rid"]
            assert web.get(f"/items/{item['rid']}/top.png").content.startswith(b"\x89PNG")
            assert web.get("/live/top.jpg").content.startswith(b"\xff\xd8")
            assert web.get("/live/none.jpg").status_code == 404
            assert web.get("/items/unknown-record").status_code == 404
            assert web.get("/items?limit=0").status_code == 400
            text = web.get("/metrics").text
    assert "inspector_triggers_total 1.0" in text
    assert 'inspector_camera_frames_total{camera="top"} 1.0' in text
