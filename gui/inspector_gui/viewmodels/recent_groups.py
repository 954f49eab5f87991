"""Which products, lots, vendors and upstream stations came lately: who holds one by hand need not type its name."""

from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension, groups_of
from inspector.wire.item import ItemArrived
from inspector.wire.result import Result

KEPT = 4


class RecentGroups:
    """The newest names of each dimension, newest first."""

    def __init__(self) -> None:
        self._names: dict[Dimension, list[str]] = {}

    def arrived(self, item: ItemArrived) -> None:
        """What the controller says of an item."""
        identity = Identity(sku=item.sku, lot=item.lot, vendor=item.vendor, upstream=item.upstream)
        self._take(identity)

    def inspected(self, item: Result) -> None:
        """What the station read on it as well."""
        self._take(Identity(sku=item.sku, lot=item.lot))

    def names(self, dimension: Dimension) -> tuple[str, ...]:
        """At most `KEPT`."""
        return tuple(self._names.get(dimension, ()))

    def _take(self, identity: Identity) -> None:
        for group in groups_of(identity, ""):
            others = [name for name in self._names.get(group.dimension, ()) if name != group.name]
            self._names[group.dimension] = [group.name, *others][:KEPT]
