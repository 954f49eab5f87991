"""A calibrated camera: where a point over the belt is seen, and where on the belt a pixel lies.

The belt's frame: millimetres, the belt is z = 0, z points up; x and y are where the calibration board lay. Lens:
pinhole with the radial and tangential terms k1, k2, p1, p2, k3 (D. C. Brown, Photogrammetric Engineering 37, 1971).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraModel:
    """`focal_px` and `centre_px` are (x, y); `rotation` (3 rows of 3) and `translation_mm` take belt to camera.

    `rms_px` is how far the board's corners lay from where this model puts them; `belt_rgb` is the belt's colour under
    neutral light in sRGB, as the white of the board tells it.
    """

    width: int
    height: int
    focal_px: tuple[float, float]
    centre_px: tuple[float, float]
    distortion: tuple[float, float, float, float, float]
    rotation: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
    translation_mm: tuple[float, float, float]
    rms_px: float
    belt_rgb: tuple[float, float, float] | None = None

    def project(self, points_mm: F64) -> F64:
        """(N, 2) pixels of (N, 3) points of the belt's frame, which must lie before the camera."""
        seen = points_mm @ np.array(self.rotation).T + np.array(self.translation_mm)
        scaled = self._bent(seen[:, :2] / seen[:, 2:]) * np.array(self.focal_px)
        return np.asarray(scaled + np.array(self.centre_px), np.float64)

    def on_plane(self, pixels: F64, height_mm: float = 0.0) -> F64:
        """(N, 2) x and y in the belt's frame where the rays of (N, 2) pixels cross the plane at `height_mm`."""
        wanted = (pixels - np.array(self.centre_px)) / np.array(self.focal_px)
        bare = wanted.copy()
        for _ in range(8):  # fixed point: lenses of inspection cameras bend little
            bare += wanted - self._bent(bare)
        rotation = np.array(self.rotation)
        rays = np.column_stack((bare, np.ones(len(bare)))) @ rotation
        eye = -np.array(self.translation_mm) @ rotation
        along = (height_mm - eye[2]) / rays[:, 2]
        return np.asarray(eye[:2] + rays[:, :2] * along[:, None], np.float64)

    def _bent(self, bare: F64) -> F64:
        x, y = bare[:, 0], bare[:, 1]
        k1, k2, p1, p2, k3 = self.distortion
        r2 = x * x + y * y
        radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        across = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
        down = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
        return np.stack((across, down), axis=1)

    def mm_per_px(self) -> float:
        """Millimetres on the belt per pixel, across the middle of the picture."""
        middle = np.array([(self.width / 2, self.height / 2), (self.width / 2 + 1, self.height / 2)])
        one, next_ = self.on_plane(middle)
        return float(np.hypot(*(next_ - one)))

    def scaled(self, width: int, height: int) -> "CameraModel":
        """The same camera delivering pictures of another size, of the same shape. Raises ValueError for another one."""
        share = width / self.width
        if abs(self.height * share - height) > 1.0:
            raise ValueError(f"calibrated at {self.width} x {self.height}, the picture is {width} x {height}")
        return CameraModel(
            width=width,
            height=height,
            focal_px=(self.focal_px[0] * share, self.focal_px[1] * share),
            centre_px=((self.centre_px[0] + 0.5) * share - 0.5, (self.centre_px[1] + 0.5) * share - 0.5),
            distortion=self.distortion,
            rotation=self.rotation,
            translation_mm=self.translation_mm,
            rms_px=self.rms_px * share,
            belt_rgb=self.belt_rgb,
        )
