"""The recipes' part of the setup's page: fields on the left, their effect on the right, and what may be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_gui.i18n.setup import FIELDS, say_recipe, say_setup, say_threshold, say_version
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.viewmodels.setup_pictures import SetupPicturesModel
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.setup_effect import EffectPanel
from inspector_gui.widgets.wrapped_label import WrappedLabel

STEPS = 100  # of the threshold's slider
RANGES = {
    "missed_damage": (0.01, 1e6, 2),
    "false_divert": (0.01, 1e6, 2),
    "review": (0.01, 1e6, 2),
    "novelty_weight": (0.0, 1.0, 2),
    "novelty_alpha": (0.001, 0.999, 3),
}
PER_MILLE = (0.1, 1.0, 2.0, 5.0, 10.0, 50.0)
USUAL = 1


class RecipesPart(QWidget):
    """Fields say what the model's draft says; a field that is changed tells the model."""

    def __init__(
        self, look: Look, model: SetupModel, pictures: SetupPicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.recipe, self.prevalence = QComboBox(self), QComboBox(self)
        self.threshold, self.slider = ElidedLabel(self), QSlider(Qt.Orientation.Horizontal, self)
        self.by_costs = QPushButton(self)
        self.fields = {name: QDoubleSpinBox(self) for name in RANGES}
        self.names = {name: ElidedLabel(self) for name in (*RANGES, "prevalence")}
        self.version, self.hint = ElidedLabel(self), WrappedLabel(self)
        self.preview, self.activate, self.roll_back = (QPushButton(self) for _ in range(3))
        self.effect, self.stack = EffectPanel(look, pictures, self), QStackedWidget(self)
        self._left, self._grid, self._row = QVBoxLayout(), QGridLayout(), QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        for box in (self.recipe, self.prevalence):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.slider.setRange(0, STEPS)
        head = QHBoxLayout()
        head.addWidget(self.slider, 1)
        head.addWidget(self.by_costs)
        self._left.addWidget(self.recipe)
        self._left.addWidget(self.threshold)
        self._left.addLayout(head)
        cells: list[tuple[str, QWidget]] = [*self.fields.items(), ("prevalence", self.prevalence)]
        for place, (name, field) in enumerate(cells):
            self.names[name].setProperty("type", "small")
            self._grid.addWidget(self.names[name], 2 * (place // 2), place % 2)
            self._grid.addWidget(field, 2 * (place // 2) + 1, place % 2)
        for name, field in self.fields.items():
            least, most, digits = RANGES[name]
            field.setDecimals(digits)
            field.setRange(least, most)
            field.setSingleStep(0.5 if most > 1 else 0.05)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            field.setKeyboardTracking(False)
        self._left.addLayout(self._grid)
        self._left.addStretch(1)
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
        self.slider.valueChanged.connect(self._slid)
        self.by_costs.clicked.connect(lambda: model.edit("threshold", None))
        for name, field in self.fields.items():
            field.valueChanged.connect(lambda value, n=name: model.edit(n, value))
        self.preview.clicked.connect(self.look)
        self.activate.clicked.connect(model.activate)
        self.roll_back.clicked.connect(model.roll_back)

    def look(self) -> None:
        """Ask for the effect of what the fields say."""
        self._model.look(prevalence=PER_MILLE[max(0, self.prevalence.currentIndex())] / 1000)

    def _slid(self, step: int) -> None:
        self._model.edit("threshold", step / STEPS)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._left.setSpacing(look.px(4))
        self._grid.setSpacing(look.px(3))
        self._row.setSpacing(look.px(8))
        sheet = (
            f"QComboBox, QDoubleSpinBox {{ background: {look.colour('button').name()}; border: 1px solid "
            f"{look.colour('line').name()}; padding: 0 {look.px(6)}px; }}"
            f"QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ width: {look.px(26)}px; }}"
        )
        restyle(self, sheet)
        for field in (self.recipe, self.prevalence, *self.fields.values()):
            field.setMinimumHeight(look.px(40))
        for button in (self.preview, self.activate, self.roll_back, self.by_costs):
            button.setMinimumHeight(look.touch_px)
        self.slider.setMinimumHeight(look.touch_px)
        self.effect.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for name, words in FIELDS.items():
            self.names[name].say(say_setup(words))
        self.names["prevalence"].say(self.tr("Damaged of 1,000 items"))
        self.by_costs.setText(self.tr("No threshold"))
        self.preview.setText(self.tr("Preview"))
        self.activate.setText(self.tr("Activate"))
        self.roll_back.setText(self.tr("Go back"))
        self.hint.say(self.tr("Change a value and press Preview: you see what it would have done to the last items."))
        chosen = self.prevalence.currentIndex()
        self.prevalence.clear()
        for share in PER_MILLE:
            self.prevalence.addItem(self.locale().toString(share, "g"))
        self.prevalence.setCurrentIndex(USUAL if chosen < 0 else chosen)
        self.effect.retranslate()
        self.show_setup()

    def show_setup(self) -> None:
        """Show what the model says."""
        view = self._model.view
        self._show_recipes()
        draft = view.draft
        editable = draft is not None and view.denied is None and view.heard
        for field in (self.slider, self.by_costs, *self.fields.values()):
            field.setEnabled(editable)
        if draft is not None:
            self.threshold.say(say_threshold(draft))
            self._set(self.slider, round(STEPS * (draft.threshold or 0.0)))
            for name, field in self.fields.items():
                self._set_number(field, getattr(draft, name))
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

    @staticmethod
    def _set(slider: QSlider, value: int) -> None:
        slider.blockSignals(True)  # noqa: FBT003 - Qt's signature
        slider.setValue(value)
        slider.blockSignals(False)  # noqa: FBT003 - Qt's signature

    @staticmethod
    def _set_number(field: QDoubleSpinBox, value: float) -> None:
        if round(field.value(), field.decimals()) == round(value, field.decimals()):
            return
        field.blockSignals(True)  # noqa: FBT003 - Qt's signature
        field.setValue(value)
        field.blockSignals(False)  # noqa: FBT003 - Qt's signature
