"""Cameras, shapes and the rasteriser agree on where things are."""

import numpy as np
import pytest

from inspector.scene.camera import View, stand
from inspector.scene.mesh import cuboid_grids, flat, lathe, placed
from inspector.scene.raster import Sheet, front_facing, rasterise


@pytest.mark.parametrize("view", ["top", "side"])
def test_the_belt_homography_is_the_projection_of_the_belt(view: View) -> None:
    camera = stand(view, (640, 512))
    points = np.array(((-200.0, -150.0, 0.0), (0.0, 0.0, 0.0), (180.0, 190.0, 0.0)))
    pixels, depth = camera.project(points)
    mapped = np.column_stack((points[:, :2], np.ones(3))) @ camera.belt_homography().T
    assert np.allclose(mapped[:, :2] / mapped[:, 2:], pixels)
    assert (depth > 0).all()


@pytest.mark.parametrize("view", ["top", "side"])
def test_travel_is_rightwards_and_up_is_up(view: View) -> None:
    camera = stand(view, (640, 512))
    (origin, ahead, above), _ = camera.project(np.array(((0.0, 0, 0), (50.0, 0, 0), (0.0, 0, 50.0))))
    assert ahead[0] > origin[0] + 20
    assert abs(ahead[1] - origin[1]) < 1e-6
    assert above[1] < origin[1]


def test_a_larger_picture_shows_the_same_scene() -> None:
    point = np.array(((60.0, -40.0, 30.0),))
    small, _ = stand("top", (640, 512)).project(point)
    large, _ = stand("top", (1280, 1024)).project(point)
    assert np.allclose(large, small * 2)


def test_cameras_see_lid_and_near_wall_of_a_box_but_not_its_back() -> None:
    camera = stand("side", (640, 512))
    facing = {}
    for name, grid in cuboid_grids((200, 150, 100), 4).items():
        pixels, _ = camera.project(grid)
        facing[name] = front_facing(pixels.reshape(5, 5, 2).astype(np.float32))
    assert facing["top"]
    assert facing["front"]
    assert not facing["back"]


def test_a_lathe_turns_its_middle_towards_the_cameras() -> None:
    grid = lathe([(30.0, 100.0), (30.0, 0.0)], 1.0, 2.0, 36)
    assert np.allclose(grid[0, 18], (0, -30, 100), atol=1e-4)
    assert np.allclose(grid[:, 0], grid[:, -1], atol=1e-4)


def test_placing_turns_anticlockwise_seen_from_above() -> None:
    moved = placed(np.array([[[1.0, 0.0, 5.0]]], np.float32), np.pi / 2, (10.0, 20.0, 0.0))
    assert np.allclose(moved[0, 0], (10, 21, 5), atol=1e-5)


def test_the_rasteriser_maps_a_flat_sheet_linearly_and_stays_inside_it() -> None:
    grid = flat((20, 10, 0), (80, 0, 0), (0, 40, 0), (4, 4))
    sheet = Sheet(pixels=grid[..., :2].copy(), depth=np.ones((5, 5), np.float32), uv0=(0.0, 0.0), uv1=(160.0, 80.0))
    found = rasterise([sheet], (200, 100))
    assert found is not None
    rows, columns = np.nonzero(found.inside)
    x, y = columns + found.x, rows + found.y
    assert (x.min(), x.max(), y.min(), y.max()) == (20, 100, 10, 50)
    assert np.allclose(found.u[rows, columns], (x - 20) * 2, atol=1e-3)
    assert np.allclose(found.v[rows, columns], (y - 10) * 2, atol=1e-3)


def test_the_nearer_sheet_hides_the_farther() -> None:
    grid = flat((10, 10, 0), (40, 0, 0), (0, 40, 0), (2, 2))[..., :2].copy()
    far = Sheet(pixels=grid, depth=np.full((3, 3), 900, np.float32), uv0=(0, 0), uv1=(10, 10))
    near = Sheet(pixels=grid + 20, depth=np.full((3, 3), 500, np.float32), uv0=(100, 100), uv1=(110, 110))
    for order in ([far, near], [near, far]):
        found = rasterise(order, (200, 200))
        assert found is not None
        assert found.u[40 - found.y, 40 - found.x] >= 100
        assert found.u[15 - found.y, 15 - found.x] <= 10


def test_nothing_in_view_gives_no_lookup() -> None:
    grid = flat((500, 500, 0), (40, 0, 0), (0, 40, 0), (2, 2))[..., :2].copy()
    sheet = Sheet(pixels=grid, depth=np.ones((3, 3), np.float32), uv0=(0, 0), uv1=(9, 9))
    assert rasterise([sheet], (200, 200)) is None
