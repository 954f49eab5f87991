"""Another size of the same goods under this size's label: they look right and measure wrong, all in the same way."""

import re
from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.gathered import SeenCheck
from inspector.domain.cause.marks import agreeing, answered, became, complained_of, confirmed_by_people
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.dispositioning import Fate
from inspector.domain.lot_group import Dimension

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def _longest(check: SeenCheck) -> float | None:
    return max((float(text) for text in _NUMBER.findall(check.value or "")), default=None)


CAUSE: Final = Cause(
    name="wrong_size_label",
    title="another size of the product under this size's label",
    signs=frozenset({Sign.SIZE, Sign.EXTENT}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM),
    marks=(
        answered("wrong_item", CheckOutcome.OK, "the item looks like the booked product"),
        # Items of one other size measure the same; a fault of measuring scatters.
        agreeing("size", _longest, "the measured length", within=0.05, same=1.0, other=-1.0),
        became(Fate.RELABELLED),
        complained_of(Sign.SIZE),
        confirmed_by_people,
    ),
    look_at="measure one of these items by hand and read the size on its label and on the inner packaging",
)
