"""One hold in full: what is held, why, since when, what its items get and which of them wait; and its two buttons."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.holds import ACTIONS, say_group, say_outcome, say_since, say_why
from inspector_gui.i18n.words import say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.hold_desk import HoldDeskView
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.wrapped_label import WrappedLabel


class HoldDetails(QWidget):
    """Nothing is decided here."""

    release = Signal()
    look_at_items = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = HoldDeskView()
        self.group, self.since, self.why, self.action, self.items = (WrappedLabel(self) for _ in range(5))
        self.notice = WrappedLabel(self)
        self.titles = [WrappedLabel(self) for _ in range(2)]
        self.let_go, self.look_at = QPushButton(self), QPushButton(self)
        self._column, self._grid = QVBoxLayout(self), QGridLayout()
        self._lay_out()
        self.let_go.clicked.connect(self.release)
        self.look_at.clicked.connect(self.look_at_items)
        self.set_look(look)

    def _lay_out(self) -> None:
        texts = (self.group, self.since, self.titles[0], self.why, self.titles[1], self.action, self.items)
        for label in texts:
            self._column.addWidget(label)
        self._column.addStretch(1)
        self._column.addWidget(self.notice)
        self._column.addLayout(self._grid)
        for place, button in enumerate((self.let_go, self.look_at)):
            self._grid.addWidget(button, place, 0)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for title in self.titles:
            title.setProperty("muted", "true")
        self.group.setProperty("type", "medium")
        self.notice.setStyleSheet("font-weight: 700")

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(4))
        self._grid.setSpacing(look.px(6))
        for title in self.titles:
            title.setContentsMargins(0, look.px(8), 0, 0)
        for button in (self.let_go, self.look_at):
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_desk(self, view: HoldDeskView) -> None:
        """Show this."""
        self._view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view = self._view
        self._write_hold(view)
        self.let_go.setText("R   " + self.tr("Release: let these items go again"))
        self.let_go.setEnabled(view.may_release)
        self.let_go.setVisible(view.chosen is not None)
        self.look_at.setText("I   " + self.tr("Look at the first of them that waits"))
        self.look_at.setVisible(view.items.count > 0)
        said = say_outcome(view.outcome) if view.outcome is not None else say_denied(view.release_denied)
        self.notice.say(said)
        self.notice.setVisible(bool(said))

    def _write_hold(self, view: HoldDeskView) -> None:
        hold = view.chosen
        for label in (self.since, self.why, self.action, self.items, *self.titles):
            label.setVisible(hold is not None)
        if hold is None:
            self.group.say(self._say_nothing(view))
            return
        self.group.say(say_group(hold.dimension, hold.name))
        self.since.say(say_since(hold))
        self.titles[0].say(self.tr("Why"))
        self.why.say(say_why(hold))
        self.titles[1].say(self.tr("What its items get"))
        self.action.say(say(ACTIONS[hold.action]))
        self.items.say(self._say_items(view))
        self.items.setVisible(hold.acts)

    def _say_items(self, view: HoldDeskView) -> str:
        items, number = view.items, QLocale().toString
        if items.complete:
            return self.tr("Isolated items that wait because of it: {0}").format(number(items.count))
        words = self.tr("Among the %Ln oldest isolated item(s) wait because of it: {0}", "", items.listed)
        return words.format(number(items.count))

    def _say_nothing(self, view: HoldDeskView) -> str:
        return {
            Knowledge.UNKNOWN: self.tr("What is held is not known yet: the station has not said it."),
            Knowledge.OLD: self.tr("Nothing was held when the station was last heard. It may be different now."),
            Knowledge.FRESH: self.tr("Nothing is held."),
        }[view.knowledge]
