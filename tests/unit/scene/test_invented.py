"""Invented products: without end, the same for the same number, never taken for one of the catalogue."""

import numpy as np
import pytest

from inspector.scene.catalogue import catalogue, invention, is_product, product
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

SEED = 5100


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.sku)
def test_an_invented_product_keeps_the_shape_and_nothing_else(one) -> None:  # type: ignore[no-untyped-def]
    made = [product(invention(one.sku, seed)) for seed in range(20)]
    assert {(other.kind, other.material, other.layout) for other in made} == {(one.kind, one.material, one.layout)}
    for part in ("palette", "size_mm", "name", "gloss"):
        assert len({getattr(other, part) for other in made} - {getattr(one, part)}) > 15
    assert all(other.size_mm[0] >= other.size_mm[1] for other in made if other.kind != "bottle")


def test_the_same_number_invents_the_same_picture() -> None:
    def picture(seed: int) -> np.ndarray:
        sku = invention("CT-1003", seed)
        return np.asarray(Renderer(LineSpec(seed=SEED, damage_rate=0.0, skus=(sku,)), view="top").item(3).image)

    assert (picture(8) == picture(8)).all()
    assert (picture(8) != picture(9)).any(2).mean() > 0.1


def test_some_are_printed_by_no_design() -> None:
    free = [product(invention("BK-4001", seed)).free_print > 0 for seed in range(60)]
    assert 25 < sum(free) < 55


def test_what_can_not_be_invented_is_no_product() -> None:
    assert is_product(invention("BT-2001", 4))
    for sku in ("BT-9999+invented:4", "BT-2001+invented:four", "BT-2001+painted:4"):
        assert not is_product(sku)
        with pytest.raises(ValueError, match="unknown sku"):
            LineSpec(skus=(sku,))
