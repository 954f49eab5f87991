"""From patch distances to one score, and to a heat map over the region."""

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.anomaly import AnomalyMap

F32 = npt.NDArray[np.float32]

HEAT_CELLS = 4  # heat pixels per patch, each way


def pooled(distances: F32, *, share: float) -> float:
    """One score of a grid of patch distances (rows, columns): the mean of the farthest `share` of them, at least one.

    The maximum alone follows the noise of single patches; the mean of all loses small damage.
    """
    flat = distances.ravel()
    count = max(1, round(share * flat.size))
    return float(np.partition(flat, flat.size - count)[-count:].mean(dtype=np.float64))


def heat_map(distances: F32, *, blur: float = 0.6) -> AnomalyMap:
    """(rows * 4, columns * 4) float32, read-only: distances (rows, columns) interpolated and smoothed.

    The map covers the region that the patches covered, edge to edge. `blur` is the smoothing's sigma in patches.
    """
    rows, columns = distances.shape
    size = (columns * HEAT_CELLS, rows * HEAT_CELLS)
    grown = cv2.resize(np.ascontiguousarray(distances, np.float32), size, interpolation=cv2.INTER_LINEAR)
    if blur > 0:
        grown = cv2.GaussianBlur(grown, (0, 0), blur * HEAT_CELLS, borderType=cv2.BORDER_REPLICATE)
    heat = np.array(grown, np.float32, order="C")
    heat.setflags(write=False)
    return heat
