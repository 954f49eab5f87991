"""What a finger does in a window, and whether it can."""

from inspector_gui.theme.look import TOUCH_PX
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def click(widget: QWidget) -> None:
    """Press it, and let what follows happen."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def buttons_in(widget: QWidget) -> list[QAbstractButton]:
    """Those that can be seen."""
    return [button for button in widget.findChildren(QAbstractButton) if button.isVisible()]


def too_small(buttons: list[QAbstractButton]) -> list[tuple[str, QSize]]:
    """Those that a finger misses."""
    return [(button.text(), button.size()) for button in buttons if min(button.width(), button.height()) < TOUCH_PX]
