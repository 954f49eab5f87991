"""The alarms' journal as a table; scrolling to its end asks for older lines."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector.domain.alarm import ALARMS
from inspector.wire.journal import JournalLine
from inspector_gui.i18n.words import ALARM_EVENTS, SHELVE_REASONS, say, say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.journal import JournalModel
from inspector_gui.widgets.alarm_row import clock_time

COLUMNS = 5
ALARM_COLUMN = 2
Index = QModelIndex | QPersistentModelIndex


class JournalRows(QAbstractTableModel):
    """The model's lines, without a copy."""

    def __init__(self, model: JournalModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._lines: tuple[JournalLine, ...] = ()
        model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Older lines join at the end, so that a scrolled table stays where it is; anything else is shown anew."""
        old, new = self._lines, self._model.lines
        if old and len(new) > len(old) and new[: len(old)] == old:
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._lines = new
            self.endInsertRows()
        elif new != old:
            self.beginResetModel()
            self._lines = new
            self.endResetModel()

    def retranslate(self) -> None:
        """Every cell is written anew."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """See Qt."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """See Qt."""
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See Qt."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return self.cells(self._lines[index.row()])[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's
        """See Qt."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("When"), self.tr("What"), self.tr("Alarm"), self.tr("Who"), self.tr("Particulars"))[section]

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's
        """There are older ones."""
        return not parent.isValid() and bool(self._lines) and not self._model.complete

    def fetchMore(self, _parent: Index) -> None:  # noqa: N802 - Qt's
        """Ask for them."""
        self._model.more()

    def cells(self, line: JournalLine) -> tuple[str, ...]:
        """The words of one line."""
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


class JournalTable(QTableView):
    """Read only."""

    def __init__(self, look: Look, model: JournalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = JournalRows(model, self)
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(ALARM_COLUMN, QHeaderView.ResizeMode.Stretch)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self.verticalHeader().setDefaultSectionSize(look.px(32))
        self.horizontalHeader().setFixedHeight(look.px(34))
        for column, width in enumerate((148, 132, 0, 84, 246)):
            if width:
                self.setColumnWidth(column, look.px(width))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.rows.retranslate()
