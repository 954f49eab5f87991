"""Samples of damaged products: golden pictures that belong to the query, damage that can be seen, whole batches."""

import csv
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.training.belts import compose, station
from inspector.training.belts.products import drawn_product
from inspector.training.damage import generation, sources
from inspector.training.damage.batches import GOLDEN, batches
from inspector.training.damage.generation import PER_PRODUCT, samples
from inspector.training.damage.samples import Index, Sample, save
from inspector.training.damage.shots import Product, view
from inspector.training.damage.visible import visible


@pytest.fixture(scope="module")
def made() -> list[Sample]:
    rng = np.random.default_rng(3)
    products = sources.mixed([(0.5, sources.drawn([])), (0.5, sources.cartons([]))], rng)
    return list(samples((one for one in products if one.steady), rng, 24))


def test_samples_of_a_product_are_told_by_its_name(made: list[Sample]) -> None:
    names = [sample.product for sample in made]
    assert len(set(names)) < len(names) == 24
    assert max(names.count(name) for name in set(names)) <= PER_PRODUCT
    assert all(bool(sample.classes.any()) == bool(sample.kinds) == bool(sample.severity) for sample in made)
    assert {bool(sample.kinds) for sample in made} == {True, False}


def test_pictures_of_one_station_share_their_light() -> None:
    rng = np.random.default_rng(5)
    spreads: dict[str, list[float]] = {"station": [], "anywhere": []}
    for _ in range(6):
        cutout, at = drawn_product(rng, []), station((200, 200), rng)
        for name, place in (("station", at), ("anywhere", None)):
            shots = [compose([cutout], (200, 200), rng, shares=(0.7, 0.8), spread=0.02, at=place) for _ in range(6)]
            spreads[name].append(np.std([one.image[one.items[0].mask].mean() for one in shots if one.items]))
    assert np.mean(spreads["station"]) < 0.3 * np.mean(spreads["anywhere"])


def test_what_nobody_can_see_is_no_damage() -> None:
    before = np.full((60, 60, 3), 90, np.uint8)
    mask = np.zeros((60, 60), np.bool_)
    mask[20:33, 20:33] = True
    faint, plain = before.copy(), before.copy()
    faint[mask], plain[mask] = 96, 140
    assert not visible(before, faint, mask)
    assert visible(before, plain, mask)
    few = np.zeros_like(mask)
    few[20:29, 20:29] = True
    assert not visible(before, plain, few)


def test_a_change_must_be_stronger_in_a_busy_print_than_on_plain_board() -> None:
    rng = np.random.default_rng(4)
    plain = np.full((120, 120, 3), 120, np.uint8)
    busy = np.clip(cv2.GaussianBlur(rng.normal(120, 260, plain.shape), (0, 0), 2.0), 0, 255).astype(np.uint8)
    mask = np.zeros(plain.shape[:2], np.bool_)
    mask[40:80, 40:80] = True
    for before, levels, seen in ((plain, 45, True), (busy, 45, False), (busy, 130, True)):
        after = before.copy()
        after[mask] = np.clip(after[mask].astype(np.int16) + levels, 0, 255)
        assert visible(before, after, mask) == seen


def test_a_source_whose_damage_is_hard_to_see_is_damaged_as_often_as_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = iter(range(10**6))
    monkeypatch.setattr(generation, "visible", lambda *_: next(asked) % 4 == 0)  # three of four times nobody sees it
    rng = np.random.default_rng(8)
    picture = rng.integers(0, 255, (96, 96, 3)).astype(np.uint8)
    plain = view(picture, np.pad(np.ones((64, 64), np.bool_), 16))
    product = Product(source="plain", group="plain", shoot=lambda _: plain, damaged=None)
    found = [bool(one.kinds) for one in samples(iter([product] * 20), rng, 40)]
    assert np.mean(found) > 0.3  # without drawing anew: one in five


def test_print_that_moved_by_a_pixel_is_no_damage() -> None:
    rng = np.random.default_rng(1)
    coarse = np.repeat(np.repeat(rng.integers(0, 255, (12, 12, 3)), 10, 0), 10, 1).astype(np.uint8)
    everywhere = np.zeros(coarse.shape[:2], np.bool_)
    everywhere[10:-10, 10:-10] = True
    for pixels, seen in ((1, False), (2, False), (6, True)):
        assert visible(coarse, np.roll(coarse, pixels, 1), everywhere) == seen
    pale = (200 + 0.1 * coarse.astype(np.float64)).astype(np.uint8)
    shaded = (pale * np.linspace(1.0, 0.6, 120)[None, :, None]).astype(np.uint8)
    assert visible(pale, shaded, everywhere)
    assert visible(shaded, pale, everywhere)


def test_a_batch_holds_every_query_with_its_own_products_golden_pictures(made: list[Sample], tmp_path: Path) -> None:
    save(tmp_path, iter(made))
    index = Index.of(tmp_path)
    own = {index.rows[numbers[0]]["product"]: numbers for numbers in index.products()}
    assert sorted(number for numbers in own.values() for number in numbers) == list(range(24))
    for batch in islice(batches(index, 10, np.random.default_rng(1)), 4):
        assert batch.query.shape == (10, 224, 224, 3)
        assert batch.golden.shape == (batch.product.max() + 1, GOLDEN)
        assert [len(set(row)) for row in batch.golden.tolist()] == batch.different.tolist()
        assert sorted(set(batch.golden.flat)) == list(range(len(batch.references)))
        for place in range(batch.product.max() + 1):  # of one product, under one light: alike in colour
            query = batch.query[batch.product == place].mean((0, 1, 2))
            others = [np.abs(batch.references[row].mean((0, 1, 2)) - query).sum() for row in batch.golden]
            assert others[place] <= np.median(others)


def test_samples_from_before_are_each_of_a_product_of_their_own(made: list[Sample], tmp_path: Path) -> None:
    save(tmp_path, iter(made[:3]))
    path = tmp_path / "samples_000000.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["name", "source", "group", "kinds", "severity"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert [len(numbers) for numbers in Index.of(tmp_path).products()] == [1, 1, 1]


def test_held_out_rendered_products_are_never_invented_and_those_to_learn_from_mostly_are() -> None:
    rng = np.random.default_rng(2)
    groups = {
        held_out: [product.group for product in (draw(rng) for _ in range(60)) if product is not None]
        for held_out, draw in ((one, sources.rendered(range(5100, 5103), held_out=one)) for one in (False, True))
    }
    assert set(groups[True]) <= set(sources.HELD_OUT_SKUS)
    invented = [group for group in groups[False] if "+" in group]
    assert 36 < len(invented) < 60
    assert not {group.partition("+")[0] for group in groups[False]} & set(sources.HELD_OUT_SKUS)


def test_about_every_second_sample_is_damaged_also_where_the_source_has_damage_of_its_own() -> None:
    rng = np.random.default_rng(9)
    made = list(samples(sources.mixed([(1.0, sources.cartons([]))], rng), rng, 80))
    assert 24 < sum(bool(one.kinds) for one in made) < 56
