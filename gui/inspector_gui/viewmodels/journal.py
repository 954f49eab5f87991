"""The alarms' journal: the newest lines, and older ones as somebody scrolls to them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector.wire.journal import JournalLine
from inspector_gui.link.journal import AskJournal, JournalTold

PAGE = 100
MOST_LINES = 10_000


class JournalModel(QObject):
    """Newest first, in one piece: lines that do not join what is known replace it. Qt's thread only."""

    changed = Signal()

    def __init__(self, ask: Callable[[AskJournal], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._older_asked = False
        self.lines: tuple[JournalLine, ...] = ()
        self.complete = False
        self.problem = ""

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
        if told.ask.before is not None:
            self._older_asked = False
        self.problem = told.problem
        if told.lines is not None:
            self._merge(told.ask, told.lines)
        self.changed.emit()

    def _merge(self, ask: AskJournal, lines: tuple[JournalLine, ...]) -> None:
        known = self.lines
        if ask.before is not None:
            if known and ask.before == known[-1].number:
                self.lines = (known + lines)[:MOST_LINES]
                self.complete = len(lines) < ask.limit or len(self.lines) == MOST_LINES
            return
        joins = bool(known and lines) and lines[-1].number <= known[0].number + 1
        if joins and lines[0].number >= known[0].number:
            newer = tuple(line for line in lines if line.number > known[0].number)
            self.lines = (newer + known)[:MOST_LINES]
        else:  # the first, or so many new ones that there is a gap, or another journal
            self.lines, self.complete = lines, len(lines) < ask.limit
