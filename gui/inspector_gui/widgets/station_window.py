"""The operator's window: line and alarms always in sight, one page below them, and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from inspector_gui.i18n.language import Language
from inspector_gui.theme.look import Look, scale_for
from inspector_gui.theme.tokens import THEMES
from inspector_gui.viewmodels.access import Entry
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.queue_view import Choosing
from inspector_gui.viewmodels.setup import Tab
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.viewmodels.station_panel import Part
from inspector_gui.viewmodels.viewport import STEP
from inspector_gui.widgets.alarm_strip import AlarmStrip
from inspector_gui.widgets.diagnostics_page import DiagnosticsPage
from inspector_gui.widgets.dressed import Dressed
from inspector_gui.widgets.line_bar import LineBar
from inspector_gui.widgets.lock_banner import LockBanner
from inspector_gui.widgets.page_rail import PageRail
from inspector_gui.widgets.page_stack import PageStack
from inspector_gui.widgets.setup_page import SetupPage
from inspector_gui.widgets.shift_keys import shift_keys
from inspector_gui.widgets.shift_page import ShiftPage
from inspector_gui.widgets.sign_in_page import SignInPage
from inspector_gui.widgets.station_panel import StationPanel
from inspector_gui.widgets.teach_keys import teach_keys
from inspector_gui.widgets.teach_page import TeachPage
from inspector_gui.widgets.tour_overlay import TourOverlay
from inspector_gui.widgets.tour_places import tour_places


class StationWindow(QMainWindow):
    """Keys on every page: F1, F2 … the pages, L language, T theme, F10 the station (H hold and mode, P people),
    F11 full screen, F12 sign in or lock, ? the tour.

    Live and queue: O overlay, C camera, Left and Right step. Live: Space holds. Queue: 1 to 8 the buttons' numbers, G
    compare, + and - zoom, M marks damage, Backspace takes a mark away, K another kind, U undo, Esc back. Alarms: Up
    and Down choose, A acknowledges, S shelves, U takes back, Esc back, N now, J journal, W who did what. Holds: Up
    and Down choose, R releases, H holds by hand, I looks at an item that waits, Esc back; while a text is typed its
    letters and digits are no keys. Shift: see `shift_keys`. Setup: 1 to 3 choose a part.
    Teach: see `teach_keys`.
    """

    def __init__(
        self,
        model: StationModel,
        *,
        station: str,
        language: Language,
        theme: str = "light",
        size: QSize,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._language = language
        self.setMinimumSize(1000, 560)
        self.resize(size)
        # Dressed for its size at once: dressing takes nearly as long as making all there is to dress.
        self._look = look = Look(tokens=THEMES[theme], scale=scale_for(self.width(), self.height()))
        self.bar, self.alarms, self.rail = LineBar(look, station, self), AlarmStrip(look, self), PageRail(look, self)
        self.pages = pages = PageStack(look, model, station=station, parent=self)
        self.live, self.queue, self.alarms_page, self.holds = pages.live, pages.queue, pages.alarms, pages.holds
        self.banner = LockBanner(look, self)
        self.tour = TourOverlay(look, model.tour, tour_places(self), (self.bar, self.alarms), self)
        self._turned = Page.LIVE
        self._dressed: tuple[Dressed, ...] = (self.alarms, self.banner, self.tour, self.rail, self.pages)
        self._frame, self._body = QVBoxLayout(), QHBoxLayout()
        self._lay_out()
        self._connect()
        self._keys()
        self._dress()
        self._show_pages()
        self._show_line()
        self._show_access()
        self.alarms.show_alarms(model.alarms.alarms)
        self.setFocus()

    @property
    def look(self) -> Look:
        """Theme and size of now."""
        return self._look

    @property
    def page(self) -> Page:
        """The page that is shown, or will be when nobody is asked for a PIN any more."""
        return self._turned

    @property
    def shift(self) -> ShiftPage:
        """Made when it is first asked for, as those below."""
        return self.pages.shift

    @property
    def setup(self) -> SetupPage:
        """For engineers."""
        return self.pages.setup

    @property
    def teach(self) -> TeachPage:
        """For leads."""
        return self.pages.teach

    @property
    def diagnostics(self) -> DiagnosticsPage:
        """For engineers."""
        return self.pages.diagnostics

    @property
    def sign_in(self) -> SignInPage:
        """In place of a page while somebody signs in."""
        return self.pages.sign_in

    @property
    def panel(self) -> StationPanel:
        """In place of a page: what concerns the station itself."""
        return self.pages.panel

    def turn_to(self, page: Page) -> None:
        """Show this page."""
        self._turned = page
        self._model.sign_in.close()
        self._model.panel.close()
        self._model.tour.turned(page)
        self.pages.setCurrentWidget(self.pages.of(page))
        self._show_pages()

    def scanned(self, code: str) -> None:
        """A barcode was read, on whatever page: it is looked for among the isolated items.

        Where the name of a group is asked for, it is that name. In a locked window it is a badge, unless it is an
        item's that waits.
        """
        model = self._model
        if model.people.scan(code):
            return
        locked = model.access.view.entry is Entry.LOCKED
        if locked and (model.sign_in.view.shown or not model.queue.fits(code)):
            model.sign_in.badge(code)
            return
        asks = {Page.HOLDS: model.hold_desk.scan, Page.TEACH: model.teach.scan}
        if self.page in asks and asks[self.page](code):
            return
        self.turn_to(Page.QUEUE)
        self._model.queue.scan(code)

    def next_theme(self) -> None:
        """The other theme."""
        names = list(THEMES)
        name = names[(names.index(self._look.tokens.name) + 1) % len(names)]
        self._look = Look(tokens=THEMES[name], scale=self._look.scale)
        self._dress()

    def _lay_out(self) -> None:
        page = QWidget(self)
        page.setObjectName("page")
        self._body.addWidget(self.rail)
        self._body.addWidget(self.pages, 1)
        self._frame.addWidget(self.bar)
        self._frame.addWidget(self.alarms)
        self._frame.addWidget(self.banner)
        self._frame.addLayout(self._body, 1)
        page.setLayout(self._frame)
        self.setCentralWidget(page)

    def _connect(self) -> None:
        model = self._model
        model.line.changed.connect(self._show_line)
        model.alarms.changed.connect(lambda: self.alarms.show_alarms(model.alarms.alarms))
        model.alarms.changed.connect(self._show_pages)
        model.queue.changed.connect(self._show_pages)
        model.holds.changed.connect(self._show_pages)
        for changing in (model.access, model.sign_in, model.panel):
            changing.changed.connect(self._show_access)
        self.bar.person.clicked.connect(model.sign_in.open)
        self.bar.station.clicked.connect(model.panel.toggle)
        self.pages.setup_wanted.connect(lambda: self.turn_to(Page.SETUP))
        model.tour.changed.connect(self._show_tour)
        model.access.changed.connect(self._show_pages)
        self.holds.look_at.connect(self._look_at)
        self.rail.chosen.connect(self.turn_to)
        self.bar.language.clicked.connect(self._language.next)
        self.bar.theme.clicked.connect(self.next_theme)

    def _keys(self) -> None:
        model, queue, pictures = self._model, self._model.queue, self._model.queue_pictures
        for number, page in enumerate(Page, start=1):
            self._shortcut(f"F{number}", lambda p=page: self.turn_to(p))  # type: ignore[misc]
        self._shortcut("F10", model.panel.toggle)
        self._shortcut("?", model.tour.start)
        self._shortcut("F12", model.sign_in.open)
        self._shortcut("L", self._language.next)
        self._shortcut("T", self.next_theme)
        self._shortcut("F11", lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen))
        self._keys_of: dict[Page, list[QShortcut]] = {
            Page.LIVE: [
                self._shortcut("O", model.picture.next_overlay),
                self._shortcut("C", self.live.next_camera),
                self._shortcut("Space", model.items.toggle),
                self._shortcut("Left", lambda: model.items.step(-1), repeat=True),
                self._shortcut("Right", lambda: model.items.step(1), repeat=True),
            ],
            Page.QUEUE: [
                self._shortcut("O", pictures.next_overlay),
                self._shortcut("C", pictures.next_view),
                self._shortcut("G", pictures.compare),
                self._shortcut("+", lambda: pictures.look(pictures.viewport.zoomed(STEP)), repeat=True),
                self._shortcut("-", lambda: pictures.look(pictures.viewport.zoomed(1 / STEP)), repeat=True),
                self._shortcut("Left", lambda: queue.step(-1), repeat=True),
                self._shortcut("Right", lambda: queue.step(1), repeat=True),
                self._shortcut("K", lambda: queue.choose(Choosing.KIND)),
                self._shortcut("M", queue.marks.toggle),
                self._shortcut("Backspace", queue.marks.remove_newest),
                self._shortcut("U", queue.undo),
                self._shortcut("R", queue.relabelled),
                self._shortcut("Esc", lambda: queue.choose(Choosing.ANSWER)),
                *(self._shortcut(str(n), lambda n=n: queue.pick(n)) for n in range(1, 9)),  # type: ignore[misc]
            ],
            Page.ALARMS: self._alarm_keys(),
            Page.HOLDS: self._hold_keys(),
            Page.SHIFT: shift_keys(lambda: self.shift, self._model, self._shortcut),
            Page.DIAGNOSTICS: self._diagnostics_keys(),
            Page.SETUP: self._setup_keys(),
            Page.TEACH: teach_keys(lambda: self.teach, self._model.teach, self._shortcut),
        }
        self._keys_to_sign_in = self._sign_in_keys()

    def _sign_in_keys(self) -> list[QShortcut]:
        model = self._model.sign_in
        return [
            *(self._shortcut(digit, lambda d=digit: model.digit(d)) for digit in "0123456789"),  # type: ignore[misc]
            self._shortcut("Backspace", model.erase, repeat=True),
            *(self._shortcut(key, model.enter) for key in ("Return", "Enter")),
            self._shortcut("Esc", model.close),
            self._shortcut("Up", lambda: model.step(-1), repeat=True),
            self._shortcut("Down", lambda: model.step(1), repeat=True),
        ]

    def _alarm_keys(self) -> list[QShortcut]:
        desk, page = self._model.desk, self.alarms_page
        return [
            self._shortcut("Up", lambda: desk.step_by(-1), repeat=True),
            self._shortcut("Down", lambda: desk.step_by(1), repeat=True),
            self._shortcut("A", desk.acknowledge),
            self._shortcut("S", desk.shelve),
            self._shortcut("U", desk.unshelve),
            self._shortcut("Esc", desk.back),
            self._shortcut("N", lambda: page.turn(journal=False)),
            self._shortcut("J", lambda: page.turn(journal=True)),
            self._shortcut("W", page.turn_to_deeds),
            *(self._shortcut(str(n), lambda n=n: desk.pick(n)) for n in range(1, 6)),  # type: ignore[misc]
        ]

    def _hold_keys(self) -> list[QShortcut]:
        desk, page = self._model.hold_desk, self.holds
        return [
            self._shortcut("Up", lambda: page.step_by(-1), repeat=True),
            self._shortcut("Down", lambda: page.step_by(1), repeat=True),
            self._shortcut("R", desk.release),
            self._shortcut("H", desk.raise_by_hand),
            self._shortcut("I", page.look_at_items),
            self._shortcut("Esc", desk.back),
            *(self._shortcut(str(n), lambda n=n: desk.pick(n)) for n in range(1, 6)),  # type: ignore[misc]
        ]

    def _diagnostics_keys(self) -> list[QShortcut]:
        return [
            *(self._shortcut(str(n), lambda n=n: self.diagnostics.turn(n - 1)) for n in range(1, 5)),  # type: ignore[misc]
            self._shortcut("S", self._model.diagnostics.next_span),
            self._shortcut("Up", lambda: self.diagnostics.scroll_rows(-1), repeat=True),
            self._shortcut("Down", lambda: self.diagnostics.scroll_rows(1), repeat=True),
        ]

    def _setup_keys(self) -> list[QShortcut]:
        return [
            *(self._shortcut(str(n), lambda t=t: self.setup.turn(t)) for n, t in enumerate(Tab, start=1)),  # type: ignore[misc]
            self._shortcut("Esc", self._model.setup.leave),
        ]

    def _look_at(self, rid: str) -> None:
        self.turn_to(Page.QUEUE)
        self._model.queue.show(rid)

    def _shortcut(self, key: str, action: Callable[[], object], *, repeat: bool = False) -> QShortcut:
        """Held down it acts once, unless it repeats."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(repeat)
        shortcut.activated.connect(action)
        return shortcut

    def _show_pages(self) -> None:
        shown, asking = self.page, self._model.sign_in.view.shown
        asking = asking and self._model.tour.view.stop is None
        touring = self._model.tour.view.stop is not None
        paged = not asking and not touring and self._model.panel.view is Part.CLOSED
        waiting = {
            Page.QUEUE: self._model.queue.view.total,
            Page.ALARMS: len(self._model.alarms.alarms),
            Page.HOLDS: self._model.holds.count,
        }
        self.rail.show_pages(
            shown, waiting, without=frozenset() if self._model.changes_setup else frozenset({Page.SETUP})
        )
        for page, shortcuts in self._keys_of.items():
            for shortcut in shortcuts:
                shortcut.setEnabled(page is shown and paged)
        for shortcut in self._keys_to_sign_in:
            shortcut.setEnabled(asking)
        self.pages.let_panel_keys(enabled=not asking and not touring and not paged)
        self.tour.let_keys(enabled=touring)

    def _show_tour(self) -> None:
        stop = self._model.tour.view.stop
        if stop is not None:
            self.turn_to(stop.page)
        self._show_pages()
        self.tour.retranslate()

    def _show_access(self) -> None:
        access, sign_in = self._model.access.view, self._model.sign_in.view
        self.bar.show_access(access)
        self.banner.show_access(access, sign_in)
        opened = self._model.panel.view is not Part.CLOSED
        if opened or sign_in.shown:
            self._model.tour.skip()
        pages = self.pages
        wanted = pages.sign_in if sign_in.shown else pages.panel if opened else pages.of(self.page)
        if pages.currentWidget() is not wanted:
            pages.setCurrentWidget(wanted)
            self._show_pages()

    def _dress(self) -> None:
        look = self._look
        self.setPalette(look.palette())
        self.setStyleSheet(look.sheet())
        self.ensurePolished()  # first: the sheet's least sizes would take the place of those that are set below
        margin = look.px(8)
        self._frame.setContentsMargins(margin, margin, margin, margin)
        self._frame.setSpacing(look.px(6))
        self._body.setSpacing(look.px(6))
        self.bar.set_look(look)
        for widget in self._dressed:
            widget.set_look(look)
        self._write()

    def _write(self) -> None:
        self.setWindowTitle(self.tr("Inspection station"))
        self.bar.retranslate(self._language.code, self._look.tokens.name)
        for widget in self._dressed:
            widget.retranslate()

    def _show_line(self) -> None:
        view = self._model.line.view
        self.bar.show_line(view)
        self.alarms_page.show_line(current=view.condition.trustworthy)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another language: write everything again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Texts and controls grow with the window."""
        super().resizeEvent(event)
        scale = scale_for(event.size().width(), event.size().height())
        if scale != self._look.scale:
            self._look = Look(tokens=self._look.tokens, scale=scale)
            self._dress()
        self.tour.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing only closes the window: the line does not notice."""
        event.accept()
