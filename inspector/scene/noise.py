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


@cache
def wrinkles(kind: int) -> F32:
    """Return a (640, 640) field of film wrinkles, about -1 to 1: long soft folds in a few directions."""
    total = np.zeros((_POOL, _POOL), np.float32)
    for turn, (stretch, grain, weight) in enumerate(((4.5, 9, 1.0), (3.5, 16, 0.55), (3.0, 30, 0.28))):
        for angle in (20 + 47 * turn + 13 * kind, 105 + 31 * turn + 7 * kind):
            field = fractal(kind * 31 + turn * 5 + angle, octaves=1, first=grain)
            matrix = cv2.getRotationMatrix2D((_POOL / 2, _POOL / 2), angle, 1.0)
            matrix[0] /= stretch
            folded = cv2.warpAffine(
                field,
                matrix,
                (_POOL, _POOL),
                flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REFLECT,
            )
            ridge = np.exp(-np.abs(folded) * 1.8) * np.clip(
                fractal(kind + turn + 77, octaves=1, first=5) * 0.6 + 0.6, 0, 1
            )
            total += weight * ridge
    return np.asarray((total - total.mean()) / total.max(), np.float32)


def cut(pool: F32, shape: tuple[int, int], rng: Generator, zoom: float = 1.0) -> F32:
    """Return a random window of a pool at (height, width); `zoom` > 1 enlarges its grain."""
    height, width = max(2, min(_POOL, round(shape[0] / zoom))), max(2, min(_POOL, round(shape[1] / zoom)))
    y, x = pick(rng, _POOL - height + 1), pick(rng, _POOL - width + 1)
    window = pool[y : y + height, x : x + width]
    if (height, width) == shape:
        return window
    return np.asarray(cv2.resize(window, (shape[1], shape[0])), np.float32)
