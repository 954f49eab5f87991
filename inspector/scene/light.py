"""Light: one key lamp, a soft fill, a colour cast; varied from item to item."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector.scene.randomness import between, stream

F32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """`towards` (3,) is the unit vector to the lamp; gains multiply linear exposure per channel."""

    towards: tuple[float, float, float]
    ambient: float  # share of light that comes from everywhere, 0 to 1
    gains: tuple[float, float, float]
    falloff: float  # how much darker the corners are, 0 to 1
    spot: tuple[float, float]  # where the picture is brightest, shares of width and height
    exposure_s: float  # with a flash as tunnels have: short enough to read codes, mostly


def _numbers(seed: int, index: int) -> NDArray[np.float64]:
    """Return the light of one item as a vector, so that neighbours can be blended."""
    rng = stream(seed, index, "light")
    azimuth, height = between(rng, -math.pi, 0.35), between(rng, 0.75, 1.2)
    exposure, warmth = between(rng, 0.94, 1.18), between(rng, -0.05, 0.05)
    flat = math.cos(height)
    return np.array(
        (
            flat * math.cos(azimuth),
            flat * math.sin(azimuth),
            math.sin(height),
            between(rng, 0.36, 0.58),
            exposure * (1 + warmth),
            exposure,
            exposure * (1 - warmth),
            between(rng, 0.12, 0.34),
            between(rng, 0.35, 0.65),
            between(rng, 0.35, 0.6),
            0.0004 + 0.0018 * between(rng, 0.0, 1.0) ** 3,
        )
    )


def light_at(seed: int, item_position: float) -> Light:
    """Return the light when the belt stands at `item_position` items; whole numbers are that item's own."""
    low = math.floor(item_position)
    share = item_position - low
    mix = _numbers(seed, low)
    if share > 0.0:
        mix = mix * (1 - share) + _numbers(seed, low + 1) * share
    norm = math.sqrt(float(mix[:3] @ mix[:3])) or 1.0
    values = [float(value) for value in mix]
    return Light(
        towards=(values[0] / norm, values[1] / norm, values[2] / norm),
        ambient=values[3],
        gains=(values[4], values[5], values[6]),
        falloff=values[7],
        spot=(values[8], values[9]),
        exposure_s=values[10],
    )
