"""Diverts per hour and the share of real ones, for each threshold that the recipe might have."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from inspector.wire.setup import PreviewData
from inspector_gui.theme.look import Look
from inspector_gui.widgets.elided import ElidedLabel


class ThresholdPlot(QFrame):
    """Two plots side by side, each with an axis of thresholds; lines at the threshold in force and at the proposed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.titles = (ElidedLabel(self), ElidedLabel(self))
        self.plots = (pg.PlotWidget(self, enableMenu=False), pg.PlotWidget(self, enableMenu=False))
        self.curves = tuple(plot.plot([], [], stepMode=None) for plot in self.plots)
        self.marks = tuple((pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)) for _ in self.plots)
        self._grid = QGridLayout(self)
        self._hourly = True
        for place, (title, plot, marks) in enumerate(zip(self.titles, self.plots, self.marks, strict=True)):
            title.setProperty("type", "small")
            plot.setMinimumSize(60, 40)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.setXRange(0, 1, padding=0.01)
            for mark in marks:
                plot.addItem(mark)
            self._grid.addWidget(title, 0, place)
            self._grid.addWidget(plot, 1, place)
            self._grid.setColumnStretch(place, 1)
        self._grid.setRowStretch(1, 1)
        self.set_look(look)

    def show_preview(self, preview: PreviewData) -> None:
        """Both curves."""
        curve, known = preview.curve, preview.items - preview.unknown
        self._hourly = preview.per_hour is not None
        factor = (preview.per_hour or known) / known if known else 0.0
        hourly = [count * factor for count in curve.stopped]
        real = [
            (at, 100 * confirmed / (confirmed + overruled))
            for at, confirmed, overruled in zip(curve.thresholds, curve.confirmed, curve.overruled, strict=True)
            if confirmed + overruled
        ]
        if not real:  # nobody answered any: what can be real at most
            real = [
                (at, 100 * min(1.0, preview.prevalence * preview.items / count))
                for at, count in zip(curve.thresholds, curve.stopped, strict=True)
                if count
            ]
        self.curves[0].setData(curve.thresholds, hourly)
        self.curves[1].setData([at for at, _ in real], [share for _, share in real])
        self.plots[0].setYRange(0, 1.05 * max([1.0, *hourly]), padding=0)
        self.plots[1].setYRange(0, 1.05 * max([1.0, *(share for _, share in real)]), padding=0)
        for now, then in self.marks:
            now.setValue(preview.now.threshold)
            then.setValue(preview.then.threshold)
        answered = any(curve.confirmed) or any(curve.overruled)
        self._write(answered=answered)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setContentsMargins(look.px(8), look.px(4), look.px(6), look.px(4))
        self._grid.setVerticalSpacing(0)
        font = self.font()
        font.setPixelSize(look.px(11))
        for plot, curve, (now, then) in zip(self.plots, self.curves, self.marks, strict=True):
            plot.setBackground(look.colour("panel"))
            curve.setPen(pg.mkPen(look.colour("trend"), width=max(1.5, look.scale * 1.5)))
            now.setPen(pg.mkPen(look.colour("muted"), width=max(1.5, look.scale * 1.5), style=Qt.PenStyle.DashLine))
            then.setPen(pg.mkPen(look.colour("text"), width=look.frame_px))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(look.colour("line"))
                axis.setTextPen(look.colour("muted"))
                axis.setStyle(tickFont=font, maxTickLevel=0)
            plot.getAxis("left").setWidth(look.px(40))

    def _write(self, *, answered: bool) -> None:
        if self._hourly:
            stopped = self.tr("Stopped an hour, by threshold")
        else:
            stopped = self.tr("Stopped of these items, by threshold")
        real = self.tr("% really damaged, as people said") if answered else self.tr("% damaged at most")
        for title, words in zip(self.titles, (stopped, real), strict=True):
            title.say(words)
