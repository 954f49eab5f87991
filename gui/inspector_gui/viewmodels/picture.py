"""Which picture is large, from which camera, with what drawn on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from PySide6.QtCore import QObject, QRectF, QSize, Signal
from PySide6.QtGui import QImage

from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.items import BoxView, ItemsModel, ItemView
from inspector_gui.viewmodels.wished_pictures import WishedPictures


class Overlay(StrEnum):
    """What lies on the picture."""

    BOXES = "boxes"
    HEAT = "heat"
    NONE = "none"

    @property
    def following(self) -> "Overlay":
        """The next one, round and round."""
        ring = list(Overlay)
        return ring[(ring.index(self) + 1) % len(ring)]


class Caption(StrEnum):
    """What must be said about the picture so that nobody takes it for something else."""

    STORED = "STORED"
    LIVE = "LIVE"
    LIVE_MEANWHILE = "LIVE_MEANWHILE"
    NO_ITEM_YET = "NO_ITEM_YET"
    MISSING = "MISSING"
    LOADING = "LOADING"
    HEAT = "HEAT"
    NO_HEAT = "NO_HEAT"
    GOLDEN = "GOLDEN"
    NO_GOLDEN = "NO_GOLDEN"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureView:
    """The large picture. `size` is the camera's, in whose pixels `boxes` are; `foreign`: it shows another item.

    `region` is the part that is shown, in the same pixels; None for all of it. Where there is something `beneath`, the
    image covers it to this `share`.
    """

    image: QImage
    size: QSize
    boxes: tuple[BoxView, ...]
    caption: Caption
    camera: str
    foreign: bool = False
    region: QRectF | None = None
    beneath: QImage | None = None
    share: float = 1.0

    @classmethod
    def of(cls, picture: Picture | None, boxes: tuple[BoxView, ...], caption: Caption, camera: str) -> Self:
        """As it came; where there is none only the caption is shown."""
        if picture is None or picture.image.isNull():
            return cls(image=QImage(), size=QSize(), boxes=(), caption=caption, camera=camera)
        return cls(image=picture.image, size=picture.size, boxes=boxes, caption=caption, camera=camera)


class PictureModel(QObject):
    """Wishes for pictures of the strip's items and keeps them as long as they are in it."""

    changed = Signal()

    def __init__(self, items: ItemsModel, wish: Callable[[Wish], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = items
        self._wish = wish
        self._pictures = WishedPictures(wish)
        self._chosen: str | None = None
        self._before: Picture | None = None
        self.cameras: tuple[str, ...] = ()
        self.overlay = Overlay.BOXES
        items.changed.connect(self._follow)

    def know(self, cameras: tuple[str, ...]) -> None:
        """The station's cameras; pictures that could not be had are wished for again."""
        self.cameras = cameras
        self._pictures.forget_failures()
        self._follow()

    def look_through(self, camera: str | None) -> None:
        """Choose a camera; None goes by where the strongest reason was seen."""
        self._chosen = camera
        self._follow()

    def next_overlay(self) -> None:
        """Boxes, heat map, none."""
        self.set_overlay(self.overlay.following)

    def set_overlay(self, overlay: Overlay) -> None:
        """Draw this on the picture."""
        self.overlay = overlay
        self._follow()

    def camera_of(self, item: ItemView | None) -> str | None:
        """The camera through which an item is shown; None while no camera is known."""
        if self._chosen in self.cameras:
            return self._chosen
        seen = (reason.camera for reason in item.reasons) if item is not None else ()
        return next((camera for camera in seen if camera in self.cameras), next(iter(self.cameras), None))

    def refresh_live(self) -> None:
        """Ask for the live picture as long as there is no item to show."""
        camera = self.camera_of(None)
        if self._items.selected is None and camera is not None:
            self._wish(Wish(rid="", camera=camera))

    def take(self, picture: Picture) -> None:
        """A wish came true, or can not. A live stand-in never replaces the item's own picture."""
        wish = picture.wish
        known = self._pictures.find(wish.rid, wish.camera, wish.layer)
        if known is not None and known.source is Source.ITEM and picture.source is not Source.ITEM:
            return
        if known is not None and known.source is Source.LIVE and picture.source is Source.NOT_STORED:
            picture = replace(known, coming=False)  # the stand-in stays, now for good
        if wish.rid and all(item.rid != wish.rid for item in self._items.items):
            return
        self._pictures.put(picture)
        selected = self._items.selected
        if selected is not None and wish.rid == selected.rid and not picture.image.isNull():
            self._before = picture
        self.changed.emit()

    def thumbnail(self, item: ItemView) -> QImage:
        """Small picture for the strip; a null image if there is none."""
        shown = self._plain(item, self.camera_of(item))
        return QImage() if shown is None else shown.thumb

    @property
    def view(self) -> PictureView:
        """What is large now."""
        item = self._items.selected
        camera = self.camera_of(item) or ""
        plain = self._plain(item, camera)
        boxes = tuple(box for box in item.boxes if box.camera == camera) if item is not None else ()
        heat = self._pictures.find(item.rid, camera, Layer.HEAT) if item is not None else None
        if self.overlay is Overlay.HEAT and item is not None:
            if heat is not None and heat.source is Source.ITEM:
                return PictureView.of(heat, (), Caption.HEAT, camera)
            waits = Caption.LOADING if heat is None or heat.coming else Caption.NO_HEAT
            return PictureView.of(plain, boxes, waits, camera)
        if item is not None and plain is None and self._before is not None:
            # Until the new one is here the one before stays, veiled: an empty place would flash at every item.
            before = self._before
            return PictureView(
                image=before.image, size=before.size, boxes=(), caption=Caption.LOADING, camera=camera, foreign=True
            )
        drawn = boxes if self.overlay is Overlay.BOXES else ()
        return PictureView.of(plain, drawn, _caption(item, plain), camera)

    def _plain(self, item: ItemView | None, camera: str | None) -> Picture | None:
        if camera is None:
            return None
        return self._pictures.find(item.rid if item is not None else "", camera, Layer.PLAIN)

    def _follow(self) -> None:
        """Wish for what is shown now, and forget what left the strip."""
        self._pictures.keep_only({item.rid for item in self._items.items} | {""})
        selected = self._items.selected
        for item in self._items.items:
            self._want(item, Layer.PLAIN)
        if selected is not None:
            if self.overlay is Overlay.HEAT:
                self._want(selected, Layer.HEAT)
            self._want(selected, Layer.PLAIN)
        self.changed.emit()

    def _want(self, item: ItemView, layer: Layer) -> None:
        camera = self.camera_of(item)
        if camera is not None:
            self._pictures.want(Wish(rid=item.rid, camera=camera, layer=layer))


def stored_caption(picture: Picture) -> Caption:
    """What is said about an item's own picture, or about its absence."""
    if picture.source is Source.ITEM:
        return Caption.STORED
    return Caption.LOADING if picture.coming else Caption.MISSING


def _caption(item: ItemView | None, picture: Picture | None) -> Caption:
    if item is None:
        return Caption.NO_ITEM_YET
    if picture is None:
        return Caption.LOADING
    if picture.source is Source.LIVE:
        return Caption.LIVE_MEANWHILE if picture.coming else Caption.LIVE
    return stored_caption(picture)
