"""Real sets that can not be learnt from are told before any work, all of it at once."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.training.detector import main as train_detector
from inspector.training.sound_sets import refuse_unsound
from tests.support.refusals import problems_of

BOTTLE, CAP = "0 0.5 0.5 0.2 0.4", "1 0.5 0.3 0.1 0.1"


def add(folder: Path, name: str, labels: str | None, *, seed: int = 0) -> Path:
    """A picture, and its label file unless `labels` is None."""
    for part in ("images", "labels"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    path = folder / "images" / f"{name}.jpg"
    cv2.imwrite(str(path), np.random.default_rng(seed).integers(0, 256, (48, 64, 3), dtype=np.uint8))
    if labels is not None:
        (folder / "labels" / f"{name}.txt").write_text(labels, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "sets"
    bottles = folder / "conveyor_bottles"
    add(bottles, "IMG_4823_MOV_0001", f"{BOTTLE}\n{CAP}\n")
    add(bottles, "IMG_4823_MOV_0002", "")  # an empty belt
    add(bottles, "IMG_4821_MOV_0001", BOTTLE)
    (bottles / "classes.txt").write_text("Bottle\nCap\n", encoding="utf-8")
    add(folder / "doorstep_packages", "a", "0 0.5 0.5 0.2 0.2\n")
    return folder


def problems(data: Path) -> list[str]:
    return problems_of(lambda: refuse_unsound(data, say=lambda _: None)).splitlines()


def test_sound_sets_are_taken_and_named(data: Path) -> None:
    said: list[str] = []
    refuse_unsound(data, say=said.append)
    assert said == ["looking at the 3 pictures of conveyor_bottles", "looking at the 1 pictures of doorstep_packages"]
    refuse_unsound(None, say=said.append)


def test_everything_wrong_is_listed_at_once(data: Path) -> None:
    bottles, doorsteps = data / "conveyor_bottles", data / "doorstep_packages"
    corrupt = bottles / "images" / "IMG_4823_MOV_0001.jpg"
    corrupt.write_bytes(corrupt.read_bytes()[:20])
    unlabelled = add(bottles, "IMG_4823_MOV_0003", None)
    add(bottles, "IMG_4823_MOV_0004", "0 0.9 0.5 0.9 0.4\n")
    add(doorsteps, "b", "3 0.5 0.5 0.2 0.2\n0 0.5\n")
    (bottles / "classes.txt").write_text("Cap\nBottle\n", encoding="utf-8")
    (data / "trashnet").mkdir()
    said = problems(data)
    assert f"{corrupt}: is not an image that can be decoded" in said
    assert f"{bottles / 'classes.txt'}: the classes are Cap, Bottle; Bottle, Cap are learnt from" in said
    assert f"{unlabelled}: has no label file {bottles / 'labels' / 'IMG_4823_MOV_0003.txt'}" in said
    assert f"{bottles / 'labels' / 'IMG_4823_MOV_0004.txt'}:1: the box reaches out of the picture" in said
    assert f"{doorsteps / 'labels' / 'b.txt'}:1: class 3 is not in names (0 … 0)" in said
    assert f"{doorsteps / 'labels' / 'b.txt'}:2: has 1 coordinates; a box has 4, a polygon 6 or more" in said
    assert "trashnet: holds no picture" in said
    assert said[-1] == "nothing was trained"
    assert len(said) == 8


@pytest.mark.parametrize(
    ("held_out", "said"),
    [
        (True, "no picture of the held-out videos IMG_4821, IMG_4825 shows a bottle"),
        (False, "no picture to learn from"),
    ],
)
def test_a_side_of_the_split_without_a_bottle_is_refused(data: Path, held_out: bool, said: str) -> None:
    labels = data / "conveyor_bottles" / "labels"
    (labels / f"{'IMG_4821' if held_out else 'IMG_4823'}_MOV_0001.txt").write_text(CAP, encoding="utf-8")
    assert said in problems(data)[0]


def test_a_folder_without_any_set_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path)[0].startswith("holds none of the sets that are learnt from: conveyor_bottles, ")


def test_the_training_says_it_before_it_makes_a_picture(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unlabelled = add(data / "conveyor_bottles", "IMG_4823_MOV_0003", None)
    words = ["--data", str(data), "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")]
    assert train_detector(words) == 2
    assert f"{unlabelled}: has no label file" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()
    assert not (tmp_path / "out").exists()
