"""Notices that somebody is there: a key, a finger, the mouse. It takes nothing away from anybody."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

# A key that is a shortcut never becomes a press.
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
_POINTERS = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
}


class IdleWatch(QObject):
    """Installed on the application."""

    touched = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See Qt. A movement that Qt made up, because something moved under the pointer, is nobody's."""
        kind = event.type()
        if kind in _KEYS or (kind in _POINTERS and event.spontaneous()):
            self.touched.emit()
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Look no more."""
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
