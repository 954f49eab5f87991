"""What the catalogue says of a product is wrong: nearly every item of it fails, whoever brings it."""

from collections.abc import Iterator
from typing import Final

from inspector.domain.cause.cause import Cause, Looking, Weighed
from inspector.domain.cause.marks import items_source
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

NEARLY_ALL, NOT_ALL = 2.0, -3.0
SEVERAL_LOTS = 1.0
_SIGNS: Final = frozenset({Sign.LABEL, Sign.SIZE, Sign.COLOUR, Sign.EXPIRED, Sign.COUNT, Sign.EXTENT})


def _every_item(looking: Looking) -> Iterator[Weighed]:
    if looking.rate is None or looking.rate.group is None or looking.rate.items < 3:
        return
    there = [seen for seen in looking.gathered.items if looking.rate.group in seen.groups]
    rate = looking.rate.rate
    text = f"{looking.rate.hits} of {looking.rate.items} items of {looking.rate.name} fail ({rate:.0%})"
    yield looking.weigh(text, items_source(there), NEARLY_ALL if rate >= 0.8 else NOT_ALL if rate < 0.5 else 0.0)


def _several_lots(looking: Looking) -> Iterator[Weighed]:
    lots = {seen.identity.lot for seen in looking.calls if seen.identity.lot is not None}
    vendors = {seen.identity.vendor for seen in looking.calls if seen.identity.vendor is not None}
    if len(looking.calls) < 3 or not lots:
        return
    text = f"these items are of {_several(len(lots), 'lot')} and {_several(max(1, len(vendors)), 'vendor')}"
    yield looking.weigh(text, items_source(looking.calls), SEVERAL_LOTS if len(lots) > 1 else -SEVERAL_LOTS)


def _several(n: int, what: str) -> str:
    return f"{n} {what}" + ("" if n == 1 else "s")


CAUSE: Final = Cause(
    name="catalogue_wrong",
    title="the catalogue's entry of the product is wrong or out of date",
    signs=_SIGNS,
    loci=(Dimension.SKU,),
    shows="a label, size, colour, date or count that is not the catalogue's",
    marks=(_every_item, _several_lots),
    look_at="compare one good item with `inspector catalogue show`; packaging may have changed",
)
