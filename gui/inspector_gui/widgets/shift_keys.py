"""The keys of the shift's page: those of its figures, or of what came back."""

from collections.abc import Callable

from PySide6.QtGui import QShortcut

from inspector_gui.viewmodels.spans import SpanChoice
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.viewmodels.viewport import STEP
from inspector_gui.widgets.shift_page import ShiftPage
from inspector_gui.widgets.teach_keys import MakeShortcut

DIGITS = range(1, 10)


def shift_keys(page: Callable[[], ShiftPage], model: StationModel, shortcut: MakeShortcut) -> list[QShortcut]:
    """As they stand on the buttons that are shown. `page` gives the page, which may be made only then."""
    desk, pictures = model.came_back, model.came_back_pictures

    def digit(number: int) -> None:
        if page().looks_again:
            desk.pick(number)
        elif number <= len(SpanChoice):
            page().choose(list(SpanChoice)[number - 1])

    def figures(action: Callable[[], object]) -> Callable[[], object]:
        return lambda: None if page().looks_again else action()

    def came_back(action: Callable[[], object]) -> Callable[[], object]:
        return lambda: action() if page().looks_again else None

    return [
        *(shortcut(str(n), lambda n=n: digit(n)) for n in DIGITS),  # type: ignore[misc]
        shortcut("E", figures(lambda: page().export_csv())),
        shortcut("P", figures(lambda: page().export_pdf())),
        shortcut("B", lambda: page().turn()),
        shortcut("Esc", came_back(lambda: page().back())),
        shortcut("U", came_back(desk.answer_again)),
        shortcut("O", came_back(pictures.next_overlay)),
        shortcut("C", came_back(pictures.next_view)),
        shortcut("G", came_back(pictures.compare)),
        shortcut("+", came_back(lambda: pictures.look(pictures.viewport.zoomed(STEP))), repeat=True),
        shortcut("-", came_back(lambda: pictures.look(pictures.viewport.zoomed(1 / STEP))), repeat=True),
        shortcut("Left", came_back(lambda: desk.step(-1)), repeat=True),
        shortcut("Right", came_back(lambda: desk.step(1)), repeat=True),
        shortcut("Up", came_back(lambda: desk.step_item(-1))),
        shortcut("Down", came_back(lambda: desk.step_item(1))),
    ]
