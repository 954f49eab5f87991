"""A station on the way to this one damages goods, whoever made them."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from inspector.domain.cause.cause import Cause, Looking, Weighed
from inspector.domain.cause.fact import decisions
from inspector.domain.cause.marks import SAME_SHARE, complained_of, confirmed_by_people, items_source
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

SEVERAL_PRODUCTS, ONE_PRODUCT, ONE_KIND = 1.0, -1.0, 0.5


def _whoever(looking: Looking) -> Iterator[Weighed]:
    """A machine does not know whose goods it damages."""
    group = None if looking.rate is None else looking.rate.group
    if group is None:
        return
    there = [seen for seen in looking.gathered.items if group in seen.groups]
    known = {seen.identity.sku for seen in there}
    hurt = [seen for seen in there if Sign.DAMAGE in seen.signs]
    products = {seen.identity.sku for seen in hurt}
    if len(hurt) < 3 or len(known) < 3:
        return
    text = f"damage at {group.name} is on {len(products)} of the {len(known)} products that came from there"
    yield looking.weigh(text, items_source(there), SEVERAL_PRODUCTS if len(products) > 2 else ONE_PRODUCT)


def one_kind(looking: Looking) -> Iterator[Weighed]:
    """One machine makes one kind of damage."""
    kinds = Counter(seen.reasons[0].code.name.removeprefix("DEFECT_").lower() for seen in looking.calls)
    total = kinds.total()
    if total < 3:
        return
    kind, count = kinds.most_common(1)[0]
    if count >= SAME_SHARE * total:
        text = f"{count} of {total} of these items show the same kind of damage, {kind}"
        yield looking.weigh(text, decisions([seen.record_id for seen in looking.calls]), ONE_KIND)


CAUSE: Final = Cause(
    name="transit_damage",
    title="damaged in transit at a station before this one",
    signs=frozenset({Sign.DAMAGE}),
    loci=(Dimension.UPSTREAM,),
    marks=(_whoever, one_kind, complained_of(Sign.DAMAGE), confirmed_by_people),
    look_at="look at guides, pushers and drops of that station while items run through it",
)
