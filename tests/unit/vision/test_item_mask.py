"""The item's own pixels: found on rendered belts, refused where they can not be told."""

import numpy as np
import pytest

from inspector.domain.frame import RgbImage
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.vision.item_mask import outline

BOX = (60.0, 50.0, 200.0, 150.0)


def plain(belt: int = 90) -> RgbImage:
    picture = np.full((240, 320, 3), belt, np.uint8)
    picture[50:150, 60:200] = (200, 60, 50)
    return picture


def test_a_plain_item_is_found_to_the_pixel_with_the_belt_s_colour() -> None:
    found = outline(plain(), BOX)
    assert found is not None
    mask = np.zeros((240, 320), np.bool_)
    (left, top), (height, width) = found.origin, found.mask.shape
    mask[top : top + height, left : left + width] = found.mask
    wanted = np.zeros_like(mask)
    wanted[50:150, 60:200] = True
    assert (mask & wanted).sum() / (mask | wanted).sum() > 0.98
    assert found.belt == (90.0, 90.0, 90.0)


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_rendered_cartons_and_books_are_found_with_their_shadows_left_out(seed: int) -> None:
    spec = LineSpec(seed=seed, damage_rate=0.0, skus=("CT-1003", "CT-1006", "BK-4003"))
    renderer = Renderer(spec, view="top")
    for index in range(4):
        frame = renderer.item(index)
        seen = next(one for one in frame.items if one.item.index == index)
        found = outline(frame.image, seen.xyxy)
        assert found is not None
        mask = np.zeros(seen.mask.shape, np.bool_)
        (left, top), (height, width) = found.origin, found.mask.shape
        mask[top : top + height, left : left + width] = found.mask
        assert (mask & seen.mask).sum() / (mask | seen.mask).sum() > 0.93, (seed, index)


@pytest.mark.parametrize(
    ("picture", "box"),
    [
        (np.full((240, 320, 3), 90, np.uint8), BOX),  # nothing there
        (plain(), (0.0, 0.0, 320.0, 240.0)),  # no belt around
        (plain(), (60.0, 50.0, 64.0, 54.0)),  # too small
        (plain(), (500.0, 500.0, 600.0, 600.0)),  # outside
        (plain(), (100.0, 50.0, 100.0, 50.0)),  # no box
        (plain(), (20.0, 20.0, 300.0, 220.0)),  # the box is far larger than what is in it
        (np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8), BOX),  # no even belt
    ],
)
def test_what_can_not_be_told_is_none(picture: RgbImage, box: tuple[float, float, float, float]) -> None:
    assert outline(picture, box) is None
