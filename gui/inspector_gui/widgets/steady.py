"""Buttons that a bouncing finger does not press: those that stand where another one stood a moment ago."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton


class _Steady(QObject):
    """The second press of a double click is none: it was meant for what stood there before, if for anything."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See Qt."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return super().eventFilter(watched, event)


def steady(owner: QObject, buttons: Iterable[QAbstractButton]) -> None:
    """A press decides something; one more within the time of a double click decides nothing."""
    guard = _Steady(owner)
    for button in buttons:
        button.installEventFilter(guard)
