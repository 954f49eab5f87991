"""Calibration from pictures of a board: near the truth, and refused where the pictures are not enough."""

import numpy as np
import pytest

from inspector.scene.board import board_pictures
from inspector.scene.camera import View, stand, true_model
from inspector.vision.charuco import Board, calibrated

BOARD = Board()
SIZE = (640, 512)
GRID = np.array([(x, y, z) for x in (-150, 0, 150) for y in (-120, 0, 120) for z in (0, 80)], np.float64)


@pytest.mark.parametrize("view", ["top", "side"])
def test_a_rendered_camera_is_found_within_a_few_pixels_and_the_belt_within_millimetres(view: View) -> None:
    pictures = board_pictures(view, SIZE, BOARD, 10, seed=4)
    model, unused = calibrated(pictures, BOARD)
    assert len(unused) <= 2
    assert model.rms_px < 0.6
    camera = stand(view, SIZE)
    floor = GRID[GRID[:, 2] == 0]
    assert np.linalg.norm(model.project(GRID) - camera.project(GRID)[0], axis=1).max() < 4
    assert np.linalg.norm(model.on_plane(camera.project(floor)[0]) - floor[:, :2], axis=1).max() < 3


def test_the_belt_s_colour_is_told_under_neutral_light() -> None:
    model, _ = calibrated(board_pictures("top", SIZE, BOARD, 6, seed=4), BOARD)
    assert model.belt_rgb is not None
    assert np.abs(np.subtract(model.belt_rgb, (51, 97, 78))).max() < 8  # the green belt, worn in the middle


def test_a_board_that_lies_higher_is_taken_into_account() -> None:
    thick = Board(thickness_mm=30.0)
    model, _ = calibrated(board_pictures("top", SIZE, thick, 10, seed=4), thick)
    camera = stand("top", SIZE)
    floor = GRID[GRID[:, 2] == 0]
    assert np.linalg.norm(model.on_plane(camera.project(floor)[0]) - floor[:, :2], axis=1).max() < 3


def test_what_is_not_enough_is_refused_with_all_reasons() -> None:
    good = board_pictures("top", SIZE, BOARD, 4, seed=4)
    blank = np.full_like(good[0], 120)
    with pytest.raises(ValueError, match=r"first picture.*2 pictures with a board, 4 are needed"):
        calibrated([blank, *good[:2]], BOARD)
    with pytest.raises(ValueError, match="several sizes"):
        calibrated([*good, good[0][:400]], BOARD)
    with pytest.raises(ValueError, match="0 pictures"):
        calibrated([], BOARD)
    _, unused = calibrated([*good, blank], BOARD)
    assert unused == (4,)


def test_another_board_is_not_taken_for_this_one() -> None:
    with pytest.raises(ValueError, match=r"needed|px off"):
        calibrated(board_pictures("top", SIZE, Board(columns=9, rows=6, square_mm=30, marker_mm=22), 6, seed=4), BOARD)


def test_a_board_that_can_not_be_printed_lists_every_problem() -> None:
    with pytest.raises(ValueError, match=r"3 to 20.*smaller than its square.*not negative"):
        Board(columns=2, marker_mm=50, thickness_mm=-1)


def test_the_true_model_is_the_rendered_camera_and_its_inverse_fits() -> None:
    for view in ("top", "side"):
        model = true_model(view, SIZE)
        pixels, _ = stand(view, SIZE).project(GRID)
        assert np.allclose(model.project(GRID), pixels)
        for height in (0.0, 80.0):
            layer = GRID[:, 2] == height
            assert np.allclose(model.on_plane(pixels[layer], height), GRID[layer, :2])


def test_a_bent_lens_is_unbent_and_a_picture_of_another_size_scaled() -> None:
    bent = true_model("top", SIZE)
    model = type(bent)(
        **{name: getattr(bent, name) for name in bent.__dataclass_fields__ if name != "distortion"},
        distortion=(-0.2, 0.05, 0.001, -0.001, 0.0),
    )
    floor = GRID[GRID[:, 2] == 0]
    assert np.allclose(model.on_plane(model.project(floor)), floor[:, :2], atol=0.01)
    half = model.scaled(320, 256)
    assert np.allclose(half.project(floor), (model.project(floor) + 0.5) / 2 - 0.5)
    with pytest.raises(ValueError, match="640 x 512"):
        model.scaled(320, 200)
