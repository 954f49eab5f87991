"""What was taught of one product as one camera sees it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]

# Leave-one-out scores have a long tail: among real good crops some lie 9 robust deviations or 1.5 medians out, but
# seldom both; a bottle without its label among 21 with lay 35 deviations and 3.3 medians out.
ODD_SPREADS = 8.0  # robust standard deviations above the median
ODD_RATIO = 1.5  # and so many times the median: references that are nearly alike have no spread to speak of
ODD_LEAST = 4  # images below which nothing can be called odd
# Another product's picture is far from the rest all over, not only in its farthest patches. Among 26 sets of 15 good
# crops (rendered, boxes, cookies, groceries in shops) one crop of 390 lay 1.45 medians and 3 deviations out; of single
# strangers among them none of another line's goods was nearer, and half of the sister products in shops were.
STRANGE_SPREADS = 3.0
STRANGE_RATIO = 1.45


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Memory:
    """`patches` (m, d) float16; `calibration` are the references' own leave-one-out scores, one per image.

    `centre` (d,) float32 is the mean of all patches of all images; None in memories that were taught before 2026-11-28.
    `model` is the id of the network that made the patches: vectors of another network mean nothing here.
    """

    reference: str
    camera: str
    model: str
    images: int
    patches: F16
    calibration: tuple[float, ...]
    centre: F32 | None = None


def p_value(raw: float, calibration: tuple[float, ...]) -> float:
    """Conformal p-value: (1 + references at least as far) / (1 + n). 1 where nothing can be said (n = 0).

    >>> p_value(5.0, (1.0, 2.0, 3.0)), p_value(2.0, (1.0, 2.0, 3.0)), p_value(9.0, ())
    (0.25, 0.75, 1.0)
    """
    return (1 + sum(score >= raw for score in calibration)) / (1 + len(calibration))


def odd_ones(scores: tuple[float, ...], everywhere: tuple[float, ...] = ()) -> tuple[int, ...]:
    """Indices of images far above what the others score, by median and median absolute deviation.

    `scores` are of each image's farthest patches, `everywhere` the means over all its patches (() where a
    scorer has none that would tell).
    """
    if len(scores) < ODD_LEAST:
        return ()
    odd = _far(np.array(scores), ODD_SPREADS, ODD_RATIO)
    if everywhere:
        odd = odd | _far(np.array(everywhere), STRANGE_SPREADS, STRANGE_RATIO)
    return tuple(int(index) for index in np.flatnonzero(odd))


def _far(values: npt.NDArray[np.float64], spreads: float, ratio: float) -> npt.NDArray[np.bool_]:
    middle = float(np.median(values))
    spread = 1.4826 * float(np.median(np.abs(values - middle)))
    return np.asarray(values > max(middle + spreads * spread, middle * ratio))
