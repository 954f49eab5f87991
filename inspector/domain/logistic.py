"""Logistic regression with a normal prior, by Newton's method: small, exact, and without a statistics library."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_STEPS = 40
_CLOSE = 1e-8


def log_likelihood(columns: Floats, labels: Flags, weights: Floats) -> float:
    """Sum of ln P(label) over (n, k) `columns` and (n,) `labels`, with (k,) `weights`."""
    line = columns @ weights
    return float(-np.logaddexp(0.0, np.where(labels, -line, line)).sum())


def fit_logistic(columns: Floats, labels: Flags, *, centre: Floats, precision: Floats) -> Floats:
    """(k,) weights that maximise the likelihood times N(`centre`, 1 / `precision`), both (k,).

    The objective is concave, and with every precision above 0 it has one maximum; steps that overshoot are halved.
    """
    weights = centre.astype(np.float64)
    best = _objective(columns, labels, weights, centre, precision)
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(columns @ weights, -500, 500)))
        gradient = columns.T @ (labels - probability) - precision * (weights - centre)
        spread = probability * (1 - probability)
        hessian = (columns * spread[:, None]).T @ columns + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        for _ in range(30):
            reached = _objective(columns, labels, weights + step, centre, precision)
            if reached >= best:
                break
            step = step / 2
        else:
            return weights
        weights = weights + step
        if reached - best < _CLOSE:
            return weights
        best = reached
    return weights


def _objective(columns: Floats, labels: Flags, weights: Floats, centre: Floats, precision: Floats) -> float:
    prior = float((precision * (weights - centre) ** 2).sum()) / 2
    return log_likelihood(columns, labels, weights) - prior
