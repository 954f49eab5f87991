"""Another size of the same goods under this size's label: they look right and measure wrong, all in the same way."""

import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from inspector.domain.cause.cause import Cause, Looking, Weighed
from inspector.domain.cause.marks import (
    answered,
    at_checks,
    became,
    checks_of,
    complained_of,
    confirmed_by_people,
)
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.dispositioning import Fate
from inspector.domain.lot_group import Dimension

ALIKE, UNLIKE = 1.0, -1.0
_TOLERANCE = 0.05
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _alike(looking: Looking) -> Iterator[Weighed]:
    """Items of one other size measure the same; a fault of measuring scatters. Compared within each product."""
    by_sku: dict[str | None, list[float]] = {}
    found = checks_of(looking, "size")
    for seen, check in found:
        sizes = [float(text) for text in _NUMBER.findall(check.value or "")]
        if sizes:
            by_sku.setdefault(seen.identity.sku, []).append(max(sizes))
    several = [lengths for lengths in by_sku.values() if len(lengths) >= 3]
    if not several:
        return
    near = sum(_near(lengths) for lengths in several)
    total = sum(map(len, several))
    text = f"the measured length is within {_TOLERANCE:.0%} of its product's middle on {near} of {total} items"
    yield looking.weigh(text, at_checks(found), ALIKE if near >= 0.8 * total else UNLIKE)


def _near(lengths: list[float]) -> int:
    middle = median(lengths)
    return sum(abs(one - middle) <= _TOLERANCE * middle for one in lengths)


CAUSE: Final = Cause(
    name="wrong_size_label",
    title="another size of the product under this size's label",
    signs=frozenset({Sign.SIZE}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM),
    marks=(
        answered("wrong_item", CheckOutcome.OK, "the item looks like the booked product"),
        _alike,
        became(Fate.RELABELLED),
        complained_of(Sign.SIZE),
        confirmed_by_people,
    ),
    look_at="measure one of these items by hand and read the size on its label and on the inner packaging",
)
