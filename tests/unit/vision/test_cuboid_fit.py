"""Boxes are measured from their outlines, and what is no box has a residual that says so."""

import cv2
import numpy as np
import pytest

from inspector.scene.camera import View, true_model
from inspector.vision.cuboid_fit import F64, SeenOutline, fit_cuboid

SIZE = (1280, 1024)


def box_outline(view: View, size_mm: tuple[float, float, float], place: tuple[float, float, float]) -> SeenOutline:
    """What a camera sees of a box turned by `place[2]` radians."""
    corners = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)]) * size_mm
    cos, sin = np.cos(place[2]), np.sin(place[2])
    turned = corners @ np.array(((cos, sin, 0), (-sin, cos, 0), (0, 0, 1))) + (place[0], place[1], 0.0)
    model = true_model(view, SIZE)
    hull = cv2.convexHull(model.project(turned).astype(np.float32)).reshape(-1, 2)
    return SeenOutline(camera=model, points=hull.astype(np.float64))


@pytest.mark.parametrize("size_mm", [(300.0, 220.0, 150.0), (190.0, 120.0, 60.0), (215.0, 150.0, 22.0)])
@pytest.mark.parametrize("place", [(0.0, 0.0, 0.1), (25.0, -40.0, 1.2), (-30.0, 50.0, -0.7)])
def test_a_box_is_measured_by_one_camera_to_a_millimetre(
    size_mm: tuple[float, float, float], place: tuple[float, float, float]
) -> None:
    fit = fit_cuboid([box_outline("top", size_mm, place)])
    assert fit is not None
    assert np.abs(np.subtract(sorted(fit.size_mm), sorted(size_mm))).max() < 1.5
    assert fit.residual_px < 0.5


def test_two_cameras_measure_better_than_one_whose_outline_is_rough() -> None:
    rng = np.random.default_rng(2)
    size_mm, place = (280.0, 190.0, 70.0), (10.0, -20.0, 0.4)

    def rough(view: View) -> SeenOutline:
        true = box_outline(view, size_mm, place)
        noisy: F64 = true.points + rng.normal(0, 1.0, true.points.shape)
        return SeenOutline(camera=true.camera, points=noisy)

    errors = {"one": [], "two": []}  # type: dict[str, list[float]]
    for _ in range(6):
        top, side = rough("top"), rough("side")
        for name, views in (("one", [top]), ("two", [top, side])):
            fit = fit_cuboid(views)
            assert fit is not None
            errors[name].append(float(np.abs(np.subtract(sorted(fit.size_mm), sorted(size_mm))).max()))
    assert np.median(errors["two"]) < np.median(errors["one"])


def test_a_round_outline_is_no_box() -> None:
    model = true_model("top", SIZE)
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    circle = np.stack((np.cos(angles) * 70, np.sin(angles) * 70, np.full(60, 20.0)), axis=1)
    fit = fit_cuboid([SeenOutline(camera=model, points=model.project(circle))])
    assert fit is not None
    assert fit.residual_px > 3


@pytest.mark.parametrize("points", [np.zeros((4, 2)), np.full((5, 2), 500.0), np.array([[0.0, 0.0], [1e6, 1e6]])])
def test_degenerate_outlines_do_not_fail(points: F64) -> None:
    fit = fit_cuboid([SeenOutline(camera=true_model("top", SIZE), points=points)])
    assert fit is None or np.isfinite(fit.residual_px)
