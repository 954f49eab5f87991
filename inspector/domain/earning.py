"""Whether the anomaly scorer has earned a vote: a test that may be looked at as often as one likes.

The question is what the scorer adds to the detector, so the null hypothesis is that, given the detector's log-odds x,
the label does not depend on the scorer: logit P(damaged) = b0 + b1 x + b2 [the detector saw nothing], with any b.
The alternative adds w * surprise, w > 0. The evidence is the running likelihood ratio of universal inference
(Wasserman, Ramdas and Balakrishnan, PNAS 2020, section 8):

    E_n = prod_i q_i(y_i) / sup_b prod_i p_b(y_i)

where q_i predicts the i-th label from a fit to the items before it only. If the null holds, E_n lies below a
non-negative martingale that starts at 1, so that P(E_n >= 1/alpha at any n ever) <= alpha (Ville): no spending of alpha
over looks, no fixed sample size. Where several products are tested at once, e-BH (Wang and Ramdas, JRSS B 2022) keeps
the share of undeserved votes among those given at alpha, however the products depend on each other.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspector.domain.fusion import FLOOR, log_odds, surprise
from inspector.domain.logistic import Floats, fit_logistic, log_likelihood

ALPHA = 0.01

# Prior of the predicting fit, per coefficient: the detector is believed until the labels say otherwise.
_CENTRE = np.array([0.0, 1.0, 0.0, 0.0])
_PRECISION = np.array([0.25, 1.0, 0.25, 0.25])
_NONE = np.full(4, 1e-6)  # keeps the null's own fit finite where the classes separate
_GROWTH = 1.08  # the predicting fit is renewed when the items before it have grown by so much


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An item whose truth a person found: the detector's strongest probability, the least p-value, the truth."""

    detector: float
    p_value: float | None
    damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """`log_e` is ln E_n over `n` reviewed items in the order of their review, `damaged` of them damaged.

    At ln 100 the chance of a scorer that adds nothing ever coming so far is one in a hundred.
    """

    group: str
    n: int
    damaged: int
    log_e: float


def design(reviews: Sequence[Review]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """(n, 4) columns 1, log-odds, saw nothing, surprise; and (n,) labels, True for damaged."""
    rows = [(1.0, log_odds(r.detector), float(r.detector <= FLOOR), surprise(r.p_value)) for r in reviews]
    return np.array(rows, np.float64).reshape(-1, 4), np.array([r.damaged for r in reviews], np.bool_)


def evidence(reviews: Sequence[Review], *, group: str = "default") -> Earning:
    """How much the reviewed items, in the order of their review, speak for the scorer adding something."""
    columns, labels = design(reviews)
    n, damaged = len(labels), int(labels.sum())
    if damaged in (0, n):
        return Earning(group=group, n=n, damaged=damaged, log_e=0.0)
    alternative, done, weights = 0.0, 0, _CENTRE
    while done < n:
        until = min(n, max(done + 1, math.ceil(done * _GROWTH)))
        weights = _predictor(columns[:done], labels[:done], start=weights)
        alternative += log_likelihood(columns[done:until], labels[done:until], weights)
        done = until
    null = fit_logistic(columns[:, :3], labels, centre=_CENTRE[:3] * 0, precision=_NONE[:3])
    log_e = alternative - log_likelihood(columns[:, :3], labels, null)
    return Earning(group=group, n=n, damaged=damaged, log_e=log_e)


def deserving(earnings: Mapping[str, Earning], *, alpha: float = ALPHA) -> frozenset[str]:
    """The groups that get a vote (e-BH): the k with the most evidence, where the k-th has E >= groups / (k alpha)."""
    ranked = sorted(earnings, key=lambda name: -earnings[name].log_e)
    last = 0
    for k, name in enumerate(ranked, start=1):
        if earnings[name].log_e >= math.log(len(ranked) / (k * alpha)):
            last = k
    return frozenset(ranked[:last])


def _predictor(columns: Floats, labels: npt.NDArray[np.bool_], *, start: Floats) -> Floats:
    """The alternative, fitted to what is known so far; a scorer that points the wrong way is not listened to.

    `start` is what was found from fewer of them: the same maximum, in fewer steps.
    """
    if not len(labels):
        return _CENTRE
    found = fit_logistic(columns, labels, centre=_CENTRE, precision=_PRECISION, start=start)
    if found[3] >= 0:
        return found
    three = fit_logistic(columns[:, :3], labels, centre=_CENTRE[:3], precision=_PRECISION[:3], start=start[:3])
    return np.append(three, 0.0)
