"""`evaluate_items` over every layout it knows, and every way in which it can be wrong."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.domain.errors import ConfigError
from inspector.domain.verdict import Disposition
from inspector.training.evaluate.item_set import View, read_item_set
from inspector.training.evaluate.items import Opinion, evaluate_items
from inspector.training.evaluate.pictures import read_picture


def save(path: Path, grey: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((8, 8, 3), grey, np.uint8))


def judge(views: Sequence[View]) -> Opinion:
    """The darker the darkest view, the worse; very dark diverts, dark is reviewed, white can not be judged."""
    grey = min(float(read_picture(view.path).mean()) for view in views)
    if grey > 250:
        return Opinion(score=0.0, disposition=Disposition.NO_DECISION)
    limits = ((60, Disposition.DIVERT), (120, Disposition.REVIEW), (999, Disposition.PASS))
    return Opinion(score=1 - grey / 255, disposition=next(said for limit, said in limits if grey < limit))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, grey in enumerate((20, 40, 100, 180)):
        save(tmp_path / "damaged" / f"d{number}.png", grey)
    for number, grey in enumerate((200, 210, 220, 100, 255)):
        save(tmp_path / "intact" / f"i{number}.png", grey)
    return tmp_path


def test_scores_and_decisions_are_counted(folder: Path) -> None:
    found = evaluate_items(folder, judge, rounds=100)
    assert found.ranking.auroc == pytest.approx((5 + 5 + 4.5 + 4) / 20)
    assert found.confusion["damaged"] == {"PASS": 1, "DIVERT": 2, "REVIEW": 1, "NO_DECISION": 0}
    assert found.confusion["intact"] == {"PASS": 3, "DIVERT": 0, "REVIEW": 1, "NO_DECISION": 1}
    assert found.recall == 0.75
    assert found.false_divert == 0.4
    assert found.recall_ci[0] <= 0.75 <= found.recall_ci[1]
    assert found.wrong == ("d3", "i3", "i4")
    assert found.groups == {}


def test_the_json_holds_the_promised_keys_and_no_nan(folder: Path) -> None:
    out = evaluate_items(folder, judge, rounds=20).to_json()
    wanted = {"n", "auroc", "auroc_ci", "ap", "recall_at_1pct_fpr", "recall_at_5pct_fpr", "confusion", "groups"}
    assert wanted <= set(out)
    assert out["n"] == 9
    assert json.loads(json.dumps(out, allow_nan=False)) == out


def test_a_sub_folder_is_one_item_of_several_views(tmp_path: Path) -> None:
    for name, greys in (("a", (220, 30)), ("b", (30, 220))):
        for camera, grey in zip(("side", "top"), greys, strict=True):
            save(tmp_path / "damaged" / name / f"{camera}.png", grey)
    save(tmp_path / "intact" / "c" / "top.png", 220)
    items = read_item_set(tmp_path)
    assert [(item.name, item.damaged, [view.camera for view in item.views]) for item in items] == [
        ("a", True, ["side", "top"]),
        ("b", True, ["side", "top"]),
        ("c", False, ["top"]),
    ]
    assert evaluate_items(tmp_path, judge, rounds=5).recall == 1.0


def test_files_of_one_serial_are_one_item(tmp_path: Path) -> None:
    for serial, truth in (("1_7", "damaged"), ("1_8", "intact")):
        for camera in ("top", "side"):
            save(tmp_path / truth / f"{serial}_{camera}.png", 99)
    items = read_item_set(tmp_path, group_by_serial=True)
    assert [(item.name, {view.camera for view in item.views}) for item in items] == [
        ("1_7", {"side", "top"}),
        ("1_8", {"side", "top"}),
    ]
    assert len(read_item_set(tmp_path)) == 4


def test_one_folder_per_camera_needs_serials(tmp_path: Path) -> None:
    for camera in ("top", "side"):
        save(tmp_path / camera / "damaged" / f"5_{camera}.png", 30 if camera == "side" else 220)
        save(tmp_path / camera / "intact" / f"6_{camera}.png", 220)
    with pytest.raises(ConfigError, match="side, top"):
        read_item_set(tmp_path)
    found = evaluate_items(tmp_path, judge, group_by_serial=True, rounds=5)
    assert (found.ranking.bad, found.ranking.good) == (1, 1)
    assert found.recall == 1.0


def test_a_csv_names_items_groups_and_cameras(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(
        "path,label,item,group,camera\n"
        "damaged/d0.png,damaged,A,line1,top\nintact/i0.png,damaged,A,line1,side\n"
        "intact/i1.png,intact,B,line1,top\ndamaged/d1.png,1,,line2,\nintact/i2.png,good,,line2,\n",
        encoding="utf-8",
    )
    items = read_item_set(table)
    assert [view.camera for view in items[0].views] == ["top", "side"]
    assert [item.damaged for item in items] == [True, False, True, False]
    found = evaluate_items(table, judge, rounds=50)
    assert set(found.groups) == {"line1", "line2"}
    assert found.groups["line1"].damaged_stopped == 1
    assert found.groups["line1"].auroc == 1.0
    assert found.to_json()["groups"]["line2"]["intact"] == 1


def problems_of(act: Callable[[], object]) -> str:
    with pytest.raises(ConfigError) as caught:
        act()
    return "\n".join(caught.value.problems)


def test_missing_and_empty_folders_are_listed(tmp_path: Path) -> None:
    assert "no such folder or CSV" in problems_of(lambda: read_item_set(tmp_path / "x"))
    (tmp_path / "damaged").mkdir()
    said = problems_of(lambda: read_item_set(tmp_path))
    assert "damaged: is empty" in said
    assert "intact: no such folder" in said


def test_one_kind_alone_is_refused(folder: Path) -> None:
    for path in (folder / "damaged").iterdir():
        path.unlink()
    (folder / "damaged" / "note.txt").write_text("no picture", encoding="utf-8")
    assert "no damaged item" in problems_of(lambda: read_item_set(folder))


def test_unreadable_pictures_and_empty_items_are_listed_together(folder: Path) -> None:
    (folder / "damaged" / "d1.png").write_bytes(b"")
    (folder / "intact" / "i1.png").write_bytes(b"GIF89a no")
    (folder / "intact" / "empty").mkdir()
    said = problems_of(lambda: evaluate_items(folder, judge))
    assert "d1.png: is not an image" in said
    assert "i1.png: is not an image" in said
    assert "intact/empty: holds no picture" in said


def test_all_that_is_wrong_with_a_csv_is_listed_together(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(
        "path,label,item\ndamaged/d0.png,broken,\n,intact,\nnone.png,intact,\n"
        "damaged/d1.png,damaged,A\nintact/i1.png,intact,A\n",
        encoding="utf-8",
    )
    said = problems_of(lambda: read_item_set(table))
    for part in (
        "line 2: label 'broken'",
        "line 3: has no path",
        "none.png: no such file",
        "item 'A': its rows disagree",
    ):
        assert part in said, part
    table.write_text("file,truth\na,b\n", encoding="utf-8")
    assert "missing: path, label" in problems_of(lambda: read_item_set(table))
    table.write_bytes(b"\xff\xfe\x00")
    assert "can not be read as CSV" in problems_of(lambda: read_item_set(table))
