"""One file configures the daemon; one error lists everything that is wrong with it."""

from pathlib import Path
from typing import Any

import pytest

from inspector.app.config_file import load_station
from inspector.app.defaults import default_content
from inspector.config.load import config_hash, effective, parse_config
from inspector.domain.errors import ConfigError
from tests.support.scripted_station import STATION


def content(**changes: Any) -> dict[str, Any]:
    return default_content(Path("/data")) | changes


def problems(written: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_config(written, subject="x.toml")
    assert caught.value.subject == "x.toml"
    return "\n".join(caught.value.problems)


def test_the_embedded_default_is_valid() -> None:
    config = parse_config(content(), subject="x")
    assert config.station.profile == "development"
    assert config.detector.options == {"bundle": "line-detector", "defects_bundle": "item-defects"}


def test_several_mistakes_are_all_listed_with_their_place_and_value() -> None:
    written = content(
        schema_version=2,
        station={"site": "a b", "line": "l", "name": "n", "colour": "red"},
        decision={"guard_ms": -1, "window": 11},
        cameras=[],
    )
    text = problems(written)
    for place in (
        "schema_version",
        "station.site",
        "station.colour",
        "decision.guard_ms",
        "decision.window",
        "cameras",
    ):
        assert place in text
    assert "'a b'" in text
    assert "-1" in text


def test_an_unknown_key_is_an_error_not_ignored() -> None:
    assert "decison" in problems(content(decison={"guard_ms": 1}))


def test_two_cameras_of_one_name_are_refused() -> None:
    camera = {"name": "top", "kind": "synthetic"}
    assert "top is used more than once" in problems(content(cameras=[camera, camera]))


def test_bypass_can_not_be_pass() -> None:
    assert "decision.bypass" in problems(content(decision={"bypass": "PASS"}))


def test_production_refuses_simulators_and_a_bus_without_tls() -> None:
    station = {"site": "s", "line": "l", "name": "n", "profile": "production"}
    text = problems(content(station=station))
    assert "bus.kind" in text
    assert "synthetic" in text
    text = problems(content(station=station, bus={"kind": "mqtt"}))
    assert "bus.tls" in text


@pytest.mark.parametrize(
    ("bytes_written", "said"),
    [(b"[station\n", "not valid TOML"), (b"\xff\xfe", "not UTF-8"), (b"", "Field required")],
)
def test_a_file_that_is_no_config_says_so(tmp_path: Path, bytes_written: bytes, said: str) -> None:
    file = tmp_path / "station.toml"
    file.write_bytes(bytes_written)
    with pytest.raises(ConfigError, match=said):
        load_station(file)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_station(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="directory"):
        load_station(tmp_path)


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text(STATION + '[[cameras]]\nname = "top"\nkind = "synthetic"\n')
    assert load_station(file).paths.data_dir == tmp_path / "data"


def test_the_hash_follows_the_effective_config_not_its_spelling() -> None:
    one = parse_config(content(), subject="x")
    spelled_out = parse_config(effective(one), subject="x")
    assert config_hash(one) == config_hash(spelled_out)
    other = parse_config(content(decision={"guard_ms": 61}), subject="x")
    assert config_hash(one) != config_hash(other)


@pytest.mark.parametrize("weight", ["1.5", "-0.1", "nan", "inf"])
def test_a_weight_is_a_share(weight: str) -> None:
    written = content(recipes={"default": {"weights": {"penetration": float(weight)}}})
    assert "recipes.default.weights.penetration" in problems(written)


def test_nothing_that_is_not_good_may_go_the_way_of_good_items() -> None:
    text = problems(content(lanes={"passed": 1, "divert": 1, "review": 2, "no_decision": 1}))
    assert "lanes: divert, no_decision: must not be the lane of good items (1)" in text


def test_numbers_without_end_are_refused_everywhere() -> None:
    assert "decision.frame_wait_ms" in problems(content(decision={"frame_wait_ms": float("inf")}))
