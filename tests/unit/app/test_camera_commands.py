"""`inspector camera`: a board to print, a calibration from pictures of it, and clear refusals."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.demo.plan import DemoPlan, demo_config
from inspector.app.picture_files import read_image, write_image
from inspector.config.camera_file import load_cameras
from inspector.domain.errors import ConfigError
from inspector.scene.board import board_pictures
from inspector.vision.charuco import Board


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["camera", *arguments])


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("board")
    files = []
    for number, picture in enumerate(board_pictures("top", (640, 512), Board(), 6, seed=4)):
        files.append(str(folder / f"{number}.png"))
        write_image(Path(files[-1]), picture)
    return files


def station(folder: Path) -> str:
    file = folder / "station.toml"
    file.write_text(demo_config(DemoPlan(items=1, data_dir=folder / "data", broker_port=1, http_port=0)))
    return str(file)


def test_the_board_is_written_as_it_is_found(tmp_path: Path) -> None:
    done = run("board", str(tmp_path / "board.png"), "--px-mm", "4")
    assert done.exit_code == 0, done.output
    assert "280 x 200 mm" in done.output
    found = Board().found_in(read_image(tmp_path / "board.png"))
    assert found is not None
    assert len(found[0]) == 6 * 4


def test_a_camera_is_calibrated_and_shown(tmp_path: Path, photos: list[str]) -> None:
    config = station(tmp_path)
    blank = tmp_path / "blank.png"
    write_image(blank, read_image(Path(photos[0])) // 8 * 0 + 120)
    done = run("calibrate", *photos, str(blank), "--camera", "top", "--config", config, "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["rms_px"] < 0.6
    assert answer["left_out"] == [str(blank)]
    assert set(load_cameras(tmp_path / "data")) == {"top"}
    (row,) = json.loads(run("show", "--config", config, "--json").output)
    assert row["camera"] == "top"
    assert 0.7 < row["mm_per_px"] < 1.1
    assert "640 x 512" in run("show", "--config", config).output


def test_too_few_pictures_and_a_camera_that_does_not_exist_write_nothing(tmp_path: Path, photos: list[str]) -> None:
    config = station(tmp_path)
    few = run("calibrate", *photos[:2], "--camera", "top", "--config", config)
    assert (few.exit_code, "4 are needed" in few.output) == (2, True)
    unknown = run("calibrate", *photos, "--camera", "back", "--config", config)
    assert (unknown.exit_code, "top, side" in unknown.output) == (2, True)
    white = run("calibrate", *photos, "--camera", "top", "--config", config, "--white", "white")
    assert (white.exit_code, "#rrggbb" in white.output) == (2, True)
    assert not (tmp_path / "data").exists()


def test_every_file_that_is_no_picture_is_named(tmp_path: Path, photos: list[str]) -> None:
    (tmp_path / "no.png").write_text("no picture")
    done = run("calibrate", str(tmp_path / "no.png"), *photos, str(tmp_path / "gone.png"), "--camera", "top")
    assert isinstance(done.exception, ConfigError)
    assert len(done.exception.problems) == 2
