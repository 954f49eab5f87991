"""Domain-randomised belts: boxes fit their items, pictures differ, cut-outs come from plain boards."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.training.belts import compose
from inspector.training.belts.cutout import from_board
from inspector.training.belts.grounds import ground
from inspector.training.belts.products import drawn_product


def test_boxes_are_tight_around_visible_pixels() -> None:
    rng = np.random.default_rng(4)
    placed = 0
    for _ in range(12):
        picture = compose([drawn_product(rng, []), drawn_product(rng, [])], (240, 200), rng)
        assert picture.image.shape == (200, 240, 3)
        for item in picture.items:
            placed += 1
            rows, columns = np.nonzero(item.mask)
            assert item.xyxy == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert placed >= 12


def test_items_do_not_share_pixels() -> None:
    rng = np.random.default_rng(8)
    for _ in range(10):
        items = compose([drawn_product(rng, []) for _ in range(4)], (240, 240), rng).items
        assert np.sum([item.mask for item in items], axis=0).max(initial=0) <= 1


def test_grounds_differ() -> None:
    rng = np.random.default_rng(2)
    means = [ground((80, 60), rng).mean() for _ in range(20)]
    assert np.std(means) > 15


def test_an_item_shows_on_its_ground() -> None:
    rng = np.random.default_rng(3)
    picture = compose([drawn_product(rng, [])], (200, 200), rng, shares=(0.5, 0.6), spread=0.05)
    (item,) = picture.items
    empty = picture.image[~item.mask].mean(0)
    assert np.abs(picture.image[item.mask].mean(0) - empty).max() > 5


def board(tmp_path: Path, colour: tuple[int, int, int], box: tuple[int, int, int, int]) -> Path:
    """A light board with one rectangle."""
    picture = np.full((300, 400, 3), 225, np.uint8)
    picture += np.linspace(0, 20, 400).astype(np.uint8)[None, :, None]
    cv2.rectangle(picture, box[:2], box[2:], colour, -1)
    path = tmp_path / "board.png"
    cv2.imwrite(str(path), picture)
    return path


def test_a_product_is_cut_from_its_board(tmp_path: Path) -> None:
    found = from_board(board(tmp_path, (30, 60, 120), (120, 80, 280, 220)), "one")
    assert found is not None
    assert found.group == "one"
    scale = 256 / 400
    assert found.mask.shape[1] == pytest.approx(160 * scale, abs=6)
    assert found.mask.shape[0] == pytest.approx(140 * scale, abs=6)
    assert found.mask.mean() > 0.9


def test_a_product_that_fills_the_picture_is_not_cut_out(tmp_path: Path) -> None:
    assert from_board(board(tmp_path, (30, 60, 120), (0, 0, 399, 260)), "one") is None


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"broken\.jpg"):
        from_board(path, "one")
