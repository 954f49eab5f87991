"""Reviewed items as a station with a made-up scorer would have them; shared by the tests of the vote and its bench."""

import math

import numpy as np

from inspector.domain.earning import Review

REFERENCES = 100
POWER = {"informative": 4, "weak": 1.7}  # a scorer whose damaged items have u^k ranks them with an AUROC of k / (k + 1)
ADDING_NOTHING = (  # kind of scorer, share of damaged items, whether the detector's scores fit no line in the log-odds
    ("random", 0.5, False),
    ("random", 0.1, False),
    ("two values", 0.3, False),
    ("copy", 0.5, False),
    ("inverted", 0.5, False),
    ("random", 0.4, True),
)


def p_of(u: float) -> float:
    """A conformal p-value of 100 references from a uniform number."""
    return (1 + math.floor(REFERENCES * min(u, 0.999999))) / (REFERENCES + 1)


def reviewed(seed: int, n: int, *, kind: str, prevalence: float = 0.5, crooked: bool = False) -> list[Review]:
    """Items of which the detector sees 60 % of the damaged and 10 % of the intact; the rest score 0."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        damaged = bool(rng.random() < prevalence)
        seen = rng.random() < (0.6 if damaged else 0.1)
        detector = float(rng.beta(4, 3) if damaged else rng.beta(2, 4)) if seen else 0.0
        if crooked and seen:  # middling scores are damage, high ones are not: no line in the log-odds fits this
            detector = float(np.clip(rng.normal(0.5, 0.1) if damaged else rng.choice([0.1, 0.95]), 0.01, 0.99))
        u = float(rng.random())
        p_value: float | None
        if kind == "random":
            p_value = p_of(u)
        elif kind == "two values":  # few references: a random scorer with ties everywhere
            p_value = 0.01 if u < 0.3 else 1.0
        elif kind == "copy":  # says again what the detector says
            p_value = p_of(1 - 0.9 * detector - 0.09 * u)
        elif kind == "inverted":  # finds intact items novel
            p_value = p_of(u if damaged else u**4)
        elif kind == "untaught":
            p_value = None
        else:
            p_value = p_of(u ** POWER[kind] if damaged else u)
        found.append(Review(detector=detector, p_value=p_value, damaged=damaged))
    return found
