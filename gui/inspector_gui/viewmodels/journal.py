"""The alarms' journal: the newest lines, and older ones as somebody scrolls to them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector.wire.journal import JournalLine
from inspector_gui.link.journal import AskJournal, JournalTold
from inspector_gui.viewmodels.paged_lines import PagedLines

PAGE = 100


class JournalModel(QObject):
    """Newest first. Qt's thread only."""

    changed = Signal()

    def __init__(self, ask: Callable[[AskJournal], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._older_asked = False
        self._known: PagedLines[JournalLine] = PagedLines()
        self.problem = ""

    @property
    def lines(self) -> tuple[JournalLine, ...]:
        """Those that are known."""
        return self._known.lines

    @property
    def complete(self) -> bool:
        """There are none that are older."""
        return self._known.complete

    def refresh(self) -> None:
        """Ask for the newest lines."""
        self._ask(AskJournal(limit=PAGE))

    def more(self) -> None:
        """Ask for older ones, once at a time."""
        if self.lines and not self.complete and not self._older_asked:
            self._older_asked = True
            self._ask(AskJournal(limit=PAGE, before=self.lines[-1].number))

    def take(self, told: JournalTold) -> None:
        """Lines came, or could not be had."""
        before = told.ask.before
        self.problem = told.problem
        if before is not None:
            self._older_asked = False
        if told.lines is not None and before is None:
            self._known.newest(told.lines, told.ask.limit)
        elif told.lines is not None and before is not None:
            self._known.older(told.lines, told.ask.limit, before)
        self.changed.emit()
