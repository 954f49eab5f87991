"""The cameras' part of the setup's page: what each sees now, how sharp and how well lit it is, in bars and words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector.wire.setup import CameraPart
from inspector_gui.i18n.setup import number, say_hints
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.viewmodels.setup_pictures import SetupPicturesModel
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel

IN_A_ROW = 2


class LivePicture(QWidget):
    """The newest picture, as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setMinimumSize(120, 80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Takes what it gets."""
        return QSize(400, 300)

    def show_image(self, image: QImage | None) -> None:
        """This from now on."""
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fitted, in the middle."""
        if self._image is None or self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        fitted = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2
        painter.drawImage(QRectF(left, top, fitted.width(), fitted.height()), self._image)


class SharpnessBar(QWidget):
    """How sharp it is of the best seen; its words stand beside it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.set_look(look)

    def show_share(self, share: float) -> None:
        """0 … 1."""
        self.share = share
        self.update()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._ground, self._ink = look.colour("line"), look.colour("trend")
        self.setFixedHeight(look.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A bar on its ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        painter.fillRect(QRectF(0, 0, self.width() * min(1.0, self.share), self.height()), QColor(self._ink))


class CameraPanel(QFrame):
    """One camera."""

    def __init__(self, look: Look, model: SetupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._camera = model, ""
        self.setProperty("panel", "true")
        self.picture, self.bar = LivePicture(self), SharpnessBar(look, self)
        self.hints, self.focus, self.light = (ElidedLabel(self) for _ in range(3))
        self.anew = QPushButton(self)
        self.anew.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.picture, 1)
        for widget in (self.hints, self.focus, self.bar, self.light, self.anew):
            self._column.addWidget(widget)
        self.focus.setProperty("type", "small")
        self.light.setProperty("type", "small")
        self.anew.clicked.connect(lambda: model.forget_best(self._camera))
        self.set_look(look)

    def show_camera(self, camera: CameraPart, image: QImage | None, *, heard: bool) -> None:
        """How it is now."""
        self._camera = camera.camera
        words = f"{camera.camera}: {say_hints(camera)}"
        self.hints.say(words if heard else self.tr("OLD: {0}").format(words))
        restyle(self.hints, "font-weight: 700" if camera.hints or not heard else "")
        share = camera.sharpness / camera.best if camera.best > 0 else 0.0
        self.focus.say(self.tr("Sharpness {0} % of the best seen").format(number(100 * share, 0)))
        self.bar.show_share(share)
        bright, dark = number(100 * camera.bright_share, 1), number(100 * camera.dark_share, 1)
        self.light.say(self.tr("Burnt out {0} %, pitch black {1} %").format(bright, dark))
        self.picture.show_image(image)
        self.anew.setText(self.tr("Begin anew"))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self.bar.set_look(look)
        self._column.setContentsMargins(look.px(8), look.px(6), look.px(8), look.px(6))
        self._column.setSpacing(look.px(3))
        self.anew.setMinimumHeight(look.touch_px)


class CamerasPart(QWidget):
    """All cameras, two in a row."""

    def __init__(
        self, look: Look, model: SetupModel, pictures: SetupPicturesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._model, self._pictures = look, model, pictures
        self.panels: list[CameraPanel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        pictures.changed.connect(self.show_setup)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._grid.setSpacing(look.px(6))
        for panel in self.panels:
            panel.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.show_setup()

    def show_setup(self) -> None:
        """Show what the model says."""
        view = self._model.view
        while len(self.panels) < len(view.cameras):
            place = len(self.panels)
            self.panels.append(CameraPanel(self._look, self._model, self))
            self._grid.addWidget(self.panels[-1], place // IN_A_ROW, place % IN_A_ROW)
        for place, panel in enumerate(self.panels):
            panel.setVisible(place < len(view.cameras))
            if place < len(view.cameras):
                camera = view.cameras[place]
                panel.show_camera(camera, self._pictures.of_camera(camera.camera), heard=view.heard)
