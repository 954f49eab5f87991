"""The first step of teaching: which product, as which camera sees it."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.teach_view import TeachView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.wrapped_label import WrappedLabel

NAMES, CAMERAS = 3, 4
LONGEST = 128


class TeachProduct(QFrame):
    """Nothing is decided here: `named` gives a product, `seen_by` a camera."""

    named = Signal(str)
    seen_by = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._view = TeachView()
        self.which, self.by, self.hint = (WrappedLabel(self) for _ in range(3))
        self.names = [ElidedButton(self) for _ in range(NAMES)]
        self.cameras = [ElidedButton(self) for _ in range(CAMERAS)]
        self.field = QLineEdit(self)
        self._grid, self._left, self._right = QGridLayout(self), QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.set_look(look)

    def _lay_out(self) -> None:
        for label in (self.which, self.by):
            label.setProperty("type", "medium")
        for column, first, buttons in ((self._left, self.which, self.names), (self._right, self.by, self.cameras)):
            column.addWidget(first)
            for button in buttons:
                column.addWidget(button)
        for button in (*self.names, *self.cameras):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for name in self.names:
            name.clicked.connect(lambda _checked=False, b=name: self._pressed(b, self.named))
        for camera in self.cameras:
            camera.clicked.connect(lambda _checked=False, b=camera: self._pressed(b, self.seen_by))
        self.field.setMaxLength(LONGEST)
        self.field.editingFinished.connect(self._typed)
        self._left.addWidget(self.field)
        self._left.addStretch(1)
        self._right.addWidget(self.hint)
        self._right.addStretch(1)
        self._grid.addLayout(self._left, 0, 0)
        self._grid.addLayout(self._right, 0, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._grid.setContentsMargins(margin, margin, margin, margin)
        self._grid.setHorizontalSpacing(look.px(18))
        for layout in (self._left, self._right):
            layout.setSpacing(look.px(5))
        self.field.setFixedHeight(look.touch_px)
        for button in (*self.names, *self.cameras):
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_view(self, view: TeachView) -> None:
        """Show what the model says."""
        self._view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view = self._view
        self.which.say(self.tr("Which product?"))
        self.by.say(self.tr("Which camera?"))
        self.hint.say(
            self.tr(
                "A lesson is for one camera. The line goes on meanwhile; nothing changes before you put the lesson "
                "into use."
            )
        )
        for buttons, names, chosen in (
            (self.names, view.names[:NAMES], view.sku),
            (self.cameras, view.state.cameras[:CAMERAS], view.camera),
        ):
            for place, button in enumerate(buttons):
                button.setVisible(place < len(names))
                button.say(names[place] if place < len(names) else "")
                button.setChecked(place < len(names) and names[place] == chosen)
        self.field.setPlaceholderText(self.tr("Another: type or scan it"))
        self.field.setAccessibleName(self.tr("Another: type or scan it"))
        if not self.field.hasFocus():
            self.field.setText("" if view.sku in view.names[:NAMES] else view.sku)

    def _typed(self) -> None:
        if self.field.text().strip():
            self.named.emit(self.field.text())

    def _pressed(self, button: QPushButton, signal: SignalInstance) -> None:
        signal.emit(button.text())
        self.retranslate()  # a checked button stays checked when it is pressed again
