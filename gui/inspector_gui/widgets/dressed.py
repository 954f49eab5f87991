"""What the window asks of whatever stands in it."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from inspector_gui.theme.look import Look


class Dressed(Protocol):
    """What the window asks of a page and of what stands above all pages."""

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""

    def retranslate(self) -> None:
        """Write everything in the language of now."""


def restyle(widget: QWidget, sheet: str) -> None:
    """A style sheet of its own, for what is written again and again: Qt polishes anew even where it is the same."""
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)
