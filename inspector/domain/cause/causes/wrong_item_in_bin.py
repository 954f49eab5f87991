"""Other goods lie where these were booked: a bin or a pallet was mixed up."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.gathered import SeenCheck
from inspector.domain.cause.marks import complained_of, confirmed_by_people, same_value
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.lot_group import Dimension


def _other(check: SeenCheck) -> str | None:
    return check.value if check.outcome is CheckOutcome.FAILED else None


CAUSE: Final = Cause(
    name="wrong_item_in_bin",
    title="other goods lie in the bin or on the pallet that was booked",
    signs=frozenset({Sign.OTHER_GOODS, Sign.STRANGE}),
    loci=(Dimension.SKU, Dimension.UPSTREAM, Dimension.LOT, Dimension.VENDOR),
    marks=(
        same_value("wrong_item", _other, "the product that the items look like", same=1.0, many=0.0),
        complained_of(Sign.OTHER_GOODS),
        confirmed_by_people,
    ),
    look_at="open the bin or pallet that these items came from; count what lies there",
)
