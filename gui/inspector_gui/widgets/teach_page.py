"""The teaching page: five steps in a row, what belongs to the one that is shown, and its buttons below."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.teach import PLACES, say_notice, tell
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.teach import TeachModel
from inspector_gui.viewmodels.teach_pictures import TeachPictures
from inspector_gui.viewmodels.teach_view import Place, TeachView
from inspector_gui.widgets.steady import steady
from inspector_gui.widgets.teach_acts import ONWARD, Act, acts_of
from inspector_gui.widgets.teach_grid import COLUMNS, TeachGrid
from inspector_gui.widgets.teach_product import TeachProduct
from inspector_gui.widgets.teach_words import say_body, say_count, say_none, tiles_of
from inspector_gui.widgets.wrapped_label import WrappedLabel

ACTS = 3


class TeachPage(QWidget):
    """Joins the teaching's models with their widgets; keys are the window's. The station is asked while it is seen."""

    def __init__(self, look: Look, model: TeachModel, pictures: TeachPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._pictures, self._look = model, pictures, look
        self._now: tuple[Act, ...] = ()
        self.steps = {place: QPushButton(self) for place in Place}
        self.notice = WrappedLabel(self)
        self.product = TeachProduct(look, self)
        self.panel, self.words, self.sheet = QFrame(self), WrappedLabel(self), QLabel(self)
        self.progress = QProgressBar(self)
        self.grid = TeachGrid(look, pictures.thumb, self)
        self.back, self.acts = QPushButton(self), [QPushButton(self) for _ in range(ACTS)]
        self._stack = QStackedWidget(self)
        self._column, self._head, self._inside, self._foot = (
            QVBoxLayout(self),
            QHBoxLayout(),
            QVBoxLayout(),
            QHBoxLayout(),
        )
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        for button in (*self.steps.values(), self.back, *self.acts):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button in self.steps.values():
            button.setCheckable(True)
            self._head.addWidget(button, 1)
        self.panel.setProperty("panel", "true")
        self.panel.setLayout(self._inside)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._inside.addWidget(self.words)
        self.progress.setTextVisible(False)
        self._inside.addWidget(self.progress)
        self._inside.addWidget(self.grid, 1)
        self._inside.addWidget(self.sheet, 1)
        self._inside.addStretch(0)
        self._stack.addWidget(self.product)
        self._stack.addWidget(self.panel)
        self.notice.setStyleSheet("font-weight: 700")
        steady(self, self.acts)
        for button, share in zip((self.back, *self.acts), (2, 3, 3, 4), strict=True):
            self._foot.addWidget(button, share)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.notice)
        self._column.addWidget(self._stack, 1)
        self._column.addLayout(self._foot)

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self.show_view)
        self._pictures.changed.connect(self.show_view)
        self.product.named.connect(model.name)
        self.product.seen_by.connect(model.see_by)
        self.grid.pressed.connect(self._tile_pressed)
        self.grid.turned.connect(self._see)
        self.back.clicked.connect(model.back)
        for place, button in self.steps.items():
            button.clicked.connect(lambda _checked=False, p=place: self.go(p))
        for number, button in enumerate(self.acts):
            button.clicked.connect(lambda _checked=False, n=number: self._act(n))

    # Keys ---------------------------------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """To a step."""
        self._model.go(place)
        self.show_view()  # a checked button stays checked when it is pressed again

    def press(self, key: str) -> None:
        """The step's button of this key, if it can be pressed."""
        for act in self._now:
            if act.key == key and act.enabled:
                act.do()
                return

    def enter(self) -> None:
        """What is typed is taken; else the step's last button."""
        if self.product.field.hasFocus():
            self._model.name(self.product.field.text())
            self.window().setFocus()
        else:
            self.press(ONWARD)

    def space(self) -> None:
        """The button that has the keyboard, else the chosen picture's tick."""
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.hasFocus():
            focused.click()
        elif self._model.view.place is Place.PICTURES:
            self._model.toggle_chosen()

    def step(self, across: int, down: int) -> None:
        """A neighbour: of the pictures, or of the products and cameras."""
        view = self._model.view
        if view.place is Place.PICTURES:
            self._model.move(across + COLUMNS * down)
        elif view.place is Place.PRODUCT and down:
            _step(view.names, view.sku, down, self._model.name)
        elif view.place is Place.PRODUCT:
            _step(view.state.cameras, view.camera, across, self._model.see_by)

    # What is shown ------------------------------------------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        margin = look.px(10)
        self._inside.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._column, self._head, self._foot, self._inside):
            layout.setSpacing(look.px(6))
        for button in (*self.steps.values(), self.back, *self.acts):
            button.setMinimumHeight(look.touch_px)
        self.product.set_look(look)
        self.grid.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for number, (place, button) in enumerate(self.steps.items(), start=1):
            button.setText(f"{number}   {tell(PLACES[place])}")
        self.back.setText("Esc   " + self.tr("Back"))
        self.product.retranslate()
        self.show_view()

    def show_view(self) -> None:
        """Show what the models say."""
        view = self._model.view
        for place, button in self.steps.items():
            button.setChecked(place is view.place)
            button.setEnabled(self._model.reachable(place))
        notice = self._say_notice(view)
        self.notice.say(notice)
        self.notice.setVisible(bool(notice))
        self.back.setEnabled(view.place is not Place.PRODUCT)
        self._stack.setCurrentWidget(self.product if view.place is Place.PRODUCT else self.panel)
        self.product.show_view(view)
        self._show_body(view)
        self._now = acts_of(self._model)
        spare = ACTS - len(self._now)
        for place_, button in enumerate(self.acts):
            act = self._now[place_ - spare] if place_ >= spare else None
            button.setText("" if act is None else f"{act.key}   {act.words}")
            button.setEnabled(act is not None and act.enabled)
            button.setVisible(act is not None)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody looks."""
        super().showEvent(event)
        self._model.show(shown=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody looks any more."""
        super().hideEvent(event)
        self._model.show(shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The sheet grows with the page."""
        super().resizeEvent(event)
        self._show_sheet(self._model.view)

    def _say_notice(self, view: TeachView) -> str:
        if not view.heard:
            return self.tr("OLD: the station is not heard; what you ticked is kept")
        return say_notice(view) or say_denied(view.denied)

    def _show_body(self, view: TeachView) -> None:
        self.words.say(say_body(view))
        tiles = tiles_of(view)
        self.grid.setVisible(bool(tiles) or view.place in {Place.PICTURES, Place.TRY})
        work = view.state.work
        self.progress.setVisible(work is not None and work.of > 0 and view.place in {Place.LEARN, Place.TRY})
        if work is not None and work.of:
            self.progress.setRange(0, work.of)
            self.progress.setValue(work.done)
        self.grid.show_tiles(tiles, count=say_count(view), empty=say_none(view))
        self._show_sheet(view)
        self._see()

    def _show_sheet(self, view: TeachView) -> None:
        told = view.state.draft is not None and not (view.learning or view.state.refusals)
        shown = told and view.place in {Place.LEARN, Place.USE}
        self.sheet.setVisible(shown)
        if not shown:
            return
        self._pictures.see_draft(view)
        image = self._pictures.sheet
        self.sheet.setAccessibleName(self.tr("The pictures of the draft, by number; framed: they look different"))
        if image.isNull():
            self.sheet.setPixmap(QPixmap())
            return
        room = self.sheet.size()
        fitted = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self.sheet.setPixmap(QPixmap.fromImage(fitted))

    def _see(self) -> None:
        view = self._model.view
        if view.place is not Place.PRODUCT and view.mine and view.heard:
            self._pictures.see(view.camera, self.grid.seen)

    def _act(self, number: int) -> None:
        place = number - (ACTS - len(self._now))
        if 0 <= place < len(self._now):
            self._now[place].do()

    def _tile_pressed(self, record: str) -> None:
        if self._model.view.place is Place.PICTURES:
            self._model.toggle(record)


def _step(names: tuple[str, ...], chosen: str, by: int, choose: Callable[[str], None]) -> None:
    if names:
        here = names.index(chosen) + by if chosen in names else 0
        choose(names[min(max(here, 0), len(names) - 1)])
