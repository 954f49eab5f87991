"""Boxes listed in a CSV: what is refused, what is cut out, how views make an item."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.config.locations import default_models_dir
from inspector.training.damage.boxes import main, measured
from inspector.training.damage.drawn_boxes import COLUMNS, Box, crop_of, read_boxes


def _write(path: Path, rows: list[list[object]], columns: tuple[str, ...] = (*COLUMNS, "group", "view")) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _picture(path: Path) -> Path:
    image = np.random.default_rng(1).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    image[20:60, 30:90] = (10, 20, 200)
    cv2.imwrite(str(path), image)
    return path


def test_everything_wrong_with_the_list_is_said_at_once(tmp_path: Path) -> None:
    _picture(tmp_path / "a.png")
    path = _write(
        tmp_path / "boxes.csv",
        [
            ["a.png", "broken", 0, 0, 9, 9, "1", "top"],
            ["a.png", "damaged", 9, 0, 3, 9, "1", "top"],
            ["b.png", "damaged", 0, 0, 9, 9, "2", "top"],
            ["a.png", "intact", "x", 0, 9, 9, "3", "top"],
        ],
    )
    with pytest.raises(ValueError, match=r"boxes\.csv") as caught:
        read_boxes(path)
    said = str(caught.value)
    for part in ("line 2: label 'broken'", "line 3: not a box", "line 4: no file", "line 5: left, top"):
        assert part in said


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        ([], (*COLUMNS,), "no rows"),
        ([["a.png", "intact"]], ("file", "label"), "no column left, top, right, bottom"),
        ([["a.png", "intact", 0, 0, 9, 9]], COLUMNS, "both damaged and intact"),
    ],
)
def test_a_list_that_can_not_be_measured(
    tmp_path: Path, rows: list[list[object]], columns: tuple[str, ...], said: str
) -> None:
    _picture(tmp_path / "a.png")
    with pytest.raises(ValueError, match=said):
        read_boxes(_write(tmp_path / "boxes.csv", rows, columns))


def test_the_crop_is_the_box(tmp_path: Path) -> None:
    path = _picture(tmp_path / "a.png")
    crop = crop_of(Box(path=path, damaged=False, xyxy=(31.0, 21.0, 89.0, 59.0), group="1", view="top"))
    assert crop.shape == (224, 224, 3)
    assert np.abs(crop[20:-20, 20:-20].astype(int) - np.array([200, 20, 10])).max() <= 1


def test_views_of_one_item_are_one_item() -> None:
    def box(group: str, view: str, *, damaged: bool) -> Box:
        return Box(path=Path("x"), damaged=damaged, xyxy=(0, 0, 1, 1), group=group, view=view)

    boxes = [box(str(n), view, damaged=n >= 20) for n in range(40) for view in ("side", "top")]
    # damage is seen in one view only: each view alone orders half of the items, both together all of them
    scores = np.array([0.9 if one.damaged and (int(one.group) % 2 == (one.view == "top")) else 0.1 for one in boxes])
    found = measured(boxes, scores)
    assert found["view side"]["auroc"] == pytest.approx(0.75)
    assert found["items, worst of views"]["auroc"] == 1.0
    assert found["items, sum of views"]["n"] == 40


def test_the_command_measures_the_shipped_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _picture(tmp_path / "a.png")
    rows: list[list[object]] = [["a.png", label, 30, 20, 90, 60] for label in ("damaged", "intact")]
    path = _write(tmp_path / "boxes.csv", rows, COLUMNS)
    assert main(["--csv", str(path), "--models", str(default_models_dir())]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["bundle"].startswith("item-defects@")
    assert found["view all"]["auroc"] == 0.5  # the same crop twice
    path.write_text("file\n", encoding="utf-8")
    assert main(["--csv", str(path), "--models", str(default_models_dir())]) == 2
    assert "no rows" in capsys.readouterr().err
