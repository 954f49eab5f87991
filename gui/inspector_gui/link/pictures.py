"""Pictures over the daemon's HTTP, in one worker thread: bounded, newest wish first, decoded before Qt sees them."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from inspector_gui.link.http import Fetch, HttpPictures, NotThere, PictureError
from inspector_gui.link.http_worker import HttpWorker
from inspector_gui.link.inbox import Inbox

MAX_WISHES = 24
MOST_HZ = 30.0  # more pictures a second nobody sees, and each costs as much of a core as painting it
ATTEMPTS = 3
RETRY_AFTER_S = 0.35
LARGEST_SIDE = 2048
THUMB = QSize(320, 240)


class Layer(StrEnum):
    """Which picture of an item: as the camera saw it, with the heat map in it, or how its product should look.

    DRAFT: what a lesson was given that is not active; `sku` names its product.
    """

    PLAIN = "plain"
    HEAT = "heat"
    GOLDEN = "golden"
    DRAFT = "draft"


class Source(StrEnum):
    """Where a picture comes from: the stored item, the live camera instead, or nowhere.

    NOT_STORED: nowhere, since the station says to the last that it keeps none.
    """

    ITEM = "item"
    LIVE = "live"
    NOT_STORED = "not-stored"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A picture that is wanted. An empty `rid` asks for the live picture. `attempt` counts from 0.

    `sku` and `number` are for golden pictures: the n-th of this product, round and round. `urgent`: somebody waits for
    it to answer; it comes before all others and is not given up for them.
    """

    rid: str
    camera: str
    layer: Layer = Layer.PLAIN
    attempt: int = 0
    sku: str = ""
    number: int = 0
    urgent: bool = False

    @property
    def key(self) -> tuple[str, str, Layer]:
        """Two wishes with one key are one wish."""
        return (self.rid, self.camera, self.layer)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """What became of a wish. `size` is the camera's pixels, the scale of boxes; both images are null if there is none.

    The images own their pixels (Format_RGB32) and are never written again. `coming`: the item's own was not stored yet,
    and is asked for again; what becomes of that comes as another picture of the same wish.
    """

    wish: Wish
    source: Source
    image: QImage
    thumb: QImage
    size: QSize
    problem: str = ""
    coming: bool = False


class PictureLink(HttpWorker[Wish]):
    """`wish` from any thread; pictures come through `inbox`.

    At most `most_hz` of those that nobody waits for are fetched in a second: where more are wished for, the newest are.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        now_s: Callable[[], float] = time.monotonic,
        capacity: int = MAX_WISHES,
        most_hz: float = MOST_HZ,
    ) -> None:
        super().__init__("pictures", token=token)
        self.inbox: Inbox[Picture] = Inbox(capacity)
        self.most_hz = most_hz
        self._next_s = -math.inf
        self._now_s = now_s
        self._capacity = capacity
        self._wishes: OrderedDict[tuple[str, str, Layer], tuple[float, Wish]] = OrderedDict()

    def wish(self, wish: Wish) -> None:
        """Want a picture; the oldest wish is given up when there are too many."""
        self._queue(wish, self._now_s())

    def due(self) -> Wish | None:
        """The newest whose time has come, of those that somebody waits for if there are any."""
        now = self._now_s()
        ripe = [wish for at_s, wish in reversed(self._wishes.values()) if at_s <= now]
        others = ripe if now >= self._next_s else []
        chosen = next((wish for wish in ripe if wish.urgent), others[0] if others else None)
        if chosen is not None:
            del self._wishes[chosen.key]
            if not chosen.urgent:
                self._next_s = now + 1 / self.most_hz
        return chosen

    def patience_s(self) -> float | None:
        """Until the next one's time has come."""
        now = self._now_s()
        due = [at_s if wish.urgent else max(at_s, self._next_s) for at_s, wish in self._wishes.values()]
        return max(0.001, min(due) - now) if due else None

    def _queue(self, wish: Wish, not_before_s: float) -> None:
        with self.changed:
            former = self._wishes.pop(wish.key, None)
            if former is not None and former[1].urgent:
                wish = replace(wish, urgent=True)
            self._wishes[wish.key] = (not_before_s, wish)
            if len(self._wishes) > self._capacity:
                given_up = next((key for key, (_, one) in self._wishes.items() if not one.urgent), None)
                del self._wishes[next(iter(self._wishes)) if given_up is None else given_up]
            self.changed.notify()

    def work(self, task: Wish, http: HttpPictures) -> None:
        """Fetch it, or say why not."""
        try:
            self._deliver(task, Source.ITEM if task.rid else Source.LIVE, http.get(_path(task)))
        except NotThere as error:
            self._make_do(task, http, str(error))
        except PictureError as error:
            self._nothing(task, str(error))

    def _make_do(self, wish: Wish, http: HttpPictures, problem: str) -> None:
        """Evidence is stored after the decision, and of good items only a sample: ask again, show live meanwhile."""
        if wish.layer in {Layer.GOLDEN, Layer.DRAFT} or not wish.rid:
            self._nothing(wish, problem)
            return
        if wish.attempt + 1 == ATTEMPTS:
            self._nothing(wish, problem, source=Source.NOT_STORED)
            return
        self._queue(replace(wish, attempt=wish.attempt + 1), self._now_s() + RETRY_AFTER_S)
        if wish.attempt > 0:
            return
        if wish.layer is Layer.HEAT:
            self._nothing(wish, problem, coming=True)
            return
        try:
            self._deliver(wish, Source.LIVE, http.get(_path(replace(wish, rid=""))), coming=True)
        except PictureError as error:
            self._nothing(wish, str(error), coming=True)

    def _deliver(self, wish: Wish, source: Source, fetched: Fetch, *, coming: bool = False) -> None:
        image = QImage.fromData(fetched.content)
        if image.isNull():
            self._nothing(wish, f"{fetched.path}: not a picture", coming=coming)
            return
        size = image.size()
        if max(size.width(), size.height()) > LARGEST_SIDE:
            image = _within(image, QSize(LARGEST_SIDE, LARGEST_SIDE))
        ready = image.convertToFormat(QImage.Format.Format_RGB32)
        thumb = _within(ready, THUMB)
        self.inbox.put(
            Picture(wish=wish, source=source, image=ready, thumb=thumb, size=size, coming=coming), key=wish.key
        )

    def _nothing(self, wish: Wish, problem: str, *, source: Source = Source.NONE, coming: bool = False) -> None:
        none = QImage()
        self.inbox.put(
            Picture(wish=wish, source=source, image=none, thumb=none, size=QSize(), problem=problem, coming=coming),
            key=wish.key,
        )


def _within(image: QImage, size: QSize) -> QImage:
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _path(wish: Wish) -> str:
    camera, rid = quote(wish.camera, safe=""), quote(wish.rid, safe="")
    if wish.layer is Layer.GOLDEN:
        return f"/golden/{camera}.png?sku={quote(wish.sku, safe='')}&number={wish.number}"
    if wish.layer is Layer.DRAFT:
        return f"/drafts/{camera}.jpg?sku={quote(wish.sku, safe='')}"
    if not wish.rid:
        return f"/live/{camera}.jpg"
    return f"/items/{rid}/{camera}.heat.jpg" if wish.layer is Layer.HEAT else f"/items/{rid}/{camera}.png"
