"""Pictures that commands write: in formats that exist, said before any work; no two under one name."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.picture_files import read_image, write_image
from inspector.domain.errors import ConfigError
from inspector.domain.frame import RgbImage, freeze
from tests.support.scripted_station import STATION as WITHOUT_CAMERAS

STATION = (
    WITHOUT_CAMERAS
    + """\
[[cameras]]
name = "top"
kind = "synthetic"
"""
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def grey(level: int) -> RgbImage:
    return freeze(np.full((60, 80, 3), level, np.uint8))


@pytest.fixture
def station(tmp_path: Path) -> Path:
    file = tmp_path / "station.toml"
    file.write_text(STATION)
    return file


@pytest.mark.parametrize("name", ["x.xyz", "x", ".png", "x.txt"])
def test_a_format_that_does_not_exist_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="no picture format"):
        write_image(tmp_path / "out" / name, grey(9))
    assert isinstance(run("camera", "board", tmp_path / "out" / name).exception, ConfigError)
    assert not (tmp_path / "out").exists()


def test_a_picture_that_a_format_can_not_hold_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can not be encoded"):
        write_image(tmp_path / "x.jpg", freeze(np.zeros((70_000, 1, 3), np.uint8)))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_learnt_when_the_preview_can_not_be_written(tmp_path: Path, station: Path) -> None:
    for number in range(6):
        write_image(tmp_path / "good" / f"{number}.png", grey(100 + number))
    given = ("teach", tmp_path / "good", "--sku", "S1", "--whole", "--keep-all", "-c", station)
    refused = run(*given, "--preview", tmp_path / "taught.txt")
    assert isinstance(refused.exception, ConfigError)
    assert not (tmp_path / "data" / "golden").exists()
    assert run(*given, "--preview", tmp_path / "taught.jpg").exit_code == 0
    assert (tmp_path / "data" / "golden").exists()


def test_files_of_one_name_are_saved_beside_each_other(tmp_path: Path, station: Path) -> None:
    levels = {"a/x/1.jpg": 40, "b/x/1.jpg": 90, "b/x/1.png": 140, "b/y/1.png": 190}
    for name, level in levels.items():
        write_image(tmp_path / name, grey(level))
    given = ("inspect", tmp_path / "a", tmp_path / "b", "-c", station, "--save", tmp_path / "out", "--json")
    found = json.loads(run(*given).stdout)
    saved = {str(Path(one["path"]).relative_to(tmp_path)): Path(one["picture"]) for one in found}
    assert len(set(saved.values())) == len(list((tmp_path / "out").iterdir())) == 4
    for name, level in levels.items():
        assert abs(int(np.median(read_image(saved[name]))) - level) < 10, name
    assert saved["b/y/1.png"].name == "y_1_NO_DECISION.jpg", "a name of its own stays as short as it is"
    run(*given)
    assert len(list((tmp_path / "out").iterdir())) == 4, "the same names the next time"
