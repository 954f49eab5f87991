"""`evaluate_items` over every layout it knows, and every way in which it can be wrong."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.domain.errors import ConfigError
from inspector.domain.verdict import Disposition
from inspector.training.evaluate.item_cameras import Cameras
from inspector.training.evaluate.item_set import read_item_set
from inspector.training.evaluate.items import Opinion, evaluate_items
from inspector.training.evaluate.labelled_item import WORDS, LabelledItem
from inspector.training.evaluate.pictures import read_picture
from tests.support.refusals import problems_of


def save(path: Path, grey: int, *, mark: int = 0) -> None:
    """A grey picture; another `mark` makes another file of the same mean."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = np.full((8, 8, 3), grey, np.uint8)
    image[0, mark], image[1, mark] = (grey - 1, grey + 1) if mark else (grey, grey)
    assert cv2.imwrite(str(path), image)


def judge(item: LabelledItem) -> Opinion:
    """The darker the darkest view, the worse; very dark diverts, dark is reviewed, white can not be judged."""
    grey = min(float(read_picture(view.path).mean()) for view in item.views)
    if grey > 250:
        return Opinion(score=0.0, disposition=Disposition.NO_DECISION)
    limits = ((60, Disposition.DIVERT), (120, Disposition.REVIEW), (999, Disposition.PASS))
    return Opinion(score=1 - grey / 255, disposition=next(said for limit, said in limits if grey < limit))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, grey in enumerate((20, 40, 100, 180)):
        save(tmp_path / "damaged" / f"d{number}.png", grey)
    for number, grey in enumerate((200, 210, 220, 100, 255)):
        save(tmp_path / "intact" / f"i{number}.png", grey, mark=number if grey < 255 else 0)
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
    items = read_item_set(tmp_path).items
    assert [(item.name, item.damaged, [view.camera for view in item.views]) for item in items] == [
        ("a", True, ["side", "top"]),
        ("b", True, ["side", "top"]),
        ("c", False, ["top"]),
    ]
    assert evaluate_items(tmp_path, judge, rounds=5).recall == 1.0


def test_files_of_one_serial_are_one_item(tmp_path: Path) -> None:
    for serial, truth in (("1_7", "damaged"), ("1_8", "intact")):
        for camera in ("top", "side"):
            save(tmp_path / truth / f"{serial}_{camera}.png", 99, mark=int(serial[-1]) - 4)
    items = read_item_set(tmp_path, group_by_serial=True).items
    assert [(item.name, {view.camera for view in item.views}) for item in items] == [
        ("1_7", {"side", "top"}),
        ("1_8", {"side", "top"}),
    ]
    assert len(read_item_set(tmp_path).items) == 4


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
    items = read_item_set(table).items
    assert [view.camera for view in items[0].views] == ["top", "side"]
    assert [item.damaged for item in items] == [True, False, True, False]
    found = evaluate_items(table, judge, rounds=50)
    assert set(found.groups) == {"line1", "line2"}
    assert found.groups["line1"].damaged_stopped == 1
    assert found.groups["line1"].auroc == 1.0
    assert found.to_json()["groups"]["line2"]["intact"] == 1


def test_a_cell_may_hold_a_line_break(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(
        'path,label,item,sku\ndamaged/d0.png,damaged,"A\n1",S\u2028T\nintact/i0.png,intact,B,S\n', encoding="utf-8"
    )
    assert [(item.name, item.sku) for item in read_item_set(table).items] == [("A\n1", "S\u2028T"), ("B", "S")]


def test_what_is_wrong_is_told_with_the_line_that_its_row_begins_on(folder: Path) -> None:
    table = folder / "list.csv"
    head = 'path,label,item\ndamaged/d0.png,damaged,"A\n\n1"\n\n'
    table.write_text(f'{head}intact/i0.png,wrong,"B\n2"\nintact/i1.png\n', encoding="utf-8")
    said = problems_of(lambda: read_item_set(table)).splitlines()
    words = ", ".join(WORDS)
    assert [line for line in said if line.startswith("line ")] == [
        f"line 6: label 'wrong' is none of {words}",
        f"line 8: label None is none of {words}",
    ]
    table.write_text(f'{head}damaged/d1.png,damaged,"B\nintact/i0.png,intact,C\n', encoding="utf-8")
    said = problems_of(lambda: read_item_set(table)).splitlines()
    assert said == ["line 6: can not be read as CSV: unexpected end of data"], "not an item that ate the others"


def test_with_a_station_every_picture_is_of_one_of_its_cameras(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(
        "path,label,camera\ndamaged/d0.png,damaged,top\ndamaged/d1.png,damaged,\nintact/i0.png,intact,left\n",
        encoding="utf-8",
    )
    both = Cameras(names=("side", "top"))
    said = problems_of(lambda: read_item_set(table, station=both))
    assert "pictures that name no camera: 1; say in column camera or with --camera which of: side, top" in said
    assert "camera 'left': the station has no such camera; it has: side, top" in said
    table.write_text(table.read_text().replace("left", "side"), encoding="utf-8")
    items = read_item_set(table, station=replace(both, unnamed="side")).items
    assert [item.views[0].camera for item in items] == ["top", "side", "side"]
    anywhere = read_item_set(table, station=Cameras(unnamed="x")).items
    assert [item.views[0].camera for item in anywhere] == ["top", "x", "side"]


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
        "item 'A': several views of camera camera",
    ):
        assert part in said, part
    table.write_text("file,truth\na,b\n", encoding="utf-8")
    assert "missing: path, label" in problems_of(lambda: read_item_set(table))
    table.write_bytes(b"\xff\xfe\x00")
    assert "can not be read as CSV" in problems_of(lambda: read_item_set(table))


PARTS = """path,label,item,sku,class,severity,split
damaged/d0.png,damaged,A,S1,hole,major,test
damaged/d1.png,damaged,B,S1,hole+dent,minor,test
damaged/d3.png,damaged,C,S2,dent,minor,test
intact/i0.png,intact,D,S1,,,test
intact/i3.png,intact,E,S2,,,test
damaged/d2.png,damaged,F,S2,dent,major,train
"""


def test_products_classes_and_severities_have_figures_of_their_own(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(PARTS, encoding="utf-8")
    found = evaluate_items(table, judge, rounds=20)
    assert (found.split, found.ranking.bad, found.ranking.good) == ("test", 3, 2)
    assert {sku: (one.damaged, one.intact, one.recall, one.auroc) for sku, one in found.skus.items()} == {
        "S1": (2, 1, 1.0, 1.0),
        "S2": (1, 1, 0.0, 0.0),
    }
    # Damage is measured against all intact items, whatever their product.
    assert {name: (one.damaged, one.intact) for name, one in found.classes.items()} == {"dent": (2, 2), "hole": (2, 2)}
    assert (found.severities["minor"].recall, found.severities["minor"].false_divert) == (0.5, 0.5)
    assert found.severities["major"].recall_ci == pytest.approx((0.025, 1.0))  # exact: one of one shows little
    out = found.to_json()
    assert out["classes"]["hole"]["recall_at_1pct_fpr"] == 1.0
    assert out["items"][1]["classes"] == ["hole", "dent"]
    assert json.loads(json.dumps(out, allow_nan=False)) == out


def test_a_figure_without_a_spread_says_what_so_few_items_allow(folder: Path) -> None:
    for path in (folder / "intact" / "i3.png", folder / "damaged" / "d3.png"):
        path.unlink()
    found = evaluate_items(folder, judge, rounds=20)
    assert found.ranking.recall_at_1pct_fpr_ci == (1.0, 1.0)
    assert "all of 3 bad ones found: so few allow a recall of 0.292 … 1.000 (exact 95 %)" in found.ranking.notes


def test_items_that_are_there_twice_are_noted(folder: Path) -> None:
    shutil.copy(folder / "damaged" / "d0.png", folder / "damaged" / "d9.png")
    notes = evaluate_items(folder, judge, rounds=5).to_json()["notes"]
    assert "1 of 10 items repeat others: they count again, so intervals are too narrow" in notes


def test_the_split_is_said_or_the_last_that_is_there(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(PARTS, encoding="utf-8")
    assert "--split val: no such split; splits are: test, train" in problems_of(
        lambda: read_item_set(table, split="val")
    )
    assert "no intact item was found in train" in problems_of(lambda: read_item_set(table, split="train"))
    table.write_text(PARTS.replace(",test", ",train"), encoding="utf-8")
    assert "every item is of train" in problems_of(lambda: read_item_set(table))
    assert "--split test: no such split; splits are: none" in problems_of(lambda: read_item_set(folder, split="test"))


def test_what_splits_share_is_refused_in_every_case_and_told_where_it_is_allowed(folder: Path) -> None:
    table = folder / "list.csv"
    for number in range(2):
        shutil.copy(folder / "damaged" / f"d{number}.png", folder / "damaged" / f"again{number}.png")
    table.write_text(
        "path,label,group,split\ndamaged/d0.png,damaged,G1,test\ndamaged/d1.png,damaged,G2,test\n"
        "intact/i0.png,intact,G3,test\ndamaged/again0.png,damaged,G1,train\ndamaged/again1.png,damaged,,val\n",
        encoding="utf-8",
    )
    said = problems_of(lambda: read_item_set(table))
    leaks = (
        "group 'G1' is in test (1) and in train (1)",
        "the same picture: damaged/again0.png (train), damaged/d0.png (test)",
        "the same picture: damaged/again1.png (val), damaged/d1.png (test)",
    )
    assert [line for line in said.splitlines() if line.startswith("leak: ")] == [f"leak: {leak}" for leak in leaks]
    assert evaluate_items(table, judge, rounds=5, allow_leaks=True).to_json()["leaks"] == list(leaks)


def test_what_a_product_was_taught_with_is_refused_and_told_where_it_is_allowed(folder: Path) -> None:
    def knows(item: LabelledItem) -> Opinion:
        return replace(judge(item), taught_by=("top",) if item.name in ("i0", "i2") else ())

    said = [f"item {name!r} was taught: a golden picture of its product, camera top" for name in ("i0", "i2")]
    assert problems_of(lambda: evaluate_items(folder, knows)).splitlines()[:2] == [f"leak: {line}" for line in said]
    assert evaluate_items(folder, knows, rounds=5, allow_leaks=True).leaks == tuple(said)


def test_a_picture_under_both_labels_is_listed(folder: Path) -> None:
    shutil.copy(folder / "damaged" / "d0.png", folder / "intact" / "copy.png")
    said = problems_of(lambda: read_item_set(folder))
    assert "the same picture has two labels: damaged (damaged/d0.png) and intact (intact/copy.png)" in said


def test_columns_that_contradict_themselves_are_listed(folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text(
        "path,label,item,sku,class,split\ndamaged/d0.png,damaged,A,S1,hole,test\ndamaged/d1.png,damaged,A,S2,hole,val\n"
        "intact/i0.png,intact,B,,hole,test\nintact/i1.png,intact,C,,,dev\nintact/i2.png,intact,D,,,\n",
        encoding="utf-8",
    )
    said = problems_of(lambda: read_item_set(table))
    for part in (
        "item 'A': its rows disagree about sku, split",
        "line 4: is intact, and yet has a class",
        "line 5: split 'dev' is none of train, val, test",
        "item 'D': has no split, others have",
    ):
        assert part in said, part
