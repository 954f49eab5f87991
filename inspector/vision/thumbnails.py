"""Small pictures of items: enough to see which are far apart."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage
from inspector.vision.crop import stretched

F32 = npt.NDArray[np.float32]

SIDE = 12


def thumbnails(images: Sequence[RgbImage]) -> F32:
    """(n, 432) float32 in 0 … 255: each picture (H, W, 3) as 12 x 12 mean colours."""
    return np.stack([stretched(image, SIDE, SIDE).astype(np.float32).ravel() for image in images])


def most_different(points: F32, most: int) -> tuple[int, ...]:
    """At most `most` rows of `points` (n, d): the most typical one, then always the one farthest from all chosen."""
    distance = np.linalg.norm(points[:, None] - points, axis=2)
    chosen = [int(distance.sum(1).argmin())]
    nearest = distance[chosen[0]].copy()
    while len(chosen) < min(most, len(points)):
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, distance[chosen[-1]])
    return tuple(chosen)
