"""The goods are right and their label is another product's: a mix-up at the vendor or at receiving."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.gathered import SeenCheck
from inspector.domain.cause.marks import answered, became, complained_of, confirmed_by_people, same_value
from inspector.domain.cause.sign import Sign
from inspector.domain.check import CheckOutcome
from inspector.domain.dispositioning import Fate
from inspector.domain.lot_group import Dimension


def _gtin(check: SeenCheck) -> str | None:
    return next((text for name, text in check.read if name == "gtin"), None)


CAUSE: Final = Cause(
    name="mislabelled_at_receiving",
    title="labelled with another product's label, by the vendor or at receiving",
    signs=frozenset({Sign.LABEL}),
    loci=(Dimension.VENDOR, Dimension.LOT, Dimension.UPSTREAM),
    marks=(
        answered("wrong_item", CheckOutcome.OK, "the item looks like the booked product"),
        answered("wrong_item", CheckOutcome.FAILED, "the item looks like another product", contrary=True),
        same_value("barcode", _gtin, "the foreign code", same=1.0, many=0.0),
        became(Fate.RELABELLED),
        complained_of(Sign.LABEL),
        confirmed_by_people,
    ),
    look_at="compare label, goods and delivery note of one of these items; stop that roll or template of labels",
)
