"""The isolation queue: one item at a time, the operator's answer, what becomes of the item, ten seconds to undo."""

import math
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer, OverruleReason, Review
from inspector_gui.link.answers import DISPOSITION, REVIEW, Entry
from inspector_gui.link.open_list import Ask, Told
from inspector_gui.viewmodels.access import Permit, anybody
from inspector_gui.viewmodels.answers import AnswersModel, Settled
from inspector_gui.viewmodels.deciding import LATER, Deciding, fate_of, grade_of, listed
from inspector_gui.viewmodels.marks import MarksModel
from inspector_gui.viewmodels.new_review import new_review
from inspector_gui.viewmodels.open_items import OpenItemsBook, QueueItem
from inspector_gui.viewmodels.queue_asking import QueueAsking
from inspector_gui.viewmodels.queue_entries import QueueEntries
from inspector_gui.viewmodels.queue_search import QueueSearch
from inspector_gui.viewmodels.queue_view import KINDS, Choosing, Knowledge, QueueView
from inspector_gui.viewmodels.queue_words import obey
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.scan_words import COMMAND, fitting

LEAST_LOOK_S = 0.3  # a finger that bounces must not answer the item after the one it meant


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
        self._now_s = now_s
        self._asking = QueueAsking(ask, now_s)
        self._book = OpenItemsBook()
        self._book.act_as(operator)
        self._entries = QueueEntries(answers, self._book, self._asking, now_s)
        self._search = QueueSearch(self._book, self._asking)
        self._current: QueueItem | None = None
        self._current_since_s = -math.inf
        self._deciding: Deciding | None = None
        self.marks = MarksModel(self)
        self._label: str | None = None
        self._choosing = Choosing.ANSWER
        self.view = self._reading()
        answers.settled.connect(self._settle)

    @property
    def following(self) -> QueueItem | None:
        """The item after the one that is shown: its pictures can be had beforehand."""
        following = self._after()
        return following if following is None or following != self._current else None

    @property
    def waiting(self) -> tuple[QueueItem, ...]:
        """The items that wait, in the station's order, as far as they are listed."""
        return self._book.items

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on, or nobody; what another one did is not to be taken back by them."""
        self.operator = operator
        self._book.act_as(operator)
        self._entries.given.clear()
        if self._deciding is not None and not self._deciding.listed:
            self._look_at(self._after())
        elif self._deciding is None:
            self._choosing = Choosing.ANSWER
        self._show()

    def fits(self, code: str) -> bool:
        """Whether a barcode is an item's that waits."""
        return bool(fitting(self._book.items, code))

    def show(self, rid: str) -> None:
        """Look at this item, if it waits."""
        found = self._book.find(rid)
        if found is not None:
            self._look_at(found)
        self._show()

    def take(self, told: Told) -> None:
        """The station listed what waits, or could not be asked."""
        if told.page is not None and told.ask.code:
            self._search.found(told, self._current, self._look_at, self._follow)
        elif self._asking.take(told) and told.page is not None:
            self._book.take(told.page, told.ask.number)
            self._follow()
        self._show()

    def news(self) -> None:
        """An item was isolated: ask for the list soon."""
        self._asking.soon()

    def tick(self, *, heard: bool) -> None:
        """Time passes. `heard`: what the station says is of now."""
        self._entries.tick(heard=heard)
        self._asking.tick(heard=heard, hidden=self._book.hidden, far=self._search.far)
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

    def accept(self) -> None:
        """What the station proposes becomes of the item."""
        best = None if self._deciding is None else self._deciding.proposed
        if best is not None:
            self.decide(best.fate, best.grade)

    def set_grade(self, grade: str) -> None:
        """The item gets its second chance, as goods of this grade."""
        self.decide(Fate.SECOND_CHANCE, grade)

    def decide(self, fate: Fate, grade: str | None = None) -> None:
        """This becomes of the item; a second chance without a grade asks for it."""
        deciding, now = self._deciding, self._now_s()
        if deciding is None or self.view.gone or self._permit(DISPOSITION) is not None:
            return
        if not deciding.may_become(fate) or now - self._current_since_s < LEAST_LOOK_S:
            return
        if fate is Fate.SECOND_CHANCE and grade is None:
            self._choosing, self._current_since_s = Choosing.GRADE, now
        else:
            step = deciding.step(fate, grade if fate is Fate.SECOND_CHANCE else None, self.operator)
            self._done(step, deciding.item, deciding)
        self._show()

    def later(self) -> None:
        """Nobody decides about it now: on to the next."""
        if self._deciding is not None:
            self._look_at(self._after())
        self._show()

    def choose(self, choosing: Choosing) -> None:
        """Ask for this now; the same once more asks for the answer again. Of an answered item: back, or later."""
        if self._deciding is not None:
            if choosing is not Choosing.ANSWER:
                return
            if self._choosing is Choosing.FATE:
                self.later()
                return
            self._choosing = Choosing.FATE
        else:
            if self._current is None or self.view.gone or self._permit(REVIEW) is not None:
                choosing = Choosing.ANSWER
            self._choosing = Choosing.ANSWER if choosing is self._choosing else choosing
        self._show()

    def set_label(self, label: str) -> None:
        """It is this class of damage."""
        if self._deciding is None:
            self._label, self._choosing = label, Choosing.ANSWER
        self._show()

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        match self._choosing:
            case Choosing.REASON if number <= len(OverruleReason):
                self.overrule(list(OverruleReason)[number - 1])
            case Choosing.KIND if number <= len(KINDS):
                self.set_label(KINDS[number - 1])
            case Choosing.ANSWER if number <= 3:
                (self.confirm, lambda: self.choose(Choosing.REASON), self.cannot_tell)[number - 1]()
            case Choosing.FATE if number == 1:
                self.accept()
            case Choosing.FATE if number == LATER:
                self.later()
            case Choosing.FATE:
                fate = fate_of(number)
                if fate is not None:
                    self.decide(fate)
            case Choosing.GRADE:
                grade = grade_of(number)
                if grade is not None:
                    self.set_grade(grade)
            case _:
                pass

    def step(self, by: int) -> None:
        """Look at a neighbour without answering; stops at both ends. From an item that is gone, at what waits."""
        items, place = self._book.items, self._place()
        if items:
            at = self._behind() if place is None else place + by
            self._look_at(items[min(max(at, 0), len(items) - 1)])
        elif place is None:
            self._look_at(None)
        self._show()

    def relabelled(self) -> None:
        """To the first of those that are being relabelled: where does it go?"""
        if self.view.relabelled:
            self._search.relabelled()

    def scan(self, code: str) -> None:
        """A barcode was read: jump to its item, however far behind it waits, or do what it says."""
        if code.upper().startswith(COMMAND):
            self._search.obeyed(code, known=obey(self, code.upper().removeprefix(COMMAND)))
        else:
            found = fitting(self._book.items, code)
            if found:
                self._look_at(found[0])
            self._search.scanned(code, len(found))
        self._show()

    def scan_broke(self) -> None:
        """A barcode was read in part only."""
        self._search.broke()
        self._show()

    def undo(self) -> None:
        """Take the newest answer or fate back, if it is younger than ten seconds."""
        given = self._entries.newest
        if given is None or self._permit(REVIEW) is not None:
            return
        if isinstance(given.entry, Review):
            if self._entries.withdraw(given, given.entry, self.operator):
                self._look_at(given.item)
                self.marks.start(given.entry.marks)
        elif given.deciding is not None and self._entries.undecide(given, given.entry, given.deciding):
            self._ask_fate(given.deciding)
        self._show()

    def _answer(self, answer: Answer, reason: OverruleReason | None = None) -> None:
        item = self._current
        if self._permit(REVIEW) is not None or self._deciding is not None:
            return
        if item is None or self._place() is None or self._now_s() - self._current_since_s < LEAST_LOOK_S:
            return
        damaged = answer is Answer.CONFIRMED
        label, marks = (self._label, self.marks.marks) if damaged else (None, ())
        told = new_review(item.rid, answer, self.operator, reason=reason, label=label, marks=marks)
        review = replace(told, again=item.again)
        if self._done(review, item) and item.proposed is not None and item.fate is Fate.OPEN:
            self._ask_fate(Deciding(item=item, answer=answer, label=label, reason=reason))
        self._show()

    def _done(self, entry: Entry, item: QueueItem, deciding: Deciding | None = None) -> bool:
        """Keep it, and on to the next item."""
        if not self._entries.done(entry, item, deciding):
            return False
        self._look_at(self._after())
        return True

    def _ask_fate(self, deciding: Deciding) -> None:
        self._look_at(deciding.item)
        self._deciding, self._choosing = deciding, Choosing.FATE

    def _settle(self, settled: Settled) -> None:
        self._entries.settle(settled)
        self._show()

    def _place(self) -> int | None:
        """Where the item that is shown stands among those that wait; None if it does not wait any more."""
        return None if self._current is None else self._book.place(self._current.rid)

    def _behind(self) -> int:
        """The place of the first item after the one that is shown."""
        return 0 if self._current is None else self._book.behind(self._current)

    def _after(self) -> QueueItem | None:
        """The item after the one that is shown, else the first; the one that is shown does not count."""
        items, place = self._book.items, self._place()
        at = self._behind() if place is None else place + 1
        return items[at] if at < len(items) else next(iter(items), None)

    def _follow(self) -> None:
        """A new list: the item stays where the eyes are; its boxes and views may be known only now."""
        place = self._place()
        if place is not None:
            self._current = self._book.items[place]
            if self._deciding is not None and self._deciding.listed:
                self._deciding = listed(self._current)
        elif self._current is None:
            self._look_at(next(iter(self._book.items), None))

    def _look_at(self, item: QueueItem | None) -> None:
        self._current = item
        self._search.turned_to(item)
        self.marks.start()
        self._current_since_s = self._now_s()
        self._label = item.suspected if item is not None else None
        self._deciding = listed(item) if item is not None and item.answer is not None else None
        self._choosing = Choosing.ANSWER if self._deciding is None else Choosing.FATE

    def _show(self) -> None:
        self._renew(self._reading())

    def _reading(self) -> QueueView:
        place, total = self._place(), self._book.total
        known = Knowledge.UNKNOWN if total is None else Knowledge.FRESH if self._asking.fresh else Knowledge.OLD
        mine = self._deciding is not None and not self._deciding.listed
        return QueueView(
            item=self._current,
            place=0 if place is None else place + 1,
            total=total,
            gone=self._current is not None and place is None and not mine,
            knowledge=known,
            problem=self._asking.problem,
            label=self._label,
            choosing=self._choosing,
            deciding=self._deciding,
            waited_s=self._book.waited_s(self._current),
            undo=self._entries.given.view(self._now_s()),
            unsent=self._entries.unsent,
            relabelled=self._book.relabelled,
            notice=self._entries.notice,
            scan=self._search.view,
            denied=self._permit(REVIEW),
        )
