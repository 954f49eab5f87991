"""One hold in the list: what its items get, what is held, since when and why. Pressed, it is shown in full."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector.domain.hold import HoldAction
from inspector.domain.verdict import Disposition
from inspector_gui.i18n.holds import say_group, say_moment, say_short
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.holds import HoldView
from inspector_gui.widgets.glyphs import draw_verdict
from inspector_gui.widgets.two_line_row import TwoLineRow

_VERDICTS = {HoldAction.REVIEW: Disposition.REVIEW, HoldAction.DIVERT: Disposition.DIVERT}


class HoldRow(TwoLineRow):
    """A hold is no alarm: its mark is that of the verdict which its items get, in grey."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, self._mark, parent)
        self._hold: HoldView | None = None

    @property
    def hold(self) -> HoldView | None:
        """The hold of this row."""
        return self._hold

    def show_hold(self, hold: HoldView, *, chosen: bool) -> None:
        """Show this: what is held, since when and why; bold where it does something to items."""
        self._hold = hold
        since = f"{say_moment(hold.raised)}  ·  {say_short(hold)}"
        self.say(say_group(hold.dimension, hold.name), since, loud=hold.acts, chosen=chosen)

    def _mark(self, painter: QPainter, mark: QRectF) -> None:
        """A question or an arrow; a ring where nothing happens to items."""
        hold, ink = self._hold, self._look.colour("text")
        if hold is None:
            return
        if hold.action in _VERDICTS:
            draw_verdict(painter, mark, _VERDICTS[hold.action], ink)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("muted"), self._look.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = self._look.px(4)
        painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))
        painter.restore()
