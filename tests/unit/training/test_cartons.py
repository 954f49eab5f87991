"""Cartons as meshes: what a dent changes, and where."""

import numpy as np
import pytest

from inspector.training.belts import Cutout, cartons, compose
from inspector.training.belts.products import drawn_print


def _box(seed: int) -> tuple[cartons.Carton, cartons.Camera, np.random.Generator]:
    rng = np.random.default_rng(seed)
    box = cartons.carton([drawn_print(rng, []) for _ in range(2)], rng)
    return box, cartons.camera(rng), rng


@pytest.mark.parametrize("seed", range(6))
def test_the_same_carton_from_the_same_side_is_the_same_picture(seed: int) -> None:
    box, view, _ = _box(seed)
    one, two = cartons.photograph(box, view, []), cartons.photograph(box, view, [])
    assert one is not None
    assert two is not None
    assert np.array_equal(one.image, two.image)
    assert float(one.dented.max()) == 0.0
    rows, columns = np.nonzero(one.cover > 0.5)
    assert max(np.ptp(rows), np.ptp(columns)) == pytest.approx(cartons.FILL * cartons.CANVAS_PX, abs=4)


@pytest.mark.parametrize("seed", range(6))
def test_a_dent_changes_the_carton_where_it_is_marked_and_nowhere_else(seed: int) -> None:
    box, view, rng = _box(seed)
    intact = cartons.photograph(box, view, [])
    hit = cartons.photograph(box, view, [cartons.dent(box, rng, major=True)])
    assert intact is not None
    assert hit is not None
    both = (intact.cover == 1) & (hit.cover == 1)
    changed = np.abs(intact.image - hit.image).max(2)
    far = both & (hit.dented == 0.0)
    # light on a vertex is shared with its neighbours: a cell's width beside the dent may differ a little
    assert float(np.quantile(changed[far], 0.9)) < 1.0
    if (hit.dented > 0.5).any():
        assert float(changed[both & (hit.dented > 0.5)].mean()) > 3.0


def test_edges_of_an_intact_carton_are_straight_and_those_of_a_crushed_one_are_not() -> None:
    bent = 0
    for seed in range(12):
        box, view, rng = _box(seed)
        intact = cartons.photograph(box, view, [])
        hit = cartons.photograph(box, view, [cartons.dent(box, rng, major=True) for _ in range(3)])
        assert intact is not None
        assert hit is not None
        bent += int(np.count_nonzero((intact.cover > 0.5) != (hit.cover > 0.5)) > 100)
    assert bent >= 6


def test_marks_are_laid_with_their_product() -> None:
    image = np.full((40, 60, 3), 200, np.uint8)
    marks = np.zeros((40, 60), np.bool_)
    marks[10:20, 30:50] = True
    cutout = Cutout(image=image, mask=np.ones((40, 60), np.bool_), group="a", marks=marks)
    laid = compose([cutout], (200, 160), np.random.default_rng(1), shares=(0.8, 0.8), turn_degrees=0.0, spread=0.0)
    (item,) = laid.items
    assert item.marks is not None
    share = np.count_nonzero(item.marks) / np.count_nonzero(item.mask)
    assert share == pytest.approx(200 / 2400, rel=0.15)
    assert np.count_nonzero(item.marks & ~np.asarray(item.mask)) <= 0.1 * np.count_nonzero(item.marks)
