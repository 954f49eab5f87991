"""A label that wraps names as well: Qt breaks lines only where a language would, and makes its neighbours narrow."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

MAY_BREAK = "\u200b"
LONGEST_WORD = 16


class WrappedLabel(QLabel):
    """Its accessible name has the text as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, text: str) -> None:
        """Show this."""
        self.setText(breakable(text))
        self.setAccessibleName(text)


def breakable(text: str) -> str:
    """The text with places to break in words that are longer than any line should have to be.

    >>> breakable("lot " + "7" * 20).split(MAY_BREAK)
    ['lot 7777777777777777', '7777']
    """
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{MAY_BREAK}", text)
