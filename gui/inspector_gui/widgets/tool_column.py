"""The buttons beside the picture; each has a key too."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.i18n.words import OVERLAYS, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.picture import Overlay
from inspector_gui.widgets.glyphs import Sign, icon
from inspector_gui.widgets.sign_button import SignButton


class ToolColumn(QWidget):
    """Overlay, camera, compare and mark or hold, back, next. Says what each does now, never what it looks like."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._overlay = Overlay.BOXES
        self._camera = ""
        self._held = False
        self._unseen = 0
        self._drawn: tuple[int, int, bool] | None = None
        self.overlay, self.camera = SignButton(self), SignButton(self)
        self.compare, self.mark = SignButton(self), SignButton(self)
        self.back, self.hold, self.next = SignButton(self), SignButton(self), SignButton(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._column.addWidget(button, 1)
        self.hold.setCheckable(True)
        self.compare.setCheckable(True)
        self.mark.setCheckable(True)
        for own in (self.compare, self.mark):
            own.hide()
        self.set_look(look)

    @property
    def buttons(self) -> tuple[SignButton, ...]:
        """From top to bottom."""
        return (self.overlay, self.camera, self.compare, self.mark, self.back, self.hold, self.next)

    def show_tools(self, *, overlay: Overlay, camera: str, cameras: int, held: bool, unseen: int) -> None:
        """Say how things stand; with one camera there is nothing to choose."""
        self.camera.setEnabled(cameras > 1)
        if (overlay, camera, held, unseen) != (self._overlay, self._camera, self._held, self._unseen):
            self._overlay, self._camera, self._held, self._unseen = overlay, camera, held, unseen
            self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._column.setSpacing(look.px(4))
        self.setFixedWidth(round(look.touch_px * 1.75))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            button.setIconSize(QSize(look.px(30), look.px(30)))
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self._draw()
        self.overlay.setText(say(OVERLAYS[self._overlay]))
        self.camera.setText(self._camera or self.tr("Camera"))
        self.compare.setText(self.tr("Compare"))
        self.mark.setText(self.tr("Mark"))
        self.back.setText(self.tr("Back"))
        self.next.setText(self.tr("Next"))
        news = f" +{self._unseen}" if self._unseen else ""
        go_on, hold = self.tr("Go on"), self.tr("Hold")
        self.hold.setText(go_on + news if self._held else hold)
        self.hold.setChecked(self._held)

    def _draw(self) -> None:
        """The signs, drawn anew only where something about them changed: this is called at every picture."""
        ink, side = self._look.colour("text"), self._look.px(30)
        drawn = (ink.rgba(), side, self._held)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        holding = Sign.FOLLOW if self._held else Sign.HOLD
        signs = (Sign.OVERLAY, Sign.CAMERA, Sign.COMPARE, Sign.MARK, Sign.BACK, holding, Sign.NEXT)
        for button, sign in zip(self.buttons, signs, strict=True):
            button.setIcon(icon(sign, ink, side))
