"""How a long list of problems is shown: the first ones and the count, so that no cause is buried."""

from collections.abc import Sequence

MOST_SHOWN = 50


def shown(problems: Sequence[str], most: int = MOST_SHOWN) -> list[str]:
    """At most `most` lines, then how many more there are.

    >>> shown(["a", "b", "c"], 2)
    ['a', 'b', '… and 1 more']
    """
    rest = len(problems) - most
    return [*problems[:most], *([f"… and {rest} more"] if rest > 0 else [])]
