"""The fading memory: how recent good items differ, all over, from those that were taught, and what may enter it.

Light and print drift slowly and move all patch vectors of a view alike; damage moves a few. So of each good item only
its mean difference from the taught pictures is kept, and what most of them have in common is taken from the vectors of
the next item before it is compared with what was taught.

Two bounds hold whatever enters. Every item is measured against the *taught* pictures, never against this memory, so
drift can not follow itself. And no correction is longer than `guard` of the references' median score: where distances
are Euclidean, the distance of a patch, and with it the score of an item, can not sink by more than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import numpy as np
import numpy.typing as npt

from inspector.domain.anomaly import AnomalyScore, Look

F32 = npt.NDArray[np.float32]

LEAST_REFERENCES = 5  # scores of the taught pictures themselves, without which nothing tells far from near
HOUR_S = 3600.0


class Heard(StrEnum):
    """What became of an item that was offered."""

    KEPT = "KEPT"
    UNSURE = "UNSURE"  # nobody confirmed it, and it scored too near the limit
    FAR = "FAR"  # some patch lies too far from everything that was taught
    UNTAUGHT = "UNTAUGHT"  # nothing to measure it by: too few references, or taught before there was such a memory
    OFF = "OFF"  # this station's scorer follows no drift


@dataclass(frozen=True, slots=True, kw_only=True)
class FadingRule:
    """`least_p`: conformal p-value that an item nobody confirmed must reach. `reach`: of the largest score of the
    references; no patch may lie farther from the taught ones. `doubt`: counts as so many items without any drift.
    """

    half_life_items: float = 20.0
    half_life_h: float = 24.0
    guard: float = 0.5
    reach: float = 1.5
    least_p: float = 0.2
    doubt: float = 3.0

    @property
    def most_items(self) -> int:
        """So many are kept; older ones would weigh less than an eighth."""
        return max(1, round(3 * self.half_life_items))

    def longest(self, calibration: Sequence[float]) -> float:
        """The longest correction, in the unit of the scores."""
        return self.guard * median(calibration) if len(calibration) >= LEAST_REFERENCES else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recent:
    """One good item: `away` (channels,) is how its mean vector lies from the taught ones', `seen_s` wall seconds."""

    away: F32
    seen_s: float


def refused(
    score: AnomalyScore, look: Look, calibration: Sequence[float], rule: FadingRule, *, confirmed: bool
) -> Heard | None:
    """Why this item may not enter; None where it may. `confirmed`: a person said that it is good."""
    if len(calibration) < LEAST_REFERENCES:
        return Heard.UNTAUGHT
    if not confirmed and score.p_value < rule.least_p:
        return Heard.UNSURE
    return Heard.FAR if look.farthest > rule.reach * max(calibration) else None


def entry(look: Look, centre: F32, seen_s: float, longest: float) -> Recent:
    """What is kept of an item seen at `seen_s`, with the taught `centre` (channels,).

    One item alone can not pull farther than all together may, `longest`.
    """
    return Recent(away=clipped(look.mean - centre, longest), seen_s=seen_s)


def drift_of(items: Sequence[Recent], now_s: float, longest: float, rule: FadingRule) -> F32 | None:
    """(channels,) what the recent items have in common, the newest last and heaviest; None where nothing is known.

    An item's weight halves with every `half_life_items` that came after it and every `half_life_h` that passed.
    """
    if not items or longest <= 0.0:
        return None
    behind = np.arange(len(items) - 1, -1, -1)
    hours = np.array([max(0.0, now_s - one.seen_s) for one in items]) / HOUR_S
    weights = np.exp2(-behind / rule.half_life_items - hours / rule.half_life_h)
    away = np.stack([one.away for one in items])
    common = (weights[:, None] * away).sum(0) / (weights.sum() + rule.doubt)
    return clipped(common.astype(np.float32), longest)


def clipped(vector: F32, longest: float) -> F32:
    """(channels,) the same direction, at most so long; float32, read-only."""
    length = float(np.linalg.norm(vector))
    out = np.asarray(vector if length <= longest else vector * np.float32(longest / length), np.float32)
    out.setflags(write=False)
    return out
