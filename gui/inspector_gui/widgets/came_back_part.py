"""What came back, within the shift's page: the complaint, the item's pictures and decision, and the questions."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.came_back import say_decided, say_item, say_outcome, say_title
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.came_back import CameBackModel, CameBackView
from inspector_gui.viewmodels.came_back_question import Ask
from inspector_gui.viewmodels.queue_pictures import QueuePicturesModel
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.widgets.came_back_questions import CameBackQuestions
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.queue_views import QueueViews
from inspector_gui.widgets.tool_column import ToolColumn
from inspector_gui.widgets.wrapped_label import WrappedLabel


class CameBackPart(QWidget):
    """Joins the models with their widgets; keys are the window's. `left`: one question back, else to the figures."""

    left = Signal()

    def __init__(
        self, look: Look, model: CameBackModel, pictures: QueuePicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model, self._pictures = model, pictures
        self.tools, self.views = ToolColumn(look, self), QueueViews(look, self)
        self.title, self.decided, self.which = ElidedLabel(self), WrappedLabel(self), ElidedLabel(self)
        self.text, self._words = WrappedLabel(self), QScrollArea(self)
        self.questions = CameBackQuestions(look, self)
        self.count, self.status = QLabel(self), ElidedLabel(self)
        self.other, self.again, self.leave = QPushButton(self), QPushButton(self), QPushButton(self)
        self._told, self._side = QFrame(self), QVBoxLayout()
        self._inner, self._foot, self._grid = QVBoxLayout(self._told), QHBoxLayout(), QGridLayout(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        self.title.setProperty("type", "medium")
        for small in (self.decided, self.which):
            small.setProperty("type", "small")
        self.count.setProperty("type", "large")
        self._told.setProperty("panel", "true")
        self._words.setWidget(self.text)
        self._words.setWidgetResizable(True)
        self._words.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._inner.addWidget(self.title)
        self._inner.addWidget(self._words, 1)
        self._inner.addWidget(self.decided)
        self._inner.addWidget(self.which)
        self._side.addWidget(self._told, 1)
        self._side.addWidget(self.other)
        self._side.addWidget(self.questions)
        self._foot.addWidget(self.count)
        self._foot.addWidget(self.status, 1)
        self._foot.addWidget(self.again)
        self._foot.addWidget(self.leave)
        for button in (self.other, self.again, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tools.hold.hide()
        self.tools.compare.show()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.tools, 0, 0)
        self._grid.addWidget(self.views, 0, 1)
        self._grid.addLayout(self._side, 0, 2)
        self._grid.addLayout(self._foot, 1, 0, 1, 3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        model, pictures = self.model, self._pictures
        model.changed.connect(self._follow)
        pictures.changed.connect(self._show_pictures)
        self.views.touched.connect(self._pictures.touch)
        self.views.dragged.connect(lambda x, y: pictures.look(pictures.viewport.moved(x, y)))
        self.views.zoomed.connect(lambda factor, x, y: pictures.look(pictures.viewport.zoomed(factor, (x, y))))
        self.tools.overlay.clicked.connect(pictures.next_overlay)
        self.tools.camera.clicked.connect(pictures.next_view)
        self.tools.compare.clicked.connect(pictures.compare)
        self.tools.back.clicked.connect(lambda: model.step(-1))
        self.tools.next.clicked.connect(lambda: model.step(1))
        self.other.clicked.connect(lambda: model.step_item(1))
        self.questions.picked.connect(model.pick)
        self.questions.entered.connect(model.enter)
        self.again.clicked.connect(model.answer_again)
        self.leave.clicked.connect(self.left)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setSpacing(look.px(6))
        self._side.setSpacing(look.px(6))
        self._foot.setSpacing(look.px(14))
        margin = look.px(8)
        self._inner.setContentsMargins(margin, margin, margin, margin)
        self._inner.setSpacing(look.px(4))
        self._words.setMinimumHeight(look.px(40))
        for part in (self.tools, self.views, self.questions):
            part.set_look(look)
        for wide in (self._told, self.other, self.questions):
            wide.setFixedWidth(look.px(396))
        for button in (self.other, self.again, self.leave):
            button.setMinimumHeight(look.touch_px)
        # Dressed in the midst of a resize, Qt lays the grid out with heights from before, and not again.
        QTimer.singleShot(0, self, self._lay_out_again)

    def _lay_out_again(self) -> None:
        self._grid.invalidate()
        self._grid.activate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for part in (self.tools, self.views):
            part.retranslate()
        self.show_came_back()

    def show_came_back(self) -> None:
        """Show what the model says."""
        view = self.model.view
        known = view.complaint is not None and view.sighted is not None
        choosing = view.question.ask in {Ask.KIND, Ask.WHY}  # what was complained of stays, the rest was read before
        self._told.setVisible(known)
        for read in (self.decided, self.which):
            read.setVisible(not choosing)
        self.questions.setVisible(known)
        if view.complaint is not None and view.sighted is not None:
            self.title.say(say_title(view.complaint))
            self.text.say(f"“{view.complaint.text}”")
            self.decided.say(say_decided(view.sighted))
            self.which.say(say_item(view.sighted))
        several = view.complaint is not None and len(view.complaint.items) > 1
        self.other.setVisible(several and not choosing)
        self.other.setText("↓   " + self._say_other(view))
        self.questions.show_question(view)
        self.count.setText(self._say_count(view))
        said, loud = self._say_status(view)
        self.status.say(said)
        restyle(self.status, "font-weight: 700" if loud else "")
        self.leave.setText("Esc   " + (self.tr("To the shift") if view.question.answer is None else self.tr("Back")))
        self.again.setVisible(bool(view.last))
        self.again.setText("U   " + self.tr("Answer {0} again").format(view.last))
        self._show_pictures()

    def _follow(self) -> None:
        view = self.model.view
        self._pictures.show(view.item, view.following)
        self.show_came_back()

    def _show_pictures(self) -> None:
        pictures, view = self._pictures, self.model.view
        self.views.show_views(pictures.views if view.item is not None else (), self._say_nothing(view))
        self.tools.compare.setChecked(pictures.comparing)
        cameras = len(pictures.cameras)
        shown = pictures.only or (self.tr("All views") if cameras > 1 else "".join(pictures.cameras))
        self.tools.show_tools(overlay=pictures.overlay, camera=shown, cameras=cameras, held=False, unseen=0)

    def _say_other(self, view: CameBackView) -> str:
        if view.complaint is None:
            return ""
        words = self.tr("One of {0}: this is number {1}")
        return words.format(QLocale().toString(view.complaint.count), view.item_place)

    def _say_count(self, view: CameBackView) -> str:
        if view.total is None:
            return self.tr("Came back: ?")
        total = QLocale().toString(view.total)
        if view.place:
            return self.tr("Came back: {0} of {1}").format(view.place, total)
        return self.tr("Came back: {0}").format(total)

    def _say_status(self, view: CameBackView) -> tuple[str, bool]:
        if view.outcome is not None and not view.again:
            return say_outcome(view.outcome), True
        if view.denied is not None:
            return say_denied(view.denied), True
        if view.problem:
            return self.tr("The station does not tell: {0}").format(say_refusal(view.problem)), True
        if view.knowledge is Knowledge.OLD:
            return self.tr("OLD: the station does not say what waits now"), True
        if view.again:
            return self.tr("Answered a moment ago: what you answer now stands instead"), True
        return self.tr("You answer as {0}").format(self.model.operator), False

    def _say_nothing(self, view: CameBackView) -> str:
        if view.knowledge is Knowledge.UNKNOWN:
            return self.tr("What came back is not known yet: the station has not said it.")
        if view.knowledge is Knowledge.OLD:
            return self.tr("Nothing waited when the station was last heard. It may be different now.")
        return self.tr("Nothing that came back waits to be looked at.")
