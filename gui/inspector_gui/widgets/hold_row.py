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
        super().__init__(look, parent)
        self._hold: HoldView | None = None

    @property
    def hold(self) -> HoldView | None:
        """The hold of this row."""
        return self._hold

    @property
    def standing(self) -> str:
        """Since when and why, in one line."""
        hold = self._hold
        return "" if hold is None else f"{say_moment(hold.raised)}  ·  {say_short(hold)}"

    @property
    def loud(self) -> bool:
        """It does something to items."""
        return self._hold is not None and self._hold.acts

    def show_hold(self, hold: HoldView, *, chosen: bool) -> None:
        """Show this."""
        self._hold = hold
        self.setChecked(chosen)
        self.setText(say_group(hold.dimension, hold.name))
        self.setAccessibleName(f"{self.text()} {self.standing}")
        self.update()

    def paint_mark(self, painter: QPainter, mark: QRectF) -> None:
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
