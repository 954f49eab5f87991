"""Packed with too few or too many."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.marks import complained_of, confirmed_by_people
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

CAUSE: Final = Cause(
    name="count_fault",
    title="packed with too few or too many units",
    signs=frozenset({Sign.COUNT, Sign.EXTENT}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM, Dimension.SKU),
    marks=(complained_of(Sign.COUNT), confirmed_by_people),
    look_at="count one of these items by hand; several units under one trigger come from the singulation before us",
)
