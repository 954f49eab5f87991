"""Bundles are changed beside a running line: checked, noted, judging after a restart, and taken back."""

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.app.daemon import Daemon, _made, run_daemon
from inspector.app.settling import (
    MODELS,
    bundles,
    settle,
    versions_file,
)
from inspector.config.bundle import load_bundle, sha256_of
from inspector.config.locations import default_models_dir
from inspector.config.versions import read_versions
from inspector.domain.errors import StartupError
from inspector.wire.setup import SetupData, part_from
from tests.support.setup_station import Asker, config_of, station
from tests.support.tiny_bundles import FORMS, write_bundle


@pytest.fixture
def signals() -> Iterator[None]:
    """A daemon takes the process's signals; they are given back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of bundles: a small sound detector, two others, one whose file was changed, and one of another kind."""
    folder = tmp_path / "models"
    for name in ("first", "second", "third", "damaged"):
        write_bundle(folder / name, FORMS["raw"])
    with (folder / "damaged" / "model.onnx").open("ab") as model:
        model.write(b"!")
    shutil.copytree(default_models_dir() / "line-features", folder / "line-features")
    return folder


def test_bundles_are_checked_noted_and_judge_after_a_restart_and_bad_ones_are_refused(
    tmp_path: Path, shelf: Path, signals: None
) -> None:
    data = tmp_path / "data"
    changes: dict[str, Any] = {
        "detector": {"kind": "onnx", "bundle": "first"},
        "paths": {"data_dir": str(data), "models_dir": str(shelf)},
    }
    seen: list[str] = []

    def play(daemon: Daemon) -> None:
        """What an engineer does each time the line is up."""
        ask = Asker(daemon)
        seen.append(bundles(daemon._config)["detector.bundle"])
        if len(seen) == 1:
            told = {one.name: one for one in part_from(SetupData, ask.data("setup"), "setup").bundles}
            assert "SHA-256" in told["damaged"].problem
            assert (told["second"].problem, told["second"].licence) == (
                "",
                load_bundle(shelf / "second").manifest.licence,
            )
            for bundle, why in (
                ("damaged", "SHA-256"),
                ("line-features", "needs detector"),
                ("../first", "unknown bundle"),
                ("first", "active already"),
            ):
                assert why in ask("models.activate", version=0, place="detector.bundle", bundle=bundle).detail
            assert "unknown place" in ask("models.activate", version=0, place="bus", bundle="second").detail
            assert [one.number for one in read_versions(versions_file(data, MODELS))] == [0]
            done = ask.data("models.activate", version=0, place="detector.bundle", bundle="second")
            assert done == {"version": 1, "restart": True}
            (place,) = ask.data("setup")["places"]
            assert (place["running"], place["active"]) == ("first", "second")
            ask.data("restart")
        elif len(seen) == 2:
            ask.data("models.rollback", version=1)
            ask.data("models.activate", version=2, place="detector.bundle", bundle="third")
            sound = (shelf / "third" / "model.onnx").read_bytes()
            (shelf / "third" / "model.onnx").write_bytes(b"no model any more")
            assert "would not start again: detector: " in ask("restart").detail
            (shelf / "third" / "model.onnx").write_bytes(sound)
            versions_file(data, MODELS).write_text("{", encoding="utf-8")
            assert not daemon.restarts
            ask.data("restart")
        elif len(seen) == 3:
            assert versions_file(data, MODELS).with_suffix(".unreadable").read_text(encoding="utf-8") == "{"
            ask.data("models.activate", version=3, place="detector.bundle", bundle="second")
            (shelf / "second" / "model.onnx").write_bytes(b"no model any more")
            daemon.request_restart()
        else:
            newest = ask.data("setup")["model_versions"][0]
            assert (newest["number"], newest["how"], newest["by"]) == (5, "rolled back", "station")
            entry = daemon.parts.ledger.audit.entries(1)[0].entry
            assert (entry.who, entry.action, entry.time) == ("station", "models.rollback", newest["time"])
            assert (entry.before, entry.after) == (
                {"version": 4, "detector.bundle": "second"},
                {"version": 5, "detector.bundle": "third"},
            )
            daemon.request_stop()

    assert run_daemon(config_of(data, **changes), ready=play) == 0
    assert seen == ["first", "second", "third", "third"]


def test_a_bundle_that_is_damaged_when_the_power_comes_back_is_taken_back_and_stays_an_alarm_until_people_act(
    tmp_path: Path, shelf: Path, signals: None
) -> None:
    data = tmp_path / "data"
    changes: dict[str, Any] = {
        "detector": {"kind": "onnx", "bundle": "first"},
        "paths": {"data_dir": str(data), "models_dir": str(shelf)},
    }
    with station(data, **changes) as ask:
        for number, bundle in enumerate(("second", "third")):
            ask.data("models.activate", version=number, place="detector.bundle", bundle=bundle)
    sound = (shelf / "third" / "model.onnx").read_bytes()
    for bundle in ("second", "third"):  # what was copied there was not on the disk yet
        (shelf / bundle / "model.onnx").write_bytes(b"")
    seen: list[str] = []

    def standing(daemon: Daemon) -> list[str]:
        daemon.look()
        return [alarm.detail for alarm in daemon.station.alarms.active() if alarm.kind.id == "bundles-taken-back"]

    def play(daemon: Daemon) -> None:
        ask = Asker(daemon)
        seen.append(bundles(daemon._config)["detector.bundle"])
        if len(seen) < 3:
            (detail,) = standing(daemon)
            assert "version 2 did not start" in detail
            assert "detector.bundle first judges" in detail
            entry = daemon.parts.ledger.audit.entries(1)[0].entry
            assert (entry.who, entry.action) == ("station", "models.rollback")
            assert (entry.before["detector.bundle"], entry.after["detector.bundle"]) == ("third", "first")
        if len(seen) == 1:
            daemon.request_stop()
            return
        if len(seen) == 2:
            (shelf / "third" / "model.onnx").write_bytes(sound)
            ask.data("models.activate", version=3, place="detector.bundle", bundle="third")
            daemon.request_restart()
        else:
            daemon.request_stop()
        assert standing(daemon) == []

    for _ in range(2):
        assert run_daemon(config_of(data, **changes), ready=play) == 0
    assert seen == ["first", "first", "third"]
    (shelf / "first" / "model.onnx").write_bytes(b"")
    (shelf / "third" / "model.onnx").write_bytes(b"")
    with pytest.raises(StartupError, match=r"third/model\.onnx"):
        run_daemon(config_of(data, **changes), ready=play)
    assert settle(config_of(data, **changes)).now(MODELS).content == {"detector.bundle": "third"}


def test_a_restart_that_fails_for_another_reason_takes_no_bundle_back(tmp_path: Path, shelf: Path) -> None:
    data = tmp_path / "data"
    config = config_of(
        data,
        detector={"kind": "onnx", "bundle": "first"},
        paths={"data_dir": str(data), "models_dir": str(shelf)},
    )
    last = Daemon(config)
    last._desk.actions()["models.activate"]({"version": 0, "place": "detector.bundle", "bundle": "second"})
    before = versions_file(data, MODELS).read_bytes()
    with pytest.raises(StartupError, match="another inspector daemon"):
        _made(config, last)  # it has the ledger yet
    last.stop()
    assert versions_file(data, MODELS).read_bytes() == before
    assert settle(config).now(MODELS).content == {"detector.bundle": "second"}


def test_other_recipes_rest_on_the_tables_and_calibrations_that_were_read_with_the_models(
    tmp_path: Path, shelf: Path
) -> None:
    calibration = tmp_path / "cal.json"
    limits = {"default": {"threshold": 0.3, "n": 40}}
    calibration.write_text(json.dumps({"alpha": 0.05, "limits": limits}), encoding="utf-8")
    changes: dict[str, Any] = {
        "detector": {"kind": "onnx", "bundle": "first"},
        "paths": {"data_dir": str(tmp_path / "data"), "models_dir": str(shelf)},
    }
    with station(tmp_path / "data", recipes={"default": {"calibration": str(calibration)}}, **changes) as ask:
        before = ask.daemon.parts.identification.model_hashes
        assert set(before) == {"tiny@1.0.0", "calibration:default"}
        with (shelf / "first" / "model.onnx").open("ab") as model:
            model.write(b"!")
        manifest = shelf / "first" / "model.toml"
        tables = "\n[calibration.deformation]\nscores = [0.0, 1.0]\nprobabilities = [0.0, 0.1]\n"
        manifest.write_text(manifest.read_text(encoding="utf-8") + tables, encoding="utf-8")
        calibration.write_text("no calibration any more", encoding="utf-8")
        ask.activated(0, {"name": "default", "values": {"review": 3.0}})
        ask.activated(1, {"name": "default", "values": {"review": 3.5}})
        ask.data("recipes.rollback", version=2)
        stamps = ask.daemon.station.conclusion._identifications
        assert {version: stamp.model_hashes for version, stamp in stamps.items()} == dict.fromkeys(stamps, before)
        judging = ask.daemon.parts.judges.inspection._recipes
        assert (judging.default.version, judging.default.costs.review) == (3, 3.0)
        assert judging.default.probability("deformation", 0.8) == 0.8
        assert judging.learnt["default"].limits.default.threshold == 0.3
    write_bundle(shelf / "again", FORMS["raw"])
    changes["detector"]["bundle"] = "again"
    with station(tmp_path / "data", **changes) as ask:  # the file names no calibration any more
        before = ask.daemon.parts.identification.model_hashes
        assert "cal.json" in ask("recipes.rollback", version=4).detail, "it is none any more"
        limits["default"]["threshold"] = 0.2
        calibration.write_text(json.dumps({"alpha": 0.05, "limits": limits}), encoding="utf-8")
        ask.data("recipes.rollback", version=4)
        stamp = ask.daemon.station.conclusion._identifications[5].model_hashes
        assert stamp == {**before, "calibration:default": sha256_of(calibration)}
        assert ask.daemon.parts.judges.inspection._recipes.learnt["default"].limits.default.threshold == 0.2
