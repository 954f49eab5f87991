"""The isolation queue's page: the item's views, why it was isolated, the answers, and the way back for ten seconds."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.fates import say_undone, say_waiting
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import say_reason
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.items import ReasonView
from inspector_gui.viewmodels.picture import Overlay
from inspector_gui.viewmodels.queue import QueueModel
from inspector_gui.viewmodels.queue_pictures import QueuePicturesModel
from inspector_gui.viewmodels.queue_view import Choosing, Knowledge, QueueView
from inspector_gui.viewmodels.scan_words import Scan
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.queue_choices import QueueChoices
from inspector_gui.widgets.queue_views import QueueViews
from inspector_gui.widgets.tool_column import ToolColumn
from inspector_gui.widgets.verdict_band import VerdictBand

MOST_REASONS = 3


class QueuePage(QWidget):
    """Joins the queue's models with its widgets; keys are the window's."""

    def __init__(
        self, look: Look, model: QueueModel, pictures: QueuePicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._pictures = model, pictures
        self.tools, self.views = ToolColumn(look, self), QueueViews(look, self)
        self.verdict, self.choices = VerdictBand(look, self), QueueChoices(look, self)
        self.reasons = QLabel(self)
        self.reasons.setWordWrap(True)
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.count, self.undo, self.relabelled = QLabel(self), QPushButton(self), QPushButton(self)
        self.status = (ElidedLabel(self), ElidedLabel(self))
        self.count.setProperty("type", "large")
        for button in (self.undo, self.relabelled):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tools.hold.hide()
        self.tools.compare.show()
        self.tools.mark.show()
        self.heat, self._heat_row = QSlider(Qt.Orientation.Horizontal, self), QWidget(self)
        self._heat_words = QLabel(self)
        self.heat.setRange(0, 100)
        self.heat.setPageStep(20)
        self.heat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._side, self._foot, self._grid = QVBoxLayout(), QHBoxLayout(), QGridLayout(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        self._side.addWidget(self.verdict)
        self._side.addWidget(self.reasons)
        self._side.addWidget(self.choices, 1)
        self._foot.addWidget(self.count)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for line in self.status:
            words.addWidget(line)
        words.addStretch(1)
        self._foot.addLayout(words, 1)
        self._foot.addWidget(self.relabelled)
        self._foot.addWidget(self.undo)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.tools, 0, 0)
        middle, heat = QVBoxLayout(), QHBoxLayout(self._heat_row)
        heat.setContentsMargins(0, 0, 0, 0)
        heat.addWidget(self._heat_words)
        heat.addWidget(self.heat, 1)
        middle.addWidget(self.views, 1)
        middle.addWidget(self._heat_row)
        self._grid.addLayout(middle, 0, 1)
        self._grid.addLayout(self._side, 0, 2)
        self._grid.addLayout(self._foot, 1, 0, 1, 3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self.show_queue)
        self._pictures.changed.connect(self._show_pictures)
        pictures = self._pictures
        self.views.touched.connect(self._pictures.touch)
        self.views.dragged.connect(lambda x, y: pictures.look(pictures.viewport.moved(x, y)))
        self.views.zoomed.connect(lambda factor, x, y: pictures.look(pictures.viewport.zoomed(factor, (x, y))))
        self.heat.valueChanged.connect(lambda value: pictures.set_share(value / 100))
        self.tools.compare.clicked.connect(pictures.compare)
        marks = model.marks
        self.tools.mark.clicked.connect(marks.toggle)
        self.views.marked.connect(marks.add)
        self.views.unmarked.connect(marks.remove_at)
        marks.changed.connect(self._show_marks)
        self.choices.picked.connect(model.pick)
        self.choices.kind.connect(lambda: model.choose(Choosing.KIND))
        self.choices.back.connect(lambda: model.choose(Choosing.ANSWER))
        self.undo.clicked.connect(model.undo)
        self.relabelled.clicked.connect(model.relabelled)
        self.tools.overlay.clicked.connect(self._pictures.next_overlay)
        self.tools.camera.clicked.connect(self._pictures.next_view)
        self.tools.back.clicked.connect(lambda: model.step(-1))
        self.tools.next.clicked.connect(lambda: model.step(1))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setSpacing(look.px(6))
        self._side.setSpacing(look.px(6))
        self._foot.setSpacing(look.px(14))
        for widget in (self.tools, self.views, self.verdict, self.choices):
            widget.set_look(look)
        for wide in (self.verdict, self.reasons, self.choices):
            wide.setFixedWidth(look.px(396))
        self._heat_row.setFixedHeight(look.touch_px)
        self.heat.setFixedHeight(look.touch_px)
        self.undo.setMinimumSize(look.px(330), look.touch_px)
        self.relabelled.setMinimumSize(look.px(150), look.touch_px)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for widget in (self.tools, self.verdict, self.choices, self.views):
            widget.retranslate()
        self.show_queue()

    def show_queue(self) -> None:
        """Show what the model says."""
        view = self._model.view
        answering = view.choosing is Choosing.ANSWER
        self.verdict.setVisible(answering and view.item is not None)
        self.reasons.setVisible(answering)
        self.verdict.show_item(view.item.view if view.item is not None else None, current=not view.gone, held=False)
        self.reasons.setText(self._say_reasons(view))
        self.choices.show_queue(view)
        self.count.setText(self._say_count(view))
        self.relabelled.setVisible(view.relabelled > 0)
        self.relabelled.setText("R   " + self.tr("Relabelled: {0}").format(QLocale().toString(view.relabelled)))
        self._show_status(view)
        self._show_undo(view)
        self._show_pictures()

    def _show_pictures(self) -> None:
        pictures, view = self._pictures, self._model.view
        self.views.show_views(pictures.views if view.item is not None else (), self._say_nothing(view))
        heat = pictures.overlay is Overlay.HEAT and view.item is not None
        self._heat_row.setVisible(heat)
        self._heat_words.setText(self.tr("Heat map"))
        self.heat.setValue(round(pictures.share * 100))
        self.tools.compare.setChecked(pictures.comparing)
        self._show_marks()
        cameras = len(pictures.cameras)
        shown = pictures.only or (self.tr("All views") if cameras > 1 else "".join(pictures.cameras))
        self.tools.show_tools(overlay=pictures.overlay, camera=shown, cameras=cameras, held=False, unseen=0)

    def _show_marks(self) -> None:
        """A picture of how it should look is nothing to draw on, and an item that was answered has its boxes."""
        view, marks, pictures = self._model.view, self._model.marks, self._pictures
        drawable = view.item is not None and view.deciding is None and not view.gone and view.denied is None
        self.tools.mark.setEnabled(drawable)
        self.tools.mark.setChecked(marks.drawing)
        markable = 1 if pictures.comparing else len(pictures.views)
        self.views.show_marks(marks, view.label, markable=markable, drawing=drawable and marks.drawing)

    def _show_undo(self, view: QueueView) -> None:
        undo = view.undo
        self.undo.setEnabled(undo is not None and view.denied is None)
        if undo is None:
            self.undo.setText("U   " + self.tr("Undo"))
        else:
            words = self.tr("Undo: item {0}, {1} ({2} s)")
            self.undo.setText("U   " + words.format(undo.track, say_undone(undo), undo.seconds))

    def _say_reasons(self, view: QueueView) -> str:
        item = view.item.view if view.item is not None else None
        if item is None:
            return ""
        seen = QDateTime.fromString(item.ts, Qt.DateFormat.ISODateWithMs).toLocalTime()
        when = QLocale().toString(seen, self.tr("MMM d, HH:mm:ss"))
        lines = [self._say_reason(reason) for reason in item.reasons[:MOST_REASONS]]
        waits = say_waiting(view.item, view.waited_s) if view.item is not None and not view.item.again else ""
        if view.item is not None and view.item.again:
            again = self.tr("SECOND LOOK: the item is not here any more. Answer by its pictures.")
            lines = [again, *lines[: MOST_REASONS - 1]]
        return "\n".join([*lines, self.tr("Seen {0}").format(when), *([waits] if waits else [])])

    def _say_reason(self, reason: ReasonView) -> str:
        percent = QLocale().toString(reason.score * 100, "f", 0)
        where = f", {reason.camera}" if reason.camera else ""
        return f"• {say_reason(reason.code, reason.name)}: {percent} %{where}"

    def _say_count(self, view: QueueView) -> str:
        if view.total is None:
            return self.tr("Open: ?")
        if view.place:
            return self.tr("Open: {0} of {1}").format(view.place, QLocale().toString(view.total))
        return self.tr("Open: {0}").format(QLocale().toString(view.total))

    def _show_status(self, view: QueueView) -> None:
        """The two most important things, the urgent ones bold."""
        urgent, calm = self._warnings(view), []
        if view.unsent:
            calm.append(self.tr("Kept here until the station has them: {0}").format(QLocale().toString(view.unsent)))
        calm.append(self.tr("You answer as {0}").format(self._model.operator))
        for place, line in enumerate(self.status):
            line.say((urgent + calm)[place] if place < len(urgent + calm) else "")
            line.setVisible(bool(line.text()))
            restyle(line, "font-weight: 700" if place < len(urgent) else "")

    def _warnings(self, view: QueueView) -> list[str]:
        said = []
        scan = self._say_scan(view)
        if scan:
            said.append(scan)
        if view.gone:
            said.append(self.tr("Somebody else answered this item. Go on with Next."))
        if view.notice:
            said.append(self.tr("NOT BOOKED: {0}").format(say_refusal(view.notice)))
        if view.denied is not None and view.item is not None:
            said.append(say_denied(view.denied))
        if view.knowledge is Knowledge.OLD:
            said.append(self.tr("OLD: the station does not say what waits now"))
        return said

    def _say_scan(self, view: QueueView) -> str:
        scan = view.scan
        if scan is None:
            return ""
        if scan.scan is Scan.UNKNOWN and view.total is not None and view.total > scan.count:
            return self.tr("Barcode {0}: not among the %Ln oldest item(s)", "", scan.count).format(scan.code)
        words = {
            Scan.FOUND: self.tr("Barcode {0}: this item"),
            Scan.SEVERAL: self.tr("Barcode {0}: {1} items wait, this is the oldest"),
            Scan.UNKNOWN: self.tr("Unknown barcode {0}: no such item waits"),
            Scan.NO_COMMAND: self.tr("Barcode {0} is no command of this window"),
            Scan.BROKEN: self.tr("The barcode was not read to its end. Scan it again."),
        }[scan.scan]
        return words.format(scan.code, QLocale().toString(scan.count))

    def _say_nothing(self, view: QueueView) -> str:
        if view.knowledge is Knowledge.UNKNOWN:
            return self.tr("What waits is not known yet: the station has not said it.")
        if view.knowledge is Knowledge.OLD:
            return self.tr("Nothing waited when the station was last heard. It may be different now.")
        return self.tr("Nothing waits for you.")
