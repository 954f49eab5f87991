"""Who acts in this window, and what that person may. The station decides; what is known here greys buttons out."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.access import Role, least_role
from inspector.domain.errors import BadMessage
from inspector.domain.station import UNKNOWN_COMMAND
from inspector.wire.access import AccessData, AccountPart, PersonPart, access_from
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

ASK_EVERY_S = 20.0
ASK_AGAIN_S = 3.0
REMEMBERED = 64


class Entry(StrEnum):
    """OPEN: the station has no accounts, everybody may do everything. UNKNOWN: it did not say so yet."""

    UNKNOWN = "UNKNOWN"
    OPEN = "OPEN"
    LOCKED = "LOCKED"
    SIGNED_IN = "SIGNED_IN"


class LockedBy(StrEnum):
    """Why somebody who was signed in is not any more. STATION: it ended the session."""

    NOBODY = ""
    HAND = "HAND"
    IDLE = "IDLE"
    STATION = "STATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Why something may not be done: it needs `least`; `role` is whoever is signed in, None: nobody is."""

    least: Role
    role: Role | None = None


Permit = Callable[[str], Denied | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """One reading. `people` may sign in; `problem` is why the station can let nobody in."""

    entry: Entry = Entry.UNKNOWN
    person: PersonPart | None = None
    people: tuple[AccountPart, ...] = ()
    locked_by: LockedBy = LockedBy.NOBODY
    problem: str = ""


class AccessModel(ReadingModel[AccessView]):
    """Qt's thread only. `send` gives a request's id, or None where it could not leave."""

    def __init__(
        self,
        send: Send,
        *,
        operator: str,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(AccessView(), parent)
        self._plain_send, self._operator, self._now_s = send, operator, now_s
        self._question = Request(send, now_s)
        self._asked_s = -ASK_EVERY_S
        self._heard = False
        self._secret = ""
        self._idle_s, self._touched_s = ASK_EVERY_S, 0.0
        self._mine: deque[str] = deque(maxlen=REMEMBERED)

    @property
    def operator(self) -> str:
        """The name that deeds carry."""
        return self.view.person.name if self.view.person is not None else self._operator

    @property
    def asking(self) -> bool:
        """The station was asked who may act here, and has not answered yet."""
        return self._question.unanswered

    @property
    def session(self) -> str:
        """What proves to the station who it is; empty where nobody is signed in."""
        return self._secret

    def send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        """Send it as whoever is signed in."""
        request = self._plain_send(name, {**arguments, "session": self._secret} if self._secret else arguments)
        if request is not None:
            self._mine.append(request)
        return request

    def denied(self, command: str) -> Denied | None:
        """Why this may not be ordered now; None: it may be tried."""
        least, person = least_role(command), self.view.person
        if least is None or self.view.entry in {Entry.UNKNOWN, Entry.OPEN}:
            return None
        if person is not None and person.role.covers(least):
            return None
        return Denied(least=least, role=None if person is None else person.role)

    def let_in(self, secret: str, person: PersonPart, idle_s: float) -> None:
        """The station knows this person by this secret from now on."""
        self._secret, self._idle_s = secret, idle_s
        self.touched()
        self._renew(AccessView(entry=Entry.SIGNED_IN, person=person, people=self.view.people))

    def lock(self, by: LockedBy = LockedBy.HAND) -> None:
        """Nobody is signed in any more."""
        if self.view.entry is not Entry.SIGNED_IN:
            return
        if by is not LockedBy.STATION:
            self._plain_send("sign.out", {"session": self._secret})
        self._secret = ""
        self._renew(AccessView(entry=Entry.LOCKED, people=self.view.people, locked_by=by))

    def touched(self) -> None:
        """Somebody is there."""
        self._touched_s = self._now_s()

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody. Another window's refusal says nothing about this one."""
        if self._question.take(response):
            self._learn(response)
        elif not response.ok and response.req_id in self._mine and response.data.get("needs"):
            self._asked_s = -ASK_EVERY_S  # it knows better: ask at once

    def tick(self, *, heard: bool) -> None:
        """Time passes. `heard`: the station would answer."""
        now = self._now_s()
        if self.view.entry is Entry.SIGNED_IN and now - self._touched_s >= self._idle_s:
            self.lock(LockedBy.IDLE)
        if self._question.overdue:
            self._question.give_up()
            self._asked_s = now - ASK_EVERY_S + ASK_AGAIN_S
        if heard and not self._heard:
            self._asked_s = -ASK_EVERY_S
        self._heard = heard
        if heard and now - self._asked_s >= ASK_EVERY_S and not self._question.unanswered:
            self._asked_s = now
            self._question.make("access", {"session": self._secret} if self._secret else {})

    def _learn(self, response: ResponseMessage) -> None:
        if not response.ok:
            self._learn_of_trouble(response)
            return
        try:
            told = access_from(response.data)
        except BadMessage as error:
            self._show_problem(str(error))
            return
        self._renew(self._reading(told))

    def _reading(self, told: AccessData) -> AccessView:
        people = tuple(sorted(told.accounts, key=lambda one: one.name.casefold()))
        self._idle_s = told.idle_s
        if not told.enforced:
            self._secret = ""
            return AccessView(entry=Entry.OPEN)
        if self._secret and told.person is not None:
            return AccessView(entry=Entry.SIGNED_IN, person=told.person, people=people)
        ended = self.view.entry is Entry.SIGNED_IN
        self._secret = ""
        by = LockedBy.STATION if ended else self.view.locked_by
        return AccessView(entry=Entry.LOCKED, people=people, locked_by=by)

    def _learn_of_trouble(self, response: ResponseMessage) -> None:
        """An older station does not know the question: it lets everybody do everything. Any other trouble is one."""
        if response.detail.startswith(UNKNOWN_COMMAND):
            self._secret = ""
            self._renew(AccessView(entry=Entry.OPEN))
        else:
            self._show_problem(response.detail)

    def _show_problem(self, problem: str) -> None:
        """Whoever is signed in may go on; nobody else gets in."""
        entry = Entry.SIGNED_IN if self.view.person is not None else Entry.LOCKED
        self._renew(AccessView(entry=entry, person=self.view.person, people=self.view.people, problem=problem))


def anybody(_command: str) -> Denied | None:
    """Where nothing is known of roles nothing is greyed out: the station decides."""
    return None
