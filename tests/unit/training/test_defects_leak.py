"""Nothing but the defect may tell a damaged picture from a sound one: no blur, grain or shade gives it away."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import Generator

from inspector.training.defects import EVERY_KIND, Surface, apply_defect, vary
from tests.support.defect_leaks import Picture, around, intact_products, pairs, told_apart, unchanged

ITEMS = 30
SEEN = 12  # grey levels


@pytest.fixture(scope="module")
def products() -> list[tuple[str, Surface]]:
    """Intact rendered items of many SKUs, from both sides."""
    return intact_products(ITEMS)


@pytest.mark.parametrize("camera", [unchanged, vary], ids=["as made", "through the camera"])
def test_the_rest_of_the_picture_does_not_give_damage_away(
    products: list[tuple[str, Surface]], camera: Callable[[Picture, Generator], Picture]
) -> None:
    found = [told_apart(*pairs(products, np.random.default_rng(seed), camera, 0)) for seed in range(2)]
    assert 0.40 < float(np.mean(found)) < 0.60, found


def test_the_measure_would_see_a_slight_blur(products: list[tuple[str, Surface]]) -> None:
    """Without this, the test above could pass for being blind."""
    assert told_apart(*pairs(products, np.random.default_rng(0), unchanged, 0.5)) > 0.75


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_mask_holds_all_that_a_defect_changed(products: list[tuple[str, Surface]], kind: str) -> None:
    rng, strays = np.random.default_rng(5), []
    for _, surface in products[::6]:
        damage = apply_defect(surface, kind, "major", rng)
        if damage is not None:
            change = np.abs(damage.image.astype(int) - surface.image).max(2) > SEEN
            strays.append(float(change[around(damage.mask)].mean()))
    assert len(strays) >= 4
    assert np.mean(strays) < 0.003, "share of the picture outside the mask that changed visibly"
