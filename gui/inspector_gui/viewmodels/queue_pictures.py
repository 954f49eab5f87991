"""All views of the isolated item, and of the one after it so that the next is there at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.items import BoxView
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.picture import Caption, Overlay, PictureView

MOST_VIEWS = 4


class QueuePicturesModel(QObject):
    """Only an item's own pictures: a live one would show another item. `show` at every change of the queue."""

    changed = Signal()

    def __init__(self, wish: Callable[[Wish], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish = wish
        self._item: QueueItem | None = None
        self._next: QueueItem | None = None
        self._pictures: dict[tuple[str, str, Layer], Picture] = {}
        self._wished: set[tuple[str, str, Layer]] = set()
        self._station: tuple[str, ...] = ()
        self._only: str | None = None
        self.overlay = Overlay.BOXES

    def know(self, cameras: tuple[str, ...]) -> None:
        """The station's cameras, for items whose views are not known; what could not be had is wished for again."""
        self._station = cameras
        self._forget_failures()
        self._follow()

    def show(self, item: QueueItem | None, following: QueueItem | None) -> None:
        """Look at this item; `following` comes after it."""
        if item == self._item and following == self._next:
            return
        if item is not None and self._item is not None and item.rid == self._item.rid:
            self._forget_failures()  # its evidence was stored only now
        else:
            self._only = None
        self._item, self._next = item, following
        self._follow()

    def next_overlay(self) -> None:
        """Boxes, heat map, none."""
        self.overlay = self.overlay.following
        self._follow()

    def next_view(self) -> None:
        """All views, then each alone."""
        ring: list[str | None] = [None, *self.cameras]
        if len(ring) > 2:
            self._only = ring[(ring.index(self._only) + 1) % len(ring)] if self._only in ring else None
            self._follow()

    def enlarge(self, camera: str) -> None:
        """This view alone, or all again."""
        self._only = None if self._only is not None or len(self.cameras) < 2 else camera
        self._follow()

    @property
    def cameras(self) -> tuple[str, ...]:
        """The item's views, at most four."""
        return () if self._item is None else self._views_of(self._item)

    @property
    def only(self) -> str | None:
        """The view that is shown alone; None for all."""
        return self._only if self._only in self.cameras else None

    @property
    def views(self) -> tuple[PictureView, ...]:
        """What is shown."""
        item = self._item
        if item is None:
            return ()
        cameras = self.cameras if self.only is None else (self.only,)
        return tuple(self._view(item, camera) for camera in cameras)

    def take(self, picture: Picture) -> None:
        """A wish came true, or can not."""
        rids = {item.rid for item in (self._item, self._next) if item is not None}
        key = picture.wish.key
        known = self._pictures.get(key)
        if picture.wish.rid not in rids:
            return
        if picture.source is Source.LIVE:  # the link's stand-in while it asks again: of another item by now
            picture = replace(picture, source=Source.NONE, image=QImage(), thumb=QImage(), size=QSize())
        if known is None or known.source is not Source.ITEM or picture.source is Source.ITEM:
            self._pictures[key] = picture
            self.changed.emit()

    def _view(self, item: QueueItem, camera: str) -> PictureView:
        plain = self._pictures.get((item.rid, camera, Layer.PLAIN))
        boxes = tuple(box for box in item.view.boxes if box.camera == camera)
        if self.overlay is Overlay.HEAT:
            heat = self._pictures.get((item.rid, camera, Layer.HEAT))
            if heat is not None and heat.source is Source.ITEM:
                return _shown(heat, (), Caption.HEAT, camera)
            return _shown(plain, boxes, Caption.LOADING if heat is None else Caption.NO_HEAT, camera)
        drawn = boxes if self.overlay is Overlay.BOXES else ()
        if plain is None:
            return _shown(None, (), Caption.LOADING, camera)
        return _shown(plain, drawn, Caption.STORED if plain.source is Source.ITEM else Caption.MISSING, camera)

    def _views_of(self, item: QueueItem) -> tuple[str, ...]:
        return (item.cameras or self._station)[:MOST_VIEWS]

    def _forget_failures(self) -> None:
        self._pictures = {key: picture for key, picture in self._pictures.items() if picture.source is Source.ITEM}
        self._wished = {key for key in self._wished if key in self._pictures}

    def _follow(self) -> None:
        """Wish for what is missing, the item that is shown last: the newest wish is granted first."""
        items = [item for item in (self._next, self._item) if item is not None]
        rids = {item.rid for item in items}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key[0] in rids}
        self._wished = {key for key in self._wished if key[0] in rids}
        for item in items:
            for camera in self._views_of(item):
                self._want(item, camera, Layer.PLAIN)
                if self.overlay is Overlay.HEAT:
                    self._want(item, camera, Layer.HEAT)
        self.changed.emit()

    def _want(self, item: QueueItem, camera: str, layer: Layer) -> None:
        wish = Wish(rid=item.rid, camera=camera, layer=layer)
        if wish.key not in self._wished:
            self._wished.add(wish.key)
            self._wish(wish)


def _shown(picture: Picture | None, boxes: tuple[BoxView, ...], caption: Caption, camera: str) -> PictureView:
    if picture is None or picture.image.isNull():
        return PictureView(image=QImage(), size=QSize(), boxes=(), caption=caption, camera=camera)
    return PictureView(image=picture.image, size=picture.size, boxes=boxes, caption=caption, camera=camera)
