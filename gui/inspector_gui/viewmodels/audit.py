"""Who did what: asked of the station while somebody looks who may, newest first, older lines on demand."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector.domain.audit import MOST_ENTRIES
from inspector.domain.errors import BadMessage
from inspector.wire.audit import AuditLine, audit_lines
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.paged_lines import PagedLines
from inspector_gui.viewmodels.request import Request, Send

COMMAND = "audit"
AGAIN_AFTER_S = 10.0


class AuditModel(QObject):
    """Lines are forgotten when somebody else acts in this window. Qt's thread only."""

    changed = Signal()

    def __init__(
        self,
        send: Send,
        *,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._permit, self._now_s = permit, now_s
        self._newest, self._older = Request(send, now_s), Request(send, now_s)
        self._older_than = 0
        self._watched = False
        self._asked_s = -AGAIN_AFTER_S
        self._known: PagedLines[AuditLine] = PagedLines()
        self.problem = ""

    @property
    def lines(self) -> tuple[AuditLine, ...]:
        """Those that are known."""
        return self._known.lines

    @property
    def complete(self) -> bool:
        """There are none that are older."""
        return self._known.complete

    @property
    def denied(self) -> Denied | None:
        """Why nobody may read it here now."""
        return self._permit(COMMAND)

    def watch(self, *, watched: bool) -> None:
        """Whether somebody looks."""
        self._watched, self._asked_s = watched, -AGAIN_AFTER_S
        self.tick()

    def act_as(self, _operator: str) -> None:
        """Somebody else acts from now on, or nobody."""
        self._known.forget()
        self._newest.give_up()
        self._older.give_up()
        self.problem, self._asked_s = "", -AGAIN_AFTER_S
        self.changed.emit()
        self.tick()

    def more(self) -> None:
        """Ask for older ones, once at a time."""
        if self.lines and not self.complete and not self._older.unanswered and self.denied is None:
            self._older_than = self.lines[-1].number
            self._older.make(COMMAND, {"limit": MOST_ENTRIES, "before": self._older_than})

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        newest, older = self._newest.take(response), self._older.take(response)
        if not newest and not older:
            return
        self.problem = "" if response.ok else response.detail
        if response.ok:
            self._merge(response, older=older)
        self.changed.emit()

    def tick(self) -> None:
        """Time passes."""
        for request in (self._newest, self._older):
            if request.overdue:
                request.give_up()
                self.problem = "–"
                self.changed.emit()
        due = self._now_s() - self._asked_s >= AGAIN_AFTER_S
        if self._watched and due and not self._newest.unanswered and self.denied is None:
            self._asked_s = self._now_s()
            self._newest.make(COMMAND, {"limit": MOST_ENTRIES})

    def _merge(self, response: ResponseMessage, *, older: bool) -> None:
        try:
            lines = audit_lines(response.data)
        except BadMessage as error:
            self.problem = str(error)
            return
        if older:
            self._known.older(lines, MOST_ENTRIES, self._older_than)
        else:
            self._known.newest(lines, MOST_ENTRIES)
