"""The how-to's snippets are configs that work, and what can not work is said at once."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from inspector.app.sections import adapter_problems
from inspector.app.triggering import assembly_rule, own_rule, sender_rule, trigger_problems
from inspector.config.load import parse_config
from inspector.config.station import StationConfig
from inspector.domain.errors import ConfigError
from inspector.pipeline.own_triggers import OwnTriggerRule
from tests.support.scripted_station import station_content

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "trigger-modes.md"
SNIPPETS = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)]
EYE = {"name": "top", "kind": "synthetic", "trigger": "free_run", "photo_eye": {}}


def config(**changes: Any) -> StationConfig:
    return parse_config(station_content(**changes), subject="test")


def test_the_page_shows_every_mode() -> None:
    found = [(s.get("trigger", {}).get("source", "plc"), s["cameras"][0]["trigger"]) for s in SNIPPETS]
    assert found == [("plc", "software"), ("plc", "hardware"), ("plc", "free_run"), ("camera", "free_run")]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_of_the_page_is_a_config_that_works(snippet: dict[str, Any]) -> None:
    assert adapter_problems(config(**snippet)) == []


def test_the_window_is_in_belt_counts_and_offsets_are_the_cameras() -> None:
    cameras = [{"name": "top", "kind": "synthetic", "trigger": "hardware", "offset_counts": 70}]
    rule = assembly_rule(config(cameras=cameras, trigger={"window_ms": 200}, decision={"nominal_counts_per_s": 2500}))
    assert (rule.window_counts, dict(rule.offset_counts)) == (500, {"top": 70})


def test_own_triggers_count_milliseconds_whatever_the_belt_does() -> None:
    made = config(
        cameras=[EYE],
        trigger={"source": "camera", "camera": "top", "window_ms": 200, "decide_ms": 700, "acknowledged": False},
        decision={"nominal_counts_per_s": 2500, "resend_ms": 50},
    )
    assert assembly_rule(made).window_counts == 200
    assert own_rule(made) == OwnTriggerRule(camera="top", decide_ms=700, acknowledged=False)
    assert sender_rule(made).resend_ms >= 700  # never before its deadline: it is said once
    assert not sender_rule(made).answered
    answered = config(cameras=[EYE], trigger={"source": "camera", "camera": "top"}, decision={"resend_ms": 50})
    assert sender_rule(answered).resend_ms == 50
    assert sender_rule(answered).answered
    assert sender_rule(config()).answered
    assert own_rule(config()) is None


@pytest.mark.parametrize("trigger", [{"source": "camera"}, {"source": "camera", "camera": "attic"}, {"camera": "top"}])
def test_the_trigger_camera_must_be_there_and_mean_something(trigger: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=r"trigger\.camera"):
        config(trigger=trigger)


def test_a_camera_without_an_eye_can_not_make_triggers_and_nothing_pulses_another() -> None:
    cameras = [{"name": "top", "kind": "synthetic"}, {"name": "side", "kind": "synthetic", "trigger": "hardware"}]
    problems = trigger_problems(config(cameras=cameras, trigger={"source": "camera", "camera": "top"}))
    assert len(problems) == 2
    assert problems[0].startswith("trigger.camera: top needs")
    assert problems[1].startswith("cameras.side.trigger: nothing pulses")


def test_the_cameras_own_mistakes_are_left_to_others() -> None:
    assert trigger_problems(config(cameras=[{"name": "top", "kind": "no-such-kind"}])) == []
