"""`inspector rehearse` with wrong input: one message that lists all of it, before anything is started or written."""

import tomllib
from pathlib import Path

import pytest

from inspector.app.rehearsal import Rehearsal, run_rehearsal, station_text
from inspector.config.load import parse_config
from inspector.domain.errors import ConfigError, StartupError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures by name; what is in them is never looked at here."""
    place = tmp_path / 'it\'s "top"'
    place.mkdir()
    for name in ("a1.png", "b1.png"):
        (place / name).touch()
    return place


def rehearsal(folder: Path, data_dir: Path, **changes: str) -> Rehearsal:
    given: dict[str, str | None] = {"pattern": None, "item": None, "damaged": None, **changes}
    return Rehearsal(
        cameras={"top": folder},
        pattern=given["pattern"],
        item=given["item"],
        damaged=given["damaged"],
        items=None,
        belt_mm_s=1500,
        data_dir=data_dir,
    )


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("item", "(", "--item (: is no regular expression"),
        ("item", "a", "--item a: has no group (?P<item>…)"),
        ("item", "(?P<item>x)?", "a1.png does not match the item pattern"),
        ("damaged", "(", "--damaged (: is no regular expression"),
        ("pattern", "/abs/*", "--pattern /abs/*: is no glob below a folder"),
        ("pattern", "..", "--pattern ..: is no glob below a folder"),
        ("pattern", "none*", "holds no picture that matches"),
    ],
)
def test_a_wrong_pattern_is_named(folder: Path, tmp_path: Path, option: str, value: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        run_rehearsal(rehearsal(folder, tmp_path / "out", **{option: value}), say=lambda _line: None)
    assert said in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_all_wrong_patterns_are_named_at_once(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        run_rehearsal(rehearsal(folder, tmp_path / "out", item="(", damaged="[", pattern="/*"), say=lambda _line: None)
    assert len(caught.value.problems) == 3


def test_a_data_folder_that_can_not_be_made_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartupError) as caught:
        run_rehearsal(rehearsal(folder, tmp_path / "file" / "out"), say=lambda _line: None)
    assert "--data-dir" in str(caught.value)
    assert "Not a directory" in str(caught.value)


def test_a_folder_of_somebody_else_is_refused_and_left_alone(folder: Path, tmp_path: Path) -> None:
    held = {file.name for file in folder.iterdir()}
    with pytest.raises(StartupError, match=r"holds a1\.png, b1\.png and was not made by `inspector rehearse`"):
        run_rehearsal(rehearsal(folder, folder), say=lambda _line: None)
    assert {file.name for file in folder.iterdir()} == held


def test_quotes_in_patterns_and_paths_arrive_in_the_station_s_file(folder: Path, tmp_path: Path) -> None:
    item, pattern = r"(?P<item>[ab'\"]\d)", "[!']*.png"
    text = station_text(rehearsal(folder, tmp_path / 'o"ut', item=item, pattern=pattern), port=1883)
    config = parse_config(tomllib.loads(text), subject="test")
    (camera,) = config.cameras
    assert (camera.options["name_pattern"], camera.options["pattern"]) == (item, pattern)
    assert camera.options["folder"] == str(folder)
    assert config.paths.data_dir == tmp_path / 'o"ut'
