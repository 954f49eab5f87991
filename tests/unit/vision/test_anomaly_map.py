"""Patch distances to a score and a heat map."""

import numpy as np
import pytest

from inspector.vision.anomaly_map import HEAT_CELLS, heat_map, pooled


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
