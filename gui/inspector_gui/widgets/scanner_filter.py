"""Takes a barcode scanner's keys before any button or shortcut of the program sees them."""

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from inspector_gui.viewmodels.scanning import ETX, STX, UNENDED, Outcome, ScanAssembler, Took

TICK_MS = 10
UNSURE_TICKS = 2  # keys that were typed before the last two may still wait for their turn behind them
_COMMANDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScannerFilter(QObject):
    """Installed on the application. Keys that turn out to be a person's are given back, some 60 ms later.

    Time without keys is counted in ticks of Qt's thread and not read from a clock: a thread that stands still, waiting
    for the disk, ticks once at the most, however many keys a scanner types meanwhile.
    """

    scanned = Signal(str)
    broken = Signal()

    def __init__(self, window: QWidget, *, prefix: str = STX, suffix: str = ETX) -> None:
        super().__init__(window)
        self._window = window
        self._assembler = ScanAssembler(prefix=prefix, suffix=suffix)
        self._ticks = 0
        self._held: list[QKeyEvent] = []
        self._giving_back = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See Qt."""
        if self._giving_back or not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and self._assembler.wants(_char(event)):
            event.accept()  # no shortcut acts upon it: the same key comes again as a press
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Take no more keys."""
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._timer.stop()

    def _pressed(self, event: QKeyEvent) -> bool:
        char = _char(event)
        if not char and event.key() in _MODIFIERS:
            return self._assembler.holding  # Shift belongs to the next character
        outcome = self._assembler.take(char)
        self._settle(outcome)
        if outcome.took is Took.HELD:
            self._held.append(event.clone())
            self._ticks = 0
            self._timer.start()
        return outcome.took is not Took.PASS

    def _tick(self) -> None:
        self._ticks += 1
        self._settle(self._assembler.expire((self._ticks - UNSURE_TICKS) * TICK_MS / 1000))
        if not self._assembler.holding:
            self._timer.stop()

    def _settle(self, outcome: Outcome) -> None:
        if outcome.release:
            held, self._held = self._held, []
            if len(held) >= UNENDED and not self._types:
                self.broken.emit()  # its digits are no answers
                held = []
            for event in held:
                self._give_back(event)
        if outcome.took in {Took.CODE, Took.BROKEN}:
            self._held = []
        if outcome.took is Took.CODE:
            self.scanned.emit(outcome.code)
        elif outcome.took is Took.BROKEN:
            self.broken.emit()

    @property
    def _types(self) -> bool:
        """Somebody types into a field."""
        return isinstance(self._window.focusWidget(), _TYPED_IN)

    def _give_back(self, event: QKeyEvent) -> None:
        """To what is typed in, to the shortcut that it belongs to, else to whatever has the focus."""
        if self._types:
            self._send(event)
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        wanted = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        for shortcut in self._window.findChildren(QShortcut):
            if shortcut.isEnabled() and shortcut.key() == wanted:
                shortcut.activated.emit()
                return
        self._send(event)

    def _send(self, event: QKeyEvent) -> None:
        target = self._window.focusWidget() or self._window
        self._giving_back = True
        try:
            QCoreApplication.sendEvent(target, event)
        finally:
            self._giving_back = False


def _char(event: QKeyEvent) -> str:
    """Its character; Ctrl+B is how many scanners type STX."""
    if event.modifiers() & _COMMANDS:
        return ""
    return event.text()


_TYPED_IN = (QLineEdit, QAbstractSpinBox)
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
