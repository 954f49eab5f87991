"""The tour over the window: all but one place is veiled, and a note says what it is. Alarms are never veiled."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QRegion, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_gui.i18n.tour import say_sentence, say_title
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.tour import Stop, TourModel
from inspector_gui.widgets.wrapped_label import WrappedLabel

VEIL_ALPHA = 150


class TourNote(QFrame):
    """Title, sentence, how far it is, and the buttons."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.title, self.words, self.far = WrappedLabel(self), WrappedLabel(self), QLabel(self)
        self.back, self.next, self.leave = (QPushButton(self) for _ in range(3))
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self.title.setProperty("type", "large")
        self.far.setProperty("muted", "true")
        for widget in (self.title, self.words, self.far):
            self._column.addWidget(widget)
        self._column.addLayout(self._row)
        for button in (self.leave, self.back, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._row.addWidget(button, 1)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(8))
        self._row.setSpacing(look.px(6))
        self.setFixedWidth(look.px(460))
        for button in (self.leave, self.back, self.next):
            button.setMinimumHeight(look.touch_px)

    def fit(self) -> None:
        """As high as its words need now; what was laid out for other words or letters is forgotten."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
            widget.updateGeometry()
        self._column.invalidate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        self._column.activate()


class TourOverlay(QWidget):
    """Covers the window while a tour is shown. `places` give the widget that a stop points at; without one, none.

    `clear` are widgets that are never veiled nor covered by the note.
    """

    def __init__(
        self,
        look: Look,
        model: TourModel,
        places: Mapping[Stop, Callable[[], QWidget]],
        clear: tuple[QWidget, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._look, self._model, self._places, self._clear = look, model, places, clear
        self._over = parent
        self._watched: QWidget | None = None
        self.note = TourNote(look, self)
        self.note.next.clicked.connect(lambda: model.step(1))
        self.note.back.clicked.connect(lambda: model.step(-1))
        self.note.leave.clicked.connect(model.skip)
        self._keys = [
            *(self._key(key, lambda: model.step(1)) for key in ("Right", "Return", "Enter", "Space")),
            self._key("Left", lambda: model.step(-1)),
            self._key("Esc", model.skip),
        ]
        self.hide()
        self.let_keys(enabled=False)

    def _key(self, key: str, action: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self.window())
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(action)
        return shortcut

    def let_keys(self, *, enabled: bool) -> None:
        """Whether the tour is what the keys are for."""
        for shortcut in self._keys:
            shortcut.setEnabled(enabled)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.note.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now, and find the place again."""
        view = self._model.view
        self.setVisible(view.stop is not None)
        self._watch(self._pointed())
        if view.stop is None:
            return
        note, last = self.note, view.number == view.count
        note.title.say(say_title(view.stop))
        note.words.say(say_sentence(view.stop))
        note.far.setText(self.tr("{0} of {1}").format(view.number, view.count))
        note.leave.setText("Esc   " + self.tr("End"))
        note.back.setText("←   " + self.tr("Back"))
        note.next.setText(self.tr("Done") if last else "→   " + self.tr("Next"))
        note.back.setEnabled(view.number > 1)
        self.place()

    def _pointed(self) -> QWidget | None:
        stop = self._model.view.stop
        find = self._places.get(stop) if stop is not None else None
        return None if find is None else find()

    def _watch(self, widget: QWidget | None) -> None:
        """While it is pointed at it may still be laid out."""
        if widget is not self._watched:
            if self._watched is not None:
                self._watched.removeEventFilter(self)
            if widget is not None:
                widget.installEventFilter(self)
            self._watched = widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See Qt."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show} and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Over the whole window, the note beside what it points at."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.note.fit()
        self.note.move(self._beside(self._target()))
        self.update()

    def _target(self) -> QRect:
        """In this widget's pixels; empty where the stop points at nothing that can be seen."""
        widget = self._pointed()
        if widget is None or not widget.isVisible():
            return QRect()
        return QRect(self.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.size())

    def _room(self) -> QRect:
        """Where the note may be: below what is never covered."""
        margin = self._look.px(12)
        tops = [w.mapTo(self._over, QPoint(0, w.height())).y() for w in self._clear if w.isVisible()]
        return self.rect().adjusted(margin, max([0, *tops]) + margin, -margin, -margin)

    def _beside(self, target: QRect) -> QPoint:
        """Below, above, right or left of the target; in the middle of the room where there is none of these."""
        room, gap = self._room(), self._look.px(12)
        note = QRect(QPoint(0, 0), self.note.size())
        centre = QPoint(room.center().x() - note.width() // 2, room.center().y() - note.height() // 2)
        if target.isEmpty():
            return centre
        left = max(room.left(), min(target.left(), room.right() - note.width()))
        top = max(room.top(), min(target.top(), room.bottom() - note.height()))
        for corner in (
            QPoint(left, max(room.top(), target.bottom() + gap)),
            QPoint(left, target.top() - gap - note.height()),
            QPoint(target.right() + gap, top),
            QPoint(target.left() - gap - note.width(), top),
        ):
            if room.contains(note.translated(corner)) and not note.translated(corner).intersects(target):
                return corner
        return QPoint(centre.x(), room.bottom() - note.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The veil with its holes, and a frame around the place."""
        look, target = self._look, self._target()
        painter = QPainter(self)
        veiled = QRegion(self.rect())
        for widget in self._clear:
            veiled -= QRegion(QRect(widget.mapTo(self._over, QPoint(0, 0)), widget.size()))
        frame = target.adjusted(-look.px(4), -look.px(4), look.px(4), look.px(4))
        veiled -= QRegion(frame if not target.isEmpty() else QRect())
        painter.save()
        painter.setClipRegion(veiled)
        painter.fillRect(self.rect(), QColor(0, 0, 0, VEIL_ALPHA))
        painter.restore()
        if not target.isEmpty():
            painter.setPen(QPen(look.colour("focus"), look.px(4)))
            painter.drawRect(frame)
