"""The goods of one vendor, or of one delivery, are damaged whichever way they came."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.causes.transit_damage import one_kind
from inspector.domain.cause.marks import became, complained_of, confirmed_by_people
from inspector.domain.cause.sign import Sign
from inspector.domain.dispositioning import Fate
from inspector.domain.lot_group import Dimension

CAUSE: Final = Cause(
    name="delivered_damaged",
    title="delivered damaged by the vendor, or by the lorry that brought this lot",
    signs=frozenset({Sign.DAMAGE}),
    loci=(Dimension.VENDOR, Dimension.LOT),
    marks=(one_kind, became(Fate.RETURNED), complained_of(Sign.DAMAGE), confirmed_by_people),
    look_at="open an untouched carton of the same delivery at the dock",
)
