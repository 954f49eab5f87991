"""The picture that a bundle's recorded answer is about. Whoever records it and whoever repeats it must see the same."""

import numpy as np

from inspector.domain.frame import RgbImage, freeze


def noise_picture(seed: int, *, width: int, height: int) -> RgbImage:
    """(height, width, 3) uint8 RGB noise, read-only; the same on every machine."""
    return freeze(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))
