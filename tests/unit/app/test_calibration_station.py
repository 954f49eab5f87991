"""From pictures to a limit that decides: evaluate, calibrate, name the file, inspect; and no start when it is stale."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.app.defaults import config_or_default
from inspector.app.judges import make_judges
from inspector.app.picture_files import write_image
from inspector.domain.errors import StartupError
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from tests.support.scripted_station import WITHOUT_MODELS

STATION = f"""{WITHOUT_MODELS}[[cameras]]
name = "camera"
kind = "synthetic"
[detector]
kind = "onnx"
bundle = "line-detector"
[scorer]
kind = "patch_memory"
bundle = "line-features"
[recipes.default]
"""


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two intact and one damaged item, judged and calibrated at alpha 0.5, which two items can promise."""
    place = tmp_path_factory.mktemp("station")
    for damage_rate, name, count in ((0.0, "intact", 2), (1.0, "damaged", 1)):
        renderer = Renderer(LineSpec(seed=12, damage_rate=damage_rate), view="top")
        (place / "set" / name).mkdir(parents=True)
        for index in range(count):
            write_image(place / "set" / name / f"{name}{index}.png", renderer.item(index).image)
    (place / "station.toml").write_text(STATION)
    told = run("evaluate", "items", place / "set", "-c", place / "station.toml", "--bootstrap", 10, "--json")
    (place / "items.json").write_text(told)
    run("calibrate", "--scores", place / "items.json", "--alpha", 0.5, "--out", place / "cal.json")
    (place / "limited.toml").write_text(STATION + 'calibration = "cal.json"\n')
    return place


def test_evaluate_prints_what_calibrate_and_plan_need(folder: Path) -> None:
    told = json.loads((folder / "items.json").read_text())
    assert [row["item"] for row in told["items"]] == ["damaged0", "intact0", "intact1"]
    assert [row["damaged"] for row in told["items"]] == [True, False, False]
    assert all(row["score"] == row["detector"] for row in told["items"]), "the scorer has no vote"
    assert {name.split("@")[0] for name in told["models"]} == {"line-detector", "line-features"}
    assert set(told["scoring"]["default"]) == {"weights", "novelty"}


def test_the_limit_decides_and_the_reasons_say_so(folder: Path) -> None:
    file = json.loads((folder / "cal.json").read_text())
    intact = sorted(row["score"] for row in json.loads((folder / "items.json").read_text())["items"][1:])
    limit = file["limits"]["default"]
    assert limit == {"threshold": intact[1], "n": 2}
    shown = json.loads(run("inspect", folder / "set", "-c", folder / "limited.toml", "--json"))
    for one in shown:
        assert (one["disposition"] == "PASS") == (one["score"] <= limit["threshold"])
        word = "within" if one["disposition"] == "PASS" else "over"
        assert any(f"{word} limit" in reason and "alpha 0.5, default, 2 items" in reason for reason in one["reasons"])
        assert one["detector"] == one["score"]
        assert one["sku"] is None


def test_its_hash_goes_into_the_record(folder: Path) -> None:
    judges = make_judges(config_or_default(folder / "limited.toml"))
    plain = make_judges(config_or_default(folder / "station.toml"))
    assert judges.model_hashes.keys() - plain.model_hashes.keys() == {"calibration:default"}
    assert len(judges.model_hashes["calibration:default"]) == 64


def test_a_stale_or_missing_file_stops_the_start_with_every_reason(folder: Path) -> None:
    other = folder / "other.toml"
    other.write_text(STATION + 'calibration = "cal.json"\nnovelty_weight = 0.5\nweights = { spillage = 0.1 }\n')
    with pytest.raises(StartupError) as caught:
        make_judges(config_or_default(other))
    said = str(caught.value)
    assert "the weights of recipe default changed since it was measured; calibrate again" in said
    assert "the novelty of recipe default changed" in said
    other.write_text(STATION + 'calibration = "none.json"\n')
    checked = CliRunner().invoke(app, ["config", "check", str(other)])
    assert "none.json: can not be read" in str(checked.exception)  # `main` prints it
    with pytest.raises(StartupError, match=r"none\.json: can not be read"):
        make_judges(config_or_default(other))
