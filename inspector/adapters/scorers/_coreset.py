"""A few patches that stand for many: greedy k-centre (Gonzalez, Theor. Comp. Sci. 1985), several at a time."""

import numpy as np
import numpy.typing as npt

from inspector.adapters.scorers._nearest import Nearest, as_columns, as_queries

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]

PROJECTED = 32  # channels in which the choice is made; distances among patches survive a random projection
AT_ONCE = 16  # centres added per pass over all patches
CANDIDATES = 4 * AT_ONCE
POOL = 20_000  # patches the choice is made from; more are thinned at random first


def coreset(patches: F32, limit: int, *, nearest: Nearest, seed: int) -> I64:
    """Rows of at most `limit` patches (n, d), in rising order; the same for the same input and seed.

    Each pass takes those patches that are farthest from everything chosen so far and from each other.
    """
    rng = np.random.default_rng(seed)
    rows = np.arange(len(patches), dtype=np.int64)
    if len(rows) <= limit:
        return rows
    if len(rows) > max(POOL, limit):
        rows = np.sort(rng.choice(rows, max(POOL, limit), replace=False))
    points = _projected(patches[rows], rng)
    queries = as_queries(points)
    norms = np.einsum("nd,nd->n", points, points)
    chosen = [int(rng.integers(len(points)))]
    closest = nearest.closeness(queries, as_columns(points[chosen]))
    while len(chosen) < limit:
        far = norms - 2 * closest
        fresh = _spread_out(points, far, min(AT_ONCE, limit - len(chosen)))
        if far[fresh[0]] <= 0:  # every patch is a copy of a chosen one
            break
        chosen += fresh
        np.maximum(closest, nearest.closeness(queries, as_columns(points[fresh])), out=closest)
    return np.sort(rows[np.unique(chosen)])


def _projected(patches: F32, rng: np.random.Generator) -> F32:
    width = patches.shape[1]
    if width <= PROJECTED:
        return np.ascontiguousarray(patches, np.float32)
    directions = rng.normal(size=(width, PROJECTED)).astype(np.float32) / np.float32(np.sqrt(PROJECTED))
    return np.asarray(patches @ directions, np.float32)


def _spread_out(points: F32, far: F32, count: int) -> list[int]:
    """`count` of the farthest points, greedily, counting those just taken among the chosen."""
    share = min(CANDIDATES, len(points))
    candidates = np.argpartition(far, len(far) - share)[-share:]
    distance = far[candidates]
    between = points[candidates][:, None] - points[candidates]
    apart = np.einsum("mnd,mnd->mn", between, between)  # all at once: a lesson asks some ten thousand times
    taken: list[int] = []
    for _ in range(min(count, share)):
        best = int(distance.argmax())
        taken.append(int(candidates[best]))
        np.minimum(distance, apart[best], out=distance)
    return taken
