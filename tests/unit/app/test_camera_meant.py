"""`teach` and `inspect` with a station's file: of one of its own cameras, or nothing is learnt and nothing judged."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.picture_files import write_image
from tests.support.scripted_station import STATION


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Six pictures of a brown carton on a dark belt."""
    files = [tmp_path / f"{seed}.png" for seed in range(6)]
    for seed, file in enumerate(files):
        noise = np.random.default_rng(seed).integers(-6, 7, (120, 160, 3))
        image = np.full((120, 160, 3), 12) + noise
        image[30:80, 40 + seed : 110 + seed] += (140, 100, 60)
        write_image(file, image.astype(np.uint8))
    return [str(file) for file in files]


def station(folder: Path, *cameras: str) -> str:
    file = folder / "station.toml"
    file.write_text(STATION + "".join(f'[[cameras]]\nname = "{name}"\nkind = "synthetic"\n' for name in cameras))
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--json"])


@pytest.mark.parametrize("said", [["--camera", "front"], []], ids=["unknown", "none named"])
def test_of_several_cameras_one_must_be_named(tmp_path: Path, photos: list[str], said: list[str]) -> None:
    config = station(tmp_path, "top", "side")
    for command in (["teach", "--sku", "S1", "--whole", "--keep-all"], ["inspect"]):
        done = run(*command, *photos, "-c", config, *said)
        assert done.exit_code == 2, done.output
        assert "top, side" in done.output
    assert not (tmp_path / "data").exists()


def test_what_is_taught_for_a_camera_of_the_station_is_found_by_the_station(tmp_path: Path, photos: list[str]) -> None:
    taught = json.loads(run("teach", "--sku", "S1", *photos, "-c", station(tmp_path, "side")).stdout)
    assert taught["camera"] == "side", "the only one need not be named"
    (judged,) = json.loads(run("inspect", photos[0], "--sku", "S1", "-c", station(tmp_path, "side")).stdout)
    assert judged["anomaly"]["reference"] == "S1"
    two = station(tmp_path, "side", "top")
    (other,) = json.loads(run("inspect", photos[0], "--sku", "S1", "--camera", "top", "-c", two).stdout)
    assert other["anomaly"] is None


def test_without_a_file_any_name_serves(tmp_path: Path, photos: list[str]) -> None:
    done = run("teach", "--sku", "S1", "--whole", *photos, "--camera", "phone", "--data-dir", str(tmp_path / "mine"))
    assert json.loads(done.stdout)["camera"] == "phone"
