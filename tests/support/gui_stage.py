"""The operator's window on the canned line, for tests and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from inspector_gui.i18n.language import Language
from inspector_gui.link.answers import AnswerBook
from inspector_gui.link.came_back import AskCameBack
from inspector_gui.link.files import WriteFile
from inspector_gui.link.inbox import InboxCounts
from inspector_gui.link.journal import AskJournal
from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.station_window import StationWindow
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from inspector.domain.verdict import Disposition
from tests.support import gui_line, gui_queue, gui_shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One command that left, with the id of its request."""

    name: str
    request: str
    arguments: dict[str, object]


class Stage:
    """A window whose wishes for pictures come true at once."""

    def __init__(self, application: QApplication, *, theme: str, language: str, size: tuple[int, int]) -> None:
        self.now_s = 100.0
        self.language = Language(application)
        self.language.use(language)
        self.wishes: list[Wish] = []
        self._items: dict[str, gui_line.CannedItem] = {}
        self.station = gui_queue.Station()
        self.journal_asked: list[AskJournal] = []
        self.came_back_asked: list[AskCameBack] = []
        self.sent: list[Sent] = []
        self.connected = True
        self.files: list[WriteFile] = []
        self.book = AnswerBook(None)
        self.inboxes = (
            InboxCounts(name="messages", waiting=0, replaced=1204, lost=0),
            InboxCounts(name="pictures", waiting=1, replaced=38, lost=0),
        )
        self.model = StationModel(
            wish=self.wishes.append,
            use_http=lambda _base: None,
            ask=self.station.ask,
            answers=AnswersModel(self.book, self.station.send),
            ask_journal=self.journal_asked.append,
            ask_came_back=self.came_back_asked.append,
            command=self._command,
            operator="Ana",
            station="l1/st01",
            write=self._write,
            exports=gui_shift.FOLDER,
            inboxes=lambda: self.inboxes,
            now=lambda: gui_shift.NOW,
            now_s=lambda: self.now_s,
        )
        self.window = StationWindow(
            self.model, station="l1/st01", language=self.language, theme=theme, size=QSize(*size)
        )
        self.window.show()

    @property
    def commands(self) -> list[tuple[str, dict[str, object]]]:
        """What was sent or could not be, but for the question who may act here."""
        return [(one.name, one.arguments) for one in self.sent if one.name != "access"]

    def _command(self, name: str, arguments: Mapping[str, object]) -> str | None:
        number = 1 + sum(one.name != "access" for one in self.sent)
        request = f"access-{len(self.sent)}" if name == "access" else f"request-{number}"
        self.sent.append(Sent(name=name, request=request, arguments=dict(arguments)))
        return request if self.connected else None

    def _write(self, file: WriteFile) -> bool:
        self.files.append(file)
        return True

    def run(self, items: range) -> None:
        """A line that runs."""
        for news in gui_line.greeting(self.now_s):
            self.model.take(news)
        for index in items:
            item = gui_line.canned_item(index)
            self._items[item.result.rid] = item
            self.model.take(gui_line.heard(item.result, self.now_s))
        self.model.tick(self.now_s + 0.2)
        self.come_true()

    def know(self, items: Mapping[str, gui_line.CannedItem]) -> None:
        """Items whose pictures are stored, although they did not come now."""
        self._items.update(items)

    def come_true(self) -> None:
        """Give every picture that was wished for."""
        while self.wishes:
            wish = self.wishes.pop()
            item = self._items.get(wish.rid)
            if item is None:
                continue
            image, thumb = _granted(item, wish.camera, wish.layer)
            self.model.take_picture(Picture(wish=wish, source=Source.ITEM, image=image, thumb=thumb, size=image.size()))

    @property
    def texts(self) -> list[str]:
        """Every text on screen."""
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
        return labels + [button.text() for button in self.window.findChildren(QAbstractButton) if button.isVisible()]

    def close(self) -> None:
        """Take the window away."""
        self.language.use("en")
        self.window.close()
        self.window.deleteLater()
        self.model.deleteLater()
        self.book.close()

    def isolate(self, items: range, *, fates: bool = False) -> None:
        """A line that runs, whose isolated items wait; the queue's page is shown. `fates`: what becomes of them?"""
        self.run(items)
        isolated = [item.result for item in self._items.values()]
        self.station.items = [
            gui_queue.open_item(result, number)
            for number, result in enumerate(isolated, start=1)
            if result.disp in {Disposition.DIVERT, Disposition.REVIEW}
        ]
        if fates:
            self.station.items = gui_queue.asking(self.station.items)
        self.window.turn_to(Page.QUEUE)
        self.list_again()

    def list_again(self) -> None:
        """The station lists what waits now."""
        self.now_s += 5.0
        for news in gui_line.greeting(self.now_s):
            self.model.take(news)
        self.model.tick(self.now_s)
        self.model.take_list(self.station.told())
        self.come_true()
        self.wait(0.5)

    def book_all(self) -> None:
        """The station books what was sent to it, and what is sent upon that."""
        while self.model.answers.waiting and not self.station.down:
            self.model.answers.take(gui_queue.response(self.model.answers.waiting[0]))

    def wait(self, seconds: float) -> None:
        """Time passes; the station is heard."""
        self.now_s += seconds
        self.model.take(gui_line.heard(gui_line.beat(round(self.now_s * 100)), self.now_s))
        self.model.take(gui_line.heard(gui_line.plc_beat(round(self.now_s * 100)), self.now_s))
        self.model.tick(self.now_s)


@cache
def _granted(item: gui_line.CannedItem, camera: str, layer: Layer) -> tuple[QImage, QImage]:
    """The picture, and as small as the strip shows it."""
    if layer is Layer.GOLDEN:
        image = gui_line.golden_image(item, camera)
    elif layer is Layer.HEAT:
        image = gui_line.heat_image(item, camera)
    else:
        image = gui_line.to_image(item.frames[camera])
    return image, gui_line.thumb(image)


def key(stage: Stage, *keys: Qt.Key) -> None:
    """Press them; a window that was just opened becomes the active one first."""
    QApplication.processEvents()
    for one in keys:
        QTest.keyClick(stage.window, one)
