"""What an engineer changes about a recipe: its threshold, its costs, the novelty's vote; a group of them at a time."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.wire.setup import RecipePart
from inspector_gui.i18n.setup import FIELDS, say_setup, say_threshold
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.widgets.choice_box import ChoiceBox
from inspector_gui.widgets.number_field import NumberField
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


class Group(StrEnum):
    """Those that are seen at the same time: more would not be a finger high on the smallest panel."""

    THRESHOLD = "threshold"
    COSTS = "costs"
    NOVELTY = "novelty"


MEMBERS = {
    Group.COSTS: ("missed_damage", "false_divert", "review"),
    Group.NOVELTY: ("novelty_weight", "novelty_alpha"),
}


class SetupFields(QWidget):
    """A field that is changed tells the model."""

    def __init__(self, model: SetupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.groups = {group: QPushButton(self) for group in Group}
        self.threshold, self.slider = WrappedLabel(self), QSlider(Qt.Orientation.Horizontal, self)
        self.by_costs, self.prevalence, self.prevalent = QPushButton(self), ChoiceBox(self), WrappedLabel(self)
        self.fields = {
            name: NumberField(least, most, digits, 0.5 if most > 1 else 0.05, self)
            for name, (least, most, digits) in RANGES.items()
        }
        self._head, self._stack, self._column = QHBoxLayout(), QStackedWidget(self), QVBoxLayout(self)
        self._pages = {group: QVBoxLayout() for group in Group}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.slider.setRange(0, STEPS)
        self.prevalent.setProperty("type", "small")
        for button in self.groups.values():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._head.addWidget(button, 1)
        row, below = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.by_costs)
        below.addWidget(self.prevalent, 1)
        below.addWidget(self.prevalence, 1)
        first = self._pages[Group.THRESHOLD]
        first.addWidget(self.threshold)
        first.addLayout(row)
        first.addLayout(below)
        for group, members in MEMBERS.items():
            for name in members:
                self._pages[group].addWidget(self.fields[name])
        for layout in self._pages.values():
            page = QWidget(self)
            page.setLayout(layout)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addStretch(1)
            self._stack.addWidget(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        model = self._model
        self.slider.valueChanged.connect(lambda step: model.edit("threshold", step / STEPS))
        self.by_costs.clicked.connect(lambda: model.edit("threshold", None))
        for name, field in self.fields.items():
            field.number.valueChanged.connect(lambda value, n=name: model.edit(n, value))
        for group, button in self.groups.items():
            button.clicked.connect(lambda _checked=False, g=group: self.turn(g))

    @property
    def per_mille(self) -> float:
        """So many of 1,000 items are taken to be damaged."""
        return PER_MILLE[max(0, self.prevalence.currentIndex())]

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """All that can be pressed."""
        steps = (button for field in self.fields.values() for button in (field.less, field.more))
        return (*self.groups.values(), self.by_costs, *steps)

    def turn(self, group: Group) -> None:
        """Show these."""
        self._stack.setCurrentIndex(list(Group).index(group))
        for one, button in self.groups.items():
            button.setChecked(one is group)

    def show_draft(self, draft: RecipePart | None, *, editable: bool) -> None:
        """What the model says."""
        for widget in (self.slider, self.by_costs, *self.fields.values()):
            widget.setEnabled(editable)
        if draft is None:
            return
        self.threshold.say(say_threshold(draft))
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.slider.setValue(round(STEPS * (draft.threshold or 0.0)))
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt's signature
        for name, field in self.fields.items():
            field.show_value(getattr(draft, name))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._head.setSpacing(look.px(4))
        self._column.setSpacing(look.px(6))
        for layout in self._pages.values():
            layout.setSpacing(look.px(3))
        for field in self.fields.values():
            field.set_look(look)
        for widget in (*self.groups.values(), self.by_costs, self.slider):
            widget.setMinimumHeight(look.touch_px)
        self.prevalence.setFixedHeight(look.touch_px)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for name, words in FIELDS.items():
            self.fields[name].say_name(say_setup(words))
        names = {
            Group.THRESHOLD: self.tr("Threshold"),
            Group.COSTS: self.tr("Costs"),
            Group.NOVELTY: self.tr("Novelty"),
        }
        for group, button in self.groups.items():
            button.setText(names[group])
        self.by_costs.setText(self.tr("No threshold"))
        self.prevalent.say(self.tr("Damaged of 1,000 items"))
        self.prevalence.setAccessibleName(self.prevalent.accessibleName())
        chosen = self.prevalence.currentIndex()
        self.prevalence.clear()
        for share in PER_MILLE:
            self.prevalence.addItem(self.locale().toString(share, "g"))
        self.prevalence.setCurrentIndex(USUAL if chosen < 0 else chosen)
