"""What came back: one complaint at a time, the items that it may be about, and what a person finds on looking again."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from inspector.domain.relabelling import Said
from inspector.domain.review import Answer
from inspector.wire.escapes import CameBack, CameBackItem, said_arguments
from inspector.wire.line import ResponseMessage
from inspector_gui.link.came_back import AskCameBack, CameBackTold
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.came_back_question import Question, question_about
from inspector_gui.viewmodels.items import ItemView, boxes_of
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Fate, Request, Send

COMMAND = "escape.answer"
ASK_EVERY_S, OLD_AFTER_S = 10.0, 25.0
NO_QUESTION = Question()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one complaint. `detail` is the station's word where it refused."""

    complaint_id: str
    answer: Answer
    label: str | None
    fate: Fate
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBackView:
    """One reading. `total` is None before the first list. `place` and `item_place` are from 1.

    `again`: this one was answered here a moment ago, and is answered once more. `last`: it could be.
    `denied`: why nobody may answer in this window now.
    """

    complaint: CameBack | None = None
    place: int = 0
    total: int | None = None
    item: QueueItem | None = None
    sighted: CameBackItem | None = None
    item_place: int = 0
    following: QueueItem | None = None
    knowledge: Knowledge = Knowledge.UNKNOWN
    problem: str = ""
    question: Question = NO_QUESTION
    may_answer: bool = False
    again: bool = False
    last: str = ""
    outcome: Outcome | None = None
    denied: Denied | None = None


class CameBackModel(ReadingModel[CameBackView]):
    """Qt's thread only. `ask` goes to the list's link, `send` to the station. Nothing is kept for later."""

    def __init__(
        self,
        ask: Callable[[AskCameBack], None],
        send: Send,
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(CameBackView(), parent)
        self.operator = operator
        self._ask, self._permit, self._now_s = ask, permit, now_s
        self._request = Request(send, now_s)
        self._number, self._answered_at = 0, 0
        self._asked_s = self._told_s = -math.inf
        self._shown = self._heard = False
        self._problem = ""
        self._total: int | None = None
        self._complaints: tuple[CameBack, ...] = ()
        self._answered: set[str] = set()
        self._chosen: CameBack | None = None
        self._item = 0
        self._question = NO_QUESTION
        self._last: CameBack | None = None
        self._again = False
        self._outcome: Outcome | None = None

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on, or nobody: what was begun is given up."""
        self.operator, self._last = operator, None
        self._look_at(None if self._again else self._chosen)
        self._show()

    def show(self, *, shown: bool) -> None:
        """Somebody looks, or no more."""
        self._shown, self._asked_s = shown, -math.inf
        self._ask_if_due()

    def take(self, told: CameBackTold) -> None:
        """The station listed what waits, or could not be asked."""
        self._problem = told.problem if told.page is None else ""
        if told.page is not None:
            if told.ask.number > self._answered_at:
                self._answered.clear()  # asked after the station had booked them
            self._told_s = self._now_s()
            hidden = [one for one in told.page.complaints if one.complaint_id in self._answered]
            self._total = told.page.total - len(hidden)
            self._complaints = tuple(one for one in told.page.complaints if one not in hidden)
            self._follow()
        self._show()

    def hear(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if not self._request.take(response) or self._outcome is None:
            return
        if response.ok:
            self._booked(self._outcome.complaint_id)
            self._outcome = replace(self._outcome, fate=Fate.DONE)
        else:
            self._outcome = replace(self._outcome, fate=Fate.REFUSED, detail=response.detail)
        self._asked_s = -math.inf
        self._ask_if_due()
        self._show()

    def tick(self, *, heard: bool) -> None:
        """Time passes."""
        self._heard = heard
        if self._waiting and self._request.overdue and self._outcome is not None:
            self._outcome = replace(self._outcome, fate=Fate.NO_ANSWER)
        self._ask_if_due()
        self._show()

    def step(self, by: int) -> None:
        """Look at a neighbour; stops at both ends."""
        if self._complaints:
            place = self._place()
            at = 0 if place is None else min(max(place + by, 0), len(self._complaints) - 1)
            self._look_at(self._complaints[at])
        self._show()

    def step_item(self, by: int) -> None:
        """Look at another item that it may be about, around in a ring; what was begun is about the former one."""
        if self._chosen is not None:
            item = (self._item + by) % len(self._chosen.items)
            if item != self._item:
                self._item, self._question = item, question_about(self._chosen.finding)
        self._show()

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        if self.view.may_answer:
            self._go_on(self._question.picked(number))

    def enter(self, text: str) -> None:
        """The reason that was typed."""
        if self.view.may_answer:
            self._go_on(self._question.typed(text))

    def back(self) -> bool:
        """One question back. Whether there was one."""
        before = self._question
        if before.answer is not None:
            self._question = before.back()
        elif self._again:
            self._look_at(next(iter(self._complaints), None))
        self._show()
        return before.answer is not None

    def answer_again(self) -> None:
        """The one that was answered here last, once more: that answer is kept, and this one stands."""
        if self._last is not None and not self._waiting:
            self._look_at(self._last)
            self._again = True
        self._show()

    @property
    def _waiting(self) -> bool:
        return self._outcome is not None and self._outcome.fate is Fate.SENT

    def _ask_if_due(self) -> None:
        now = self._now_s()
        if self._shown and self._heard and now - self._asked_s >= ASK_EVERY_S:
            self._asked_s = now
            self._number += 1
            self._ask(AskCameBack(number=self._number))

    def _go_on(self, question: Question) -> None:
        self._question = question
        if question.why:
            self._send(question)
        self._show()

    def _send(self, question: Question) -> None:
        complaint, answer = self._chosen, question.answer
        if complaint is None or answer is None:
            return
        said = Said(
            complaint_id=complaint.complaint_id,
            record_id=complaint.items[self._item].rid,
            answer=answer,
            label=question.label,
            operator=self.operator,
            why=question.why,
            again=self._again,
        )
        left = self._request.make(COMMAND, said_arguments(said))
        self._question = question_about(complaint.finding)
        self._outcome = Outcome(
            complaint_id=complaint.complaint_id,
            answer=answer,
            label=question.label,
            fate=Fate.SENT if left else Fate.NOT_SENT,
        )

    def _booked(self, complaint_id: str) -> None:
        """On to the one that stands in its place now."""
        place = self._place()
        mine = self._chosen is not None and self._chosen.complaint_id == complaint_id
        self._answered_at = self._number
        self._answered.add(complaint_id)
        self._last = self._chosen if mine else self._last
        left = tuple(one for one in self._complaints if one.complaint_id != complaint_id)
        if self._total is not None:
            self._total -= len(self._complaints) - len(left)
        self._complaints = left
        if mine:
            at = 0 if place is None or place >= len(left) else place
            self._look_at(left[at] if left else None)

    def _place(self) -> int | None:
        """Where the one that is shown stands among those that wait; None if it does not wait."""
        wanted = None if self._chosen is None else self._chosen.complaint_id
        return next((n for n, one in enumerate(self._complaints) if one.complaint_id == wanted), None)

    def _follow(self) -> None:
        """A new list: the eyes stay where they are, unless somebody else answered this one."""
        place = self._place()
        if place is not None:
            self._chosen = self._complaints[place]
            self._item = min(self._item, len(self._chosen.items) - 1)
        elif not self._again:
            self._look_at(next(iter(self._complaints), None))

    def _look_at(self, complaint: CameBack | None) -> None:
        self._chosen, self._item, self._again = complaint, 0, False
        self._question = NO_QUESTION if complaint is None else question_about(complaint.finding)

    def _knowledge(self) -> Knowledge:
        if self._total is None:
            return Knowledge.UNKNOWN
        fresh = self._heard and not self._problem and self._now_s() - self._told_s < OLD_AFTER_S
        return Knowledge.FRESH if fresh else Knowledge.OLD

    def _show(self) -> None:
        chosen, place, denied = self._chosen, self._place(), self._permit(COMMAND)
        after = None if place is None or place + 1 >= len(self._complaints) else self._complaints[place + 1]
        sighted = None if chosen is None else chosen.items[self._item]
        self._renew(
            CameBackView(
                complaint=chosen,
                place=0 if place is None else place + 1,
                total=self._total,
                item=None if sighted is None else as_item(sighted),
                sighted=sighted,
                item_place=self._item + 1 if chosen is not None else 0,
                following=None if after is None else as_item(after.items[0]),
                knowledge=self._knowledge(),
                problem=self._problem,
                question=self._question,
                may_answer=chosen is not None and self._heard and denied is None and not self._waiting,
                again=self._again,
                last="" if self._last is None or self._again else self._last.complaint_id,
                outcome=self._outcome,
                denied=denied if chosen is not None else None,
            )
        )


def as_item(item: CameBackItem) -> QueueItem:
    """As the pictures of an isolated item are shown."""
    track = item.track.rpartition("/")[2]
    return QueueItem(
        number=0,
        view=ItemView(
            rid=item.rid,
            track=int(track) if track.isascii() and track.isdecimal() else 0,
            disposition=item.disp,
            lane=0,
            score=item.score,
            sku=item.sku or "",
            ts=item.time,
            decided_ms=None,
            reasons=(),
            boxes=boxes_of(item.boxes),
        ),
        cameras=tuple(item.cameras),
        lpn=item.lpn or "",
    )
