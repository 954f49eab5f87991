"""The alarms' journal as a table."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QWidget

from inspector.domain.alarm import ALARMS
from inspector.wire.journal import JournalLine
from inspector_gui.i18n.words import ALARM_EVENTS, SHELVE_REASONS, say, say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.journal import JournalModel
from inspector_gui.widgets.alarm_row import clock_time
from inspector_gui.widgets.paged_table import PagedRows, PagedTable

WIDTHS = (148, 132, 0, 84, 246)


class JournalRows(PagedRows):
    """What happened to which alarm."""

    def __init__(self, model: JournalModel, parent: QWidget) -> None:
        super().__init__(model, self._columns, self._words, parent)

    def _columns(self) -> tuple[str, ...]:
        return (self.tr("When"), self.tr("What"), self.tr("Alarm"), self.tr("Who"), self.tr("Particulars"))

    def _words(self, line: JournalLine) -> tuple[str, ...]:
        seen = QDateTime.fromString(line.time, Qt.DateFormat.ISODateWithMs).toLocalTime()
        kind = ALARMS.get(line.id)
        cause = say_alarm(kind.cause) if kind is not None else line.id
        return (
            QLocale().toString(seen, self.tr("MMM d, HH:mm:ss")),
            say(ALARM_EVENTS[line.event]),
            f"P{int(line.priority)}  {cause}",
            line.operator or "—",
            self._particulars(line),
        )

    def _particulars(self, line: JournalLine) -> str:
        if not line.until:
            return line.detail
        reasons = {str(reason): say(word) for reason, word in SHELVE_REASONS.items()}
        until = self.tr("until {0}").format(clock_time(line.until))
        return f"{until}: {reasons.get(line.reason, line.reason)}"


class JournalTable(PagedTable):
    """Read only."""

    def __init__(self, look: Look, model: JournalModel, parent: QWidget) -> None:
        super().__init__(look, JournalRows(model, parent), WIDTHS, parent)
