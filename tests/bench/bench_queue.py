"""A queue of ten thousand isolated items: what a page costs the station, and how quick the operator's window stays.

    python tests/bench/bench_queue.py [--items 10000] [--answers 40]

Fills a ledger with ITEMS isolated items, asks for pages of what waits, then opens the window (offscreen) beside a real
HTTP service, lets isolated items come at 30 a second, and answers ANSWERS items by keys, each answer on the disk and
booked in the ledger. Prints how long the next item takes and how long the window's event loop stood still at most, and
of what runs in one thread its CPU time, which other work on the machine does not lengthen. The exit code is 1 where an
item took 100 ms or more, or an input would have waited 100 ms or longer.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_gui.i18n.language import Language
from inspector_gui.link.answers import AnswerBook, Entry
from inspector_gui.link.inbox import Pump
from inspector_gui.link.open_list import open_question
from inspector_gui.link.pictures import PictureLink
from inspector_gui.link.questions import QuestionsLink
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.open_items import OpenItemsBook
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Caption
from inspector_gui.viewmodels.queue import LEAST_LOOK_S
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.station_window import StationWindow
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.adapters.clocks import system
from inspector.adapters.stores import memory_evidence, sqlite_ledger
from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.adapters.stores._ledger_rows import verdict_text
from inspector.app.http_service import HttpService
from inspector.app.waiting_list import WaitingList
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Review
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition, Verdict
from inspector.wire.review import open_items
from tests.support import gui_line, gui_queue
from tests.support.http_sources import sources
from tests.support.line_values import frame, report

PRODUCTS = 500
PICTURED = 120  # so many of the first items have pictures: more than are answered
PROBE_MS = 5
BAR_MS = 100.0
FLOOD_MS = 33


def fill(folder: Path, count: int, now: datetime) -> None:
    """Isolated items, one every second until now."""
    said = Verdict(disposition=Disposition.DIVERT, score=0.5, reasons=(Reason(code=ReasonCode.DEFECT),), recipe="r")
    start = now - timedelta(seconds=count)
    text = verdict_text(said)
    book = LedgerFile(folder / "ledger.sqlite", reserve_bytes=0, max_pages=0)
    statement = (
        "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
        " triggered_at_ns, identity, simulated, disposition, did, record_id, lane, why, score, verdict)"
        " VALUES (1, ?, 'ACCEPTED', 'boot', ?, 0, 0, 0, 0, ?, 0, 'DIVERT', ?, ?, 1, 200, 0.5, ?)"
    )
    rows = [
        (
            track,
            iso_ms(start + timedelta(seconds=track)),
            json.dumps({"sku": f"SKU-{track % PRODUCTS:04d}", "lpn": f"LPN-{track:06d}", "material": None}),
            f"did-{track:06d}",
            f"record-{track:06d}",
            text,
        )
        for track in range(1, count + 1)
    ]
    book.write(lambda db: db.executemany(statement, rows))
    book.close()


def cost(name: str, work: Callable[[], object], times: int) -> None:
    """What it takes of the wall's time and of the processor's."""
    wall, cpu = [], []
    for _ in range(times):
        started, used = time.perf_counter(), time.thread_time()
        work()
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.thread_time() - used) * 1000)
    said(name, wall, f", CPU median {statistics.median(cpu):.1f} ms")


def said(name: str, took: Sequence[float], more: str = "") -> float:
    """Print it; the most."""
    ordered = sorted(took)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    middle = statistics.median(ordered)
    print(f"{name:52} median {middle:7.1f} ms, p99 {p99:7.1f}, most {ordered[-1]:7.1f}, {len(ordered)} times{more}")
    return ordered[-1]


class Probe:
    """How late a timer of the event loop comes: so long an input would have waited."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PROBE_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - PROBE_MS))
        self._last = now

    def taken(self) -> list[float]:
        """What was measured since the last time."""
        found, self.late_ms = self.late_ms, []
        return found or [0.0]

    def stop(self) -> None:
        self._timer.stop()


class Desk:
    """The window beside a station's HTTP service; answers go straight into the ledger."""

    def __init__(self, app: QApplication, service: HttpService, ledger: sqlite_ledger.SqliteLedger, file: Path) -> None:
        self.app, self._ledger = app, ledger
        self._book = AnswerBook(file)
        self._links = QuestionsLink(), PictureLink()
        questions, pictures = self._links
        self._language = Language(app)
        self.model = StationModel(
            wish=pictures.wish,
            use_http=lambda _base: None,
            ask=lambda ask: questions.ask(open_question(ask)),
            answers=AnswersModel(self._book, self._send),
            operator="Ana",
        )
        self.window = StationWindow(self.model, station="l1/st01", language=self._language, size=QSize(1024, 600))
        base = f"http://127.0.0.1:{service.port}"
        for link in self._links:
            link.use(base)
            link.start()
        self._pumps = (
            Pump(questions.inbox, self.model.take_answer),
            Pump(pictures.inbox, self.model.take_picture),
        )
        for news in gui_line.greeting(time.monotonic()):
            self.model.take(news)
        self._beats = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(250)
        self.window.show()
        self.window.turn_to(Page.QUEUE)

    def until(self, done: Callable[[], bool], seconds: float = 30.0) -> float:
        """Run the event loop until it is so; the milliseconds that it took."""
        started = time.perf_counter()
        while not done():
            if time.perf_counter() - started > seconds:
                raise TimeoutError("the window never got there")
            self.app.processEvents()
        return (time.perf_counter() - started) * 1000

    def flood(self, number: int) -> None:
        """One more item was isolated."""
        result = gui_line.plain_result(number, Disposition.DIVERT)
        self.model.take(gui_line.heard(result, time.monotonic()))

    def pictured(self) -> bool:
        """Whether the item's own picture is on screen."""
        views = self.model.queue_pictures.views
        return bool(views) and all(view.caption is Caption.STORED for view in views)

    def close(self) -> None:
        self._timer.stop()
        for pump in self._pumps:
            pump.stop()
        for link in self._links:
            link.stop()
        self.window.close()
        self._book.close()

    def _tick(self) -> None:
        self._beats += 1
        for message in (gui_line.beat(self._beats), gui_line.plc_beat(self._beats)):
            self.model.take(gui_line.heard(message, time.monotonic()))
        self.model.tick(time.monotonic())

    def _send(self, entry: Entry) -> bool:
        if isinstance(entry, Review):
            self._ledger.book_review(entry)
            QTimer.singleShot(0, lambda: self.model.answers.take(gui_queue.response(entry)))
        return True


def station(waiting: WaitingList, count: int) -> None:
    """What pages cost the daemon."""
    print(f"station: {count} isolated items wait")
    cost("first page of 50", lambda: waiting.page(50), 1)
    cost("page of 50", lambda: waiting.page(50), 20)
    cost("page of 50 from the middle", lambda: waiting.page(50, count // 2), 20)
    cost("the item of a barcode", lambda: waiting.page(50, 0, f"LPN-{count - 1:06d}"), 20)


def whole(count: int) -> None:
    """The window never asks for more than 200; this is what all of them in one list would cost."""
    page = gui_queue.page([gui_queue.plain_item(n) for n in range(count)])
    body = page.model_dump_json().encode()
    book = OpenItemsBook()
    cost(f"all {count} in one list: read (in the worker)", lambda: open_items(body), 1)
    cost(f"all {count} in one list: taken in", lambda: book.take(page, 1), 1)
    cost(f"all {count} in one list: taken in again, unchanged", lambda: book.take(page, 2), 5)
    item = book.items[count // 2]
    cost("its middle item answered", lambda: book.answered(item.rid, item), 1)


def window(desk: Desk, answers: int) -> bool:
    """Whether no item and no input waited too long."""
    queue, probe, came = desk.model.queue, Probe(), iter(range(10_000_000))
    took = desk.until(lambda: queue.view.total is not None)
    print(f"window: shows the first of {queue.view.total} after {took:.0f} ms")
    desk.until(desk.pictured)
    said("event loop late while it opens", probe.taken())
    flood = QTimer()
    flood.timeout.connect(lambda: desk.flood(next(came)))
    flood.start(FLOOD_MS)
    panel, picture, used = [], [], []
    for _ in range(answers):
        seen = time.monotonic()
        desk.until(lambda seen=seen: time.monotonic() - seen > LEAST_LOOK_S + 0.05)  # type: ignore[misc]
        item = queue.view.item
        started, before = time.perf_counter(), time.thread_time()
        QTest.keyClick(desk.window, Qt.Key.Key_3)
        desk.until(lambda item=item: queue.view.item != item)  # type: ignore[misc]
        desk.window.repaint()
        panel.append((time.perf_counter() - started) * 1000)
        used.append((time.thread_time() - before) * 1000)
        desk.until(desk.pictured)
        picture.append((time.perf_counter() - started) * 1000)
    flood.stop()
    probe.stop()
    worst = said("next item, from the key to its panel", panel, f", CPU median {statistics.median(used):.1f} ms")
    worst = max(worst, said("next item, from the key to its pictures", picture))
    late = said(f"event loop late, {answers} answers, 30 items a second", probe.taken())
    return worst < BAR_MS and late < BAR_MS


def main() -> int:
    """Parse, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=40)
    given = parser.parse_args()
    app = QApplication([])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as name:
        folder, clock = Path(name), system.build(system.Config())
        fill(folder, given.items, clock.utc())
        ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=folder, clock=clock)
        evidence = memory_evidence.build(memory_evidence.Config(), data_dir=folder, clock=clock)
        for track in range(1, PICTURED + 1):
            evidence.keep(report(f"record-{track:06d}"), [frame("top", level=track % 200, width=640, height=480)])
        waiting = WaitingList(ledger, evidence, clock=clock, worth=lambda identity: len(identity.sku or ""))
        station(waiting, given.items)
        whole(given.items)
        service = HttpService(
            sources(unanswered=waiting.page, picture=evidence.picture), host="127.0.0.1", port=0, token=None
        )
        service.start()
        desk = Desk(app, service, ledger, folder / "answers.sqlite")
        try:
            good = window(desk, given.answers)
        finally:
            desk.close()
            service.stop()
            ledger.close()
    print(f"{'under' if good else 'NOT under'} {BAR_MS:.0f} ms; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
