"""Counts, each with its name."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.counters import CountsView
from inspector_gui.widgets.elided import ElidedLabel

_CELLS = (
    ("inspected", QT_TRANSLATE_NOOP("CountersPanel", "Inspected")),
    ("passed", QT_TRANSLATE_NOOP("CountersPanel", "Passed")),
    ("diverted", QT_TRANSLATE_NOOP("CountersPanel", "Diverted")),
    ("review", QT_TRANSLATE_NOOP("CountersPanel", "Review")),
    ("undecided", QT_TRANSLATE_NOOP("CountersPanel", "Undecided")),
    ("missed", QT_TRANSLATE_NOOP("CountersPanel", "Missed")),
)


class CountersPanel(QFrame):
    """Six numbers in two rows; `missed` are those that the controller routed by itself."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._grid = QGridLayout(self)
        self._names: dict[str, ElidedLabel] = {}
        self.numbers: dict[str, QLabel] = {}
        self._view: CountsView | None = None
        self._note = ElidedLabel(self)
        for place, (key, _) in enumerate(_CELLS):
            name, number = ElidedLabel(self), QLabel("0", self)
            name.setProperty("muted", "true")
            name.setProperty("type", "small")
            number.setProperty("type", "large")
            row, column = divmod(place, 3)
            self._grid.addWidget(name, 2 * row, column)
            self._grid.addWidget(number, 2 * row + 1, column)
            self._grid.setColumnStretch(column, 1)
            self._names[key], self.numbers[key] = name, number
        self._note.setProperty("muted", "true")
        self._note.setProperty("type", "small")
        self._grid.addWidget(self._note, 4, 0, 1, 3)
        self.set_look(look)
        self.retranslate()

    def show_counts(self, view: CountsView) -> None:
        """Show these."""
        self._view = view
        for key, number in self.numbers.items():
            number.setText(QLocale().toString(getattr(view, key)))
        self._say_note()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setContentsMargins(look.px(10), look.px(4), look.px(10), look.px(4))
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(look.px(8))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for key, name in _CELLS:
            self._names[key].say(self.tr(str(name)))
        self._say_note()

    def _say_note(self) -> None:
        view, number = self._view, QLocale().toString
        triggers = self.tr("Triggers: {0}").format(number(view.triggers if view is not None else 0))
        if view is not None and view.unheard:
            note = self.tr("Not heard by this window: {0}").format(number(view.unheard))
        else:
            note = self.tr("Since this window was opened")
        self._note.say(f"{triggers}  ·  {note}")
