"""Another colour of the same goods under this variant's booking."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.marks import complained_of, confirmed_by_people, same_value
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

CAUSE: Final = Cause(
    name="other_variant",
    title="another variant (colour) of the product was delivered or booked",
    signs=frozenset({Sign.COLOUR}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM),
    marks=(
        same_value("colour", lambda check: check.value, "the colour seen", same=0.7, many=0.0),
        complained_of(Sign.COLOUR),
        confirmed_by_people,
    ),
    look_at="lay one of these items beside one that passed; look at the packaging's version with the vendor",
)
