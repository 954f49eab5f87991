"""Arithmetic on the belt encoder, a free-running 32-bit counter that rolls over.

Differences are taken modulo 2**32 and read as signed, so a position slightly behind is a small negative number.
"""

MODULUS = 2**32


def wrap(counts: int) -> int:
    """Bring any integer into 0 … 2**32 - 1.

    >>> wrap(-1) == 2**32 - 1
    True
    """
    return counts % MODULUS


def distance(start: int, end: int) -> int:
    """Signed counts from `start` to `end`, right across the roll-over.

    >>> distance(2**32 - 10, 5)
    15
    >>> distance(5, 2**32 - 10)
    -15
    """
    delta = (end - start) % MODULUS
    return delta - MODULUS if delta >= MODULUS // 2 else delta
