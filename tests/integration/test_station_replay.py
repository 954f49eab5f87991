"""A stored decision can be made again, bit for bit; frames also find their items by hardware counter."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from inspector.adapters.scorers import mean_colour
from inspector.app.daemon import Daemon
from inspector.app.replay_item import replay_item
from inspector.config.load import parse_config
from inspector.domain.fading import Heard
from inspector.domain.frame import Frame, freeze
from inspector.domain.station import ItemReport
from inspector.domain.verdict import Disposition
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import PATIENCE_S, content, line, long_belt

MODELS: dict[str, Any] = {"detector": {"kind": "onnx", "bundle": "line-detector"}, "scorer": {"kind": "patch_memory"}}
CAMERA = {"name": "top", "kind": "synthetic", "damage_rate": 1.0, "seed": 21}


OPTIONS: dict[str, Any] = MODELS | {"cameras": [CAMERA]}


def records_of(folder: Path, broker: Mosquitto, items: int) -> list[str]:
    """The records of so many items that the shipped models judged."""
    with line(folder, broker, items, **OPTIONS) as running:
        running.finish()
        running.daemon.station.fanout.stop()
        assert running.daemon.station._fanout_stage.join(30)
        return list(running.daemon.parts.evidence.recent(9))


def test_the_shipped_models_repeat_a_stored_decision_bit_for_bit(tmp_path: Path, mosquitto: Mosquitto) -> None:
    kept = records_of(tmp_path, mosquitto, 3)
    assert len(kept) == 3
    config = parse_config(content(tmp_path, mosquitto, **OPTIONS), subject="again")
    for rid in kept:
        result = replay_item(config, rid)
        assert result is not None
        assert result.differences == ()
        assert result.identical


def test_what_differs_is_said_and_what_was_read_after_the_decision_is_no_part_of_it(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    label = {"name": "print", "kind": "label", "after_decision": True, "required": ["lot"]}
    camera = CAMERA | {"seed": 13}  # its first product is printed
    options: dict[str, Any] = OPTIONS | {"checks": [label], "cameras": [camera]}
    kept = threading.Event()

    def tell_when_kept(daemon: Daemon) -> None:
        evidence, keep = daemon.parts.evidence, daemon.parts.evidence.keep

        def told(report: ItemReport, frames: Sequence[Frame]) -> None:
            keep(report, frames)
            kept.set()

        evidence.keep = told  # type: ignore[method-assign]

    with line(tmp_path, mosquitto, 1, before=tell_when_kept, **options) as running:
        running.finish()
        assert kept.wait(PATIENCE_S)
        (rid,) = running.daemon.parts.evidence.recent(1)
    report_file = next((tmp_path / "evidence").glob(f"*/{rid}.*/report.json"))
    stored = json.loads(report_file.read_text())
    assert stored["checks"] == []
    (late,) = stored["late"]
    assert (late["check"], late["outcome"]) == ("print", "OK")
    assert {one["name"]: one["text"] for one in late["readings"]} == {"lot": "L072C2"}
    stored["verdict"]["score"] = 0.123
    stored["model_hashes"] = {"another@1.0.0": "0" * 64}
    report_file.write_text(json.dumps(stored))
    config = parse_config(content(tmp_path, mosquitto, **options), subject="again")
    result = replay_item(config, rid)
    assert result is not None
    assert not result.identical
    text = "\n".join(result.differences)
    assert "models: stored another@1.0.0#00000000" in text
    assert "score: stored 0.123" in text
    assert replay_item(config, "no-such-record") is None


def test_frames_of_a_hardware_triggered_camera_find_their_items_by_counter(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    cameras = [
        {"name": name, "kind": "synthetic", "view": view, "width": 320, "height": 256, "trigger": "hardware"}
        for name, view in (("top", "top"), ("side", "side"))
    ]
    scorer = {"kind": "mean_colour", "fading": True, "fading_least_p": 0.01, "fading_reach": 3.0}
    lesson = [freeze(np.full((60, 80, 3), 20 * level, np.uint8)) for level in range(12)]
    taught = mean_colour.build(mean_colour.Config(), models_dir=tmp_path, data_dir=tmp_path)
    for name in ("top", "side"):
        taught.teach("default", name, lesson)
    # The window is wide, and so is the pitch, of a second: a busy test machine may be slow to draw.
    options: dict[str, Any] = {"cameras": cameras, "trigger": {"window_ms": 380}, "scorer": scorer}
    with line(tmp_path, mosquitto, 3, plc={"belt": long_belt(pitch_mm=1200.0)}, **options) as running:
        report = running.finish()
        untracked = running.daemon.station.tracker.untracked()
    passed = sum(item.disposition is Disposition.PASS for item in report.items)
    assert passed
    assert running.daemon.station.following.counts()[1] == {Heard.KEPT: 2 * passed}  # view by view
    assert [item.disposition for item in report.items if item.disposition is Disposition.NO_DECISION] == []
    assert report.answered == 3
    assert untracked == {"top": 0, "side": 0}
