"""What helps to set a camera up: how sharp a picture is, how much of it is clipped, and that in one word.

The hints come earlier than the faults of `vision.quality`, which forbid judging: who turns a lens wants to know before.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector.domain.frame import RgbImage
from inspector.domain.image_fault import ImageFault
from inspector.vision.quality import QualityLimits, measure, reduced

CLIPPED_WHITE, CLIPPED_BLACK = 250, 5  # grey levels from which on, and up to which, nothing is told apart
EARLY = 2.0  # a hint comes at this part of a fault's limit
AS_SHARP = 0.75  # of the best seen


class Hint(StrEnum):
    """What to do something about."""

    BLANK = "BLANK"
    TOO_DARK = "TOO_DARK"
    TOO_BRIGHT = "TOO_BRIGHT"
    OUT_OF_FOCUS = "OUT_OF_FOCUS"


_OF_FAULTS = {
    ImageFault.BLANK: Hint.BLANK,
    ImageFault.UNDEREXPOSED: Hint.TOO_DARK,
    ImageFault.OVEREXPOSED: Hint.TOO_BRIGHT,
    ImageFault.BLURRED: Hint.OUT_OF_FOCUS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """`sharpness` as in `quality.Measures`; shares of all pixels, 0 … 1."""

    sharpness: float
    bright_share: float
    dark_share: float
    hints: tuple[Hint, ...]


def aid(image: RgbImage, limits: QualityLimits, *, faults: tuple[ImageFault, ...], best: float) -> Aid:
    """Look at one picture, (H, W, 3) uint8 RGB; `faults` are its own, `best` is the best sharpness seen before."""
    grey = reduced(image)
    found = measure(image, bright_level=limits.bright_level)
    hints = [_OF_FAULTS[fault] for fault in faults if fault in _OF_FAULTS]
    if found.top_level <= EARLY * limits.dark_level:
        hints.append(Hint.TOO_DARK)
    if found.bright_share > limits.bright_share / EARLY:
        hints.append(Hint.TOO_BRIGHT)
    if found.sharpness < max(limits.sharpness, AS_SHARP * best) and not hints:
        hints.append(Hint.OUT_OF_FOCUS)  # of a blank or badly exposed picture nobody can tell
    return Aid(
        sharpness=found.sharpness,
        bright_share=float(np.mean(grey >= CLIPPED_WHITE)),
        dark_share=float(np.mean(grey <= CLIPPED_BLACK)),
        hints=tuple(dict.fromkeys(hints)),
    )
