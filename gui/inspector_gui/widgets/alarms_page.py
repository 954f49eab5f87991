"""The alarms' page: all that stands, the chosen one in full with what may be done, the journal, and who did what."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_gui.i18n.access import say_denied
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.alarm_desk import AlarmDeskModel
from inspector_gui.viewmodels.audit import AuditModel
from inspector_gui.viewmodels.journal import JournalModel
from inspector_gui.widgets.alarm_details import AlarmDetails
from inspector_gui.widgets.alarm_row import AlarmRow
from inspector_gui.widgets.audit_table import AuditTable
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.journal_table import JournalTable
from inspector_gui.widgets.row_list import RowList


class AlarmsPage(QWidget):
    """Joins the alarms' models with their widgets; keys are the window's."""

    def __init__(
        self, look: Look, desk: AlarmDeskModel, journal: JournalModel, audit: AuditModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._journal, self._audit = desk, journal, audit
        self._current = False
        self.now, self.before, self.who = QPushButton(self), QPushButton(self), QPushButton(self)
        self.status, self.nothing = ElidedLabel(self), QLabel(self)
        self.list = RowList(look, AlarmRow, self._pressed, nothing=self.nothing, parent=self)
        self.details, self.table = AlarmDetails(look, self), JournalTable(look, journal, self)
        self.deeds = AuditTable(look, audit, self)
        self._group, self._stack = QButtonGroup(self), QStackedWidget(self)
        self._head, self._body, self._frame = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        for button in (self.now, self.before, self.who):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            self._head.addWidget(button)
        self.now.setChecked(True)
        self._head.addWidget(self.status, 1)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("type", "medium")
        alarms = QWidget(self)
        alarms.setLayout(self._body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self.list, 0, 0)
        self._body.addWidget(self.details, 0, 1)
        self._body.setColumnStretch(0, 1)
        self._body.setColumnStretch(1, 1)
        self._stack.addWidget(alarms)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.deeds)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addWidget(self._stack, 1)

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self.show_alarms)
        self._journal.changed.connect(self.show_alarms)
        self._audit.changed.connect(self.show_alarms)
        self.who.clicked.connect(self.turn_to_deeds)
        self.details.acknowledge.connect(desk.acknowledge)
        self.details.shelve.connect(desk.shelve)
        self.details.unshelve.connect(desk.unshelve)
        self.details.back.connect(desk.back)
        self.details.picked.connect(desk.pick)
        self.now.clicked.connect(lambda: self.turn(journal=False))
        self.before.clicked.connect(lambda: self.turn(journal=True))

    @property
    def on_journal(self) -> bool:
        """The journal is shown."""
        return self._stack.currentWidget() is self.table

    def turn(self, *, journal: bool) -> None:
        """Show the journal, or what stands now."""
        (self.before if journal else self.now).setChecked(True)
        self._stack.setCurrentIndex(1 if journal else 0)
        if journal:
            self._journal.refresh()
        self.show_alarms()

    def turn_to_deeds(self) -> None:
        """Show who did what."""
        self.who.setChecked(True)
        self._stack.setCurrentWidget(self.deeds)
        self.show_alarms()

    def show_line(self, *, current: bool) -> None:
        """Whether the station is heard."""
        if current != self._current:
            self._current = current
            self.show_alarms()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._frame.setSpacing(look.px(6))
        self._head.setSpacing(look.px(6))
        self._body.setSpacing(look.px(6))
        for button in (self.now, self.before, self.who):
            button.setMinimumSize(look.px(170), look.touch_px)
        self.who.setMinimumWidth(look.px(220))
        self.list.set_look(look)
        self.details.set_look(look)
        self.table.set_look(look)
        self.deeds.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.now.setText("N   " + self.tr("Now"))
        self.before.setText("J   " + self.tr("Journal"))
        self.who.setText("W   " + self.tr("Who did what"))
        self.nothing.setText(self.tr("No alarms"))
        self.details.retranslate()
        self.table.retranslate()
        self.deeds.retranslate()
        self.show_alarms()

    def show_alarms(self) -> None:
        """Show what the models say."""
        view = self._desk.view
        for row, alarm in zip(self.list.shown(len(view.alarms)), view.alarms, strict=True):
            row.show_alarm(alarm, chosen=alarm == view.chosen)
        self.nothing.setVisible(not view.alarms)
        self.details.setVisible(bool(view.alarms))
        self.details.show_desk(view)
        self.status.say(self._say_status())
        calm = self._current and not self._journal.problem and not self._audit.problem
        restyle(self.status, "" if calm else "font-weight: 700")

    def _say_status(self) -> str:
        if not self._current:
            return self.tr("OLD: the station is not heard; its alarms may be others now")
        if self.on_journal and self._journal.problem:
            return self.tr("OLD: the station does not give its journal now")
        if self._stack.currentWidget() is self.deeds:
            return self._say_deeds()
        return say_denied(self._desk.view.denied) or self.tr("You act as {0}").format(self._desk.operator)

    def _say_deeds(self) -> str:
        if self._audit.denied is not None:
            return say_denied(self._audit.denied)
        if self._audit.problem:
            return self.tr("OLD: the station does not tell who did what now")
        return self.tr("Newest first, by the station's clock")

    def _pressed(self, row: AlarmRow) -> None:
        if row.alarm is not None:
            self._desk.choose(row.alarm.id)
        self.show_alarms()
