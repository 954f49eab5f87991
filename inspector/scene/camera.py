"""Pinhole cameras over the belt.

World: x along the belt (travel towards +x), y across it, z up, millimetres; the belt is z = 0 and the
cameras stand at negative y. Image: x right, y down, pixels.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inspector.domain.camera_model import CameraModel

View = Literal["top", "side"]
F64 = NDArray[np.float64]
F32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One fixed camera; `matrix` (3, 4) maps homogeneous millimetres to homogeneous pixels."""

    width: int
    height: int
    matrix: F64
    position: F64
    px_per_mm: float  # in the middle of the belt

    def project(self, points: NDArray[np.floating]) -> tuple[F64, F64]:
        """Map (N, 3) millimetres to ((N, 2) pixels, (N,) depth)."""
        # Component by component: a matrix product may round differently from call to call.
        x, y, z = (np.ascontiguousarray(points.reshape(-1, 3)[:, axis], np.float64) for axis in range(3))
        u, v, depth = (row[0] * x + row[1] * y + row[2] * z + row[3] for row in self.matrix.tolist())
        return np.stack((u / depth, v / depth), axis=1), depth

    def belt_homography(self) -> F64:
        """Return (3, 3): belt millimetres (x, y, 1) to pixels."""
        return self.matrix[:, [0, 1, 3]].copy()


def true_model(view: View, size: tuple[int, int], *, belt_rgb: tuple[float, float, float] | None = None) -> CameraModel:
    """The camera of a view as a perfect calibration would tell it; the belt's frame is the world's."""
    camera = stand(view, size)
    lens, rotation, translation = _parts(camera)
    rows = [(float(row[0]), float(row[1]), float(row[2])) for row in rotation]
    return CameraModel(
        width=size[0],
        height=size[1],
        focal_px=(float(lens[0, 0]), float(lens[1, 1])),
        centre_px=(float(lens[0, 2]), float(lens[1, 2])),
        distortion=(0.0, 0.0, 0.0, 0.0, 0.0),
        rotation=(rows[0], rows[1], rows[2]),
        translation_mm=(float(translation[0]), float(translation[1]), float(translation[2])),
        rms_px=0.0,
        belt_rgb=belt_rgb,
    )


def _parts(camera: Camera) -> tuple[F64, F64, F64]:
    """Lens (3, 3), rotation (3, 3) and translation (3,): what the matrix is made of."""
    lower = np.linalg.inv(camera.matrix[:, :3])
    turn, upper = np.linalg.qr(lower)
    signs = np.diag(np.sign(np.diag(upper)))
    rotation, lens = (turn @ signs).T, np.linalg.inv(signs @ upper)
    return lens / lens[2, 2], rotation, -rotation @ camera.position


# position, target, focal length in image widths: long lenses keep parcels from looking like towers
_STANDS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    "top": ((0.0, -330.0, 1010.0), (0.0, -2.0, 40.0), 1.86),
    "side": ((0.0, -980.0, 470.0), (0.0, 0.0, 62.0), 1.86),
}


def stand(view: View, size: tuple[int, int]) -> Camera:
    """Return the station's camera for a view and (width, height)."""
    if view not in _STANDS:
        raise ValueError(f"view is 'top' or 'side', not {view!r}")
    width, height = size
    position, target, focal = _STANDS[view]
    eye, aim = np.array(position), np.array(target)
    forward = aim - eye
    distance = math.sqrt(float(forward @ forward))
    forward = forward / distance
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.stack((right, np.cross(forward, right), forward))
    # Fit by width, but never lose belt when the picture is flatter than 5:4.
    focal_px = focal * min(width, height * 1.25)
    lens = np.array(((focal_px, 0.0, width / 2), (0.0, focal_px, height / 2), (0.0, 0.0, 1.0)))
    matrix = lens @ np.column_stack((rotation, -rotation @ eye))
    return Camera(width=width, height=height, matrix=matrix, position=eye, px_per_mm=focal_px / distance)
