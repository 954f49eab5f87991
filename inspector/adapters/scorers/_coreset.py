"""A few patches that stand for many: greedy k-centre (Gonzalez, Theor. Comp. Sci. 1985), several at a time."""

import numpy as np
import numpy.typing as npt

from inspector.adapters.scorers._nearest import Nearest, as_columns, as_queries

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]

PROJECTED = 32  # channels in which the choice is made; distances among patches survive a random projection
AT_ONCE = 16  # centres added per pass over all patches
CANDIDATES = 4 * AT_ONCE
WATCHED = 1024  # of all patches the farthest, which a pass looks at
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
    chosen = [int(rng.integers(len(points)))]
    _choose(points, chosen, limit, nearest)
    return np.sort(rows[np.unique(chosen)])


def _choose(points: F32, chosen: list[int], limit: int, nearest: Nearest) -> None:
    """Append to `chosen`, which holds one row of `points`, until it holds `limit` or all others are copies.

    How far a point is from what was chosen can but fall. So only the farthest are looked at pass by pass, until one of
    the others may be among those that a pass takes its own from; then all are brought up to date, in one product.
    """
    queries, norms = as_queries(points), np.einsum("nd,nd->n", points, points)
    closest = nearest.closeness(queries, as_columns(points[chosen]))
    while len(chosen) < limit:
        watched, bound = _farthest(norms - 2 * closest)
        some, asked, own, near = points[watched], queries[watched], norms[watched], closest[watched]
        first = len(chosen)
        while len(chosen) < limit:
            far = own - 2 * near
            candidates = _candidates(far)
            if float(far[candidates].min()) < bound:
                break
            fresh = _spread_out(some, far, candidates, min(AT_ONCE, limit - len(chosen)))
            if far[fresh[0]] <= 0:  # every patch is a copy of a chosen one
                return
            chosen += watched[fresh].tolist()
            np.maximum(near, nearest.closeness(asked, as_columns(some[fresh])), out=near)
        np.maximum(closest, nearest.closeness(queries, as_columns(points[chosen[first:]])), out=closest)


def _farthest(far: F32) -> tuple[I64, float]:
    """Rows of the farthest, in rising order, and how far all others are at most."""
    if len(far) <= WATCHED:
        return np.arange(len(far), dtype=np.int64), -np.inf
    order = np.argpartition(far, len(far) - WATCHED)
    return np.sort(order[-WATCHED:]).astype(np.int64), float(far[order[:-WATCHED]].max())


def _candidates(far: F32) -> I64:
    share = min(CANDIDATES, len(far))
    return np.argpartition(far, len(far) - share)[-share:].astype(np.int64)


def _projected(patches: F32, rng: np.random.Generator) -> F32:
    width = patches.shape[1]
    if width <= PROJECTED:
        return np.ascontiguousarray(patches, np.float32)
    directions = rng.normal(size=(width, PROJECTED)).astype(np.float32) / np.float32(np.sqrt(PROJECTED))
    return np.asarray(patches @ directions, np.float32)


def _spread_out(points: F32, far: F32, candidates: I64, count: int) -> list[int]:
    """`count` of the `candidates`, the farthest points, greedily, counting those just taken among the chosen."""
    distance, near = far[candidates], points[candidates]
    taken: list[int] = []
    for _ in range(min(count, len(candidates))):
        best = int(distance.argmax())
        taken.append(int(candidates[best]))
        away = near - near[best]
        np.minimum(distance, np.einsum("nd,nd->n", away, away), out=distance)
    return taken
