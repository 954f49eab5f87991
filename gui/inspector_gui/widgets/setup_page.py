"""The setup's page, for engineers: recipes, models, cameras."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector_gui.i18n.setup import TABS, say_setup, say_status
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import Fate, SetupModel, Tab
from inspector_gui.viewmodels.setup_pictures import SetupPicturesModel
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.setup_cameras import CamerasPart
from inspector_gui.widgets.setup_models import ModelsPart
from inspector_gui.widgets.setup_recipes import RecipesPart
from inspector_gui.widgets.wrapped_label import WrappedLabel

LONG = 150  # a status of more characters has a line of its own


class SetupPage(QWidget):
    """Joins the setup's models with their widgets; keys are the window's. It is asked for while it is seen."""

    def __init__(
        self, look: Look, model: SetupModel, pictures: SetupPicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._pictures = model, pictures
        self.tabs = {tab: QPushButton(self) for tab in Tab}
        self.status, self.notice = WrappedLabel(self), WrappedLabel(self)
        self.recipes = RecipesPart(look, model, pictures, self)
        self.models, self.cameras = ModelsPart(look, model, self), CamerasPart(look, model, pictures, self)
        self.parts = {Tab.RECIPES: self.recipes, Tab.MODELS: self.models, Tab.CAMERAS: self.cameras}
        self._stack, self._head, self._frame = QStackedWidget(self), QHBoxLayout(), QVBoxLayout(self)
        for tab, button in self.tabs.items():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, t=tab: self.turn(t))
            self._head.addWidget(button)
            self._stack.addWidget(self.parts[tab])
        self._head.addWidget(self.status, 1)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addWidget(self.notice)
        self._frame.addWidget(self._stack, 1)
        model.changed.connect(self.show_setup)
        self.set_look(look)

    def turn(self, tab: Tab) -> None:
        """Another part."""
        self._model.turn(tab)
        self.show_setup()  # a checked button stays checked when it is pressed again

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._head.setSpacing(look.px(6))
        self._frame.setSpacing(look.px(6))
        for button in self.tabs.values():
            button.setMinimumSize(look.px(140), look.touch_px)
        for part in (self.recipes, self.models, self.cameras):
            part.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for place, (tab, button) in enumerate(self.tabs.items(), start=1):
            button.setText(f"{place}   {say_setup(TABS[tab])}")
        for part in (self.recipes, self.models, self.cameras):
            part.retranslate()
        self.show_setup()

    def show_setup(self) -> None:
        """Show what the model says."""
        view = self._model.view
        for tab, button in self.tabs.items():
            button.setChecked(tab is view.tab)
        self._stack.setCurrentWidget(self.parts[view.tab])
        said = say_status(view)
        long = len(said) > LONG
        self.status.say("" if long else said)
        self.notice.say(said if long else "")
        self.notice.setVisible(long)
        calm = view.heard and view.fate in {Fate.NONE, Fate.WAITING}
        for label in (self.status, self.notice):
            restyle(label, "" if calm else "font-weight: 700")
        if view.tab is Tab.CAMERAS and self.isVisible() and view.heard:
            self._pictures.look([camera.camera for camera in view.cameras])
        for part in (self.recipes, self.models, self.cameras):
            if part is self.parts[view.tab]:
                part.show_setup()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody looks."""
        super().showEvent(event)
        self._model.show(shown=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody looks any more."""
        super().hideEvent(event)
        self._model.show(shown=False)
