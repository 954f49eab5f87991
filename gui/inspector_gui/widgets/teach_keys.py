"""The keys of the teaching page."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QShortcut

from inspector_gui.viewmodels.teach import TeachModel
from inspector_gui.viewmodels.teach_view import Place
from inspector_gui.widgets.teach_page import TeachPage

LETTERS = "ACKORXZ"


class MakeShortcut(Protocol):
    """The window's maker of shortcuts."""

    def __call__(self, key: str, action: Callable[[], object], *, repeat: bool = False) -> QShortcut:
        """Held down it acts once, unless it repeats."""
        ...


def teach_keys(page: Callable[[], TeachPage], model: TeachModel, shortcut: MakeShortcut) -> list[QShortcut]:
    """Digits for the steps, arrows for the pictures, letters as they stand on the buttons. `page` gives the page."""
    return [
        *(shortcut(str(n), lambda p=place: page().go(p)) for n, place in enumerate(Place, start=1)),  # type: ignore[misc]
        *(shortcut(key, lambda: page().enter()) for key in ("Return", "Enter")),
        *(shortcut(letter, lambda one=letter: page().press(one)) for letter in LETTERS),  # type: ignore[misc]
        shortcut("Space", lambda: page().space()),
        shortcut("Esc", model.back),
        shortcut("Left", lambda: page().step(-1, 0), repeat=True),
        shortcut("Right", lambda: page().step(1, 0), repeat=True),
        shortcut("Up", lambda: page().step(0, -1), repeat=True),
        shortcut("Down", lambda: page().step(0, 1), repeat=True),
        shortcut("PgUp", lambda: page().grid.turn(-1)),
        shortcut("PgDown", lambda: page().grid.turn(1)),
    ]
