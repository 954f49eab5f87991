"""From patch distances to one score, to a heat map over the region, and to colours for people."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.anomaly import AnomalyMap
from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage
from inspector.vision.crop import clipped

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

HEAT_CELLS = 4  # heat pixels per patch, each way

# Dark violet over red and orange to pale yellow: its lightness rises all the way, so it also reads in grey and to
# people who do not tell red from green.
_STOPS = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
_COLOURS = np.array([(18, 10, 60), (110, 25, 110), (205, 60, 75), (248, 145, 40), (252, 250, 175)], np.float64)


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


def heat_colours(heat: AnomalyMap, *, calm: float, alarm: float) -> RgbImage:
    """(h, w, 3) uint8 RGB of a heat map; `calm` and below is the darkest colour, `alarm` and above the lightest.

    Give the same two limits to all pictures that are to be compared; limits taken from one picture make noise glow.
    """
    span = max(alarm - calm, 1e-9)
    place = np.clip((np.asarray(heat, np.float64) - calm) / span, 0.0, 1.0)
    channels = [np.interp(place, _STOPS, _COLOURS[:, channel]) for channel in range(3)]
    return np.ascontiguousarray(np.stack(channels, axis=-1).round().astype(np.uint8))


def painted(image: RgbImage, heat: AnomalyMap, region: Xyxy, *, calm: float, alarm: float) -> RgbImage:
    """A copy of `image` (H, W, 3) with the heat laid over `region` (xyxy): clear where calm, up to 70 % where not.

    A region that reaches beyond the picture shows the part of the heat that lies inside. Raises ValueError when none
    does.
    """
    height, width = image.shape[:2]
    left, top, right, bottom = clipped(region, width, height)
    whole_left, whole_top = math.floor(region[0]), math.floor(region[1])
    whole = (max(1, math.ceil(region[2]) - whole_left), max(1, math.ceil(region[3]) - whole_top))
    grown = np.asarray(cv2.resize(heat, whole, interpolation=cv2.INTER_LINEAR), np.float32)
    inside = grown[top - whole_top : bottom - whole_top, left - whole_left : right - whole_left]
    strength = 0.7 * np.clip((inside - calm) / max(alarm - calm, 1e-9), 0.0, 1.0)[..., None]
    colours = heat_colours(inside, calm=calm, alarm=alarm)
    out: U8 = np.array(image, np.uint8, copy=True)
    beneath = out[top:bottom, left:right]
    out[top:bottom, left:right] = (beneath * (1 - strength) + colours * strength).round().astype(np.uint8)
    return out
