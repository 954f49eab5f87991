"""The recipes' part of the setup's page: fields on the left, their effect on the right, and what may be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inspector_gui.i18n.setup import say_recipe, say_version
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.viewmodels.setup_pictures import SetupPicturesModel
from inspector_gui.widgets.choice_box import ChoiceBox, choice_sheet
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.setup_effect import EffectPanel
from inspector_gui.widgets.setup_fields import Group, SetupFields
from inspector_gui.widgets.wrapped_label import WrappedLabel


class RecipesPart(QWidget):
    """Fields say what the model's draft says."""

    def __init__(
        self, look: Look, model: SetupModel, pictures: SetupPicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.recipe, self.fields = ChoiceBox(self), SetupFields(model, self)
        self.version, self.hint = ElidedLabel(self), WrappedLabel(self)
        self.preview, self.activate, self.roll_back = (QPushButton(self) for _ in range(3))
        self.effect, self.stack = EffectPanel(look, pictures, self), QStackedWidget(self)
        self._left, self._row = QVBoxLayout(), QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.fields.turn(Group.THRESHOLD)
        self.set_look(look)

    def _lay_out(self) -> None:
        self._left.addWidget(self.recipe)
        self._left.addWidget(self.fields, 1)
        self.version.setProperty("type", "small")
        self._left.addWidget(self.version)
        buttons = QHBoxLayout()
        for button in (self.preview, self.activate, self.roll_back):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, 1)
        self._left.addLayout(buttons)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.hint)
        self.stack.addWidget(self.effect)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._left, 4)
        self._row.addWidget(self.stack, 6)

    def _connect(self) -> None:
        model = self._model
        self.recipe.activated.connect(lambda place: model.choose(self.recipe.itemData(place)))
        self.preview.clicked.connect(self.look)
        self.activate.clicked.connect(model.activate)
        self.roll_back.clicked.connect(model.roll_back)

    def look(self) -> None:
        """Ask for the effect of what the fields say."""
        self._model.look(prevalence=self.fields.per_mille / 1000)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._left.setSpacing(look.px(4))
        self._row.setSpacing(look.px(8))
        field = f"QDoubleSpinBox QLineEdit {{ background: {look.colour('button').name()}; border: none; padding: 0; }}"
        restyle(self, choice_sheet(look) + field)
        self.recipe.setFixedHeight(look.touch_px)
        self.fields.set_look(look)
        for button in (self.preview, self.activate, self.roll_back):
            button.setMinimumHeight(look.touch_px)
        self.effect.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.fields.retranslate()
        self.preview.setText(self.tr("Preview"))
        self.activate.setText(self.tr("Activate"))
        self.roll_back.setText(self.tr("Go back"))
        self.hint.say(self.tr("Change a value and press Preview: you see what it would have done to the last items."))
        self.effect.retranslate()
        self.show_setup()

    def show_setup(self) -> None:
        """Show what the model says."""
        view = self._model.view
        self._show_recipes()
        editable = view.draft is not None and view.denied is None and view.heard
        self.fields.show_draft(view.draft, editable=editable)
        versions = view.setup.recipe_versions if view.setup is not None else []
        self.version.say(say_version(versions[0]) if versions else "")
        self.preview.setEnabled(view.free)
        self.activate.setEnabled(view.free and view.preview is not None and view.changed)
        self.roll_back.setEnabled(self._model.may_go_back)
        self.stack.setCurrentWidget(self.hint if view.preview is None else self.effect)
        if view.preview is not None:
            self.effect.show_preview(view.preview, view.chosen)

    def _show_recipes(self) -> None:
        view = self._model.view
        recipes = view.setup.recipes if view.setup is not None else []
        if [self.recipe.itemData(n) for n in range(self.recipe.count())] != [one.name for one in recipes]:
            self.recipe.clear()
            for one in recipes:
                self.recipe.addItem(say_recipe(one), one.name)
        for place, one in enumerate(recipes):
            self.recipe.setItemText(place, say_recipe(one))
        self.recipe.setCurrentIndex(self.recipe.findData(view.chosen))
