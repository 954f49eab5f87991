"""Products told apart by pooled features; p-values that keep their promise; strangers are like nothing."""

import numpy as np
import pytest

from inspector.vision.gallery import F32, Gallery, embedding

DIMENSIONS = 24


def products(rng: np.random.Generator, count: int, pictures: int) -> tuple[dict[str, F32], np.ndarray]:
    """Products whose pictures vary far more in half of the directions than products differ."""
    centres = rng.normal(0, 1, (count, DIMENSIONS))
    spread = np.where(np.arange(DIMENSIONS) < DIMENSIONS // 2, 4.0, 0.5)
    made = {
        f"SKU-{n}": (centres[n] + rng.normal(0, 1, (pictures, DIMENSIONS)) * spread).astype(np.float32)
        for n in range(count)
    }
    return made, centres


def test_an_item_is_its_own_product_though_pictures_vary_more_than_products() -> None:
    rng = np.random.default_rng(3)
    made, _ = products(rng, 6, 14)
    gallery = Gallery({sku: rows[:10] for sku, rows in made.items()})
    hits = [gallery.best(row).sku == sku for sku, rows in made.items() for row in rows[10:]]
    assert np.mean(hits) > 0.9
    assert gallery.n == 60


def test_right_items_are_doubted_no_more_often_than_promised() -> None:
    rng = np.random.default_rng(4)
    doubted = []
    for _ in range(12):
        made, _ = products(rng, 6, 20)
        gallery = Gallery({sku: rows[:12] for sku, rows in made.items()})
        doubted += [gallery.match(row, sku).p_value <= 0.1 for sku, rows in made.items() for row in rows[12:]]
    assert 0.02 < np.mean(doubted) < 0.15


def test_another_product_and_a_stranger_have_small_p_values() -> None:
    rng = np.random.default_rng(5)
    made, _ = products(rng, 7, 12)
    stranger = made.pop("SKU-6")
    gallery = Gallery(made)
    others = [gallery.match(row, "SKU-0").p_value for row in made["SKU-1"]]
    strangers = [gallery.match(row, "SKU-0").p_value for row in stranger]
    assert np.median(others) < 0.03
    assert np.median(strangers) < 0.05


def test_the_edge_of_the_picture_does_not_count() -> None:
    rng = np.random.default_rng(6)
    grid = rng.normal(0, 1, (28, 28, 8)).astype(np.float32)
    framed = grid.copy()
    framed[:4] = framed[-4:] = 99
    framed[:, :4] = framed[:, -4:] = -99
    one, other = (embedding(each.reshape(-1, 8), 28, 28) for each in (grid, framed))
    assert one.shape == (16,)
    assert np.array_equal(one, other)


def test_a_gallery_needs_two_products_and_an_sku_of_its_own() -> None:
    one = np.ones((3, 4), np.float32)
    with pytest.raises(ValueError, match="two products"):
        Gallery({"A": one})
    with pytest.raises(ValueError, match="two products"):
        Gallery({"A": one, "B": one[:0]})
    with pytest.raises(ValueError, match="not in"):
        Gallery({"A": one, "B": one * 2}).match(one[0], "C")


def test_one_picture_a_product_or_all_alike_gives_no_false_confidence() -> None:
    rows = np.eye(4, dtype=np.float32)
    single = Gallery({"A": rows[:1], "B": rows[1:2]})
    assert single.n == 0
    assert single.match(rows[3], "A").p_value == 1.0
    alike = Gallery({"A": np.ones((5, 4), np.float32), "B": np.ones((5, 4), np.float32)})
    assert np.isfinite(alike.similarities(rows[0])).all()
