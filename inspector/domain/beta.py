"""The beta distribution without a statistics library, and the exact interval of a share that follows from it.

The regularised incomplete beta function is evaluated by its continued fraction with the modified Lentz method (Press et
al., Numerical Recipes, 3rd ed., section 6.4); quantiles by bisection.
"""

import math

_TINY = 1e-300
_STEPS = 500


def beta_cdf(x: float, a: float, b: float) -> float:
    """P(X <= x) for X ~ Beta(a, b); `a` and `b` above 0. Good to about 1e-12.

    >>> round(beta_cdf(0.5, 2, 2), 6)
    0.5
    """
    if a <= 0 or b <= 0:
        raise ValueError("a beta distribution needs a > 0 and b > 0")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _fraction(x, a, b) / a
    return 1.0 - math.exp(log_front) * _fraction(1 - x, b, a) / b


def beta_quantile(q: float, a: float, b: float) -> float:
    """The x with P(X <= x) = q, to about 1e-12."""
    if not 0 <= q <= 1:
        raise ValueError(f"{q} is no probability")
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < q:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def share_interval(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a share after `hits` of `n` (Clopper and Pearson, Biometrika 1934). (0, 1) when n is 0.

    >>> low, high = share_interval(0, 100)
    >>> low, round(high, 4)
    (0.0, 0.0362)
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, n - hits + 1)
    high = 1.0 if hits == n else beta_quantile(1 - tail, hits + 1, n - hits)
    return low, high


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _away(1 - (a + b) * x / (a + 1))
    d = 1 / d
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return value


def _away(value: float) -> float:
    """Lentz's method divides by what may become 0."""
    return value if abs(value) > _TINY else _TINY
