"""Ways to score a grid of patch vectors against good ones, on the same features: one number a picture."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from inspector.adapters.scorers._coreset import coreset
from inspector.adapters.scorers._method import Method
from inspector.adapters.scorers._nearest import Nearest
from inspector.vision.anomaly_map import pooled

F32 = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
Scoring = Callable[[Sequence[F32], Sequence[F32]], Scores]  # (taught grids, asked grids), each (patches, channels)

PATCHES = 2000
NEIGHBOURS = 9
SHRINK = 0.1  # of the mean variance, on the diagonal of every place's covariance: pictures are fewer than channels


def as_shipped(method: Method[F32], share: float) -> Scoring:
    """A kind of the station, with the farthest `share` of its distances."""

    def score(taught: Sequence[F32], asked: Sequence[F32]) -> Scores:
        ready = method.ready(method.learn(taught, 1.0))
        return np.array([pooled(method.distances(grid, ready), share=share) for grid in asked])

    return score


def patchcore(nearest: Nearest) -> Scoring:
    """Roth et al. 2022, arXiv 2106.08265: the farthest patch alone, weighted by how lonely its neighbour is."""

    def score(taught: Sequence[F32], asked: Sequence[F32]) -> Scores:
        every = np.concatenate(taught)
        memory = every[coreset(every, PATCHES, nearest=nearest, seed=0)]
        return np.array([_reweighted(grid, memory) for grid in asked])

    return score


def padim(taught: Sequence[F32], asked: Sequence[F32]) -> Scores:
    """Defard et al. 2021, arXiv 2011.08785: a Gaussian for every place; the largest Mahalanobis distance."""
    pictures = np.stack(taught)
    mean = pictures.mean(0)
    away = pictures - mean
    largest = np.zeros(len(asked))
    for place in range(pictures.shape[1]):
        own = away[:, place]
        spread = own.T @ own / max(1, len(own) - 1)
        spread[np.diag_indices_from(spread)] += SHRINK * max(float(np.trace(spread)) / len(spread), 1e-6)
        off = np.stack([grid[place] for grid in asked]) - mean[place]
        squared = np.einsum("nd,nd->n", off, np.linalg.solve(spread, off.T).T)
        largest = np.maximum(largest, np.sqrt(np.maximum(squared, 0)))
    return largest


def pooled_gaussian(taught: Sequence[F32], asked: Sequence[F32]) -> Scores:
    """A Gaussian of whole pictures: the mean of each picture's patch vectors."""
    return density(np.stack([grid.mean(0) for grid in taught]), np.stack([grid.mean(0) for grid in asked]))


def density(taught: F32, asked: F32) -> Scores:
    """Mahalanobis distance of each asked row from the Gaussian of the taught rows, (n, d) each."""
    mean = taught.mean(0)
    away = (taught - mean).astype(np.float64)
    spread = away.T @ away / max(1, len(away) - 1)
    spread[np.diag_indices_from(spread)] += SHRINK * max(float(np.trace(spread)) / len(spread), 1e-6)
    off = (asked - mean).astype(np.float64)
    squared = np.einsum("nd,nd->n", off, np.linalg.solve(spread, off.T).T)
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float64)


def _reweighted(grid: F32, memory: F32) -> float:
    far = _distances(grid, memory)
    nearest = far.argmin(1)
    patch = int(far[np.arange(len(grid)), nearest].argmax())
    largest = float(far[patch, nearest[patch]])
    around = np.argsort(_distances(memory[nearest[patch]][None], memory)[0])[:NEIGHBOURS]
    others = far[patch, around]
    # Softmax over the neighbours, shifted so that it can not overflow.
    share = np.exp(largest - others.max()) / np.exp(others - others.max()).sum()
    return largest * (1 - float(share))


def _distances(a: F32, b: F32) -> F32:
    squared = np.einsum("nd,nd->n", a, a)[:, None] + np.einsum("md,md->m", b, b) - 2 * a @ b.T
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)
