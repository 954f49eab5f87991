"""One account in the list: the name, the role, how this person signs in."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector.domain.access import Role
from inspector.wire.access import AccountPart
from inspector_gui.i18n.people import say_person
from inspector_gui.theme.look import Look
from inspector_gui.widgets.two_line_row import TwoLineRow


class PersonRow(TwoLineRow):
    """Its mark has a bar for each step of the role; it is crossed where this person is kept out."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, self._mark, parent)
        self._person: AccountPart | None = None

    @property
    def person(self) -> AccountPart | None:
        """Whose row it is."""
        return self._person

    def show_person(self, person: AccountPart, *, chosen: bool) -> None:
        """Show this."""
        self._person = person
        self.say(person.name, say_person(person), loud=not person.disabled, chosen=chosen)

    def _mark(self, painter: QPainter, mark: QRectF) -> None:
        person = self._person
        if person is None:
            return
        rank, bars = list(Role).index(person.role), len(Role) - 1
        step = mark.width() / bars
        ink = self._look.colour("text")
        painter.save()
        painter.setPen(QPen(ink, 1))
        for bar in range(bars):
            height = mark.height() * (bar + 2) / (bars + 1)
            box = QRectF(mark.left() + bar * step, mark.bottom() - height, step * 0.7, height)
            painter.setBrush(ink if bar < rank else Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        if person.disabled:
            painter.setPen(QPen(ink, self._look.px(3)))
            painter.drawLine(mark.topLeft(), mark.bottomRight())
            painter.drawLine(mark.topRight(), mark.bottomLeft())
        painter.restore()
