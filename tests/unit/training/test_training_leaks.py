"""What is held out is not learnt from: the training's own sets, and sets that leak."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.training.damage import __main__ as damage
from inspector.training.damage import sample_leaks, sources
from inspector.training.damage.recipe import products
from inspector.training.damage.samples import Index, Sample, save
from inspector.training.detector import main as train_detector
from inspector.training.detector_data import SetSize, TrainingSet, build_set
from inspector.training.detector_leaks import refuse_shared
from tests.support.refusals import problems_of


def picture(seed: int, side: int = 224) -> np.typing.NDArray[np.uint8]:
    rough = np.random.default_rng(seed).integers(0, 256, (7, 7, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(rough, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def sample(seed: int, source: str, group: str) -> Sample:
    classes = np.zeros((224, 224), np.uint8)
    return Sample(
        query=picture(seed),
        reference=picture(seed + 500),
        classes=classes,
        source=source,
        group=group,
        product=str(seed),
        kinds="",
        severity="",
    )


def index(folder: Path, samples: list[Sample]) -> Index:
    save(folder, iter(samples))
    return Index.of(folder)


def test_samples_that_share_a_product_or_a_picture_are_refused(tmp_path: Path) -> None:
    learn = index(
        tmp_path / "train", [sample(1, "grocery", "Milk"), sample(2, "drawn", "carton"), sample(3, "board", "a")]
    )
    fine = index(tmp_path / "fine", [sample(11, "grocery", "Juice"), sample(12, "drawn", "carton")])
    sample_leaks.refuse_shared(learn, fine)
    leaking = index(tmp_path / "val", [sample(4, "grocery", "Milk"), sample(2, "drawn", "carton")])
    said = problems_of(lambda: sample_leaks.refuse_shared(learn, leaking)).splitlines()
    assert said[:2] == [
        "leak: group 'grocery Milk' is in train (1) and in val (1)",
        "leak: the same picture: train/000001_q.jpg (train), val/000001_q.jpg (val)",
    ]
    assert "nothing was trained" in said[2]


def test_what_was_made_up_for_a_sample_is_a_product_of_its_own() -> None:
    rows = [
        {"source": "grocery", "group": "Milk"},
        {"source": "drawn", "group": "drawn"},
        {"source": "drawn", "group": "carton"},
    ]
    assert [sample_leaks.product_of(row) for row in rows] == ["grocery Milk", None, None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "set"
    build_set(folder, SetSize(rendered=24, validation=12, real=0, belts=4), data=None, say=lambda _: None)
    return folder


def found_in(folder: Path) -> TrainingSet:
    return TrainingSet(first=folder / "first.yaml", refine=folder / "refine.yaml")


def test_the_detectors_own_set_shares_nothing(built: Path) -> None:
    refuse_shared(found_in(built), None)


def test_nothing_of_a_former_set_is_learnt_from(tmp_path: Path) -> None:
    small = SetSize(rendered=12, validation=6, real=0, belts=1)
    build_set(tmp_path, small, data=None, say=lambda _: None)
    stray = tmp_path / "images" / "train" / "cb_IMG_4823_MOV_0001.jpg"  # of a set with bottles
    cv2.imwrite(str(stray), picture(1))
    said: list[str] = []
    build_set(tmp_path, small, data=None, say=said.append)
    assert said == [], "the same set is used again"
    assert stray.exists()
    found = build_set(tmp_path, SetSize(rendered=12, validation=6, real=0, belts=2), data=None, say=said.append)
    assert said
    assert not stray.exists()
    assert stray.name not in found.first.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_held_out_video_or_line_that_is_learnt_from_is_refused(built: Path, tmp_path: Path) -> None:
    bottles = tmp_path / "conveyor_bottles" / "images"
    bottles.mkdir(parents=True)
    cv2.imwrite(str(bottles / "IMG_4821_MOV_0001.jpg"), picture(1))
    stray = [built / "images" / "train" / name for name in ("cb_IMG_4821_MOV_0002.jpg", "r2000_top_99999.jpg")]
    listed = (built / "first.txt").read_text(encoding="utf-8")
    for number, path in enumerate(stray):
        cv2.imwrite(str(path), picture(20 + number))
    (built / "first.txt").write_text(listed + "".join(f"{path}\n" for path in stray), encoding="utf-8")
    said = problems_of(lambda: refuse_shared(found_in(built), tmp_path)).splitlines()
    assert said[0] == "leak: group 'IMG_4821' is in held out (1) and in train (1)"
    assert said[1].startswith("leak: group 'line r2000' is in train (1) and in val (")
    (built / "first.txt").write_text(listed, encoding="utf-8")


def test_the_training_stops_there_with_one_message(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before torch is loaded, so that this needs no extra."""
    monkeypatch.setattr("inspector.training.detector.build_set", lambda *_args, **_given: found_in(built))
    listed = (built / "refine.txt").read_text(encoding="utf-8")
    leaking = next((built / "images" / "val").iterdir())
    (built / "refine.txt").write_text(f"{listed}{leaking}\n", encoding="utf-8")
    assert train_detector(["--work", str(tmp_path), "--out", str(tmp_path / "bundle")]) == 2
    said = capsys.readouterr().err
    assert "leak: the same picture" in said
    assert "nothing was trained" in said
    assert not (tmp_path / "bundle").exists()
    (built / "refine.txt").write_text(listed, encoding="utf-8")


def test_cartons_are_held_out_by_sku_not_by_photo(tmp_path: Path) -> None:
    held, other = sources.HELD_OUT_GROCERIES[0], "Arla-Standard-Milk"
    for part in ("train", "val"):
        for sku in (held, other):
            (tmp_path / part / "Milk" / sku).mkdir(parents=True)
            (tmp_path / part / "Milk" / sku / "1.jpg").write_bytes(b"")
    learn, check = (sources.grocery_photos(tmp_path, held_out=held_out) for held_out in (False, True))
    assert [path.relative_to(tmp_path).as_posix() for path in learn] == [f"train/Milk/{other}/1.jpg"]
    assert [path.relative_to(tmp_path).as_posix() for path in check] == [f"val/Milk/{held}/1.jpg"]


def test_a_board_photo_that_is_held_out_under_another_name_is_not_learnt_from(tmp_path: Path) -> None:
    for name, seed in (("train/glass/a", 1), ("train/metal/b", 2), ("val/plastic/c", 1), ("train/paper/d", 3)):
        (tmp_path / name).parent.mkdir(parents=True)
        cv2.imwrite(str(tmp_path / f"{name}.jpg"), picture(seed))
    learn, check = (sources.board_photos(tmp_path, held_out=held_out) for held_out in (False, True))
    assert [path.stem for path in learn] == ["b"]
    assert [path.stem for path in check] == ["c"]


def test_sets_that_hold_nothing_to_use_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = problems_of(lambda: products(tmp_path, "val", np.random.default_rng(0))).splitlines()
    assert said == [
        f"{name}: holds nothing to use for val" for name in ("grocery_packages", "trashnet", "conveyor_bottles")
    ]
    words = ["samples", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--split", "val", "--count", "1"]
    assert damage.main(words) == 2
    assert "trashnet: holds nothing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
