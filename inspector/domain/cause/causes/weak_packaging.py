"""One product is damaged more often than others, whoever brings it and whichever way it comes."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.marks import complained_of, confirmed_by_people
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

CAUSE: Final = Cause(
    name="weak_packaging",
    title="the product's packaging does not bear the handling",
    signs=frozenset({Sign.DAMAGE}),
    loci=(Dimension.SKU,),
    marks=(complained_of(Sign.DAMAGE), confirmed_by_people),
    look_at="let people answer these calls first: a limit that is too tight for the product looks the same until then",
)
