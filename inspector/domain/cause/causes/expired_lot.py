"""A lot is past its date, or too near to it."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.marks import answered, became, complained_of, confirmed_by_people, same_value
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.dispositioning import Fate
from inspector.domain.lot_group import Dimension

CAUSE: Final = Cause(
    name="expired_lot",
    title="the lot is past its date or has too few days left",
    signs=frozenset({Sign.EXPIRED}),
    loci=(Dimension.LOT,),
    marks=(
        same_value("expiry", lambda check: check.value, "the date", same=1.0, many=-1.0),
        answered("expiry", CheckOutcome.UNSURE, "the date could not be read for sure", contrary=True),
        became(Fate.DISPOSED),
        became(Fate.DONATED),
        complained_of(Sign.EXPIRED),
        confirmed_by_people,
    ),
    look_at="read the date on one item and on the carton; block the lot in the stock and look for its other pallets",
)
