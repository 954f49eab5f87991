"""What lens and sensor add: unsharpness, motion blur, light fall-off, colour cast, noise."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.light import Light
from inspector.scene.randomness import pick, stream

U8 = NDArray[np.uint8]
_NOISE_SIGMA: Final = 2.6
_MARGIN: Final = 64
_GAIN: Final = 128.0


class Sensor:
    """One camera's sensor; holds its noise so that a frame costs one addition."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        rng = stream(seed, 3, "sensor")
        width, height = size
        pool = rng.standard_normal((height + _MARGIN, width + _MARGIN, 3), dtype=np.float32) * _NOISE_SIGMA
        self._noise = np.round(pool).astype(np.int16)
        self._size = size
        x = np.linspace(0, 1, 48, dtype=np.float32)[None, :]
        y = np.linspace(0, 1, 40, dtype=np.float32)[:, None]
        self._x, self._y = x, y

    def expose(self, picture: U8, light: Light, blur_px: float, seed: int, index: int) -> U8:
        """Return the picture as this camera would deliver it."""
        width, height = self._size
        soft = cv2.sepFilter2D(picture, -1, _smear(blur_px), _PSF, borderType=cv2.BORDER_REPLICATE)
        gain = np.asarray(cv2.resize(self._gain_map(light), (width, height)), np.uint8)
        lit = cv2.multiply(soft, gain, scale=1.0 / _GAIN)
        rng = stream(seed, index, "noise")
        dy, dx = pick(rng, _MARGIN), pick(rng, _MARGIN)
        noise = self._noise[dy : dy + height, dx : dx + width]
        return np.asarray(cv2.add(lit, noise, dtype=cv2.CV_8U), np.uint8)

    def _gain_map(self, light: Light) -> U8:
        """Return a small (40, 48, 3) map of exposure."""
        far = (self._x - light.spot[0]) ** 2 + (self._y - light.spot[1]) ** 2
        bright = (1.0 - light.falloff * np.minimum(far / 0.5, 1.0)) * _GAIN
        return np.clip(bright[..., None] * np.array(light.gains, np.float32), 0, 255).astype(np.uint8)


_PSF: Final = np.array((0.1, 0.8, 0.1), np.float32)


def _smear(blur_px: float) -> NDArray[np.float32]:
    """Return the horizontal kernel: the lens's spread, then `blur_px` pixels of travel while exposed."""
    reach = int(np.ceil(max(0.0, blur_px - 1.0) / 2))
    box = np.ones(2 * reach + 1, np.float32)
    if reach:
        box[0] = box[-1] = (blur_px - (2 * reach - 1)) / 2
    kernel = np.convolve(box / box.sum(), _PSF)
    return np.asarray(kernel, np.float32)
