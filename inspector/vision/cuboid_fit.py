"""How large a box is that a calibrated camera sees: the cuboid whose outline fits the item's.

Convex outlines are compared by their support functions, the farthest reach in each of many directions, which needs no
matching of corners; the cuboid's sizes, place and turn follow by Levenberg-Marquardt (Marquardt, J. SIAM 11, 1963).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.camera_model import CameraModel

F64 = npt.NDArray[np.float64]
Residual = Callable[[F64], F64]

DIRECTIONS: Final = 72
_STEPS: Final = 40
_ENOUGH: Final = 1e-4  # share by which a step must still help
_AS_GOOD_AS_A_MASK: Final = 0.0004  # of the picture's width: no other start will fit better
_CORNERS: Final = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOutline:
    """`points` (N, 2) pixels around the item as `camera` sees it."""

    camera: CameraModel
    points: F64


@dataclass(frozen=True, slots=True, kw_only=True)
class CuboidFit:
    """`size_mm` is along, across and up as it lies; `residual_px` is the root mean square distance of the outlines."""

    size_mm: tuple[float, float, float]
    residual_px: float


def fit_cuboid(views: Sequence[SeenOutline], *, heights_mm: Sequence[float] = (40.0, 120.0)) -> CuboidFit | None:
    """The cuboid on the belt that looks like all `views` of one moment; None where none can be told from them.

    `heights_mm` are where the search begins; the best of its ends counts.
    """
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    directions = np.stack((np.cos(angles), np.sin(angles)))
    seen = [(view.points @ directions).max(axis=0) for view in views]

    def missing(parameters: F64) -> F64:
        corners = _corners(parameters)
        reach = [(view.camera.project(corners) @ directions).max(axis=0) for view in views]
        return np.concatenate([a - b for a, b in zip(reach, seen, strict=True)])

    best: tuple[float, F64] | None = None
    enough = sum(DIRECTIONS * (_AS_GOOD_AS_A_MASK * view.camera.width) ** 2 for view in views)
    for height in heights_mm:
        for turn in (0.0, np.pi / 4):
            end = _least_squares(missing, _start(views[0], height, turn))
            if end is not None and (best is None or end[0] < best[0]):
                best = end
            if best is not None and best[0] < enough:
                break
    if best is None:
        return None
    cost, parameters = best
    along, across, up = (float(abs(value)) for value in parameters[3:])
    return CuboidFit(size_mm=(along, across, up), residual_px=float(np.sqrt(cost / (DIRECTIONS * len(views)))))


def _corners(parameters: F64) -> F64:
    """(8, 3) millimetres; `parameters` are x, y, turn, length, width, height."""
    x, y, turn = parameters[:3]
    local = _CORNERS * np.abs(parameters[3:])
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack(
        (x + cos * local[:, 0] - sin * local[:, 1], y + sin * local[:, 0] + cos * local[:, 1], local[:, 2]), axis=1
    )


def _start(view: SeenOutline, height_mm: float, turn: float) -> F64:
    """The smallest rectangle around the outline on the plane halfway up."""
    flat = view.camera.on_plane(view.points, height_mm / 2)
    (x, y), (length, width), degrees = cv2.minAreaRect(flat.astype(np.float32))
    return np.array((x, y, np.radians(degrees) + turn, max(length, 5.0), max(width, 5.0), height_mm))


def _least_squares(missing: Residual, start: F64) -> tuple[float, F64] | None:
    parameters, damping = start, 1e-2
    now = missing(parameters)
    cost = float(now @ now)
    scale = np.array((1.0, 1.0, 0.01, 1.0, 1.0, 1.0))  # millimetres, and radians of the same weight
    for _ in range(_STEPS):
        slope = np.stack([(missing(parameters + step) - now) for step in np.diag(scale)], axis=1)
        normal = slope.T @ slope
        try:
            move = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), -slope.T @ now) * scale
        except np.linalg.LinAlgError:
            return None
        after = missing(parameters + move)
        better = float(after @ after)
        if not np.isfinite(better) or better >= cost:
            damping *= 4
            if damping > 1e6:
                break
            continue
        small = cost - better < _ENOUGH * cost
        parameters, now, cost, damping = parameters + move, after, better, max(damping / 4, 1e-6)
        if small:
            break
    return (cost, parameters) if np.isfinite(cost) else None
