"""The isolation queue: one item at a time, the operator's answer, and ten seconds to take it back."""

import math
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QDateTime, QObject, Qt

from inspector.domain.review import UNDO_S, Answer, OverruleReason, Review
from inspector_gui.link.answers import AnswerBookError
from inspector_gui.link.open_list import Ask, Told
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.answers import COMMAND as REVIEW
from inspector_gui.viewmodels.answers import AnswersModel, Settled
from inspector_gui.viewmodels.open_items import OpenItemsBook, QueueItem
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.scan_words import COMMAND, KIND, Scan, ScanView, fitting, overrule_reason

PAGE = 50
LARGEST_PAGE = 200
ASK_EVERY_S = 3.0
ASK_SOON_S = 0.25
OLD_AFTER_S = 8.0
LEAST_LOOK_S = 0.3  # a finger that bounces must not answer the item after the one it meant

KINDS = (
    "penetration",
    "deformation",
    "actuation",
    "deconstruction",
    "spillage",
    "superficial",
    "missing_unit",
    "label_defect",
)


class Choosing(StrEnum):
    """What the buttons ask."""

    ANSWER = "answer"
    REASON = "reason"
    KIND = "kind"


class Knowledge(StrEnum):
    """How good the list is."""

    UNKNOWN = "UNKNOWN"
    FRESH = "FRESH"
    OLD = "OLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoView:
    """The newest answer that can be taken back, and for how many whole seconds."""

    track: int
    answer: Answer
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """One reading. `total` is None before the first list; `gone`: somebody else answered this item meanwhile.

    `denied`: why nobody may answer in this window now.
    """

    item: QueueItem | None = None
    place: int = 0
    total: int | None = None
    gone: bool = False
    knowledge: Knowledge = Knowledge.UNKNOWN
    problem: str = ""
    label: str | None = None
    choosing: Choosing = Choosing.ANSWER
    undo: UndoView | None = None
    unsent: int = 0
    notice: str = ""
    scan: ScanView | None = None
    denied: Denied | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    review: Review
    item: QueueItem
    at_s: float


class QueueModel(ReadingModel[QueueView]):
    """Qt's thread only; `tick` at least four times a second. `ask` goes to the list's link."""

    def __init__(
        self,
        answers: AnswersModel,
        ask: Callable[[Ask], None],
        *,
        operator: str = "operator",
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(QueueView(), parent)
        self.operator = operator
        self._permit = permit
        self._answers, self._ask, self._now_s = answers, ask, now_s
        self._book = OpenItemsBook()
        self._given: list[_Given] = []
        self._current: QueueItem | None = None
        self._current_since_s = -math.inf
        self._asked, self._asked_s, self._told_s = 0, -math.inf, -math.inf
        self._soon = True
        self._heard = False
        self._problem, self._notice = "", ""
        self._scan: ScanView | None = None
        self._label: str | None = None
        self._choosing = Choosing.ANSWER
        for review in answers.waiting:
            note = self._book.taken_back if review.answer is Answer.WITHDRAWN else self._book.answered
            note(review.record_id, None)
        self.view = self._reading()
        answers.settled.connect(self._settle)

    @property
    def following(self) -> QueueItem | None:
        """The item after the one that is shown: its pictures can be had beforehand."""
        items = self._book.items
        place = self._place()
        return items[place + 1] if place is not None and place + 1 < len(items) else None

    @property
    def waiting(self) -> tuple[QueueItem, ...]:
        """The items that wait, oldest first, as far as they are listed."""
        return self._book.items

    def act_as(self, operator: str) -> None:
        """Somebody else answers from now on, or nobody; what another one answered is not to be taken back by them."""
        self.operator, self._choosing, self._given = operator, Choosing.ANSWER, []
        self._show()

    def fits(self, code: str) -> bool:
        """Whether a barcode is an item's that waits."""
        return bool(fitting(self._book.items, code))

    def show(self, rid: str) -> None:
        """Look at this item, if it waits."""
        found = next((item for item in self._book.items if item.rid == rid), None)
        if found is not None:
            self._look_at(found)
        self._show()

    def take(self, told: Told) -> None:
        """The station listed what waits, or could not be asked."""
        if told.page is None:
            self._problem = told.problem
        else:
            self._problem, self._told_s = "", self._now_s()
            self._book.take(told.page, told.ask.number)
            self._follow()
        self._show()

    def news(self) -> None:
        """An item was isolated: ask for the list soon."""
        self._soon = True

    def tick(self, *, heard: bool) -> None:
        """Time passes. `heard`: what the station says is of now."""
        now = self._now_s()
        self._heard = heard
        self._answers.tick(now, reachable=heard)
        self._given = [given for given in self._given if now - given.at_s < UNDO_S]
        if now - self._asked_s >= (ASK_SOON_S if self._soon else ASK_EVERY_S):
            self._soon, self._asked_s = False, now
            self._asked += 1
            self._ask(Ask(number=self._asked, limit=min(LARGEST_PAGE, PAGE + self._book.hidden)))
        self._show()

    def confirm(self) -> None:
        """The item is damaged, by the class that is shown."""
        self._answer(Answer.CONFIRMED)

    def cannot_tell(self) -> None:
        """Nobody can say."""
        self._answer(Answer.CANNOT_TELL)

    def overrule(self, reason: OverruleReason) -> None:
        """The item is fine."""
        self._answer(Answer.OVERRULED, reason)

    def choose(self, choosing: Choosing) -> None:
        """Ask for this now; the same once more asks for the answer again."""
        if self._current is None or self.view.gone or self._permit(REVIEW) is not None:
            choosing = Choosing.ANSWER
        self._choosing = Choosing.ANSWER if choosing is self._choosing else choosing
        self._show()

    def set_label(self, label: str) -> None:
        """It is this class of damage."""
        self._label, self._choosing = label, Choosing.ANSWER
        self._show()

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        if self._choosing is Choosing.REASON and number <= len(OverruleReason):
            self.overrule(list(OverruleReason)[number - 1])
        elif self._choosing is Choosing.KIND and number <= len(KINDS):
            self.set_label(KINDS[number - 1])
        elif self._choosing is Choosing.ANSWER and number <= 3:
            (self.confirm, lambda: self.choose(Choosing.REASON), self.cannot_tell)[number - 1]()

    def step(self, by: int) -> None:
        """Look at a neighbour without answering; stops at both ends. From an item that is gone, at what waits."""
        items, place = self._book.items, self._place()
        if items:
            at = self._behind() if place is None else place + by
            self._look_at(items[min(max(at, 0), len(items) - 1)])
        elif place is None:
            self._look_at(None)
        self._show()

    def scan(self, code: str) -> None:
        """A barcode was read: jump to its item, or do what it says."""
        if code.upper().startswith(COMMAND):
            known = self._obey(code.upper().removeprefix(COMMAND))
            self._scan = None if known else ScanView(scan=Scan.NO_COMMAND, code=code)
        else:
            found = fitting(self._book.items, code)
            if found:
                self._look_at(found[0])
            scan = Scan.UNKNOWN if not found else Scan.FOUND if len(found) == 1 else Scan.SEVERAL
            self._scan = ScanView(scan=scan, code=code, count=len(found) or len(self._book.items))
        self._show()

    def scan_broke(self) -> None:
        """A barcode was read in part only."""
        self._scan = ScanView(scan=Scan.BROKEN)
        self._show()

    def _obey(self, command: str) -> bool:
        reason = overrule_reason(command)
        kind = command.removeprefix(KIND).lower()
        simple: dict[str, Callable[[], None]] = {
            "CONFIRM": self.confirm,
            "CANNOT_TELL": self.cannot_tell,
            "UNDO": self.undo,
            "NEXT": lambda: self.step(1),
            "BACK": lambda: self.step(-1),
        }
        if command in simple:
            simple[command]()
        elif reason is not None:
            self.overrule(reason)
        elif command.startswith(KIND) and kind in KINDS:
            self.set_label(kind)
        else:
            return False
        return True

    def undo(self) -> None:
        """Take the newest answer back, if it is younger than ten seconds."""
        now = self._now_s()
        if not self._given or now - self._given[-1].at_s >= UNDO_S or self._permit(REVIEW) is not None:
            return
        given = self._given[-1]
        back = self._review(
            given.item,
            Answer.WITHDRAWN,
            supersedes=given.review.review_id,
            after_s=round(now - given.at_s, 3),
        )
        if self._keep(back):
            self._given.pop()
            self._book.taken_back(given.item.rid, given.item)
            self._look_at(given.item)
        self._show()

    def _answer(self, answer: Answer, reason: OverruleReason | None = None) -> None:
        item, now = self._current, self._now_s()
        if self._permit(REVIEW) is not None:
            return
        if item is None or self._place() is None or now - self._current_since_s < LEAST_LOOK_S:
            return
        label = self._label if answer is Answer.CONFIRMED else None
        review = self._review(item, answer, reason=reason, label=label)
        if self._keep(review):
            self._given.append(_Given(review=review, item=item, at_s=now))
            place = self._place() or 0
            self._book.answered(item.rid, item)
            left = self._book.items
            self._look_at(left[place] if place < len(left) else next(iter(left), None))
            self._soon = True
        self._show()

    def _review(
        self,
        item: QueueItem,
        answer: Answer,
        *,
        reason: OverruleReason | None = None,
        label: str | None = None,
        supersedes: str | None = None,
        after_s: float | None = None,
    ) -> Review:
        return Review(
            review_id=uuid.uuid4().hex,
            record_id=item.rid,
            answer=answer,
            operator=self.operator,
            answered_utc=QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODateWithMs),
            reason=reason,
            label=label,
            supersedes=supersedes,
            after_s=after_s,
        )

    def _keep(self, review: Review) -> bool:
        """An answer that can not be kept on this computer is none: the item stays."""
        try:
            self._answers.put(review)
        except AnswerBookError as error:
            self._notice = str(error)
            return False
        self._notice = ""
        return True

    def _settle(self, settled: Settled) -> None:
        self._book.settled(settled.review.record_id, self._asked)
        self._soon = True
        if not settled.booked:
            self._notice = settled.detail
            self._given = [g for g in self._given if g.review.review_id != settled.review.review_id]
        self._show()

    def _place(self) -> int | None:
        """Where the item that is shown stands among those that wait; None if it does not wait any more."""
        if self._current is None:
            return None
        rid = self._current.rid
        return next((place for place, item in enumerate(self._book.items) if item.rid == rid), None)

    def _behind(self) -> int:
        """The place of the first item after the one that is shown."""
        number = self._current.number if self._current is not None else 0
        return sum(item.number < number for item in self._book.items)

    def _follow(self) -> None:
        """A new list: the item stays where the eyes are; its boxes and views may be known only now."""
        place = self._place()
        if place is not None:
            self._current = self._book.items[place]
        elif self._current is None:
            self._look_at(next(iter(self._book.items), None))

    def _look_at(self, item: QueueItem | None) -> None:
        self._current, self._choosing, self._scan = item, Choosing.ANSWER, None
        self._current_since_s = self._now_s()
        self._label = item.suspected if item is not None else None

    def _show(self) -> None:
        self._renew(self._reading())

    def _reading(self) -> QueueView:
        now, place = self._now_s(), self._place()
        fresh = self._heard and not self._problem and now - self._told_s <= OLD_AFTER_S
        known = Knowledge.UNKNOWN if self._book.total is None else Knowledge.FRESH if fresh else Knowledge.OLD
        return QueueView(
            item=self._current,
            place=0 if place is None else place + 1,
            total=self._book.total,
            gone=self._current is not None and place is None,
            knowledge=known,
            problem=self._problem,
            label=self._label,
            choosing=self._choosing,
            undo=self._undo_view(now),
            unsent=len(self._answers.waiting),
            notice=self._notice,
            scan=self._scan,
            denied=self._permit(REVIEW),
        )

    def _undo_view(self, now: float) -> UndoView | None:
        if not self._given:
            return None
        given = self._given[-1]
        left = UNDO_S - (now - given.at_s)
        if left <= 0:
            return None
        return UndoView(track=given.item.view.track, answer=given.review.answer, seconds=math.ceil(left))
