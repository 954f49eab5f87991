"""The isolated items that wait: what the station listed, corrected by what was answered here and is not booked yet."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QDateTime, Qt

from inspector.domain.detection import ITEM_CLASS
from inspector.domain.dispositioning import Fate
from inspector.domain.proposing import Proposed
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition
from inspector.domain.waiting import WaitsFor
from inspector.wire.review import OpenItem, OpenItems
from inspector_gui.viewmodels.items import ItemView, ReasonView, boxes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One isolated item. `number` is its place in the station's book; `cameras` are the views that were kept.

    `lpn` is its license plate, empty where it has none. `answer`: it was answered earlier, and nobody decided about
    it. `proposed`: what the rules propose after each answer; None: nobody is asked. For what it is `worth` it goes
    before items that came up to `ahead_s` earlier; `order` is lower for items that go first.

    `again`: somebody answered it, and it is to be answered once more by its pictures; `first_by` is who.
    """

    number: int
    view: ItemView
    cameras: tuple[str, ...] = ()
    lpn: str = ""
    answer: Answer | None = None
    label: str | None = None
    fate: Fate = Fate.OPEN
    proposed: Mapping[str, Proposed] | None = None
    order: float = 0.0
    worth: float | None = None
    ahead_s: float = 0.0
    again: bool = False
    first_by: str = ""

    @property
    def key(self) -> tuple[float, int]:
        """Sorts as the station does."""
        return self.order, self.number

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
        answer=item.answer if item.waits_for is WaitsFor.FATE else None,
        label=item.label,
        fate=item.fate,
        proposed=_proposed(item),
        order=0.0 if item.order is None else item.order,
        worth=item.worth,
        ahead_s=item.ahead_s,
        again=item.waits_for is WaitsFor.AGAIN,
        first_by=item.first_by or "",
    )


def _proposed(item: OpenItem) -> Mapping[str, Proposed] | None:
    if item.proposed is None:
        return None
    return {name: Proposed(fate=one.fate, grade=one.grade) for name, one in item.proposed.items()}


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
        self._told: dict[str, OpenItem] = {}
        self._page: dict[str, QueueItem] = {}
        self._own: dict[str, _Own] = {}
        self._far: dict[str, QueueItem] = {}
        self._total: int | None = None
        self._relabelled: int | None = None
        self._time = ""
        self._places: dict[str, int] = {}
        self._operator = ""
        self.items: tuple[QueueItem, ...] = ()

    @property
    def total(self) -> int | None:
        """How many wait; None before the first page."""
        if self._total is None:
            return None
        listed = self._page.keys() | self._far.keys()
        answered = sum(own.answered and rid in listed for rid, own in self._own.items())
        returned = sum(not own.answered and rid not in listed for rid, own in self._own.items())
        return max(len(self.items), self._total - answered + returned)

    @property
    def relabelled(self) -> int:
        """How many are being relabelled, without those that were decided about here; 0 where that is not known."""
        done = sum(
            own.answered and own.item is not None and own.item.fate is Fate.RELABELLED for own in self._own.values()
        )
        return max(0, (self._relabelled or 0) - done)

    @property
    def hidden(self) -> int:
        """Items that are answered here and may still be in the station's list."""
        return sum(own.answered for own in self._own.values())

    def take(self, page: OpenItems, asked: int) -> None:
        """A page that answers question number `asked`."""
        told = {item.rid: item for item in page.items}
        known = self._page
        self._page = {
            rid: known[rid] if rid in known and self._told.get(rid) == item else queue_item(item)
            for rid, item in told.items()
        }
        self._told = told
        self._total, self._relabelled, self._time = page.total, page.relabelled, page.time or ""
        self._own = {rid: own for rid, own in self._own.items() if own.settled_ask is None or asked <= own.settled_ask}
        self._merge()

    def add(self, page: OpenItems) -> None:
        """Items that stand further behind in the station's list, instead of those that were added before."""
        self._far = {item.rid: queue_item(item) for item in page.items}
        self._merge()

    def is_far(self, rid: str) -> bool:
        """Whether it was added, and is not on the page."""
        return rid in self._far and rid not in self._page

    def forget_far(self) -> None:
        """Nobody looks at what was added any more."""
        if self._far:
            self._far = {}
            self._merge()

    def act_as(self, operator: str) -> None:
        """Who looks: what they answered themselves comes last when it is to be answered once more."""
        self._operator = operator
        self._merge()

    def find(self, rid: str) -> QueueItem | None:
        """The item, if it waits."""
        place = self._places.get(rid)
        return None if place is None else self.items[place]

    def place(self, rid: str) -> int | None:
        """Where it stands, from 0; None if it does not wait."""
        return self._places.get(rid)

    def behind(self, item: QueueItem) -> int:
        """The place of the first item that goes after this one, which need not wait any more."""
        return bisect_right(self.items, self._key(item), key=self._key)

    def waited_s(self, item: QueueItem | None) -> float | None:
        """How long it waited when the station was last asked, by the station's clock; None where that is not known."""
        if item is None or not self._time:
            return None
        seen, told = (QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs) for text in (item.view.ts, self._time))
        return max(0.0, seen.msecsTo(told) / 1000) if seen.isValid() and told.isValid() else None

    def unsaid(self, rid: str, item: QueueItem, asked: int, *, waits: bool) -> None:
        """A fate was taken back before it was sent. `waits`: the station lists the item for it."""
        own = self._own.get(rid)
        left = max(0, (own.unsettled if own is not None else 1) - 1)
        settled = None if left else asked
        self._own[rid] = _Own(item=item, answered=not waits, unsettled=left, settled_ask=settled)
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
        listed = {**self._far, **self._page}
        merged = {rid: item for rid, item in listed.items() if rid not in self._own or not self._own[rid].answered}
        for rid, own in self._own.items():
            if not own.answered and own.item is not None:
                merged.setdefault(rid, own.item)
        self.items = tuple(sorted(merged.values(), key=self._key))
        self._places = {item.rid: place for place, item in enumerate(self.items)}

    def _key(self, item: QueueItem) -> tuple[bool, float, int]:
        return (item.again and item.first_by == self._operator, *item.key)
