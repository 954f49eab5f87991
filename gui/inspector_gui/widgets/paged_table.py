"""A log as a table; scrolling to its end asks for older lines."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, SignalInstance
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_gui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex


class Log(Protocol):
    """What the table shows: lines, newest first."""

    @property
    def changed(self) -> SignalInstance:
        """Lines came."""
        ...

    @property
    def lines(self) -> tuple[Any, ...]:
        """Those that are known."""
        ...

    @property
    def complete(self) -> bool:
        """There are none that are older."""
        ...

    def more(self) -> None:
        """Ask for older ones."""
        ...


class PagedRows(QAbstractTableModel):
    """The log's lines, without a copy; `titles` says the columns' in the language of now, `cells` one line's words."""

    def __init__(
        self,
        log: Log,
        titles: Callable[[], tuple[str, ...]],
        cells: Callable[[Any], tuple[str, ...]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._log, self.titles, self.cells = log, titles, cells
        self._lines: tuple[Any, ...] = ()
        log.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Older lines join at the end, so that a scrolled table stays where it is; anything else is shown anew."""
        old, new = self._lines, self._log.lines
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
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See Qt."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return self.cells(self._lines[index.row()])[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """See Qt."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self.titles()[section]

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """There are older ones."""
        return not parent.isValid() and bool(self._lines) and not self._log.complete

    def fetchMore(self, _parent: Index) -> None:  # noqa: N802 - Qt's name
        """Ask for them."""
        self._log.more()


class PagedTable(QTableView):
    """Read only. `widths` are of the columns at scale 1; the one of 0 takes what is left."""

    def __init__(self, look: Look, rows: PagedRows, widths: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows, self._widths = rows, widths
        rows.setParent(self)
        self.setModel(rows)
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
        header.setSectionResizeMode(widths.index(0), QHeaderView.ResizeMode.Stretch)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self.verticalHeader().setDefaultSectionSize(look.px(32))
        self.horizontalHeader().setFixedHeight(look.px(34))
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, look.px(width))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.rows.retranslate()
