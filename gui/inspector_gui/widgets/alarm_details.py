"""One alarm in full, and what may be done about it: acknowledge, shelve for how long and why, take back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector.domain.alarm import AlarmState, ShelveReason
from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.refusals import say_refusal
from inspector_gui.i18n.words import FAILURES, SHELVE_REASONS, say, say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.alarm_desk import SHELF_MINUTES, DeskView, Failure, Step
from inspector_gui.widgets.alarm_row import clock_time
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.steady import steady

NUMBERED = max(len(SHELF_MINUTES), len(ShelveReason))
HOUR_MIN = 60


class AlarmDetails(QFrame):
    """Nothing is decided here; `picked` gives the number of a numbered button."""

    acknowledge = Signal()
    shelve = Signal()
    unshelve = Signal()
    back = Signal()
    picked = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._view = DeskView()
        self.cause, self.detail, self.consequence, self.action = (QLabel(self) for _ in range(4))
        self.standing, self.notice, self.question = QLabel(self), QLabel(self), QLabel(self)
        self.titles = [QLabel(self) for _ in range(2)]
        self.ack, self.shelf, self.take_back = QPushButton(self), QPushButton(self), QPushButton(self)
        self.numbered = [QPushButton(self) for _ in range(NUMBERED)]
        self.go_back = QPushButton(self)
        self._column, self._acts, self._grid = QVBoxLayout(self), QVBoxLayout(), QGridLayout()
        self._lay_out()
        self.ack.clicked.connect(self.acknowledge)
        self.shelf.clicked.connect(self.shelve)
        self.take_back.clicked.connect(self.unshelve)
        self.go_back.clicked.connect(self.back)
        for number, button in enumerate(self.numbered, start=1):
            button.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        self.set_look(look)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, shown or not."""
        return (self.ack, self.shelf, self.take_back, *self.numbered, self.go_back)

    def _lay_out(self) -> None:
        texts = (self.cause, self.detail, self.titles[0], self.consequence, self.titles[1], self.action, self.standing)
        for label in (*texts, self.notice, self.question):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in texts:
            self._column.addWidget(label)
        self._column.addStretch(1)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.question)
        self._column.addLayout(self._acts)
        self._column.addLayout(self._grid)
        for act in (self.ack, self.shelf, self.take_back):  # not in the grid: Qt gives rows of one cell no room between
            self._acts.addWidget(act)
        for place, button in enumerate(self.numbered):
            self._grid.addWidget(button, place // 2, place % 2)
        self._grid.addWidget(self.go_back, NUMBERED // 2, 1)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        steady(self, (*self.numbered, self.go_back))
        for title in self.titles:
            title.setProperty("muted", "true")
        self.cause.setProperty("type", "medium")

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(4))
        for layout in (self._acts, self._grid):
            layout.setSpacing(look.px(6))
        for title in (*self.titles, self.standing):
            title.setContentsMargins(0, look.px(10), 0, 0)
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_desk(self, view: DeskView) -> None:
        """Show this."""
        self._view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view = self._view
        acting, chosen = view.step is Step.ACTION, view.chosen is not None
        shelved = view.chosen is not None and view.chosen.state is AlarmState.SHELVED
        self._write_alarm(view)
        self._write_buttons(view)
        self.notice.setText(self._say_notice(view))
        self.notice.setVisible(bool(self.notice.text()))
        self.question.setVisible(not acting)
        self.ack.setVisible(acting and chosen and not shelved)
        self.shelf.setVisible(acting and chosen and not shelved)
        self.take_back.setVisible(acting and shelved)
        asked = {Step.ACTION: 0, Step.MINUTES: len(SHELF_MINUTES), Step.REASON: len(ShelveReason)}[view.step]
        for place, button in enumerate(self.numbered):
            button.setVisible(place < asked)
        self.go_back.setVisible(not acting)

    def _write_alarm(self, view: DeskView) -> None:
        alarm, acting = view.chosen, view.step is Step.ACTION
        for label in (self.detail, self.standing, self.consequence, self.action, *self.titles):
            label.setVisible(alarm is not None and acting)
        if alarm is None:
            self.cause.setText(self.tr("No alarms"))
            return
        self.cause.setText(say_alarm(alarm.cause))
        self.detail.setText(alarm.detail)
        self.detail.setVisible(bool(alarm.detail) and acting)
        self.titles[0].setText(self.tr("What it does"))
        self.consequence.setText(say_alarm(alarm.consequence))
        self.titles[1].setText(self.tr("What to do"))
        self.action.setText(say_alarm(alarm.action))
        self.standing.setText(self._say_shelf(view))
        self.standing.setVisible(bool(self.standing.text()) and acting)

    def _say_shelf(self, view: DeskView) -> str:
        alarm = view.chosen
        if alarm is None or alarm.state is not AlarmState.SHELVED:
            return ""
        reasons = {str(reason): say(word) for reason, word in SHELVE_REASONS.items()}
        words = self.tr("Shelved by {0} until {1}: {2}")
        return words.format(alarm.operator, clock_time(alarm.until), reasons.get(alarm.reason, alarm.reason))

    def _write_buttons(self, view: DeskView) -> None:
        self.ack.setText("A   " + self.tr("Acknowledge: I have seen it"))
        self.shelf.setText("S   " + self.tr("Shelve for a while"))
        self.take_back.setText("U   " + self.tr("Take back from the shelf"))
        self.go_back.setText("Esc   " + self.tr("Back"))
        self.ack.setEnabled(view.may_acknowledge)
        self.shelf.setEnabled(view.may_shelve)
        self.take_back.setEnabled(view.may_unshelve)
        if view.step is Step.REASON:
            self.question.setText(self.tr("Why is it put aside?"))
            names = [say(SHELVE_REASONS[reason]) for reason in ShelveReason]
        else:
            self.question.setText(self.tr("For how long is it put aside?"))
            names = [self._say_minutes(minutes) for minutes in SHELF_MINUTES]
        for number, (button, name) in enumerate(zip(self.numbered, names, strict=False), start=1):
            button.setText(f"{number}   {name}")

    def _say_minutes(self, minutes: int) -> str:
        if minutes < HOUR_MIN:
            return self.tr("%Ln minute(s)", "", minutes)
        return self.tr("%Ln hour(s)", "", minutes // HOUR_MIN)

    def _say_notice(self, view: DeskView) -> str:
        if view.waiting:
            return self.tr("Sent; the station has not answered yet")
        if view.failure is Failure.REFUSED:
            return self.tr("NOT DONE: {0}").format(say_refusal(view.detail))
        if view.failure is not Failure.NONE:
            return say(FAILURES[view.failure])
        if view.chosen is not None and not view.chosen.of_station:
            return self.tr("This window says so itself: it ends when the station is heard again")
        return say_denied(view.denied)
