"""All views of the isolated item, and of the one after it so that the next is there at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QRectF, QSize, Signal
from PySide6.QtGui import QImage

from inspector.domain.detection import ITEM_CLASS
from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.picture import Caption, Overlay, PictureView, stored_caption
from inspector_gui.viewmodels.viewport import Viewport
from inspector_gui.viewmodels.wished_pictures import WishedPictures

MOST_VIEWS = 4
MARGIN = 0.03  # of the item's box on each side, as golden pictures are cut


class QueuePicturesModel(QObject):
    """Only an item's own pictures: a live one would show another item. `show` at every change of the queue."""

    changed = Signal()

    def __init__(self, wish: Callable[[Wish], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item: QueueItem | None = None
        self._next: QueueItem | None = None
        self._pictures = WishedPictures(wish)
        self._station: tuple[str, ...] = ()
        self._only: str | None = None
        self.overlay = Overlay.BOXES
        self.share = 1.0
        self.comparing = False
        self.viewport = Viewport()
        self._golden_number = 0

    def know(self, cameras: tuple[str, ...]) -> None:
        """The station's cameras, for items whose views are not known; what could not be had is wished for again."""
        self._station = cameras
        self._pictures.forget_failures()
        self._follow()

    def show(self, item: QueueItem | None, following: QueueItem | None) -> None:
        """Look at this item; `following` comes after it."""
        if item == self._item and following == self._next:
            return
        if item is not None and self._item is not None and item.rid == self._item.rid:
            self._pictures.forget_failures()  # its evidence was stored only now
        else:
            self._only, self._golden_number, self.viewport = None, 0, Viewport()
        self._item, self._next = item, following
        self._follow()

    def next_overlay(self) -> None:
        """Boxes, heat map, none."""
        self.overlay = self.overlay.following
        self._follow()

    def compare(self) -> None:
        """The item beside a picture of how its product should look, or all its views again."""
        self.comparing = not self.comparing
        self.viewport = Viewport()
        self._follow()

    def next_golden(self) -> None:
        """Another picture of how it should look."""
        self._golden_number += 1
        self._pictures.wish_anew(Layer.GOLDEN)
        self._follow()

    def look(self, viewport: Viewport) -> None:
        """Show this part, of all pictures."""
        self.viewport = viewport
        self.changed.emit()

    def set_share(self, share: float) -> None:
        """How much of the heat map is seen, 0 … 1."""
        self.share = min(max(share, 0.0), 1.0)
        self.changed.emit()

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

    def touch(self, place: int) -> None:
        """The view at a place becomes the only one; beside it, another picture of how it should look."""
        if not self.comparing:
            self.enlarge(self.views[place].camera)
        elif place == 1:
            self.next_golden()

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
        if self.comparing and self.cameras:
            camera = self.compared
            return (self._placed(self._view(item, camera), item), self._golden(item, camera))
        cameras = self.cameras if self.only is None else (self.only,)
        return tuple(self._placed(self._view(item, camera), item) for camera in cameras)

    @property
    def compared(self) -> str:
        """The camera whose view is compared: the chosen one, else where the strongest damage was seen."""
        if self.only is not None:
            return self.only
        boxes = self._item.view.boxes if self._item is not None else ()
        found = [box for box in boxes if box.label != ITEM_CLASS and box.camera in self.cameras]
        return max(found, key=lambda box: box.score).camera if found else self.cameras[0]

    def take(self, picture: Picture) -> None:
        """A wish came true, or can not."""
        rids = {item.rid for item in (self._item, self._next) if item is not None}
        wish = picture.wish
        known = self._pictures.find(wish.rid, wish.camera, wish.layer)
        if wish.rid not in rids:
            return
        if picture.source is Source.LIVE:  # the link's stand-in while it asks again: of another item by now
            picture = replace(picture, source=Source.NONE, image=QImage(), thumb=QImage(), size=QSize())
        golden = wish.layer is Layer.GOLDEN
        if golden and wish.number != self._golden_number:
            return  # another one was asked for meanwhile
        if golden or known is None or known.source is not Source.ITEM or picture.source is Source.ITEM:
            self._pictures.put(picture)
            self.changed.emit()

    def _view(self, item: QueueItem, camera: str) -> PictureView:
        plain = self._pictures.find(item.rid, camera, Layer.PLAIN)
        boxes = tuple(box for box in item.view.boxes if box.camera == camera)
        if self.overlay is Overlay.HEAT:
            heat = self._pictures.find(item.rid, camera, Layer.HEAT)
            if heat is not None and heat.source is Source.ITEM:
                beneath = plain.image if plain is not None and plain.source is Source.ITEM else None
                return replace(PictureView.of(heat, (), Caption.HEAT, camera), beneath=beneath, share=self.share)
            waits = Caption.LOADING if heat is None or heat.coming else Caption.NO_HEAT
            return PictureView.of(plain, boxes, waits, camera)
        drawn = boxes if self.overlay is Overlay.BOXES else ()
        if plain is None:
            return PictureView.of(None, (), Caption.LOADING, camera)
        return PictureView.of(plain, drawn, stored_caption(plain), camera)

    def _placed(self, view: PictureView, item: QueueItem) -> PictureView:
        """The part that is looked at; beside a golden picture the whole is the item, as it is there."""
        if view.image.isNull():
            return view
        whole = QRectF(0, 0, view.size.width(), view.size.height())
        if self.comparing:
            whole = _around_item(item, view.camera, whole)
        return replace(view, region=self.viewport.part_of(whole))

    def _golden(self, item: QueueItem, camera: str) -> PictureView:
        found = self._pictures.find(item.rid, camera, Layer.GOLDEN)
        if found is None:
            return PictureView.of(None, (), Caption.LOADING, camera)
        if found.image.isNull():
            return PictureView.of(None, (), Caption.NO_GOLDEN, camera)
        whole = QRectF(0, 0, found.size.width(), found.size.height())
        return replace(PictureView.of(found, (), Caption.GOLDEN, camera), region=self.viewport.part_of(whole))

    def _views_of(self, item: QueueItem) -> tuple[str, ...]:
        return (item.cameras or self._station)[:MOST_VIEWS]

    def _follow(self) -> None:
        """Wish for what is missing, the item that is shown last: the newest wish is granted first."""
        items = [item for item in (self._next, self._item) if item is not None]
        self._pictures.keep_only({item.rid for item in items})
        for item in items:
            for camera in self._views_of(item):
                self._want(item, camera, Layer.PLAIN)
                if self.overlay is Overlay.HEAT:
                    self._want(item, camera, Layer.HEAT)
        if self._item is not None and self.comparing and self.cameras:
            self._want(self._item, self.compared, Layer.GOLDEN)
        self.changed.emit()

    def _want(self, item: QueueItem, camera: str, layer: Layer) -> None:
        golden = layer is Layer.GOLDEN
        number = self._golden_number if golden else 0
        sku = item.view.sku if golden else ""
        self._pictures.want(Wish(rid=item.rid, camera=camera, layer=layer, sku=sku, number=number, urgent=True))


def _around_item(item: QueueItem, camera: str, whole: QRectF) -> QRectF:
    """The item's box with its margin; the whole picture where no item was found in it."""
    found = [box for box in item.view.boxes if box.camera == camera and box.label == ITEM_CLASS]
    if not found:
        return whole
    left, top, right, bottom = max(found, key=lambda box: box.score).xyxy
    x, y = (right - left) * MARGIN, (bottom - top) * MARGIN
    return QRectF(left - x, top - y, right - left + 2 * x, bottom - top + 2 * y) & whole
