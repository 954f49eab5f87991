"""Whether the pictures of a lesson are those of another product that was taught before."""

import logging
from collections.abc import Sequence
from statistics import median
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from inspector.adapters.scorers._memory_files import Entry
from inspector.adapters.scorers._method import Method
from inspector.adapters.scorers._shelf import Shelf
from inspector.domain.errors import InferenceError
from inspector.domain.item import Identity
from inspector.vision.anomaly_map import pooled

F32 = npt.NDArray[np.float32]
T = TypeVar("T")

log = logging.getLogger(__name__)

NEAREST = 3  # memories that are asked, of those whose mean vector is nearest
ASKED = 8  # pictures, spread over the lesson
# Of the references' own median score. On a rendered line pictures of another product had 1.7 to 2.6, and those that a
# product had been taught from 0.75 to 0.83; new ones of it have about 1.
ALIKE = 1.2


def centre_of(grids: Sequence[F32]) -> F32:
    """(channels,): the mean of all patch vectors of all pictures."""
    return np.asarray(np.mean([grid.mean(0) for grid in grids], axis=0), np.float32)


def resembling(
    shelf: Shelf[T], method: Method[T], share: float, taught: tuple[str, str], grids: Sequence[F32]
) -> tuple[str, ...]:
    """References of other names, for the camera of `taught`, by whose memory these would be good pictures.

    Asked are those few whose mean vector is nearest, so that it takes no longer with many products. A memory that can
    not be read is left out, with a warning: it is no part of this lesson.
    """
    reference, camera = taught
    centre = centre_of(grids)
    near: list[tuple[float, Entry]] = []
    for one in shelf.entries():
        known = one.camera == camera and one.reference != reference and one.calibration
        if known and one.centre is not None and one.centre.shape == centre.shape:
            near.append((float(np.linalg.norm(one.centre - centre)), one))
    near.sort(key=lambda pair: pair[0])
    asked = [grids[int(number)] for number in np.linspace(0, len(grids) - 1, min(ASKED, len(grids)))]
    found = []
    for _, one in near[:NEAREST]:
        try:
            memory = shelf.find(Identity(sku=one.reference), camera)
        except InferenceError as error:
            log.warning("not compared with the lesson: %s", error)
            continue
        scores = [pooled(method.distances(grid, memory.content), share=share) for grid in asked]
        if median(scores) <= ALIKE * median(one.calibration):
            found.append(one.reference)
    return tuple(found)
