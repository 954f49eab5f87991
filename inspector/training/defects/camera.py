"""The same camera for sound and damaged pictures: exposure, colour, blur, noise, compression."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import U8, Real


def vary(image: U8, rng: Generator, *, much: float = 1.0) -> U8:
    """Another exposure of the same picture; `much`: how far its light may be from the picture's, 1 is any station's."""
    gain = 1 + much * float(rng.uniform(-0.25, 0.25))
    out: Real = image.astype(np.float32) * gain * (1 + much * rng.uniform(-0.06, 0.06, 3)).astype(np.float32)
    middle = float(rng.uniform(90, 150))
    out = (out - middle) * (1 + much * float(rng.uniform(-0.2, 0.2))) + middle
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.4, 1.3)))
    if rng.random() < 0.6:
        out = out + rng.normal(0, float(rng.uniform(0.5, 6)), out.shape).astype(np.float32)
    final: U8 = np.asarray(np.clip(out, 0, 255), np.uint8)
    if rng.random() < 0.3:
        _, coded = cv2.imencode(".jpg", final, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 95))])
        final = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return final
