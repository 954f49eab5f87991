"""Every kind of damage marks what it changes, on the body itself, before any camera sees it."""

import numpy as np
import pytest

from inspector.scene.body import build
from inspector.scene.damage import finish
from inspector.scene.line import APPLICABLE, ItemTruth, LineSpec, catalogue, item_at
from inspector.scene.mesh import Body, Patch, flat

PX_MM = 1.0
PAIRS = [(kind, cls) for kind, classes in APPLICABLE.items() for cls in classes]


def damaged_items(kind: str, cls: str, count: int = 4) -> list[tuple[LineSpec, ItemTruth]]:
    skus = tuple(product.sku for product in catalogue() if product.kind == kind)
    spec = LineSpec(seed=77, damage_rate=1.0, defects=(cls,), skus=skus)
    return [(spec, item_at(spec, index)) for index in range(count)]


def finished(spec: LineSpec, item: ItemTruth) -> Body:
    body = build(item, spec, PX_MM)
    finish(body, item, spec.seed)
    return body


@pytest.mark.parametrize(("kind", "cls"), PAIRS)
def test_each_class_marks_each_kind_it_applies_to(kind: str, cls: str) -> None:
    for spec, item in damaged_items(kind, cls):
        body = finished(spec, item)
        marks = [patch.marks for patch in body.patches if patch.marks is not None]
        marked = sum(int((mark & 1).sum()) for mark in marks)
        smallest = 40 if item.defects[0].severity == "minor" else 150
        assert marked > smallest, (item.sku, item.defects)
        assert max(int(mark.max()) for mark in marks) == 1


@pytest.mark.parametrize("kind", sorted(APPLICABLE))
def test_intact_items_carry_no_marks(kind: str) -> None:
    skus = tuple(product.sku for product in catalogue() if product.kind == kind)
    spec = LineSpec(seed=77, damage_rate=0.0, skus=skus)
    for index in range(4):
        body = finished(spec, item_at(spec, index))
        assert all(patch.marks is None for patch in body.patches)


def test_two_defects_get_a_bit_each() -> None:
    spec = LineSpec(seed=5, damage_rate=1.0)
    item = next(item for item in (item_at(spec, index) for index in range(100)) if len(item.defects) == 2)
    seen = np.uint8(0)
    for patch in finished(spec, item).patches:
        if patch.marks is not None:
            seen |= np.bitwise_or.reduce(patch.marks, axis=None)
    assert seen == 0b11


def test_an_opened_carton_shows_its_inside() -> None:
    spec, item = damaged_items("carton", "actuation", 1)[0]
    names = finished(spec, item).names()
    assert {"flap", "flap inside", "contents", "top"} <= set(names)


def test_a_crushed_corner_stays_above_the_belt() -> None:
    for spec, item in damaged_items("carton", "deformation", 8):
        for patch in finished(spec, item).patches:
            assert patch.grid[..., 2].min() >= -1e-3


def test_cutting_a_patch_keeps_grid_and_textures_together() -> None:
    grid = flat((0, 0, 0), (120, 0, 0), (0, -60, 0), (3, 12))
    albedo = np.arange(60 * 120 * 3, dtype=np.uint32).astype(np.uint8).reshape(60, 120, 3)
    patch = Patch(name="top", grid=grid, albedo=albedo, gloss=0.1)
    patch.mark(2, albedo[..., 0] > 128)
    part = patch.columns(3, 9)
    assert part.grid[0, 0, 0] == 30
    assert part.grid[0, -1, 0] == 90
    assert np.array_equal(part.albedo, albedo[:, 30:90])
    assert part.marks is not None
    assert set(np.unique(part.marks)) == {0, 4}
    part.albedo[:] = 0
    assert patch.albedo.any(), "a cut shares no memory with what it was cut from"
