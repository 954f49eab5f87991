"""What the window asks of whatever stands in it."""

from typing import Protocol

from inspector_gui.theme.look import Look


class Dressed(Protocol):
    """What the window asks of a page and of what stands above all pages."""

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""

    def retranslate(self) -> None:
        """Write everything in the language of now."""
