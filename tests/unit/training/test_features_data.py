"""What the feature network learns from: which files, which are held out, and the crops."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.domain.errors import ConfigError
from inspector.training.features_data import SHIPPABLE, SIDE, crops_of, part_of, random_crop, rendered_crops, sources


def picture(path: Path, seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    assert cv2.imwrite(str(path), noise)


def test_missing_sets_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "trashnet").mkdir()
    with pytest.raises(ConfigError) as caught:
        sources(tmp_path)
    assert len(caught.value.problems) == len(SHIPPABLE) - 1


def test_held_out_videos_and_parts_are_never_learnt_from(tmp_path: Path) -> None:
    for name in SHIPPABLE:
        (tmp_path / name).mkdir()
    for file in (
        "conveyor_bottles/images/IMG_4826_MOV_0001.jpg",
        "conveyor_bottles/images/IMG_4818_MOV_0001.jpg",
        "bottle_label_crops/good/IMG_4826_f0001_0.jpg",
        "bottle_label_crops/label_missing/IMG_4818_f0001_0.jpg",
        "grocery_packages/val/Juice/a.jpg",
        "trashnet/train/cardboard/b.jpg",
    ):
        picture(tmp_path / file)
    found = {str(source.path.relative_to(tmp_path)): source.held_out for source in sources(tmp_path)}
    assert found == {
        "conveyor_bottles/images/IMG_4826_MOV_0001.jpg": True,
        "conveyor_bottles/images/IMG_4818_MOV_0001.jpg": False,
        "bottle_label_crops/good/IMG_4826_f0001_0.jpg": True,
        "grocery_packages/val/Juice/a.jpg": True,
        "trashnet/train/cardboard/b.jpg": False,
    }


def test_a_picture_that_looks_like_a_held_out_one_is_not_learnt_from(tmp_path: Path) -> None:
    for name in SHIPPABLE:
        (tmp_path / name).mkdir()
    for file, seed in (
        ("trashnet/val/paper/held.png", 1),
        ("trashnet/train/paper/copy.png", 1),
        ("trashnet/train/paper/own.png", 2),
    ):
        picture(tmp_path / file, seed)
    brighter = np.asarray(cv2.imread(str(tmp_path / "trashnet/val/paper/held.png"))) // 2 + 100
    cv2.imwrite(str(tmp_path / "trashnet/train/paper/bright.png"), brighter)
    found = sources(tmp_path)
    assert [source.path.name for source in part_of(found, held_out=False)] == ["own.png"]
    assert [source.path.name for source in part_of(found, held_out=True)] == ["held.png"]


def test_crops_have_the_networks_size_and_repeat(tmp_path: Path) -> None:
    for name in SHIPPABLE:
        (tmp_path / name).mkdir()
    picture(tmp_path / "tampar_sample" / "a.jpg")
    first = list(crops_of(sources(tmp_path), np.random.default_rng(3)))
    again = list(crops_of(sources(tmp_path), np.random.default_rng(3)))
    assert len(first) == 12
    assert all(crop.shape == (SIDE, SIDE, 3) and crop.dtype == np.uint8 for crop in first)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], first[1])


def test_a_picture_smaller_than_a_crop_is_grown() -> None:
    assert random_crop(np.zeros((3, 5, 3), np.uint8), np.random.default_rng(0)).shape == (SIDE, SIDE, 3)


def test_rendered_items_are_cropped_from_both_views() -> None:
    crops = list(rendered_crops(4, np.random.default_rng(0)))
    assert len(crops) == 4
    assert all(crop.std() > 5 for crop in crops)
