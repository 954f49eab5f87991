"""The demonstration's line with more wrong than damage: which checks it makes, and what its truth counts."""

from pathlib import Path

import pytest

from inspector.app.config_file import read_station
from inspector.app.demo.plan import COMMIT_SHARE, DemoPlan, demo_config
from inspector.app.demo.teaching import calibrate_demo
from inspector.app.demo.truth import confusion
from inspector.app.judges import make_judges
from inspector.config.camera_file import load_cameras
from inspector.scene.line import item_at


def plan(folder: Path, **changes: float) -> DemoPlan:
    rates: dict[str, float] = {"mixup_rate": 0.5, "expired_rate": 0.5, "damage_rate": 0.3} | changes
    return DemoPlan(
        items=1,
        seed=5,
        data_dir=folder / "data",
        broker_port=1,
        http_port=0,
        mixup_rate=rates["mixup_rate"],
        expired_rate=rates["expired_rate"],
        misprint_rate=rates.get("misprint_rate", 0.0),
        missing_part_rate=rates.get("missing_part_rate", 0.0),
        damage_rate=rates["damage_rate"],
    )


def test_the_checks_are_made_where_they_have_something_to_find(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text(demo_config(plan(tmp_path)))
    config = read_station(file)
    assert [check.name for check in config.checks] == ["codes", "expiry", "looks", "colour", "size", "count"]
    assert [check.name for check in make_judges(config).checks] == [
        "codes",
        "expiry",
        "looks",
        "colour",
        "size",
        "count",
    ]
    assert {camera.options["mixup_rate"] for camera in config.cameras} == {0.5}
    file.write_text(demo_config(plan(tmp_path, mixup_rate=0.0, expired_rate=0.0)))
    assert read_station(file).checks == ()
    file.write_text(demo_config(plan(tmp_path, misprint_rate=0.2)))
    config = read_station(file)
    assert config.checks[-1].kind == "label"
    assert {(c.options["misprint_rate"], c.options["product_code"]) for c in config.cameras} == {
        (0.2, "gs1_datamatrix")
    }
    assert {camera.options["kits"] for camera in config.cameras} == {False}
    file.write_text(demo_config(plan(tmp_path, mixup_rate=0.0, expired_rate=0.0, missing_part_rate=0.4)))
    config = read_station(file)
    assert [check.kind for check in config.checks][-1] == "parts"
    assert {(c.options["kits"], c.options["missing_part_rate"]) for c in config.cameras} == {(True, 0.4)}


def test_large_pictures_get_a_belt_that_waits_for_them(tmp_path: Path) -> None:
    assert plan(tmp_path).speed_mm_s < plan(tmp_path, mixup_rate=0.0, expired_rate=0.0).speed_mm_s
    assert plan(tmp_path).size[0] > 1000


@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_a_decision_at_the_guard_s_last_moment_has_time_to_be_written_and_sent(tmp_path: Path, rate: float) -> None:
    line = plan(tmp_path, mixup_rate=rate, expired_rate=rate)
    (tmp_path / "station.toml").write_text(demo_config(line))
    rules = read_station(tmp_path / "station.toml").decision
    until_commit_ms = line.travel_mm * COMMIT_SHARE / line.speed_mm_s * 1000
    assert rules.guard_ms >= 150
    assert until_commit_ms - rules.margin_ms - rules.guard_ms > 2 * rules.frame_wait_ms, "and there is time to judge"


def test_both_cameras_are_calibrated(tmp_path: Path) -> None:
    calibrate_demo(tmp_path, seed=5, size=(640, 512))
    cameras = load_cameras(tmp_path)
    assert set(cameras) == {"top", "side"}
    assert all(camera.rms_px < 1 for camera in cameras.values())


def test_items_that_are_wrong_but_whole_are_neither_damaged_nor_intact(tmp_path: Path) -> None:
    spec = plan(tmp_path).line_spec()
    items = [item_at(spec, index) for index in range(120)]
    found = confusion(spec, [(item.index, "REVIEW" if item.wrong else "PASS") for item in items])
    assert found.damaged == sum(item.damaged for item in items)
    assert found.intact == sum(not item.wrong for item in items)
    assert found.intact_diverted == 0
    assert {"expired", "wrong_item", "mislabelled", "wrong_colour", "wrong_size", "wrong_count"} <= set(found.by_class)
    assert all(caught == total for caught, total in found.by_class.values())


def test_a_kit_that_lacks_a_part_is_wrong_and_counted_so(tmp_path: Path) -> None:
    line = plan(tmp_path, mixup_rate=0.0, expired_rate=0.0, damage_rate=0.0, missing_part_rate=0.5)
    spec = line.line_spec()
    found = confusion(spec, [(index, "PASS") for index in range(60)])
    lacking = sum(item_at(spec, index).missing_part is not None for index in range(60))
    assert 0 < lacking < 60
    assert found.by_class == {"missing_part": (0, lacking)}
    assert found.intact == 60 - lacking


@pytest.mark.parametrize("index", range(40))
def test_what_is_wrong_is_said_by_name(index: int, tmp_path: Path) -> None:
    item = item_at(plan(tmp_path).line_spec(), index)
    assert ("expired" in item.wrong) is item.expired
    assert (item.mixup in item.wrong) is (item.mixup is not None)
