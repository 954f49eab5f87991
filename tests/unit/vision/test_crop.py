"""Region to pixels."""

import math

import numpy as np
import pytest

from inspector.vision.crop import clipped, crop, stretched


def test_edges_are_rounded_outwards_and_clipped_to_the_picture() -> None:
    assert clipped((1.2, 2.9, 4.1, 5.0), 100, 100) == (1, 2, 5, 5)
    assert clipped((-7.0, -3.5, 400.0, 12.2), 100, 50) == (0, 0, 100, 13)


def test_a_region_thinner_than_a_pixel_still_holds_one() -> None:
    assert clipped((3.2, 3.2, 3.4, 3.4), 10, 10) == (3, 3, 4, 4)


@pytest.mark.parametrize(
    "region",
    [(5, 5, 5, 9), (9, 1, 3, 4), (200, 0, 300, 10), (0, -9, 5, -1), (math.nan, 0, 1, 1), (0, 0, math.inf, 1)],
)
def test_a_region_without_pixels_is_refused(region: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="region"):
        clipped(region, 100, 100)


def test_a_crop_is_those_pixels_and_no_copy() -> None:
    image = np.arange(10 * 12 * 3, dtype=np.uint8).reshape(10, 12, 3)
    part = crop(image, (2, 3, 6, 8))
    assert np.array_equal(part, image[3:8, 2:6])
    assert np.shares_memory(part, image)


def test_stretching_ignores_the_aspect_and_keeps_a_fitting_picture() -> None:
    image = np.zeros((30, 90, 3), np.uint8)
    image[:, 45:] = 200
    out = stretched(image, 20, 40)
    assert out.shape == (40, 20, 3)
    assert out.dtype == np.uint8
    assert out[:, :9].max() == 0
    assert out[:, 11:].min() == 200
    assert stretched(image, 90, 30) is image


def test_shrinking_averages_so_that_no_line_is_lost_between_samples() -> None:
    image = np.zeros((64, 64, 3), np.uint8)
    image[:, 1::4] = 255
    out = stretched(image, 16, 16)
    assert abs(float(out.mean()) - 255 / 4) < 1
    assert out.std() < 1
