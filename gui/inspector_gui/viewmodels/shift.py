"""What the line did in a shift: asked of the station for the chosen span, again each minute while somebody looks."""

import math
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.errors import BadMessage
from inspector.domain.shift import Shift
from inspector.wire.line import ResponseMessage
from inspector.wire.shift import shift_from
from inspector_gui.viewmodels.open_questions import OpenQuestions
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Send
from inspector_gui.viewmodels.spans import SHIFT_STARTS, SpanChoice, begun_at, span_until, wall_clock

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
    """One reading. `shift` is None until the station told about the chosen span; `detail` is why it refused.

    After the shift or the day has changed, `shift` is the former one, and OLD, until the station told about the new.
    """

    choice: SpanChoice = SpanChoice.SHIFT
    telling: Telling = Telling.NOT_ASKED
    shift: Shift | None = None
    knowledge: Knowledge = Knowledge.UNKNOWN
    detail: str = ""


class ShiftModel(ReadingModel[ShiftView]):
    """Qt's thread only. `send` gives a request's id, or None where it could not leave; `now` is the wall clock."""

    def __init__(
        self,
        send: Send,
        *,
        starts: Sequence[time] = SHIFT_STARTS,
        now: Callable[[], datetime] = wall_clock,
        now_s: Callable[[], float] = clock.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(ShiftView(), parent)
        self._send, self._starts, self._now, self._now_s = send, tuple(starts), now, now_s
        self._shown = self._heard = False
        self._choice = SpanChoice.SHIFT
        self._telling, self._detail = Telling.NOT_ASKED, ""
        self._shift: Shift | None = None
        self._asked_s, self._as_of_s = 0.0, -math.inf  # the newest question, and the one that the figures answer
        self._begun = begun_at(self._now(), self._choice, self._starts)
        self._open = OpenQuestions()  # all about the span that began then
        self._due, self._soon = True, False

    def show(self, *, shown: bool) -> None:
        """Somebody looks at it, or no more."""
        self._shown = shown
        self._ask_if_due()

    def choose(self, choice: SpanChoice) -> None:
        """Another span; the figures of the former one go."""
        if choice is not self._choice:
            self._choice, self._shift = choice, None
            self._start_over()
        self.again()

    def again(self) -> None:
        """Ask now."""
        self._turn_over()
        self._asked_s, self._due = self._now_s(), False
        request = None
        if self._heard:
            span = span_until(self._now(), self._choice, self._starts)
            request = self._send("shift", {"since": span.since_text, "until": span.until_text})
        if request is not None:
            self._open.add(request, self._asked_s)
        self._tell(Telling.NOT_SENT if request is None else Telling.ASKED)

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody.

        Figures that come late still count until newer ones came, if they are of the span that is asked for. A refusal
        counts only while no newer question is open.
        """
        self._turn_over()
        if response.req_id not in self._open:
            return
        told, problem = _told(response)
        if told is not None:
            self._shift, self._soon = told, False
            self._as_of_s = self._open.answered(response.req_id)
            self._tell(Telling.TOLD)
        elif self._open.refused(response.req_id):
            self._soon = response.data.get("retry") is True
            self._tell(Telling.REFUSED, problem)

    def tick(self, *, heard: bool) -> None:
        """Time passes: figures grow old, an answer that does not come is said, and it is asked again."""
        self._heard = heard
        self._turn_over()
        if self._telling is Telling.ASKED and self._now_s() - self._asked_s >= ANSWER_WITHIN_S:
            self._telling, self._asked_s = Telling.NO_ANSWER, self._now_s()  # said for a while before it is asked again
        self._ask_if_due()
        self._write()

    def _ask_if_due(self) -> None:
        settled = self._telling in {Telling.TOLD, Telling.REFUSED} and not self._soon
        waited = self._now_s() - self._asked_s >= (AGAIN_AFTER_S if settled else RETRY_AFTER_S)
        if self._shown and self._heard and (self._due or (waited and self._telling is not Telling.ASKED)):
            self.again()

    def _turn_over(self) -> None:
        """Another shift or day may have begun: no answer about the former one counts as this one's."""
        if begun_at(self._now(), self._choice, self._starts) != self._begun:
            self._start_over()

    def _start_over(self) -> None:
        self._begun = begun_at(self._now(), self._choice, self._starts)
        self._open.clear()
        self._as_of_s, self._due = -math.inf, True

    def _tell(self, telling: Telling, detail: str = "") -> None:
        self._telling, self._detail = telling, detail
        self._write()

    def _knowledge(self) -> Knowledge:
        if self._shift is None:
            return Knowledge.UNKNOWN
        fresh = self._heard and self._now_s() - self._as_of_s < OLD_AFTER_S
        return Knowledge.FRESH if fresh else Knowledge.OLD

    def _write(self) -> None:
        view = ShiftView(
            choice=self._choice,
            telling=self._telling,
            shift=self._shift,
            knowledge=self._knowledge(),
            detail=self._detail,
        )
        self._renew(view)


def _told(response: ResponseMessage) -> tuple[Shift | None, str]:
    """The figures, or None and why there are none."""
    if not response.ok:
        return None, response.detail
    try:
        return shift_from(response.data), ""
    except BadMessage as error:
        return None, str(error)
