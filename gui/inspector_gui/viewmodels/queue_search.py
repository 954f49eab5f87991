"""What was scanned in the queue, and the items that the station found for it far behind those that are listed."""

from collections.abc import Callable
from dataclasses import replace

from inspector.domain.dispositioning import Fate
from inspector_gui.link.open_list import RELABELLED, Told
from inspector_gui.viewmodels.open_items import OpenItemsBook, QueueItem
from inspector_gui.viewmodels.queue_asking import QueueAsking
from inspector_gui.viewmodels.scan_words import Scan, ScanView, bare_code, fitting

LookAt = Callable[[QueueItem | None], None]


class QueueSearch:
    """`view` is what is said of the newest barcode; `far` is the barcode of an item that is looked at far behind."""

    def __init__(self, book: OpenItemsBook, asking: QueueAsking) -> None:
        self._book, self._asking = book, asking
        self.view: ScanView | None = None
        self.far = ""
        self._seeking = False

    def turned_to(self, item: QueueItem | None) -> None:
        """Somebody looks at this item: what was said of a barcode is read, and what was found behind is left."""
        self.view = None
        if item is None or not self._book.is_far(item.rid):
            self.far = ""
            self._book.forget_far()

    def relabelled(self) -> None:
        """Look for those that are being relabelled."""
        self._seeking = True
        self._asking.look_for(RELABELLED)

    def obeyed(self, code: str, *, known: bool) -> None:
        """The barcode told the window to do something, or is no command."""
        self.view = None if known else ScanView(scan=Scan.NO_COMMAND, code=code)

    def broke(self) -> None:
        """A barcode was read in part only."""
        self.view = ScanView(scan=Scan.BROKEN)

    def scanned(self, code: str, found: int) -> None:
        """So many listed items have it; the station is asked where none has and more wait than are listed."""
        if not found and (self._book.total or 0) > len(self._book.items):
            self._asking.look_for(bare_code(code))
        scan = Scan.UNKNOWN if not found else Scan.FOUND if found == 1 else Scan.SEVERAL
        self.view = ScanView(scan=scan, code=code, count=found or len(self._book.items))

    def found(self, told: Told, current: QueueItem | None, look_at: LookAt, follow: Callable[[], None]) -> None:
        """The station looked for a barcode that is not on the page; somebody may have turned to another item since."""
        page, view = told.page, self.view
        if page is None:
            return
        if told.ask.code == self.far:
            self._book.add(page)  # as it is now: somebody else may have answered
            follow()
        if told.ask.code == RELABELLED and self._seeking:
            self._seeking = False
            self._book.add(page)
            look_at(next((one for one in self._book.items if one.fate is Fate.RELABELLED), current))
            self.far = RELABELLED if page.items else ""
        if view is None or view.scan is not Scan.UNKNOWN or bare_code(view.code) != told.ask.code:
            return
        if page.items:
            self._book.add(page)
            look_at(fitting(self._book.items, view.code)[0])
            self.far = told.ask.code
        several = Scan.SEVERAL if len(page.items) > 1 else Scan.FOUND
        self.view = replace(view, scan=several if page.items else Scan.UNKNOWN, count=len(page.items) or page.total)
