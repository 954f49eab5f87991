"""The pages, one button each, always in the same place: what waits on a page stands on its button."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.i18n.words import PAGES, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.pages import Page

UNKNOWN = "?"
CROWDED = 8  # buttons


class PageRail(QWidget):
    """`chosen` gives the page whose button was pressed."""

    chosen = Signal(object)  # Page

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._waiting: Mapping[Page, int | None] = {}
        self.buttons = {page: QPushButton(self) for page in Page}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for page, button in self.buttons.items():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            button.clicked.connect(lambda _checked=False, p=page: self.chosen.emit(p))
            self._column.addWidget(button, 8)
        self._column.addStretch(1)
        self.set_look(look)

    def show_pages(
        self, shown: Page, waiting: Mapping[Page, int | None], *, without: frozenset[Page] = frozenset()
    ) -> None:
        """Which page is shown, and what waits on which; None: not known. Pages `without` a button have their key."""
        self._waiting = waiting
        for page, button in self.buttons.items():
            button.setChecked(page is shown)
            button.setVisible(page is shown or page not in without)
        self._space()
        self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._space()
        self.setFixedWidth(round(look.touch_px * 2.15))
        for button in self.buttons.values():
            button.setMinimumHeight(look.touch_px)
            button.setMaximumHeight(look.px(104))
            # Always anew: the sheet's least height takes the place of the finger's, or eight would not fit 560 pixels.
            button.setStyleSheet(f"padding: 0; font-size: {look.px(14)}px")

    def _space(self) -> None:
        """Eight buttons are a finger high on the smallest panel only if they nearly touch."""
        many = sum(not button.isHidden() for button in self.buttons.values()) >= CROWDED
        self._column.setSpacing(1 if many else self._look.px(4))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for page, button in self.buttons.items():
            name = say(PAGES[page])
            if page in self._waiting:
                count = self._waiting[page]
                name = f"{name}\n{UNKNOWN if count is None else QLocale().toString(count)}"
            button.setText(name)
            button.setAccessibleName(name.replace("\n", ": "))
