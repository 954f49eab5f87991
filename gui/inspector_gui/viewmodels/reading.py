"""What all models have in common whose page shows one frozen value."""

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

V = TypeVar("V")


class ReadingModel(QObject, Generic[V]):
    """Qt's thread only. `view` is the newest reading; `changed` follows only when it differs from the one before."""

    changed = Signal()

    def __init__(self, first: V, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = first

    def _renew(self, view: V) -> None:
        """Time passed or something happened: this is the reading now."""
        if view != self.view:
            self.view = view
            self.changed.emit()
