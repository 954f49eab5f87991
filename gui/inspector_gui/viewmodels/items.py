"""The last items, as a film strip that can be held and stepped through."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.detection import ITEM_CLASS, Xyxy
from inspector.domain.verdict import Disposition
from inspector.wire.result import BoxPart, Result

STRIP_LENGTH = 12
LEAST_SHOWN = 0.1  # probability of damage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why: `code` is the number that people translate, `name` and `detail` come from the station."""

    code: int
    name: str
    score: float
    camera: str | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """One box; `xyxy` in pixels of the camera's frame; `score` the probability of damage, if the station told it."""

    camera: str
    label: str
    score: float
    xyxy: Xyxy


def boxes_of(parts: Sequence[BoxPart]) -> tuple[BoxView, ...]:
    """The boxes worth a look: the product, what may well be damage, and the likeliest of all however unlikely it is.

    A picture full of "4 %" hides the one thing that a person should see. An older station told only the model's score,
    which promises nothing, but is all that there is.
    """
    boxes = [
        BoxView(camera=one.camera, label=one.label, score=one.score if one.p is None else one.p, xyxy=one.xyxy)
        for one in parts
    ]
    likeliest = max((box.score for box in boxes if box.label != ITEM_CLASS), default=0.0)
    least = min(LEAST_SHOWN, likeliest)
    return tuple(box for box in boxes if box.label == ITEM_CLASS or box.score >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One inspected item as the window shows it. `ts` is the station's UTC time of sending, ISO."""

    rid: str
    track: int
    disposition: Disposition
    lane: int
    score: float
    sku: str
    ts: str
    decided_ms: float | None
    reasons: tuple[ReasonView, ...]
    boxes: tuple[BoxView, ...]


def item_view(result: Result) -> ItemView:
    """What the window needs of a result."""
    return ItemView(
        rid=result.rid,
        track=result.track,
        disposition=result.disp,
        lane=result.lane,
        score=result.score,
        sku=result.sku or "",
        ts=result.ts,
        decided_ms=result.timings_ms.get("decided_ms"),
        reasons=tuple(
            ReasonView(code=r.code, name=r.name, score=r.score, camera=r.camera, detail=r.detail)
            for r in result.reasons
        ),
        boxes=boxes_of(result.boxes),
    )


class ItemsModel(QObject):
    """Live: the newest item is selected. Held: the strip stands still, `unseen` counts what came meanwhile."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: deque[ItemView] = deque(maxlen=STRIP_LENGTH)
        self._held: tuple[ItemView, ...] | None = None
        self._selected: str | None = None
        self.unseen = 0

    @property
    def items(self) -> tuple[ItemView, ...]:
        """What the strip shows, oldest first."""
        return tuple(self._newest) if self._held is None else self._held

    @property
    def held(self) -> bool:
        """The strip stands still."""
        return self._held is not None

    @property
    def selected(self) -> ItemView | None:
        """The item in the large picture."""
        items = self.items
        if self._held is None:
            return items[-1] if items else None
        return next((item for item in items if item.rid == self._selected), None)

    def add(self, item: ItemView) -> None:
        """An item was inspected; the same one again changes nothing."""
        if any(known.rid == item.rid for known in self._newest):
            return
        self._newest.append(item)
        if self._held is not None:
            self.unseen += 1
        self.changed.emit()

    def hold(self) -> None:
        """Stand still at the newest item."""
        if self._held is None and self._newest:
            self._held = tuple(self._newest)
            self._selected = self._held[-1].rid
            self.changed.emit()

    def follow(self) -> None:
        """Go on live."""
        if self._held is not None:
            self._held, self._selected, self.unseen = None, None, 0
            self.changed.emit()

    def toggle(self) -> None:
        """Hold, or follow."""
        self.follow() if self.held else self.hold()

    def select(self, rid: str) -> None:
        """Hold, and look at this item."""
        if any(item.rid == rid for item in self.items):
            self.hold()
            self._selected = rid
            self.changed.emit()

    def step(self, by: int) -> None:
        """Hold, and look at a neighbour; stops at both ends."""
        self.hold()
        items = self.items
        here = next((i for i, item in enumerate(items) if item.rid == self._selected), None)
        if here is not None:
            self.select(items[min(max(here + by, 0), len(items) - 1)].rid)
