"""Patch distances to a score, a heat map and colours."""

import numpy as np
import pytest

from inspector.vision.anomaly_map import HEAT_CELLS, heat_colours, heat_map, painted, pooled


def test_the_score_is_the_mean_of_the_farthest_share() -> None:
    distances = np.arange(100, dtype=np.float32).reshape(10, 10)
    assert pooled(distances, share=0.02) == 98.5
    assert pooled(distances, share=1.0) == 49.5
    assert pooled(distances, share=1e-9) == 99.0


def test_the_score_does_not_depend_on_where_patches_lie() -> None:
    rng = np.random.default_rng(1)
    distances = rng.random((28, 28)).astype(np.float32)
    moved = rng.permutation(distances.ravel()).reshape(28, 28)
    assert pooled(distances, share=0.01) == pytest.approx(pooled(moved, share=0.01))


def test_the_heat_map_covers_the_grid_and_peaks_where_the_patch_was() -> None:
    distances = np.zeros((7, 5), np.float32)
    distances[5, 1] = 3.0
    heat = heat_map(distances)
    assert heat.shape == (7 * HEAT_CELLS, 5 * HEAT_CELLS)
    assert heat.dtype == np.float32
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    assert (int(row) // HEAT_CELLS, int(column) // HEAT_CELLS) == (5, 1)
    assert 0 < heat.max() <= 3.0
    with pytest.raises(ValueError, match="read-only"):
        heat[0, 0] = 1


def test_an_even_grid_gives_an_even_map_to_its_very_edge() -> None:
    heat = heat_map(np.full((4, 4), 1.5, np.float32))
    assert np.allclose(heat, 1.5)


def test_colours_brighten_with_heat_and_stop_at_the_limits() -> None:
    heat = np.linspace(0, 4, 50, dtype=np.float32)[None]
    colours = heat_colours(heat, calm=1.0, alarm=3.0).astype(int)
    lightness = (colours @ np.array([0.2126, 0.7152, 0.0722]))[0]
    assert (np.diff(lightness) >= -1e-9).all()
    assert np.array_equal(colours[0, 0], colours[0, 12])  # below calm
    assert np.array_equal(colours[0, -1], colours[0, -12])  # above alarm
    assert lightness[-1] - lightness[0] > 150


def test_paint_touches_only_hot_pixels_of_the_region() -> None:
    image = np.full((40, 60, 3), 90, np.uint8)
    heat = np.zeros((8, 8), np.float32)
    heat[:, 4:] = 5.0
    out = painted(image, heat, (10, 10, 30, 30), calm=1.0, alarm=4.0)
    changed = (out != image).any(axis=2)
    assert not changed[:, :18].any()
    assert not changed[:, 30:].any()
    assert not changed[:10].any()
    assert changed[10:30, 22:30].all()
    assert (image == 90).all()


def test_a_region_beyond_the_picture_shows_the_part_inside() -> None:
    image = np.full((20, 20, 3), 90, np.uint8)
    heat = np.zeros((4, 4), np.float32)
    heat[:, :2] = 5.0  # the left half, which lies outside
    out = painted(image, heat, (-20, 0, 20, 20), calm=1.0, alarm=4.0)
    assert (out[:, 8:] == 90).all()
    assert (out[:, :2] != 90).any()
    with pytest.raises(ValueError, match="no pixel"):
        painted(image, heat, (50, 50, 60, 60), calm=1.0, alarm=4.0)
