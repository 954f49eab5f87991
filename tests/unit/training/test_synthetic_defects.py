"""Synthetic defects: exact masks, nothing changed elsewhere, the same for the same seed."""

import numpy as np
import pytest

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.defects import (
    DEFECT_KINDS,
    EVERY_KIND,
    HARD_NEGATIVES,
    Applied,
    Surface,
    apply_defect,
    apply_hard_negative,
    vary,
)

TRIES = 6


@pytest.fixture(scope="module")
def surface() -> Surface:
    """An intact rendered carton, cropped as a detector would."""
    frame = Renderer(LineSpec(seed=9100, damage_rate=0.0, skus=("CT-1003",)), view="top", size=(320, 256)).item(4)
    item = next(view for view in frame.items if view.item.index == 4)
    return Surface(image=np.asarray(frame.image), mask=np.asarray(item.mask))


def some(surface: Surface, kind: str, severity: str = "major") -> Applied:
    """The first of a few seeds that gives a visible defect."""
    for seed in range(TRIES):
        found = apply_defect(surface, kind, "major" if severity == "major" else "minor", np.random.default_rng(seed))
        if found is not None:
            return found
    pytest.fail(f"{kind} gave nothing for {TRIES} seeds")


@pytest.mark.parametrize("severity", ["minor", "major"])
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_defect_is_where_its_mask_says(surface: Surface, kind: str, severity: str) -> None:
    before = surface.image.copy()
    found = some(surface, kind, severity)
    assert np.array_equal(surface.image, before), "the intact picture is left alone"
    assert found.image.shape == before.shape
    assert found.image.dtype == np.uint8
    assert found.cls in DEFECT_CLASSES
    assert (found.kind, found.severity) == (kind, severity)
    change = np.abs(found.image.astype(int) - before).max(2)
    assert change[found.mask].max() > 10, "the mask holds something that can be seen"
    rows, columns = np.nonzero(found.mask)
    assert found.xyxy == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("kind", ["dent", "hole", "scratch", "label_torn", "crease"])
def test_far_from_a_defect_nothing_changes(surface: Surface, kind: str) -> None:
    found = some(surface, kind)
    change = np.abs(found.image.astype(int) - surface.image).max(2) > 25
    left, top, right, bottom = (int(value) for value in found.xyxy)
    reach = 24
    near = np.zeros(change.shape, bool)
    near[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach] = True
    assert not (change & ~near).any()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_same_seed_gives_the_same_defect(surface: Surface, kind: str) -> None:
    first, second = (apply_defect(surface, kind, "major", np.random.default_rng(3)) for _ in range(2))
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert np.array_equal(first.image, second.image)
        assert np.array_equal(first.mask, second.mask)


def test_major_defects_are_larger(surface: Surface) -> None:
    areas = {
        severity: np.median([some(surface, kind, severity).mask.sum() for kind in DEFECT_KINDS])
        for severity in ("minor", "major")
    }
    assert areas["major"] > 1.5 * areas["minor"]


@pytest.mark.parametrize("kind", HARD_NEGATIVES)
def test_a_hard_negative_changes_the_picture_and_keeps_its_form(surface: Surface, kind: str) -> None:
    before = surface.image.copy()
    images = [apply_hard_negative(surface, kind, np.random.default_rng(seed)) for seed in range(TRIES)]
    changed = [image for image in images if image is not None and not np.array_equal(image, before)]
    assert changed
    assert all(image.shape == before.shape and image.dtype == np.uint8 for image in changed)
    assert np.array_equal(surface.image, before)


def test_an_empty_surface_gives_no_defect() -> None:
    nothing = Surface(image=np.full((64, 64, 3), 90, np.uint8), mask=np.zeros((64, 64), bool))
    for kind in EVERY_KIND:
        assert apply_defect(nothing, kind, "major", np.random.default_rng(0)) is None


def test_a_defect_too_faint_to_see_is_no_defect() -> None:
    flat = Surface(image=np.zeros((96, 96, 3), np.uint8), mask=np.ones((96, 96), bool))
    assert apply_defect(flat, "print_smeared", "major", np.random.default_rng(1)) is None, "black smeared over black"


def test_the_camera_varies_alike_for_a_seed(surface: Surface) -> None:
    first, second = (vary(surface.image, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, surface.image)


def test_an_unknown_kind_is_an_error(surface: Surface) -> None:
    with pytest.raises(KeyError):
        apply_defect(surface, "gremlins", "major", np.random.default_rng(0))
