"""Pictures of the operator's window on the canned line.

python -m tests.support.gui_pictures OUT_FOLDER [--all]

Without --all the ones for the documentation; with it every scene in both themes, both languages and three sizes.
"""

import argparse
import itertools
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from inspector_gui.i18n.language import Language
from inspector_gui.link.answers import AnswerBook
from inspector_gui.link.files import Problem, WriteFile, Written
from inspector_gui.link.journal import AskJournal
from inspector_gui.link.news import Disconnected
from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Overlay
from inspector_gui.viewmodels.queue import Choosing
from inspector_gui.viewmodels.spans import SpanChoice
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.station_window import StationWindow
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from inspector.domain.alarm import AlarmState
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension
from inspector.domain.packml import PackState
from inspector.domain.verdict import Disposition
from tests.support import gui_holds, gui_journal, gui_line, gui_queue, gui_shift

SIZES = ((1024, 600), (1920, 1080), (3840, 2160))


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
        self.commands: list[tuple[str, dict[str, object]]] = []
        self.connected = True
        self.files: list[WriteFile] = []
        self._book = AnswerBook(None)
        self.model = StationModel(
            wish=self.wishes.append,
            use_http=lambda _base: None,
            ask=self.station.ask,
            answers=AnswersModel(self._book, self.station.send),
            ask_journal=self.journal_asked.append,
            command=self._command,
            operator="Ana",
            station="l1/st01",
            write=self._write,
            exports=gui_shift.FOLDER,
            now=lambda: gui_shift.NOW,
            now_s=lambda: self.now_s,
        )
        self.window = StationWindow(self.model, station="l1/st01", language=self.language, theme=theme)
        self.window.resize(*size)
        self.window.show()

    def _command(self, name: str, arguments: Mapping[str, object]) -> str | None:
        self.commands.append((name, dict(arguments)))
        return f"request-{len(self.commands)}" if self.connected else None

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

    def come_true(self) -> None:
        """Give every picture that was wished for."""
        while self.wishes:
            wish = self.wishes.pop()
            item = self._items.get(wish.rid)
            if item is None:
                continue
            image = self._granted(wish, item)
            self.model.take_picture(
                Picture(wish=wish, source=Source.ITEM, image=image, thumb=gui_line.thumb(image), size=image.size())
            )

    def _granted(self, wish: Wish, item: gui_line.CannedItem) -> QImage:
        if wish.layer is Layer.GOLDEN:
            return gui_line.golden_image(item, wish.camera)
        heat = wish.layer is Layer.HEAT
        return gui_line.heat_image(item, wish.camera) if heat else gui_line.to_image(item.frames[wish.camera])

    def save(self, path: Path) -> None:
        """Write what is on screen."""
        QApplication.processEvents()
        writer = QImageWriter(str(path))
        writer.setCompression(100)  # the smallest file; a PNG loses nothing
        assert writer.write(self.window.grab().toImage())

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
        self._book.close()

    def isolate(self, items: range) -> None:
        """A line that runs, whose isolated items wait; the queue's page is shown."""
        self.run(items)
        isolated = [item.result for item in self._items.values()]
        self.station.items = [
            gui_queue.open_item(result, number)
            for number, result in enumerate(isolated, start=1)
            if result.disp in {Disposition.DIVERT, Disposition.REVIEW}
        ]
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


def running(stage: Stage) -> None:
    """A divert a moment ago, no alarm."""
    stage.run(range(40, 59))


def alarmed(stage: Stage) -> None:
    """Held, with two alarms, looking back at an item."""
    stage.run(range(30, 45))
    stage.model.take(gui_line.heard(gui_line.state(PackState.HELD, ("camera top: no frame for 2.0 s",)), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.alarm("camera-lost", detail="top: no frame for 2.0 s"), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.alarm("divert-rate", AlarmState.ACK_ACTIVE), stage.now_s))
    stage.model.items.step(-4)
    stage.model.picture.set_overlay(Overlay.HEAT)
    stage.come_true()
    stage.model.tick(stage.now_s + 0.3)


def unheard(stage: Stage) -> None:
    """The broker is gone."""
    stage.run(range(40, 59))
    stage.model.take(Disconnected(at_s=stage.now_s + 1, detail="Connection refused"))
    stage.model.tick(stage.now_s + 8.3)


def empty(stage: Stage) -> None:
    """Just started, nothing heard."""
    stage.model.tick(stage.now_s)


def queue(stage: Stage) -> None:
    """An isolated item, one answered a moment ago."""
    stage.isolate(range(40, 59))
    stage.model.queue.confirm()
    stage.come_true()
    stage.wait(2.0)


def queue_reasons(stage: Stage) -> None:
    """Overruled: why?"""
    stage.isolate(range(40, 59))
    stage.model.queue.step(1)
    stage.model.queue_pictures.next_overlay()
    stage.come_true()
    stage.model.queue.choose(Choosing.REASON)


def queue_compare(stage: Stage) -> None:
    """The item beside a picture of how its product should look, both enlarged at the same place."""
    stage.isolate(range(40, 59))
    stage.model.queue.step(7)
    stage.model.queue_pictures.compare()
    stage.come_true()
    stage.model.queue_pictures.look(stage.model.queue_pictures.viewport.zoomed(1.6, (0.8, 0.6)))


def queue_kinds(stage: Stage) -> None:
    """Damaged otherwise than the station thought."""
    stage.isolate(range(40, 59))
    stage.model.queue.step(2)
    stage.come_true()
    stage.model.queue.choose(Choosing.KIND)


def queue_unheard(stage: Stage) -> None:
    """The station is gone; two answers wait."""
    stage.isolate(range(40, 59))
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.model.tick(stage.now_s)
    stage.model.queue.cannot_tell()
    stage.come_true()
    stage.now_s += 1.0
    stage.model.queue.confirm()
    stage.come_true()
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)


def queue_empty(stage: Stage) -> None:
    """Nothing waits."""
    stage.run(range(40, 43))
    stage.window.turn_to(Page.QUEUE)
    stage.list_again()


def queue_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.QUEUE)
    stage.model.tick(stage.now_s)


def alarms(stage: Stage) -> None:
    """Several alarms in all states; one that is not acknowledged is chosen."""
    stage.run(range(30, 45))
    for name, state in (
        ("camera-lost", AlarmState.UNACK_ACTIVE),
        ("divert-rate", AlarmState.ACK_ACTIVE),
        ("image-quality", AlarmState.RTN_UNACK),
        ("evidence-degraded", AlarmState.SHELVED),
    ):
        stage.model.take(gui_line.heard(gui_line.alarm(name, state, detail="top: no frame for 2.0 s"), stage.now_s))
    stage.window.turn_to(Page.ALARMS)
    stage.wait(0.2)


def alarms_shelving(stage: Stage) -> None:
    """Why is it put aside?"""
    alarms(stage)
    stage.model.desk.shelve()
    stage.model.desk.pick(2)


def alarms_shelved(stage: Stage) -> None:
    """What was put aside, and by whom."""
    alarms(stage)
    stage.model.desk.choose("evidence-degraded")


def alarms_journal(stage: Stage) -> None:
    """What happened."""
    alarms(stage)
    stage.window.alarms_page.turn(journal=True)
    stage.model.take_answer(gui_journal.told(60))


def alarms_none(stage: Stage) -> None:
    """All is well."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.ALARMS)


def holds(stage: Stage) -> None:
    """A vendor, a lot and an hour are held; two items of the vendor wait."""
    stage.isolate(range(40, 59))
    stage.station.items = [
        item.model_copy(update={"reasons": [gui_holds.because_of(gui_holds.VENDOR)]}) if place % 3 == 0 else item
        for place, item in enumerate(stage.station.items)
    ]
    stage.list_again()
    for message in (gui_holds.by_station(), gui_holds.by_hand(), gui_holds.shown_hour()):
        stage.model.take(gui_holds.heard(message, stage.now_s))
    for track, vendor in enumerate(("V-0042", "V-0107", "V-0311"), start=1):
        known = Identity(sku="CT-1042", lot="L-2209", vendor=vendor, upstream="dock-4")
        stage.model.take(gui_line.heard(gui_holds.arrived(track, known), stage.now_s))
    stage.window.turn_to(Page.HOLDS)
    stage.wait(0.2)


def holds_reasons(stage: Stage) -> None:
    """Why are they let go?"""
    holds(stage)
    stage.model.hold_desk.release()


def holds_typed(stage: Stage) -> None:
    """A reason of one's own."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(5)
    stage.window.holds.questions.field.setText("Vendor sent new cartons")


def holds_by_hand(stage: Stage) -> None:
    """What is held?"""
    holds(stage)
    stage.model.hold_desk.raise_by_hand()


def holds_names(stage: Stage) -> None:
    """Which vendor?"""
    holds_by_hand(stage)
    stage.model.hold_desk.pick(1 + list(Dimension).index(Dimension.VENDOR))


def holds_misfit(stage: Stage) -> None:
    """A lot without its product."""
    holds_by_hand(stage)
    stage.model.hold_desk.pick(1 + list(Dimension).index(Dimension.LOT))
    stage.model.hold_desk.scan("L-2209")


def holds_refused(stage: Stage) -> None:
    """Somebody else was quicker."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(1)
    detail = "Ben released it already, because: The cause is mended"
    stage.model.hold_desk.take(gui_holds.response(f"request-{len(stage.commands)}", ok=False, detail=detail))


def holds_released(stage: Stage) -> None:
    """The next one is shown."""
    holds_reasons(stage)
    stage.model.hold_desk.pick(1)
    stage.model.take(gui_holds.cleared(gui_holds.VENDOR, stage.now_s))
    stage.model.hold_desk.take(gui_holds.response(f"request-{len(stage.commands)}"))


def holds_unheard(stage: Stage) -> None:
    """The broker is gone; a release could not leave."""
    holds(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)
    stage.model.hold_desk.release()


def holds_long(stage: Stage) -> None:
    """Names and reasons as long as they may be."""
    holds(stage)
    for message in gui_holds.longest():
        stage.model.take(gui_holds.heard(message, stage.now_s))
    stage.model.hold_desk.choose(gui_holds.LONG)
    stage.model.hold_desk.release()
    stage.model.hold_desk.pick(1)


def holds_none(stage: Stage) -> None:
    """All is well."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.HOLDS)
    stage.wait(0.2)


def holds_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.HOLDS)
    stage.model.tick(stage.now_s)


def shift(stage: Stage) -> None:
    """A shift of some hours."""
    stage.run(range(30, 45))
    stage.window.turn_to(Page.SHIFT)
    stage.wait(0.2)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.SOME_HOURS))


def shift_day(stage: Stage) -> None:
    """24 hours of a fast line, with names as long as they may be; the table was written."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.LAST_24)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.LONG_DAY))
    stage.window.shift.export_csv()
    stage.model.exports.take(Written(path=stage.files[-1].path))


def shift_full(stage: Stage) -> None:
    """A file could not be written."""
    shift(stage)
    stage.window.shift.export_pdf()
    stage.model.exports.take(Written(path=stage.files[-1].path, problem=Problem.FULL, detail="No space left on device"))


def shift_none(stage: Stage) -> None:
    """Nothing came."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.TODAY)
    stage.model.shift.take(gui_shift.response(f"request-{len(stage.commands)}", gui_shift.NOTHING))


def shift_refused(stage: Stage) -> None:
    """The station's disk can not be read."""
    shift(stage)
    stage.model.shift.choose(SpanChoice.LAST_8)
    stage.model.shift.take(gui_shift.refusal(f"request-{len(stage.commands)}", "ledger: disk I/O error"))


def shift_unheard(stage: Stage) -> None:
    """The broker is gone."""
    shift(stage)
    stage.model.take(Disconnected(at_s=stage.now_s, detail="Connection refused"))
    stage.now_s += 8.3
    stage.model.tick(stage.now_s)


def shift_unknown(stage: Stage) -> None:
    """Just started on this page."""
    stage.window.turn_to(Page.SHIFT)
    stage.model.tick(stage.now_s)


def diagnostics(stage: Stage) -> None:
    """The station's figures."""
    stage.run(range(20, 59))
    stage.model.take(gui_line.heard(gui_line.info_in_full(), stage.now_s))
    stage.model.take(gui_line.heard(gui_line.metrics(), stage.now_s))
    stage.window.turn_to(Page.DIAGNOSTICS)
    stage.wait(3.0)


def diagnostics_empty(stage: Stage) -> None:
    """Just started."""
    stage.window.turn_to(Page.DIAGNOSTICS)
    stage.model.tick(stage.now_s)


SCENES: dict[str, Callable[[Stage], None]] = {
    "running": running,
    "alarmed": alarmed,
    "unheard": unheard,
    "empty": empty,
    "queue": queue,
    "queue_reasons": queue_reasons,
    "queue_kinds": queue_kinds,
    "queue_compare": queue_compare,
    "queue_unheard": queue_unheard,
    "queue_empty": queue_empty,
    "queue_unknown": queue_unknown,
    "alarms": alarms,
    "alarms_shelving": alarms_shelving,
    "alarms_shelved": alarms_shelved,
    "alarms_journal": alarms_journal,
    "alarms_none": alarms_none,
    "holds": holds,
    "holds_reasons": holds_reasons,
    "holds_typed": holds_typed,
    "holds_by_hand": holds_by_hand,
    "holds_names": holds_names,
    "holds_misfit": holds_misfit,
    "holds_refused": holds_refused,
    "holds_released": holds_released,
    "holds_unheard": holds_unheard,
    "holds_long": holds_long,
    "holds_none": holds_none,
    "holds_unknown": holds_unknown,
    "shift": shift,
    "shift_day": shift_day,
    "shift_full": shift_full,
    "shift_none": shift_none,
    "shift_refused": shift_refused,
    "shift_unheard": shift_unheard,
    "shift_unknown": shift_unknown,
    "diagnostics": diagnostics,
    "diagnostics_empty": diagnostics_empty,
}
DOCUMENTED = (
    ("gui_live_light", "running", "light", "en", (1024, 600)),
    ("gui_alarm_dark_es", "alarmed", "dark", "es", (1024, 600)),
    ("gui_no_connection", "unheard", "light", "en", (1024, 600)),
    ("gui_queue_light", "queue", "light", "en", (1024, 600)),
    ("gui_alarms_light", "alarms", "light", "en", (1024, 600)),
    ("gui_alarms_journal_light", "alarms_journal", "light", "en", (1024, 600)),
    ("gui_holds_light", "holds", "light", "en", (1024, 600)),
    ("gui_shift_light", "shift", "light", "en", (1024, 600)),
    ("gui_diagnostics_dark", "diagnostics", "dark", "en", (1024, 600)),
    ("gui_queue_compare_light", "queue_compare", "light", "en", (1024, 600)),
    ("gui_queue_reasons_dark_es", "queue_reasons", "dark", "es", (1024, 600)),
)


def main() -> int:
    """Write the pictures and name them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.support.gui_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    given = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    wanted = list(DOCUMENTED)
    if given.all:
        every = itertools.product(SCENES, ("light", "dark"), ("en", "es"), SIZES)
        wanted = [(f"{s}_{t}_{code}_{size[0]}", s, t, code, size) for s, t, code, size in every]
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, scene, theme, language, size in wanted:
        if given.only not in name:
            continue
        stage = Stage(application, theme=theme, language=language, size=size)
        SCENES[scene](stage)
        path = given.folder / f"{name}.png"
        stage.save(path)
        stage.close()
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
