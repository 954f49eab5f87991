"""Whether the pictures of one lesson show two kinds of things: 2-means on how far they are from each other."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

CELLS = 7  # each way; a picture's patches are averaged to so many, where they stand does not count
ROUNDS = 20


def second_kind(grids: Sequence[F32], side: tuple[int, int]) -> tuple[tuple[int, ...], float]:
    """Indices of the smaller heap, and how far apart the heaps are: the mean silhouette, near 1 for strangers.

    `grids` are (rows * columns, channels) each, `side` is (rows, columns). () and 0 where there is nothing to part.
    Silhouette: Rousseeuw 1987, J. Comput. Appl. Math. 20. Good pictures of one product were seen up to 0.37 (several
    of its sides), lessons with a quarter of another product's at 0.2 (a sister product) to 0.6.
    """
    if len(grids) < 4:
        return (), 0.0
    distance = _distances(np.stack([_coarse(grid, side) for grid in grids]))
    kind = _two_heaps(distance)
    if kind is None:
        return (), 0.0
    same, other = kind[:, None] == kind, kind[:, None] != kind
    within = (distance * same).sum(1) / np.maximum(1, same.sum(1) - 1)
    across = (distance * other).sum(1) / other.sum(1)
    apart = float(((across - within) / np.maximum(np.maximum(across, within), 1e-9)).mean())
    return tuple(int(index) for index in np.flatnonzero(kind)), apart


def _coarse(grid: F32, side: tuple[int, int]) -> F32:
    """(cells, channels)."""
    rows, columns = min(CELLS, side[0]), min(CELLS, side[1])
    down, across = side[0] // rows, side[1] // columns
    shaped = grid.reshape(*side, -1)[: rows * down, : columns * across]
    averaged = shaped.reshape(rows, down, columns, across, -1).mean((1, 3))
    return np.asarray(averaged.reshape(rows * columns, -1), np.float32)


def _distances(cells: F32) -> F64:
    """(n, n): the mean distance of one picture's cells to the nearest of the other's, the same both ways."""
    norms = np.einsum("npd,npd->np", cells, cells)
    distance = np.zeros((len(cells), len(cells)))
    for number, own in enumerate(cells):
        squared = norms[number][None, :, None] + norms[:, None, :] - 2 * np.einsum("pd,nqd->npq", own, cells)
        distance[number] = np.sqrt(np.maximum(squared.min(2), 0)).mean(1)
    return np.asarray((distance + distance.T) / 2)


def _two_heaps(distance: F64) -> I64 | None:
    """1 for the smaller heap's rows; None where the pictures can not be parted into two of at least two."""
    first, second = np.unravel_index(int(distance.argmax()), distance.shape)
    kind = (distance[first] > distance[second]).astype(np.int64)
    for _ in range(ROUNDS):
        if min(np.bincount(kind, minlength=2)) < 2:
            return None
        now = np.stack([distance[:, kind == number].mean(1) for number in (0, 1)]).argmin(0).astype(np.int64)
        if np.array_equal(now, kind):
            break
        kind = now
    if min(np.bincount(kind, minlength=2)) < 2:
        return None
    return np.asarray(1 - kind if int(kind.sum()) * 2 > len(kind) else kind, np.int64)
