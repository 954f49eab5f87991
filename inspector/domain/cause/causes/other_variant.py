"""Another colour of the same goods under this variant's booking: the size is right, the looks are nobody else's."""

import re
from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.gathered import SeenCheck
from inspector.domain.cause.marks import agreeing, answered, complained_of, confirmed_by_people
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.lot_group import Dimension

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def _missed(check: SeenCheck) -> float | None:
    """By how much the booked colour is missed (CIEDE2000): of one other colour about the same on each item."""
    found = _NUMBER.fullmatch(check.value or "")
    return None if found is None else float(found.group())


CAUSE: Final = Cause(
    name="other_variant",
    title="another variant (colour) of the product was delivered or booked",
    signs=frozenset({Sign.COLOUR, Sign.STRANGE}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM),
    marks=(
        answered("size", CheckOutcome.OK, "the measured size is the booked product's"),
        agreeing("colour", _missed, "by how much the colour is off", within=0.1, same=0.7, other=0.0),
        complained_of(Sign.COLOUR),
        confirmed_by_people,
    ),
    look_at="lay one of these items beside one that passed; look at the packaging's version with the vendor",
)
