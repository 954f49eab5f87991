"""Signing in: a name and a PIN, or a badge. Neither is kept here longer than it takes to send it."""

import math
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.account import LONGEST_PIN, badge_problems
from inspector.domain.errors import BadMessage
from inspector.wire.access import AccountPart, PersonPart, signed_in_from
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import AccessModel, Entry
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

ANSWER_WITHIN_S = 15.0  # it may stand behind a question about a whole shift
CLOSES_AFTER_S = 60.0
SAID_FOR_S = 10.0  # of a badge that was scanned without the panel
SECRET_BYTES = 24


class Hitch(StrEnum):
    """Why nobody was let in. WAIT: after wrong tries nothing is tried for a while. DISABLED: kept out."""

    NONE = ""
    NO_NAME = "NO_NAME"
    WRONG = "WRONG"
    BADGE = "BADGE"
    DISABLED = "DISABLED"
    WAIT = "WAIT"
    NO_CONNECTION = "NO_CONNECTION"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView:
    """One reading. `digits` were typed; `seconds` are left where the hitch is WAIT; `detail` is the station's word."""

    shown: bool = False
    people: tuple[AccountPart, ...] = ()
    chosen: str = ""
    digits: int = 0
    waiting: bool = False
    hitch: Hitch = Hitch.NONE
    seconds: int = 0
    detail: str = ""


class SignInModel(ReadingModel[SignInView]):
    """Qt's thread only. `send` is the link's: nothing is added to what is sent."""

    def __init__(
        self,
        access: AccessModel,
        send: Send,
        *,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(SignInView(), parent)
        self._access, self._now_s = access, now_s
        self._request = Request(send, now_s, within_s=ANSWER_WITHIN_S)
        self._shown = False
        self._chosen, self._pin, self._secret = "", "", ""
        self._by_badge = False
        self._hitch, self._detail = Hitch.NONE, ""
        self._until_s = self._used_s = 0.0
        access.changed.connect(self._follow)

    def open(self) -> None:
        """Ask who it is; where somebody is signed in already: lock."""
        if self._access.view.entry is Entry.SIGNED_IN:
            self._access.lock()
        elif self._access.view.entry is Entry.LOCKED:
            self._shown = True
            self._begin()

    def close(self) -> None:
        """Ask no more."""
        self._shown = False
        self._begin()

    def choose(self, name: str) -> None:
        """It is this person."""
        self._chosen = name
        self._begin()

    def step(self, by: int) -> None:
        """A neighbour in the list."""
        names = [one.name for one in self.view.people]
        if names:
            here = names.index(self._chosen) + by if self._chosen in names else 0
            self.choose(names[min(max(here, 0), len(names) - 1)])

    def digit(self, digit: str) -> None:
        """One more of the PIN."""
        if not self._shown or self._request.unanswered:
            return
        self._hitch = Hitch.NONE if self._chosen else Hitch.NO_NAME
        if self._chosen and len(self._pin) < LONGEST_PIN:
            self._pin += digit
        self._use()

    def erase(self) -> None:
        """Not that digit."""
        self._pin = self._pin[:-1]
        self._use()

    def enter(self) -> None:
        """That was the PIN."""
        if self._shown and self._chosen and self._pin and not self._request.unanswered:
            self._try({"name": self._chosen, "pin": self._pin})
            self._pin = ""
            self._use()

    def badge(self, code: str) -> None:
        """A badge was scanned."""
        if self._request.unanswered or self._access.view.entry is not Entry.LOCKED:
            return
        if badge_problems(code):
            self._hitch = Hitch.BADGE
        else:
            self._try({"badge": code})
        self._use()

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if not self._request.take(response):
            return
        if response.ok:
            self._let_in(response)
        else:
            self._refused(response.data, response.detail)
        self._show()

    def tick(self) -> None:
        """Time passes."""
        if self._request.overdue:
            self._request.give_up()
            self._hitch = Hitch.NO_ANSWER
        if self._hitch is Hitch.WAIT and self._now_s() >= self._until_s:
            self._hitch = Hitch.NONE
        quiet_s = self._now_s() - self._used_s
        if self._shown and quiet_s >= CLOSES_AFTER_S:
            self.close()
        if not self._shown and quiet_s >= SAID_FOR_S and self._hitch is not Hitch.WAIT:
            self._hitch = Hitch.NONE
        self._show()

    def _try(self, arguments: Mapping[str, object]) -> None:
        """Each try has a secret of its own: nobody can have heard it before."""
        self._secret = secrets.token_hex(SECRET_BYTES)
        self._by_badge = "badge" in arguments
        left = self._request.make("sign.in", {"session": self._secret, **arguments})
        self._hitch = Hitch.NONE if left else Hitch.NO_CONNECTION

    def _let_in(self, response: ResponseMessage) -> None:
        try:
            told = signed_in_from(response.data)
        except BadMessage as error:
            self._hitch, self._detail = Hitch.REFUSED, str(error)
            return
        self._chosen = told.name
        self._access.let_in(self._secret, PersonPart(name=told.name, role=told.role), told.idle_s)

    def _refused(self, data: Mapping[str, object], detail: str) -> None:
        wait_s = data.get("wait_s")
        if isinstance(wait_s, int | float) and not isinstance(wait_s, bool) and wait_s > 0:
            self._hitch, self._until_s = Hitch.WAIT, self._now_s() + wait_s
        elif data.get("disabled") is True:
            self._hitch = Hitch.DISABLED
        elif data.get("retry") is True:
            self._hitch, self._detail = Hitch.REFUSED, detail
        else:
            self._hitch = Hitch.BADGE if self._by_badge else Hitch.WRONG

    def _follow(self) -> None:
        """Somebody was let in, or the station opened: nothing is asked any more."""
        if self._access.view.entry is not Entry.LOCKED:
            self._shown = False
            self._begin()
        elif not self._request.unanswered:
            self._hitch = Hitch.NONE if self._hitch is not Hitch.WAIT else self._hitch
        self._show()

    def _begin(self) -> None:
        self._pin = ""
        self._hitch, self._detail = (self._hitch if self._hitch is Hitch.WAIT else Hitch.NONE), ""
        self._use()

    def _use(self) -> None:
        self._used_s = self._now_s()
        self._show()

    def _show(self) -> None:
        left_s = self._until_s - self._now_s() if self._hitch is Hitch.WAIT else 0
        view = SignInView(
            shown=self._shown,
            people=tuple(one for one in self._access.view.people if one.pin),
            chosen=self._chosen,
            digits=len(self._pin),
            waiting=self._request.unanswered,
            hitch=self._hitch,
            seconds=max(0, math.ceil(left_s)),
            detail=self._detail,
        )
        self._renew(view)
