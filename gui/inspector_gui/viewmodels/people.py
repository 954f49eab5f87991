"""Everybody who has an account at the station, and what an administrator changes about them. The station decides."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from inspector.domain.access import Role
from inspector.domain.errors import BadMessage
from inspector.wire.access import AccountPart, accounts_from
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.people_question import Ask, Question, Task
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Fate, Request, Send

LIST = "accounts"
ANSWER_WITHIN_S = 15.0  # it may stand behind a question about a whole shift, and hashes on purpose slowly
ASK_EVERY_S = 20.0
GIVEN_UP_AFTER_S = 60.0
NO_QUESTION = Question()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The newest change. `detail` is the station's word where it refused."""

    task: Task
    name: str
    fate: Fate
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """One reading. `known`: the station told the list; `old`: it is not heard now. `last_admin`: the chosen one is."""

    people: tuple[AccountPart, ...] = ()
    known: bool = False
    old: bool = False
    chosen: AccountPart | None = None
    last_admin: bool = False
    question: Question = NO_QUESTION
    waiting: bool = False
    outcome: Outcome | None = None
    denied: Denied | None = None
    open_station: bool = False
    problem: str = ""

    def may(self, task: Task) -> bool:
        """Whether this can be begun now."""
        if self.denied is not None or self.waiting or self.open_station:
            return False
        if task is Task.ADD:
            return True
        return self.chosen is not None and not (self.last_admin and task in {Task.ROLE, Task.DISABLE, Task.REMOVE})


class PeopleModel(ReadingModel[PeopleView]):
    """`send` gives a request's id, or None where it could not leave. Qt's thread only.

    While nobody looks (`watch`) nothing is asked. A PIN is kept until it was sent and no longer.
    """

    def __init__(
        self,
        send: Send,
        *,
        permit: Permit = anybody,
        open_station: Callable[[], bool] = lambda: False,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(PeopleView(), parent)
        self._permit, self._open, self._now_s = permit, open_station, now_s
        self._list = Request(send, now_s, within_s=ANSWER_WITHIN_S)
        self._request = Request(send, now_s, within_s=ANSWER_WITHIN_S)
        self._people: tuple[AccountPart, ...] = ()
        self._known = self._heard = self._watched = False
        self._chosen, self._problem = "", ""
        self._question = NO_QUESTION
        self._outcome: Outcome | None = None
        self._asked_s = -ASK_EVERY_S
        self.used_s = now_s()

    def watch(self, *, watched: bool) -> None:
        """Whether somebody looks."""
        self._watched, self._asked_s = watched, -ASK_EVERY_S
        self.forget()
        self.tick(heard=self._heard)

    def act_as(self, _operator: str) -> None:
        """Somebody else acts from now on, or nobody: the list was for the other one's eyes."""
        self._people, self._known, self._outcome, self._problem = (), False, None, ""
        self._list.give_up()
        self._request.give_up()
        self._asked_s = -ASK_EVERY_S
        self.forget()

    def forget(self) -> None:
        """Nothing is asked any more."""
        self._ask(NO_QUESTION)

    def choose(self, name: str) -> None:
        """Look at this person."""
        if self._question.ask is Ask.NOTHING:
            self._chosen = name
            if not self.view.waiting:
                self._outcome = None
        self._use()

    def step(self, by: int) -> None:
        """Look at a neighbour in the list; stops at both ends."""
        people = self.view.people
        if people:
            here = next((n for n, one in enumerate(people) if one == self.view.chosen), 0)
            self.choose(people[min(max(here + by, 0), len(people) - 1)].name)

    def begin(self, task: Task) -> None:
        """This is wanted."""
        self._show()
        if self._question.ask is not Ask.NOTHING or not self.view.may(task):
            return
        chosen = self.view.chosen
        name = "" if task is Task.ADD or chosen is None else chosen.name
        self._outcome = None
        if not self._heard:
            self._outcome = Outcome(task=task, name=name, fate=Fate.NOT_SENT)
            self._use()
            return
        self._ask(Question(ask=task.first, task=task, name=name))

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What can be begun, in the order of the numbers."""
        chosen = self.view.chosen
        out = Task.ENABLE if chosen is not None and chosen.disabled else Task.DISABLE
        return (Task.ADD, Task.ROLE, Task.PIN, Task.BADGE, out, Task.REMOVE)

    def pick(self, number: int) -> None:
        """A digit's key, or the n-th button of what is asked now."""
        if self._question.ask is Ask.NOTHING:
            if 1 <= number <= len(self.tasks):
                self.begin(self.tasks[number - 1])
        elif self._question.ask.is_pin:
            self.digit(str(number))
        else:
            self._ask(self._question.picked(number))

    def enter_name(self, text: str) -> None:
        """The name was typed."""
        if self._question.ask is Ask.NAME and text.strip():
            self._ask(self._question.named(text, frozenset(one.name.casefold() for one in self._people)))

    def digit(self, digit: str) -> None:
        """One more of the PIN."""
        self._ask(self._question.digit(digit))

    def erase(self) -> None:
        """Not that digit."""
        self._ask(self._question.erased())

    def enter(self) -> None:
        """That was the PIN."""
        self._ask(self._question.entered())

    def scan(self, code: str) -> bool:
        """A barcode was read: it is the badge, if one is asked for. Whether it was wanted."""
        wanted = self._question.ask is Ask.BADGE
        if wanted:
            self._ask(self._question.scanned(code))
        return wanted

    def back(self) -> bool:
        """One question back. Whether there was one."""
        asked = self._question.ask is not Ask.NOTHING
        self._ask(self._question.back())
        return asked

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if self._list.take(response):
            self._learn(response)
        elif self._request.take(response) and self._outcome is not None:
            fate = Fate.DONE if response.ok else Fate.REFUSED
            self._outcome = replace(self._outcome, fate=fate, detail="" if response.ok else response.detail)
            if response.ok and self._outcome.task is Task.ADD:
                self._chosen = self._outcome.name
            self._asked_s = -ASK_EVERY_S
        self._show()

    def tick(self, *, heard: bool) -> None:
        """Time passes. `heard`: the station would answer."""
        now = self._now_s()
        if heard and not self._heard:
            self._asked_s = -ASK_EVERY_S
        self._heard = heard
        if self._outcome is not None and self._outcome.fate is Fate.SENT and self._request.overdue:
            self._outcome = replace(self._outcome, fate=Fate.NO_ANSWER)
            self._asked_s = -ASK_EVERY_S
        if self._list.overdue:
            self._list.give_up()
        if self._question.ask is not Ask.NOTHING and now - self.used_s >= GIVEN_UP_AFTER_S:
            self.forget()
        due = now - self._asked_s >= ASK_EVERY_S and not self._list.unanswered
        if self._watched and heard and due and self._permit(LIST) is None and not self._open():
            self._asked_s = now
            self._list.make(LIST, {})
        self._show()

    def _ask(self, question: Question) -> None:
        if question.done:
            self._outcome = Outcome(task=question.task, name=question.name, fate=Fate.NOT_SENT)
            if self._heard and self._request.make(question.task.value, question.arguments):
                self._outcome = replace(self._outcome, fate=Fate.SENT)
            question = NO_QUESTION
        self._question = question
        self._use()

    def _learn(self, response: ResponseMessage) -> None:
        if not response.ok:
            self._problem = response.detail
            return
        try:
            told = accounts_from(response.data).accounts
        except BadMessage as error:
            self._problem = str(error)
            return
        self._people = tuple(sorted(told, key=lambda one: one.name.casefold()))
        self._known, self._problem = True, ""

    def _use(self) -> None:
        self.used_s = self._now_s()
        self._show()

    def _show(self) -> None:
        chosen = next((one for one in self._people if one.name == self._chosen), next(iter(self._people), None))
        asked = self._question
        if (
            asked.ask is not Ask.NOTHING
            and asked.task is not Task.ADD
            and (chosen is None or chosen.name != asked.name)
        ):
            self._question = NO_QUESTION  # somebody else removed that account meanwhile
        admins = [one for one in self._people if one.role is Role.ADMIN and not one.disabled]
        self._renew(
            PeopleView(
                people=self._people,
                known=self._known,
                old=not self._heard,
                chosen=chosen,
                last_admin=admins == [chosen],
                question=self._question,
                waiting=self._outcome is not None and self._outcome.fate is Fate.SENT,
                outcome=self._outcome,
                denied=self._permit(LIST),
                open_station=self._open(),
                problem=self._problem,
            )
        )
