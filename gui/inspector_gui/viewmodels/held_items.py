"""Which isolated items wait because of a hold: the station names the hold in the item's reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.domain.reason import ReasonCode
from inspector_gui.viewmodels.open_items import QueueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItems:
    """`first` is the oldest one's record, empty without any. `listed`: how many items were looked through.

    `complete`: those are all that wait.
    """

    count: int = 0
    first: str = ""
    listed: int = 0
    complete: bool = True


def held_items(items: Sequence[QueueItem], total: int | None, hold_id: str) -> HeldItems:
    """Those of `items`, the oldest of `total` that wait, that fell under the hold."""
    found = [item for item in items if _names(item, hold_id)]
    return HeldItems(
        count=len(found),
        first=found[0].rid if found else "",
        listed=len(items),
        complete=total is not None and total <= len(items),
    )


def _names(item: QueueItem, hold_id: str) -> bool:
    """The sentence about a hold has its id in brackets, before anything that a person wrote."""
    held = (reason.detail for reason in item.view.reasons if reason.code == ReasonCode.GROUP_HELD)
    return any(f"({hold_id})" in detail for detail in held)
