"""The shift's page: which span, its sums, both Paretos, its hours, two files that can be made of it; what came back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.shift_csv import csv_text
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.shift import CHOICES, TELLINGS, say_export, say_span
from inspector_gui.i18n.words import say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.exports import ExportsModel
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.shift import ShiftModel, Telling
from inspector_gui.viewmodels.spans import SpanChoice, wall_clock
from inspector_gui.widgets.came_back_part import CameBackPart
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.shift_charts import ChartPanel
from inspector_gui.widgets.shift_figures import ShiftFigures
from inspector_gui.widgets.shift_paper import pdf_of
from inspector_gui.widgets.shift_sheet import (
    chart_titles,
    finding_rows,
    hour_columns,
    product_rows,
    say_more,
    say_nothing,
    shift_sheet,
)
from inspector_gui.widgets.wrapped_label import WrappedLabel


class ShiftPage(QWidget):
    """Joins the shift's models with their widgets; keys are the window's. It is asked for while it is seen."""

    def __init__(
        self,
        look: Look,
        model: ShiftModel,
        exports: ExportsModel,
        came_back: CameBackPart,
        *,
        station: str,
        now: Callable[[], datetime] = wall_clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._exports, self._station, self._now = model, exports, station, now
        self.spans = {choice: QPushButton(self) for choice in SpanChoice}
        self.as_csv, self.as_pdf, self.returns = QPushButton(self), QPushButton(self), QPushButton(self)
        self.came_back = came_back
        self.status, self.notice = ElidedLabel(self), WrappedLabel(self)
        self.figures = ShiftFigures(look, self)
        self.findings, self.products, self.hours = (ChartPanel(look, self) for _ in range(3))
        self._stack, self._outer, figures = QStackedWidget(self), QVBoxLayout(self), QWidget(self)
        self._head, self._body, self._frame = QHBoxLayout(), QGridLayout(), QVBoxLayout(figures)
        for part in (figures, came_back):
            self._stack.addWidget(part)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._head.addWidget(button)
        for button in self.spans.values():
            button.setCheckable(True)
        self._body.addWidget(self.figures, 0, 0, 2, 1)
        self._body.addWidget(self.findings, 0, 1)
        self._body.addWidget(self.products, 0, 2)
        self._body.addWidget(self.hours, 1, 1, 1, 2)
        self._body.setColumnStretch(1, 1)
        self._body.setColumnStretch(2, 1)
        self._body.setRowStretch(0, 6)
        self._body.setRowStretch(1, 5)
        self.notice.setStyleSheet("font-weight: 700")
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._stack)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addWidget(self.status)
        self._frame.addWidget(self.notice)
        self._frame.addLayout(self._body, 1)

    def _connect(self) -> None:
        for choice, button in self.spans.items():
            button.clicked.connect(lambda _checked=False, c=choice: self.choose(c))
        self.as_csv.clicked.connect(self.export_csv)
        self.as_pdf.clicked.connect(self.export_pdf)
        self.returns.clicked.connect(self.turn)
        self.came_back.left.connect(self.back)
        self.came_back.model.changed.connect(self._show_returns)
        self._model.changed.connect(self.show_shift)
        self._exports.changed.connect(self._show_notice)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """From left to right."""
        return (*self.spans.values(), self.as_csv, self.as_pdf, self.returns)

    @property
    def looks_again(self) -> bool:
        """What came back is shown, not the figures."""
        return self._stack.currentWidget() is self.came_back

    def turn(self) -> None:
        """To what came back, or to the figures again."""
        self._stack.setCurrentIndex(0 if self.looks_again else 1)
        self.window().setFocus()

    def back(self) -> None:
        """One question back, else to the figures."""
        if not self.came_back.model.back():
            self.turn()

    def choose(self, choice: SpanChoice) -> None:
        """Another span; pressed again, it is asked again. What was said of a file is read."""
        self._exports.forget()
        self._model.choose(choice)
        self.show_shift()  # a checked button stays checked when it is pressed again

    def export_csv(self) -> None:
        """Write what is known; nothing where nothing is."""
        shift = self._model.view.shift
        if shift is not None:
            self._exports.export(shift.span, "csv", lambda: csv_text(shift).encode())

    def export_pdf(self) -> None:
        """As `export_csv`, for paper."""
        shift = self._model.view.shift
        if shift is not None:
            sheet = shift_sheet(shift, station=self._station, made=self._now())
            self._exports.export(shift.span, "pdf", lambda: pdf_of(sheet))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        for layout in (self._head, self._body, self._frame):
            layout.setSpacing(look.px(6))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
        for part in (self.figures, self.findings, self.products, self.hours, self.came_back):
            part.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for number, (choice, button) in enumerate(self.spans.items(), start=1):
            button.setText(f"{number}   {say(CHOICES[choice])}")
        self.as_csv.setText("E   " + self.tr("Save CSV"))
        self.as_pdf.setText("P   " + self.tr("Save PDF"))
        self.came_back.retranslate()
        self._show_returns()
        self.show_shift()
        self._show_notice()

    def show_shift(self) -> None:
        """Show what the model says."""
        view = self._model.view
        shift, titles = view.shift, chart_titles()
        for choice, button in self.spans.items():
            button.setChecked(choice is view.choice)
        for button in (self.as_csv, self.as_pdf):
            button.setEnabled(shift is not None)
        self.status.say(self._say_status())
        fresh = view.knowledge is Knowledge.FRESH and view.telling not in TELLINGS
        restyle(self.status, "" if fresh or view.telling is Telling.ASKED else "font-weight: 700")
        self.figures.show_shift(shift)
        nothing = say_nothing() if shift is not None else ""
        rows = ((), ()) if shift is None else (finding_rows(shift), product_rows(shift))
        for panel, title, bars in zip((self.findings, self.products), titles, rows, strict=False):
            panel.show_bars(title, bars, empty=nothing, more=say_more)
        self.hours.show_columns(titles[2], () if shift is None else hour_columns(shift), empty=nothing)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody looks."""
        super().showEvent(event)
        self._model.show(shown=True)
        self.came_back.model.show(shown=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody looks any more."""
        super().hideEvent(event)
        self._model.show(shown=False)
        self.came_back.model.show(shown=False)

    def _say_status(self) -> str:
        view = self._model.view
        if view.shift is None and view.telling not in TELLINGS:
            if view.telling is Telling.ASKED:
                return self.tr("The station is asked …")
            return self.tr("The station has not been heard yet")
        words = [] if view.telling not in TELLINGS else [say(TELLINGS[view.telling]).format(say_refusal(view.detail))]
        if view.shift is not None:
            span = say_span(view.shift.span)
            old = self.tr("OLD: {0}; more may have happened since").format(span)
            words.insert(0, old if view.knowledge is Knowledge.OLD else span)
        return "  ·  ".join(words)

    def _show_returns(self) -> None:
        """How many wait, where the station told."""
        total = self.came_back.model.view.total
        count = "" if total is None else f": {QLocale().toString(total)}"
        self.returns.setText("B   " + self.tr("Came back") + count)
        for place, button in enumerate(self.buttons):  # a longer word has more room
            self._head.setStretch(place, len(button.text()))

    def _show_notice(self) -> None:
        view = self._exports.view
        self.notice.say("" if view is None else say_export(view))
        self.notice.setVisible(view is not None)
