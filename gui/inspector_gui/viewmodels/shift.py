"""What the line did in a shift: asked of the station for the chosen span, again each minute while somebody looks."""

import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from inspector.domain.errors import BadMessage
from inspector.domain.shift import Shift
from inspector.wire.line import ResponseMessage
from inspector.wire.shift import shift_from
from inspector_gui.viewmodels.queue import Knowledge
from inspector_gui.viewmodels.request import Send
from inspector_gui.viewmodels.spans import SHIFT_STARTS, SpanChoice, span_until, wall_clock

ANSWER_WITHIN_S = 15.0
AGAIN_AFTER_S = 60.0
RETRY_AFTER_S = 5.0
OLD_AFTER_S = 150.0


class Telling(StrEnum):
    """What became of the newest question."""

    NOT_ASKED = "NOT_ASKED"
    ASKED = "ASKED"
    TOLD = "TOLD"
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """One reading. `shift` is None until the station told about the chosen span; `detail` is why it refused."""

    choice: SpanChoice = SpanChoice.SHIFT
    telling: Telling = Telling.NOT_ASKED
    shift: Shift | None = None
    knowledge: Knowledge = Knowledge.UNKNOWN
    detail: str = ""


class ShiftModel(QObject):
    """Qt's thread only. `send` gives a request's id, or None where it could not leave; `now` is the wall clock."""

    changed = Signal()

    def __init__(
        self,
        send: Send,
        *,
        starts: Sequence[time] = SHIFT_STARTS,
        now: Callable[[], datetime] = wall_clock,
        now_s: Callable[[], float] = clock.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._send, self._starts, self._now, self._now_s = send, tuple(starts), now, now_s
        self._shown = self._heard = False
        self._choice = SpanChoice.SHIFT
        self._telling, self._detail = Telling.NOT_ASKED, ""
        self._shift: Shift | None = None
        self._told_s = self._asked_s = 0.0
        self._requests: set[str] = set()  # for this span, not answered yet
        self._soon = False
        self.view = ShiftView()

    def show(self, *, shown: bool) -> None:
        """Somebody looks at it, or no more."""
        self._shown = shown
        self._ask_if_due()

    def choose(self, choice: SpanChoice) -> None:
        """Another span; the figures of the former one go."""
        if choice is not self._choice:
            self._choice, self._shift = choice, None
            self._requests.clear()
        self.again()

    def again(self) -> None:
        """Ask now."""
        self._asked_s = self._now_s()
        request = None
        if self._heard:
            span = span_until(self._now(), self._choice, self._starts)
            request = self._send("shift", {"since": span.since_text, "until": span.until_text})
        if request is not None:
            self._requests.add(request)
        self._tell(Telling.NOT_SENT if request is None else Telling.ASKED)

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody. One that comes late still counts, if it is of the span that is asked for."""
        if response.req_id not in self._requests:
            return
        self._requests.clear()
        self._soon = not response.ok and response.data.get("retry") is True
        if not response.ok:
            self._tell(Telling.REFUSED, response.detail)
            return
        try:
            self._shift = shift_from(response.data)
        except BadMessage as error:
            self._tell(Telling.REFUSED, str(error))
            return
        self._told_s = self._now_s()
        self._tell(Telling.TOLD)

    def tick(self, *, heard: bool) -> None:
        """Time passes: figures grow old, an answer that does not come is said, and it is asked again."""
        self._heard = heard
        if self._telling is Telling.ASKED and self._now_s() - self._asked_s >= ANSWER_WITHIN_S:
            self._telling, self._asked_s = Telling.NO_ANSWER, self._now_s()  # said for a while before it is asked again
        self._ask_if_due()
        self._write()

    def _ask_if_due(self) -> None:
        settled = self._telling in {Telling.TOLD, Telling.REFUSED} and not self._soon
        after_s = AGAIN_AFTER_S if settled else RETRY_AFTER_S
        waited = self._telling is Telling.NOT_ASKED or self._now_s() - self._asked_s >= after_s
        if self._shown and self._heard and self._telling is not Telling.ASKED and waited:
            self.again()

    def _tell(self, telling: Telling, detail: str = "") -> None:
        self._telling, self._detail = telling, detail
        self._write()

    def _knowledge(self) -> Knowledge:
        if self._shift is None:
            return Knowledge.UNKNOWN
        fresh = self._heard and self._now_s() - self._told_s < OLD_AFTER_S
        return Knowledge.FRESH if fresh else Knowledge.OLD

    def _write(self) -> None:
        view = ShiftView(
            choice=self._choice,
            telling=self._telling,
            shift=self._shift,
            knowledge=self._knowledge(),
            detail=self._detail,
        )
        if view != self.view:
            self.view = view
            self.changed.emit()
