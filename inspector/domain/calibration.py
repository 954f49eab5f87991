"""From a model's score to a probability, by a monotone piecewise-linear map learnt on held-out data."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`scores` strictly rising, `probabilities` rising, both within 0 … 1; flat beyond the ends.

    >>> c = Calibration(scores=(0.0, 0.5, 1.0), probabilities=(0.0, 0.2, 0.9))
    >>> c(0.25), c(1.0)
    (0.1, 0.9)
    """

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.scores) != len(self.probabilities) or len(self.scores) < 2:
            raise ValueError("a calibration needs at least two points, as many scores as probabilities")
        pairs = list(zip(self.scores, self.scores[1:], strict=False))
        if any(b <= a for a, b in pairs):
            raise ValueError("calibration scores must rise strictly")
        if any(b < a for a, b in zip(self.probabilities, self.probabilities[1:], strict=False)):
            raise ValueError("calibrated probabilities must not fall")
        if min(self.probabilities) < 0 or max(self.probabilities) > 1:
            raise ValueError("calibrated probabilities must lie within 0 … 1")

    def __call__(self, score: float) -> float:
        """The probability that belongs to `score`."""
        if score <= self.scores[0]:
            return self.probabilities[0]
        if score >= self.scores[-1]:
            return self.probabilities[-1]
        right = bisect_right(self.scores, score)
        x0, x1 = self.scores[right - 1], self.scores[right]
        y0, y1 = self.probabilities[right - 1], self.probabilities[right]
        return y0 + (y1 - y0) * (score - x0) / (x1 - x0)


IDENTITY = Calibration(scores=(0.0, 1.0), probabilities=(0.0, 1.0))
