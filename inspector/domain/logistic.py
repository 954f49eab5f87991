"""Logistic regression with a normal prior, by Newton's method: small, exact, and without a statistics library."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_STEPS = 40
_CLOSE = 1e-8


def log_likelihood(columns: Floats, labels: Flags, weights: Floats) -> float:
    """Sum of ln P(label) over (n, k) `columns` and (n,) `labels`, with (k,) `weights`."""
    return _likelihood(columns @ weights, _signs(labels))


def fit_logistic(
    columns: Floats, labels: Flags, *, centre: Floats, precision: Floats, start: Floats | None = None
) -> Floats:
    """(k,) weights that maximise the likelihood times N(`centre`, 1 / `precision`), both (k,).

    The objective is concave, and with every precision above 0 it has one maximum, found from any `start` (default: the
    centre); steps that overshoot are halved. A fit to some items fewer is a start from which few steps are left.
    """
    weights = (centre if start is None else start).astype(np.float64)
    signs, truths, inertia = _signs(labels), labels.astype(np.float64), np.diag(precision)
    line = columns @ weights
    best = _likelihood(line, signs) - _distance(weights, centre, precision)
    for _ in range(_STEPS):
        probability = (1 + np.tanh(line / 2)) / 2  # the logistic function, which overflows nowhere when written so
        gradient = columns.T @ (truths - probability) - precision * (weights - centre)
        hessian = (columns * (probability * (1 - probability))[:, None]).T @ columns + inertia
        step = np.linalg.solve(hessian, gradient)
        for _ in range(30):
            line = columns @ (weights + step)
            reached = _likelihood(line, signs) - _distance(weights + step, centre, precision)
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


def _signs(labels: Flags) -> Floats:
    return np.where(labels, -1.0, 1.0)


def _likelihood(line: Floats, signs: Floats) -> float:
    return -float(np.logaddexp(0.0, signs * line).sum())


def _distance(weights: Floats, centre: Floats, precision: Floats) -> float:
    away = weights - centre
    return float(precision @ (away * away)) / 2
