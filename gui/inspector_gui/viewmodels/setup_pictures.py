"""Pictures for the setup's page: of items that would change, and of the cameras as they see now."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.wire.setup import ChangedPart
from inspector_gui.link.pictures import Layer, Picture, Wish

MOST = 12


class SetupPicturesModel(QObject):
    """Qt's thread only. `wish` goes to the pictures' link; a live picture is wished for each time it is looked at."""

    changed = Signal()

    def __init__(self, wish: Callable[[Wish], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish = wish
        self._wished: dict[tuple[str, str], QImage | None] = {}
        self._live: dict[str, QImage] = {}

    def of_item(self, item: ChangedPart) -> QImage | None:
        """A small picture; None as long as there is none."""
        return None if item.camera is None else self._wished.get((item.rid, item.camera))

    def of_camera(self, camera: str) -> QImage | None:
        """The newest that came."""
        return self._live.get(camera)

    def want(self, items: list[ChangedPart]) -> None:
        """These are looked at now."""
        wanted = {(one.rid, one.camera) for one in items[:MOST] if one.camera is not None}
        self._wished = {key: image for key, image in self._wished.items() if key in wanted}
        for rid, camera in wanted - self._wished.keys():
            self._wished[rid, camera] = None
            self._wish(Wish(rid=rid, camera=camera))

    def look(self, cameras: list[str]) -> None:
        """Want the newest picture of each of these cameras."""
        for camera in cameras:
            self._wish(Wish(rid="", camera=camera))

    def take(self, picture: Picture) -> None:
        """A picture came, for whomever."""
        wish = picture.wish
        if wish.layer is not Layer.PLAIN or picture.image.isNull():
            return
        if not wish.rid:
            self._live[wish.camera] = picture.image
            self.changed.emit()
        elif (wish.rid, wish.camera) in self._wished and not picture.coming:
            self._wished[wish.rid, wish.camera] = picture.thumb
            self.changed.emit()
