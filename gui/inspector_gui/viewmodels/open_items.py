"""The isolated items that wait: what the station listed, corrected by what was answered here and is not booked yet."""

from dataclasses import dataclass, replace

from inspector.domain.detection import ITEM_CLASS
from inspector.domain.verdict import Disposition
from inspector.wire.review import OpenItem, OpenItems
from inspector_gui.viewmodels.items import ItemView, ReasonView, boxes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One isolated item. `number` is its place in the station's book; `cameras` are the views that were kept.

    `lpn` is its license plate, empty where it has none.
    """

    number: int
    view: ItemView
    cameras: tuple[str, ...] = ()
    lpn: str = ""

    @property
    def rid(self) -> str:
        """The record id."""
        return self.view.rid

    @property
    def suspected(self) -> str | None:
        """The class of the strongest box of damage; None where only the whole item looked wrong."""
        found = [box for box in self.view.boxes if box.label != ITEM_CLASS]
        return max(found, key=lambda box: box.score).label if found else None


def queue_item(item: OpenItem) -> QueueItem:
    """What the window needs of an open item."""
    return QueueItem(
        number=item.number,
        view=ItemView(
            rid=item.rid,
            track=item.track,
            disposition=Disposition(item.disp),
            lane=item.lane,
            score=item.score,
            sku=item.sku or "",
            ts=item.time,
            decided_ms=None,
            reasons=tuple(
                ReasonView(code=r.code, name=r.name, score=r.score, camera=r.camera, detail=r.detail)
                for r in item.reasons
            ),
            boxes=boxes_of(item.boxes),
        ),
        cameras=tuple(item.cameras),
        lpn=item.lpn or "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What was done here to an item. `settled_ask`: the newest question when the station booked the last of it."""

    item: QueueItem | None
    answered: bool
    unsettled: int
    settled_ask: int | None = None


class OpenItemsBook:
    """Pages are snapshots: one that was asked for before an answer was booked still lists its item.

    So what was done here wins over a page until a page that was asked for after the station had booked everything.
    """

    def __init__(self) -> None:
        self._page: dict[str, QueueItem] = {}
        self._own: dict[str, _Own] = {}
        self._total: int | None = None
        self.items: tuple[QueueItem, ...] = ()

    @property
    def total(self) -> int | None:
        """How many wait; None before the first page."""
        if self._total is None:
            return None
        answered = sum(own.answered and rid in self._page for rid, own in self._own.items())
        returned = sum(not own.answered and rid not in self._page for rid, own in self._own.items())
        return max(len(self.items), self._total - answered + returned)

    @property
    def hidden(self) -> int:
        """Items that are answered here and may still be in the station's list."""
        return sum(own.answered for own in self._own.values())

    def take(self, page: OpenItems, asked: int) -> None:
        """A page that answers question number `asked`."""
        self._page = {item.rid: queue_item(item) for item in page.items}
        self._total = page.total
        self._own = {rid: own for rid, own in self._own.items() if own.settled_ask is None or asked <= own.settled_ask}
        self._merge()

    def answered(self, rid: str, item: QueueItem | None) -> None:
        """An answer was given here; the item waits no more. `item` is None for one of an earlier run."""
        self._change(rid, item, answered=True)

    def taken_back(self, rid: str, item: QueueItem | None) -> None:
        """The answer was taken back; the item waits again."""
        self._change(rid, item, answered=False)

    def settled(self, rid: str, asked: int) -> None:
        """The station's word about one of the entries; `asked` is the newest question."""
        own = self._own.get(rid)
        if own is not None:
            left = own.unsettled - 1
            self._own[rid] = replace(own, unsettled=left, settled_ask=asked if left <= 0 else None)

    def _change(self, rid: str, item: QueueItem | None, *, answered: bool) -> None:
        before = self._own.get(rid)
        unsettled = 1 + (before.unsettled if before is not None else 0)
        self._own[rid] = _Own(item=item, answered=answered, unsettled=unsettled)
        self._merge()

    def _merge(self) -> None:
        merged = {rid: item for rid, item in self._page.items() if rid not in self._own or not self._own[rid].answered}
        for rid, own in self._own.items():
            if not own.answered and own.item is not None:
                merged.setdefault(rid, own.item)
        self.items = tuple(sorted(merged.values(), key=lambda item: item.number))
