"""Pools of noise, made once and cut from ever after: grain, wrinkles, sensor noise."""

from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.randomness import pick, stream

F32 = NDArray[np.float32]
_POOL = 640


@cache
def fractal(kind: int, octaves: int = 4, first: int = 6) -> F32:
    """Return a (640, 640) field of soft noise, mean 0, standard deviation 1."""
    rng = stream(kind, octaves * 100 + first, "fractal")
    field = np.zeros((_POOL, _POOL), np.float32)
    for octave in range(octaves):
        cells = min(_POOL, first << octave)
        grid = rng.standard_normal((cells, cells)).astype(np.float32)
        field += cv2.resize(grid, (_POOL, _POOL), interpolation=cv2.INTER_CUBIC) * 0.55**octave
    return np.asarray((field - field.mean()) / field.std(), np.float32)


@cache
def creases(kind: int, first: int = 5) -> F32:
    """Return a (640, 640) field of sharp ridges, about 0 to 1: wrinkled film, crumpled board."""
    total = np.zeros((_POOL, _POOL), np.float32)
    for octave in range(3):
        field = fractal(kind * 7 + octave, octaves=1, first=first << octave)
        total += np.exp(-np.abs(field) * 3.2) * 0.6**octave
    return np.asarray(total / total.max(), np.float32)


def cut(pool: F32, shape: tuple[int, int], rng: Generator, zoom: float = 1.0) -> F32:
    """Return a random window of a pool at (height, width); `zoom` > 1 enlarges its grain."""
    height, width = max(2, min(_POOL, round(shape[0] / zoom))), max(2, min(_POOL, round(shape[1] / zoom)))
    y, x = pick(rng, _POOL - height + 1), pick(rng, _POOL - width + 1)
    window = pool[y : y + height, x : x + width]
    if (height, width) == shape:
        return window
    return np.asarray(cv2.resize(window, (shape[1], shape[0])), np.float32)
