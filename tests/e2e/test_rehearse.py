"""Recorded pictures as a belt, with the product taught from some of the intact items first."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.app.picture_files import write_image
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

DAMAGED = (3, 7)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve items of one product, two of them damaged, seen from above."""
    folder = tmp_path_factory.mktemp("recorded")
    for index in range(12):
        spec = LineSpec(seed=31, damage_rate=float(index in DAMAGED), skus=("CT-1001",))
        state = "damaged" if index in DAMAGED else "good"
        write_image(folder / f"{index:02d}_{state}.png", Renderer(spec, view="top").item(index).image)
    return folder


def rehearsed(recorded: Path, work: Path, *options: str) -> tuple[int, str]:
    given = ["--camera", f"top={recorded}", "--damaged", "damaged", "--data-dir", str(work), *options]
    command = [sys.executable, "-m", "inspector", "rehearse", *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    return done.returncode, done.stdout + done.stderr


def test_taught_items_are_shown_and_not_counted(recorded: Path, tmp_path: Path) -> None:
    slow = ("--belt-mm-s", "900")  # a busy machine must not make an item late
    code, said = rehearsed(recorded, tmp_path, "--teach", "5", "--json", str(tmp_path / "out.json"), *slow)
    assert code == 0, said
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["triggers"], found["lost"], found["doubled"], found["late"]) == (12, 0, 0, 0)
    judged = found["truth"]["damaged"] + found["truth"]["intact"]
    assert judged == 12 - 5, "decided or not"
    assert found["truth"]["damaged"] == len(DAMAGED)
    assert (tmp_path / "golden").is_dir()


def test_more_than_there_are_can_not_be_taught(recorded: Path, tmp_path: Path) -> None:
    code, said = rehearsed(recorded, tmp_path, "--teach", "11")
    assert code == 2
    assert "11 intact items are to be taught, 10 are shown" in said
    assert not (tmp_path / "golden").exists()
