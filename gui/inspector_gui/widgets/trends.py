"""Two small lines: how long decisions took, and how many items left the line."""

import pyqtgraph as pg
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.trends import TrendsView
from inspector_gui.widgets.elided import ElidedLabel


class TrendLine(QFrame):
    """A title with the value of now, and the line of the last items under it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.title = ElidedLabel(self)
        self.title.setProperty("type", "small")
        self.plot = pg.PlotWidget(self, enableMenu=False)
        self.plot.setMinimumSize(60, 30)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.hideAxis("bottom")
        self.curve = self.plot.plot([], [])
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.plot, 1)
        self.set_look(look)

    def show_values(self, values: tuple[float, ...], *, at_least: float) -> None:
        """The line, its axis from 0 to at least `at_least`."""
        self.curve.setData(list(range(len(values))), list(values))
        most = max([at_least, *values])
        self.plot.setYRange(-0.06 * most, 1.06 * most, padding=0)  # the axis begins at 0, with room for its figure
        self.plot.setXRange(0, max(len(values) - 1, 1), padding=0)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._column.setContentsMargins(look.px(8), look.px(4), look.px(6), look.px(4))
        self._column.setSpacing(0)
        self.plot.setBackground(look.colour("panel"))
        self.curve.setPen(pg.mkPen(look.colour("trend"), width=max(1.5, look.scale * 1.5)))
        axis = self.plot.getAxis("left")
        axis.setPen(look.colour("line"))
        axis.setTextPen(look.colour("muted"))
        font = self.font()
        font.setPixelSize(look.px(11))
        axis.setStyle(tickFont=font, maxTickLevel=0)
        axis.setWidth(look.px(34))


class TrendsPanel(QWidget):
    """Latency and divert share side by side."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.latency, self.share = TrendLine(look, self), TrendLine(look, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.latency, 1)
        self._row.addWidget(self.share, 1)
        self._view = TrendsView(latencies_ms=(), divert_shares=())
        self.set_look(look)
        self.retranslate()

    def show_trends(self, view: TrendsView) -> None:
        """Show these."""
        self._view = view
        self.latency.show_values(view.latencies_ms, at_least=10.0)
        self.share.show_values(tuple(share * 100 for share in view.divert_shares), at_least=10.0)
        self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setSpacing(look.px(6))
        self.latency.set_look(look)
        self.share.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        median, share = self._view.latency_p50_ms, self._view.divert_share
        number = "—" if median is None else f"{QLocale().toString(median, 'f', 0)} ms"
        self.latency.title.say(self.tr("Decision: {0}").format(number))
        number = "—" if share is None else f"{QLocale().toString(share * 100, 'f', 0)} %"
        self.share.title.say(self.tr("Diverted: {0}").format(number))
