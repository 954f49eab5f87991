"""The small pictures of the teaching page: wished for as their tiles are seen, kept while their items are listed."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.teach_view import TeachView

MOST_KEPT = 200
AGAIN_S = 5.0  # a wish may be given up by the link, and a picture be stored a moment later


class TeachPictures(QObject):
    """Qt's thread only. `wish` goes to the pictures' link; `changed` follows each picture that came."""

    changed = Signal()

    def __init__(
        self,
        wish: Callable[[Wish], None],
        *,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wish, self._now_s = wish, now_s
        self._camera = ""
        self._thumbs: dict[str, QImage] = {}
        self._wished: dict[str, float] = {}
        self._draft = ""
        self.sheet = QImage()

    def thumb(self, record: str) -> QImage:
        """Null as long as it has not come, or where it can not be had."""
        return self._thumbs.get(record, QImage())

    def see(self, camera: str, records: Sequence[str]) -> None:
        """These are looked at."""
        if camera != self._camera or len(self._thumbs) > MOST_KEPT:
            self._camera, self._thumbs, self._wished = camera, {}, {}
        now = self._now_s()
        for record in reversed(records):  # the newest wish is granted first
            wished_s = self._wished.get(record)
            if record not in self._thumbs and (wished_s is None or now - wished_s >= AGAIN_S):
                self._wished[record] = now
                self._wish(Wish(rid=record, camera=camera))

    def see_draft(self, view: TeachView) -> None:
        """The sheet of the draft's pictures is looked at, once for each draft."""
        draft = view.state.draft
        wanted = "" if draft is None else draft.draft_id
        if wanted != self._draft:
            self._draft, self.sheet = wanted, QImage()
            if wanted:
                self._wish(Wish(rid=wanted, camera=view.camera, layer=Layer.DRAFT, sku=view.sku))

    def take(self, picture: Picture) -> None:
        """A wish came true, or can not."""
        wish = picture.wish
        if wish.layer is Layer.DRAFT and wish.rid == self._draft:
            self.sheet = picture.image
            self.changed.emit()
        mine = wish.layer is Layer.PLAIN and wish.camera == self._camera and wish.rid in self._wished
        if mine and picture.source is Source.ITEM:
            self._thumbs[wish.rid] = picture.thumb
            self.changed.emit()
