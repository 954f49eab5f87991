"""The models' part of the setup's page: every bundle that is there, which judges, and what may be done."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.wire.setup import BundlePart
from inspector_gui.i18n.setup import KINDS, number, say_setup, say_version
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.row_list import RowList
from inspector_gui.widgets.steady import steady
from inspector_gui.widgets.two_line_row import TwoLineRow
from inspector_gui.widgets.wrapped_label import WrappedLabel

MOST_METRICS = 6


class BundleRow(TwoLineRow):
    """A filled square judges, an empty one does not, a crossed one can not."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, self._mark, parent)
        self.bundle: BundlePart | None = None
        self._running = False

    def show_bundle(self, bundle: BundlePart, standing: str, *, running: bool, chosen: bool) -> None:
        """This one."""
        self.bundle, self._running = bundle, running
        self.say(f"{bundle.name}  {bundle.version}", standing, loud=running or bool(bundle.problem), chosen=chosen)

    def _mark(self, painter: QPainter, place: QRectF) -> None:
        ink = self._look.colour("text")
        box = place.adjusted(6, 6, -6, -6)
        painter.setPen(ink)
        painter.setBrush(ink if self._running else Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if self.bundle is not None and self.bundle.problem:
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())


class ModelsPart(QWidget):
    """A list, the chosen bundle in full beside it, and a button for each place that it fits."""

    def __init__(self, look: Look, model: SetupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.list = RowList(look, BundleRow, self._pressed, parent=self)
        self.details, self.waits = WrappedLabel(self), WrappedLabel(self)
        self.version = ElidedLabel(self)
        self.take, self.roll_back, self.restart = (QPushButton(self) for _ in range(3))
        self.sure, self.leave = QPushButton(self), QPushButton(self)
        self._panel = QFrame(self)
        self._right, self._row = QVBoxLayout(self._panel), QHBoxLayout(self)
        self._panel.setProperty("panel", "true")
        self.details.setProperty("type", "small")
        self.version.setProperty("type", "small")
        self.waits.setStyleSheet("font-weight: 700")
        self._right.addWidget(self.details, 1)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for widget in (self.waits, self.version, *self.buttons):
            self._right.addWidget(widget)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.list, 1)
        self._row.addWidget(self._panel, 1)
        self.take.clicked.connect(self._take)
        self.roll_back.clicked.connect(model.bundles_back)
        self.restart.clicked.connect(model.restart)
        self.sure.clicked.connect(model.restart_now)
        self.leave.clicked.connect(model.leave)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        steady(self, self.buttons)
        self.set_look(look)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """From above to below: what a restart is asked with stands last, "no" where a bouncing finger is."""
        return (self.take, self.roll_back, self.restart, self.sure, self.leave)

    @property
    def chosen(self) -> BundlePart | None:
        """The bundle that is shown in full."""
        bundles = self._model.view.setup.bundles if self._model.view.setup is not None else []
        wanted = self._model.view.bundle
        return next((one for one in bundles if one.name == wanted), bundles[0] if bundles else None)

    @property
    def place(self) -> str:
        """Where the chosen one would be put: the first place of its kind that another one has."""
        view, bundle = self._model.view, self.chosen
        if view.setup is None or bundle is None:
            return ""
        fitting = [one for one in view.setup.places if one.kind == bundle.kind and one.active != bundle.name]
        return fitting[0].place if fitting else ""

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self.list.set_look(look)
        self._row.setSpacing(look.px(8))
        self._right.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(8))
        self._right.setSpacing(look.px(5))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.take.setText(self.tr("Check and activate"))
        self.roll_back.setText(self.tr("Go back"))
        self.restart.setText(self.tr("Restart the station now"))
        self.sure.setText(self.tr("Yes: restart the station now"))
        self.leave.setText("Esc   " + self.tr("No, leave it"))
        self.show_setup()

    def show_setup(self) -> None:
        """Show what the model says."""
        view, chosen = self._model.view, self.chosen
        setup = view.setup
        bundles = setup.bundles if setup is not None else []
        running = {one.running for one in setup.places} if setup is not None else set()
        for row, bundle in zip(self.list.shown(len(bundles)), bundles, strict=True):
            is_chosen = chosen is not None and bundle.name == chosen.name
            row.show_bundle(bundle, self._standing(bundle), running=bundle.name in running, chosen=is_chosen)
        self.details.say("" if chosen is None else self._say_details(chosen))
        versions = setup.model_versions if setup is not None else []
        self.version.say(say_version(versions[0]) if versions else "")
        self.waits.setVisible(view.restart_due or view.sure)
        self.waits.say(self._say_sure() if view.sure else self._say_waits())
        for button in self.buttons:
            button.setVisible(view.sure is (button in {self.sure, self.leave}))
        self.take.setEnabled(view.free and bool(self.place))
        self.roll_back.setEnabled(view.free and bool(versions) and versions[0].former is not None)
        self.restart.setEnabled(view.free)

    def _say_waits(self) -> str:
        return self.tr("What is active judges after a restart. Items on the belt are answered first.")

    def _say_sure(self) -> str:
        return self.tr(
            "Every item on the belt that is not decided yet is NO DECISION and takes the lane for those. Items that "
            "come until the station is back, some seconds, take the controller's default lane. Nobody looks at either. "
            "Is that meant?"
        )

    def _standing(self, bundle: BundlePart) -> str:
        if bundle.problem:
            return self.tr("can not be used: {0}").format(bundle.problem)
        places = self._model.view.setup.places if self._model.view.setup is not None else []
        if any(one.running == bundle.name for one in places):
            waits = any(one.running == bundle.name and one.active != bundle.name for one in places)
            return self.tr("judges until the restart") if waits else self.tr("judges now")
        if any(one.active == bundle.name for one in places):
            return self.tr("judges after the restart")
        return say_setup(KINDS.get(bundle.kind, bundle.kind))

    def _say_details(self, bundle: BundlePart) -> str:
        if bundle.problem:
            return self._standing(bundle)
        lines = [
            f"{bundle.name}  {bundle.version}",
            say_setup(KINDS.get(bundle.kind, bundle.kind)),
            self.tr("Licence: {0}").format(bundle.licence),
            f"SHA-256: {bundle.sha256[:16]}…",
        ]
        for name, value in list(bundle.metrics.items())[:MOST_METRICS]:
            lines.append(f"{name}: {value if isinstance(value, str) else number(value, 3)}")
        return "\n".join(lines)

    def _take(self) -> None:
        chosen, place = self.chosen, self.place
        if chosen is not None and place:
            self._model.choose_bundle(chosen.name)
            self._model.take_bundle(place)

    def _pressed(self, row: BundleRow) -> None:
        if row.bundle is not None:
            self._model.choose_bundle(row.bundle.name)
        self.show_setup()
