"""`evaluate_detector` on a drawn YOLO set, and every way in which the set can be wrong."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.domain.detection import Detection, Detections
from inspector.domain.frame import Frame
from inspector.training.evaluate.data_yaml import read_data_yaml
from inspector.training.evaluate.detector import evaluate_detector
from inspector.training.evaluate.detector_figures import DetectorFigures
from inspector.training.evaluate.grouping import group_by
from inspector.training.evaluate.yolo_dataset import label_file, read_yolo_dataset
from tests.support.refusals import problems_of

COLOURS = {"item": (200, 40, 40), "deformation": (40, 200, 40), "spillage": (40, 40, 200)}


class ColourDetector:
    """Finds the pixels of each class's own colour; `blind` classes are never found, `ghosts` always."""

    def __init__(self, *, blind: tuple[str, ...] = (), ghosts: tuple[str, ...] = ()) -> None:
        self.blind, self.ghosts = blind, ghosts

    @property
    def model(self) -> str:
        return "colours@1.0.0#00000000"

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(COLOURS)

    def detect(self, frame: Frame) -> Detections:
        found = []
        for label, colour in COLOURS.items():
            rows, columns = np.nonzero((frame.image == colour).all(axis=2))
            if label not in self.blind and len(rows):
                box = (float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))
                found.append(Detection(label=label, score=0.9, xyxy=box))
            if label in self.ghosts:
                found.append(Detection(label=label, score=0.6, xyxy=(0.0, 0.0, 5.0, 5.0)))
        return Detections(camera=frame.camera, model=self.model, found=tuple(found))


def draw(root: Path, name: str, boxes: dict[str, tuple[int, int, int, int]], names: list[str]) -> None:
    image = np.full((80, 100, 3), 220, np.uint8)
    lines = []
    for label, (x0, y0, x1, y1) in boxes.items():
        image[y0:y1, x0:x1] = COLOURS[label]
        own = "Bottle" if label == "item" else label
        lines.append(f"{names.index(own)} {(x0 + x1) / 200} {(y0 + y1) / 160} {(x1 - x0) / 100} {(y1 - y0) / 80}")
    for folder, suffix in (("images", ".png"), ("labels", ".txt")):
        (root / "val" / folder).mkdir(parents=True, exist_ok=True)
        path = root / "val" / folder / (name + suffix)
        if suffix == ".txt":
            path.write_text("\n".join(lines), encoding="utf-8")
        else:
            assert cv2.imwrite(str(path), image[:, :, ::-1])


def write_yaml(root: Path, names: list[str], extra: str = "") -> Path:
    file = root / "data.yaml"
    file.write_text(
        f"path: .\ntrain: train/images\nval: val/images\nnc: {len(names)}\nnames: {names}\n{extra}", "utf-8"
    )
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    names = ["Bottle", "deformation", "Cap"]
    for number in range(6):
        draw(tmp_path, f"bad{number}", {"item": (10, 10, 30 + 6 * number, 60), "deformation": (70, 20, 90, 40)}, names)
        draw(tmp_path, f"fine{number}", {"item": (20, 10 + 8 * number, 60, 70)}, names)
    return write_yaml(tmp_path, names)


def run(data: Path, detector: ColourDetector | None = None, **options: object) -> DetectorFigures:
    given = {"class_map": {"Bottle": "item"}, "ignore": ("Cap",), "rounds": 30} | options
    return evaluate_detector(data, detector or ColourDetector(), **given)  # type: ignore[arg-type]


def test_a_perfect_detector_has_perfect_figures(data: Path) -> None:
    found = run(data)
    assert found.map50 == pytest.approx(1.0)
    assert found.map50_95 == pytest.approx(1.0)
    assert found.map50_ci == pytest.approx((1.0, 1.0))
    assert (found.n, found.unlabelled) == (12, 0)
    assert {name: one.n for name, one in found.classes.items()} == {"item": 12, "deformation": 6}
    assert found.classes["deformation"].recall == 1.0
    assert (found.pictures.good, found.pictures.bad, found.pictures.auroc) == (6, 6, 1.0)


def test_a_class_that_is_never_found_costs_its_share(data: Path) -> None:
    found = run(data, ColourDetector(blind=("deformation",)))
    assert found.map50 == pytest.approx(0.5)
    assert found.classes["deformation"].recall == 0.0
    assert found.classes["item"].recall == 1.0
    assert found.pictures.auroc == 0.5


def test_false_boxes_cost_precision_but_not_those_nobody_looked_for(data: Path) -> None:
    wrong = run(data, ColourDetector(ghosts=("deformation",)))
    assert wrong.classes["deformation"].recall == 1.0
    assert wrong.classes["deformation"].ap50 == pytest.approx(1.0)  # all ghosts score below every true box
    assert wrong.pictures.auroc == 1.0
    unasked = run(data, ColourDetector(ghosts=("spillage",)))
    assert unasked.map50 == pytest.approx(1.0)
    assert unasked.pictures.auroc == 1.0


def test_boxes_below_the_asked_score_are_not_recalled(data: Path) -> None:
    assert run(data, min_score=0.95).classes["item"].recall == 0.0


def test_without_defects_no_picture_is_ranked(data: Path) -> None:
    found = run(data, class_map={"Bottle": "item"}, ignore=("Cap", "deformation"))
    shown = found.to_json()
    assert (shown["auroc"], shown["recall_at_1pct_fpr"], shown["recall_at_5pct_fpr_ci"]) == (None, None, [None, None])
    assert "are needed to rank them" in shown["notes"][0]
    assert set(shown["classes"]) == {"item"}


def test_the_json_holds_the_promised_keys_and_no_nan(data: Path) -> None:
    out = run(data).to_json()
    ranked = {"auroc", "ap", "recall_at_1pct_fpr", "recall_at_5pct_fpr"}
    wanted = {"n", "map50", "map50_95", "map50_ci", "map50_95_ci"} | ranked | {f"{name}_ci" for name in ranked}
    assert wanted | {"classes", "ms_per_image"} <= set(out)
    assert out["n"] == 12
    assert set(out["classes"]["item"]) == {"n", "recall", "recall_ci", "ap50", "ap50_ci", "ap50_95"}
    assert json.loads(json.dumps(out, allow_nan=False)) == out


def test_a_picture_without_a_label_or_with_an_empty_one_shows_nothing(data: Path) -> None:
    (data.parent / "val" / "labels" / "fine0.txt").unlink()
    (data.parent / "val" / "labels" / "fine1.txt").write_bytes(b"")
    found = run(data)
    assert found.unlabelled == 2
    assert found.classes["item"].n == 10
    assert found.classes["item"].recall == 1.0
    assert found.classes["item"].ap50 < 0.99  # two boxes are found where nothing is said to be
    assert found.pictures.good == 6


def test_all_that_is_wrong_with_labels_and_pictures_is_listed_at_once(data: Path) -> None:
    labels, images = data.parent / "val" / "labels", data.parent / "val" / "images"
    (labels / "bad0.txt").write_text("0 0.5 0.5 0.2\n9 0.5 0.5 0.1 0.1\n0 0.5 0.5 1.7 0.1\nx y\n", encoding="utf-8")
    (labels / "bad1.txt").write_text("0 0.5 0.5 0 0.1\n0 0.5 nan 0.1 0.1\n0 0.9 0.5 0.3 0.1\n", encoding="utf-8")
    (labels / "bad2.txt").write_bytes(b"\xff\xfe\x00bad")
    (images / "fine0.png").write_bytes(b"")
    said = problems_of(lambda: run(data))
    for part in (
        "bad0.txt:1: has 3 coordinates",
        "bad0.txt:2: class 9",
        "bad0.txt:3: coordinates must be shares",
        "bad0.txt:4: is not a class number",
        "bad1.txt:1: the box has no width",
        "bad1.txt:2: coordinates must be shares",
        "bad1.txt:3: the box reaches out",
        "bad2.txt: can not be read as text",
        "fine0.png: is not an image",
    ):
        assert part in said, part


def test_a_class_the_model_does_not_know_is_explained(data: Path) -> None:
    said = problems_of(lambda: run(data, class_map={"Cup": "item"}, ignore=("Lid",)))
    assert "--map Cup: no such class" in said
    assert "--ignore Lid: no such class" in said
    assert "class 'Bottle' is not one of the model's" in said
    assert "use --map Bottle=" in said
    assert "nothing is left" in problems_of(lambda: run(data, ignore=("Bottle", "deformation", "Cap")))


def add_train(data: Path, *names: str) -> Path:
    """A train split made of copies of pictures of val, with their labels."""
    for kind, suffix in (("images", ".png"), ("labels", ".txt")):
        (data.parent / "train" / kind).mkdir(parents=True)
        for name in names:
            shutil.copy(
                data.parent / "val" / kind / (name + suffix), data.parent / "train" / kind / f"t_{name}{suffix}"
            )
    return data.parent / "train"


def test_what_splits_share_is_refused_in_every_case_together_with_all_else(data: Path) -> None:
    train = add_train(data, "bad0", "fine1", "fine2")
    image = np.asarray(cv2.imread(str(train / "images" / "t_fine2.png")))
    cv2.imwrite(str(train / "images" / "t_fine2.png"), cv2.GaussianBlur(image, (3, 3), 0))
    said = problems_of(lambda: run(data, class_map={}))
    assert "class 'Bottle' is not one of the model's" in said
    assert "leak: the same picture: train/images/t_bad0.png (train), val/images/bad0.png (val)" in said
    assert "leak: the same picture: train/images/t_fine1.png (train), val/images/fine1.png (val)" in said
    assert "leak: val/images/fine2.png (val) looks the same as train/images/t_fine2.png (train)" in said
    assert "--allow-leaks" in said


def test_a_leak_that_is_allowed_stands_in_the_result(data: Path) -> None:
    add_train(data, "bad0")
    found = run(data, allow_leaks=True).to_json()
    assert found["leaks"][0] == "the same picture: train/images/t_bad0.png (train), val/images/bad0.png (val)"


def test_a_video_in_two_splits_is_refused(data: Path) -> None:
    train = add_train(data, "bad0")
    cv2.imwrite(str(train / "images" / "t_bad0.png"), np.zeros((80, 100, 3), np.uint8))
    said = problems_of(lambda: run(data, group_of=group_by(r"(bad|fine)\d", data.parent)))
    assert "leak: group 'bad' is in train (1) and in val (6)" in said
    assert "--group finds nothing" in problems_of(lambda: run(data, group_of=group_by("bad", data.parent)))
    assert "is no regular expression" in problems_of(lambda: group_by("(", data.parent))


def test_an_empty_belt_looks_alike_in_every_video(data: Path) -> None:
    train = add_train(data, "fine0")
    for place in (data.parent / "val" / "labels" / "fine0.txt", train / "labels" / "t_fine0.txt"):
        place.write_text("\n", encoding="utf-8")
    image = np.asarray(cv2.imread(str(train / "images" / "t_fine0.png")))
    cv2.imwrite(str(train / "images" / "t_fine0.png"), cv2.GaussianBlur(image, (3, 3), 0))
    assert run(data).leaks == ()


def test_a_picture_of_another_split_that_can_not_be_compared_is_listed(data: Path) -> None:
    train = add_train(data, "fine0")
    (train / "images" / "t_fine0.png").write_bytes(b"")
    assert "t_fine0.png: is not an image" in problems_of(lambda: run(data))


def test_what_could_not_be_checked_is_noted(data: Path) -> None:
    (data.parent / "val" / "labels" / "fine0.txt").unlink()
    (data.parent / "val" / "labels" / "fine1.txt").write_bytes(b"")
    notes = run(data).to_json()["notes"]
    assert any("train could not be compared with val" in note for note in notes)
    assert "1 of 12 pictures have no label file: they count as showing nothing" in notes
    assert "1 of 12 pictures have an empty label file: they count as showing nothing" in notes


def test_pictures_that_are_there_twice_are_noted(data: Path) -> None:
    for kind, suffix in (("images", ".png"), ("labels", ".txt")):
        folder = data.parent / "val" / kind
        shutil.copy(folder / f"fine0{suffix}", folder / f"again{suffix}")
    assert any("1 of 13 pictures repeat others" in note for note in run(data).notes)


def test_a_split_without_any_label_is_refused(data: Path) -> None:
    for path in (data.parent / "val" / "labels").iterdir():
        path.write_bytes(b"")
    assert "val: no picture has a label" in problems_of(lambda: run(data))


def test_a_missing_split_folder_or_file_is_named(data: Path) -> None:
    assert "train/images: no such folder" in problems_of(lambda: run(data, split="train"))
    assert "splits are: train, val" in problems_of(lambda: run(data, split="test"))
    assert "can not be read" in problems_of(lambda: run(data.parent / "none.yaml"))


def test_an_empty_folder_is_named(data: Path) -> None:
    for path in (data.parent / "val" / "images").iterdir():
        path.unlink()
    assert "holds no picture" in problems_of(lambda: run(data))


def test_polygons_become_the_boxes_around_them(data: Path) -> None:
    label = data.parent / "val" / "labels" / "bad0.txt"
    label.write_text("0 0.1 0.2 0.5 0.2 0.5 0.6 0.1 0.6\n", encoding="utf-8")
    one = next(p for p in read_yolo_dataset(data, "val").pictures if p.path.stem == "bad0")
    assert one.boxes.tolist() == [pytest.approx([0.3, 0.4, 0.4, 0.4])]


def test_labels_lie_beside_images_by_the_last_folder_of_that_name() -> None:
    assert label_file(Path("/a/images/b/images/c.jpg")) == Path("/a/images/b/labels/c.txt")
    assert label_file(Path("/a/b/c.jpg")) == Path("/a/b/c.txt")


def test_the_yaml_of_common_exports_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(
        "# made by a tool\npath: '../set #1'  # quoted\ntrain: ../train/images\nval:\n  - a/images\n  - b/images\n"
        "test: # none\n\nnc: 2\nnames:\n  0: Bottle\n  1: 'Cap: red'\nkpt: [17,\n  3]\n",
        encoding="utf-8",
    )
    assert read_data_yaml(file) == {
        "path": "../set #1",
        "train": "../train/images",
        "val": ["a/images", "b/images"],
        "test": "",
        "nc": "2",
        "names": {"0": "Bottle", "1": "Cap: red"},
        "kpt": ["17", "3"],
    }


def test_class_names_stay_what_is_written(tmp_path: Path) -> None:
    """YAML's own types would make a truth value of `no` and a number of `1e3`."""
    file = tmp_path / "data.yaml"
    file.write_text("val: images\nnames: [no, 1e3, ~, 007]\n", encoding="utf-8")
    assert read_data_yaml(file)["names"] == ["no", "1e3", "~", "007"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("names: {0: a, 1: b}\nval: v\n- stray\n", "line 3"),
        ("names: [a, b\nval: v\n", "line 2"),
        ("names: 'a\n", "line 2"),
        ("names: \x07\n", "is not YAML"),
        ("- a\n- b\n", "is not a map"),
        ("", "is not a map"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(text, encoding="utf-8")
    assert said in problems_of(lambda: read_data_yaml(file))


def test_missing_names_and_a_missing_split_are_said_together(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text("train: images\nnames: {1: a}\n", encoding="utf-8")
    said = problems_of(lambda: read_yolo_dataset(file, "val"))
    assert "names: must list" in said
    assert "splits are: train" in said


def test_splits_given_as_lists_or_beside_the_file_are_found(data: Path) -> None:
    root = data.parent
    listing = root / "some.txt"
    listing.write_text("val/images/bad0.png\nval/images/fine0.png\n\n", encoding="utf-8")
    names = "names: [Bottle, deformation, Cap]\n"
    data.write_text(f"val: some.txt\n{names}", encoding="utf-8")
    assert len(read_yolo_dataset(data, "val").pictures) == 2
    data.write_text(f"val: ../val/images\n{names}", encoding="utf-8")
    assert len(read_yolo_dataset(data, "val").pictures) == 12
    data.write_text("val: val/images\nnames: {0: a, 2: b}\n", encoding="utf-8")
    assert "give each number from 0 a name" in problems_of(lambda: read_yolo_dataset(data, "val"))
