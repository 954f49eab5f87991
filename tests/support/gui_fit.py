"""Whether every text of a window has the room that it needs."""

from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.two_line_row import TwoLineRow
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from tests.support.gui_stage import Stage

# A row says all when it is pressed; what stands on the other was made elsewhere.
ELIDED = (TwoLineRow, ElidedButton)


def settled(stage: Stage) -> Stage:
    """With every layout done."""
    for _ in range(3):
        QApplication.processEvents()
    return stage


def cut_off(stage: Stage) -> list[str]:
    """Texts that do not fit where they stand."""
    found = []
    for label in stage.window.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, ElidedLabel) or not label.text():
            continue
        wrapped = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        wide = 0 if label.wordWrap() else label.sizeHint().width()
        if wide > label.width() or wrapped > label.height():
            found.append(f"{label.text()!r} needs {wide}x{wrapped}, has {label.width()}x{label.height()}")
    for button in stage.window.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, ELIDED):
            words = _words_width(button) + 6
            if words > button.width():
                found.append(f"button {button.text()!r} needs {words}, has {button.width()}")
    window = stage.window.rect()
    outside = [w for w in stage.window.findChildren(QLabel) if w.isVisible() and not _inside(stage, w, window.size())]
    return found + [f"outside: {w.text()!r}" for w in outside]


def _words_width(button: QAbstractButton) -> int:
    """A checked button is written bold, which its own metrics do not know."""
    font = button.font()
    font.setBold(font.bold() or button.isChecked())
    return max(QFontMetrics(font).horizontalAdvance(line) for line in button.text().split("\n"))


def _inside(stage: Stage, label: QLabel, size: QSize) -> bool:
    corner = label.mapTo(stage.window, QPoint(label.width(), label.height()))
    return corner.x() <= size.width() and corner.y() <= size.height()
