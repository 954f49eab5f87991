"""Random streams that follow from names: the same (seed, index, purpose) gives the same numbers."""

import zlib

import numpy as np
from numpy.random import PCG64, Generator


def stream(seed: int, index: int, purpose: str) -> Generator:
    """Return the generator of one purpose; purposes never share numbers, so one can change alone."""
    return Generator(PCG64([seed & 0xFFFF_FFFF, index & 0xFFFF_FFFF, zlib.crc32(purpose.encode())]))


def between(rng: Generator, low: float, high: float) -> float:
    """Return a plain float from [low, high)."""
    return float(low + (high - low) * rng.random())


def pick(rng: Generator, n: int) -> int:
    """Return an index from 0 to n - 1."""
    return int(rng.integers(n))


def chance(rng: Generator, probability: float) -> bool:
    """Return True with the given probability."""
    return bool(rng.random() < probability)


def sign(rng: Generator) -> float:
    """Return -1.0 or 1.0."""
    return float(np.where(rng.random() < 0.5, -1.0, 1.0))
