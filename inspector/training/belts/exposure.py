"""How a camera takes a picture: exposure, white balance, contrast, blur, noise, compression."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

HAZY = 0.25  # share of pictures of little contrast


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """`gain` (3,) per colour; `contrast` about the grey level `middle`; blurs and noise in pixels and grey levels.

    0 stands for none, of `blur`, `moved` (pixels along the belt), `noise` and `quality` (of JPEG).
    """

    gain: NDArray[np.float64]
    middle: float
    contrast: float
    blur: float
    moved: int
    noise: float
    quality: int


def exposure(rng: Generator) -> Exposure:
    """Any camera's."""
    gain = float(rng.uniform(0.75, 1.25)) * rng.uniform(0.93, 1.07, 3)
    return Exposure(
        gain=gain,
        middle=float(rng.uniform(90, 150)),
        contrast=float(rng.uniform(0.35, 0.75) if rng.random() < HAZY else rng.uniform(0.75, 1.2)),
        blur=float(rng.uniform(0.5, 1.6)) if rng.random() < 0.35 else 0.0,
        moved=int(rng.integers(2, 8)) if rng.random() < 0.2 else 0,
        noise=float(rng.uniform(0.5, 7)) if rng.random() < 0.6 else 0.0,
        quality=int(rng.integers(40, 95)) if rng.random() < 0.4 else 0,
    )


def again(one: Exposure, rng: Generator) -> Exposure:
    """The same camera a little later: its light has hardly changed."""
    return replace(
        one,
        gain=one.gain * float(rng.normal(1, 0.03)) * rng.normal(1, 0.008, 3),
        contrast=one.contrast * float(rng.normal(1, 0.03)),
        blur=one.blur * float(rng.uniform(0.8, 1.2)),
    )


def photographed(image: F32, how: Exposure, rng: Generator) -> U8:
    """(H, W, 3) float32 RGB as the camera gives it, uint8."""
    shot: NDArray[Any] = (image * how.gain.astype(np.float32) - how.middle) * how.contrast + how.middle
    if how.blur:
        shot = cv2.GaussianBlur(shot, (0, 0), how.blur)
    if how.moved:
        shot = cv2.blur(shot, (how.moved, 1))
    if how.noise:
        shot = shot + rng.normal(0, how.noise, image.shape)
    out: U8 = np.asarray(np.clip(shot, 0, 255), np.uint8)
    if how.quality:
        _, coded = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
        out = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return out
