"""How long the last items took, or one part of the way, as bars."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_gui.i18n.diagnostics import say_span, say_span_meaning
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.timings import Histogram, Span
from inspector_gui.widgets.wrapped_label import WrappedLabel


class LatencyPanel(QFrame):
    """The button turns to the next part of the way."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.title, self.span = WrappedLabel(self), QPushButton(self)
        self.title.setProperty("muted", "true")
        self.plot = pg.PlotWidget(self, enableMenu=False)
        self.bars = pg.BarGraphItem(x=[0.0], height=[0.0], width=1.0)
        self.plot.addItem(self.bars)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.span.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column, self._head = QVBoxLayout(self), QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.span)
        self._column.addLayout(self._head)
        self._column.addWidget(self.plot, 1)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(10)
        self._column.setContentsMargins(margin, look.px(6), margin, look.px(6))
        self.span.setMinimumHeight(look.touch_px)
        self.plot.setBackground(look.colour("panel"))
        self.bars.setOpts(brush=look.colour("trend"), pen=look.colour("panel"))
        font = self.font()
        font.setPixelSize(look.px(11))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(look.colour("line"))
            axis.setTextPen(look.colour("muted"))
            axis.setStyle(tickFont=font, maxTickLevel=0)

    def show_times(self, span: Span, found: Histogram) -> None:
        """Show these."""
        self.title.say(say_span_meaning(span))
        self.span.setText("S   " + say_span(span))
        middles = [(number + 0.5) * found.width_ms for number in range(len(found.counts))]
        self.bars.setOpts(x=middles, height=list(found.counts), width=found.width_ms)
        self.plot.setXRange(0, found.width_ms * len(found.counts), padding=0.02)
        self.plot.setYRange(0, max(1, *found.counts) * 1.05, padding=0)
