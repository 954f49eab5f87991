"""Contact sheets: a tile for every try, and bad input told at once."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.training.defects import HARD_NEGATIVES
from inspector.training.defects.__main__ import TILE_PX, main


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos" / "below"
    folder.mkdir(parents=True)
    for number in range(3):
        rough = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.jpg"), cv2.resize(rough, (320, 240), interpolation=cv2.INTER_CUBIC))
    return folder.parent


def test_a_row_for_each_kind_and_a_column_for_each_try(photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.jpg"
    words = ["--out", str(out), "--images", str(photos), "--kinds", "dent,label_wrong", "--columns", "4", "--outline"]
    assert main(words) == 0
    sheet = cv2.imread(str(out))
    assert sheet is not None
    assert sheet.shape == (2 * TILE_PX, 4 * TILE_PX, 3)


def test_innocent_changes_have_sheets_of_their_own(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    assert main(["--out", str(out), "--innocent", "--columns", "1"]) == 0
    sheet = cv2.imread(str(out))
    assert sheet is not None
    assert sheet.shape[0] == len(HARD_NEGATIVES) * TILE_PX


def test_everything_wrong_is_told_and_nothing_is_written(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "torn.jpg").write_bytes(b"\xff\xd8 not all of it")
    out = tmp_path / "none" / "sheet.txt"
    assert main(["--out", str(out), "--images", str(photos), "--kinds", "dent,dint", "--columns", "0"]) == 2
    said = capsys.readouterr().err
    for part in ("unknown kinds: dint; there are dent,", "no picture's name", "none: no such folder", "at least 1"):
        assert part in said
    assert f"{photos / 'torn.jpg'}: is not an image that can be decoded" in said
    assert not out.parent.exists()


def test_a_folder_without_pictures_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["--out", str(tmp_path / "sheet.jpg"), "--images", str(tmp_path / "empty")]) == 2
    assert "holds no picture" in capsys.readouterr().err
