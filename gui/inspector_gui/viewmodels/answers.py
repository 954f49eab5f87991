"""Brings what the operator answered and decided to the station: in order, one at a time, again until it is booked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.dispositioning import Step
from inspector.domain.review import UNDO_S
from inspector.wire.line import ResponseMessage
from inspector_gui.link.answers import AnswerBook, AnswerBookError, Entry, command_of, id_of

AGAIN_AFTER_S = 3.0
HELD_S = UNDO_S + 1.0  # a step is final at the station: it leaves this computer when it can not be taken back any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The station's last word about one entry."""

    review: Entry
    booked: bool
    detail: str = ""


class AnswersModel(QObject):
    """A copy too many does no harm: the station knows entries by their id. `send` says whether it left this computer.

    In order, because the taking back of an answer must not overtake it; only steps, which wait until they can not be
    taken back, let answers about other items go first. Qt's thread only.
    """

    settled = Signal(object)  # Settled

    def __init__(self, book: AnswerBook, send: Callable[[Entry], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._send = send
        self._waiting = list(book.waiting())
        self._held_until_s: dict[str, float] = {}
        self._sent: tuple[str, float] | None = None
        self._now_s = 0.0
        self._reachable = False
        self._session: Callable[[], str] = str

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Not settled yet, oldest first."""
        return tuple(self._waiting)

    def sign_with(self, session: Callable[[], str]) -> None:
        """What proves whose an entry is that is given from now on."""
        self._session = session

    def put(self, entry: Entry) -> None:
        """Keep it on the disk, then send it when its turn comes. Raises `AnswerBookError`: nothing was kept."""
        self._book.put(entry, session=self._session())
        self._waiting.append(entry)
        if isinstance(entry, Step):
            self._held_until_s[entry.step_id] = self._now_s + HELD_S
        self._push()

    def take_back(self, step: Step) -> bool:
        """Forget a step that was not sent. False where it was. Raises `AnswerBookError`: it will be sent."""
        if step.step_id not in self._held_until_s or step not in self._waiting:
            return False
        self._book.take_back(step.step_id)
        self._waiting.remove(step)
        del self._held_until_s[step.step_id]
        return True

    def let_go(self) -> None:
        """The window closes: what is held leaves now. What is not answered any more leaves again at the next start."""
        self._held_until_s.clear()
        if self._reachable:
            for entry in self._waiting:
                self._send(entry)

    def tick(self, now_s: float, *, reachable: bool) -> None:
        """Time passes. `reachable`: the station is heard."""
        if not reachable:
            self._sent = None  # what was under way may be lost: again at once when it is back
        self._now_s, self._reachable = now_s, reachable
        self._held_until_s = {one: until for one, until in self._held_until_s.items() if now_s < until}
        self._push()

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        entry = self._next()
        if entry is None or response.name != command_of(entry) or response.req_id != id_of(entry):
            return
        if not response.ok and response.data.get("retry") is True:
            return  # its disk can not keep it now: again after a while
        with suppress(AnswerBookError):  # it stays there as waiting: sent once more after a restart, booked once
            self._book.settle(id_of(entry), booked=response.ok, detail=response.detail)
        self._waiting.remove(entry)
        self._sent = None
        self.settled.emit(Settled(review=entry, booked=response.ok, detail=response.detail))
        self._push()

    def _next(self) -> Entry | None:
        """Whose turn it is; one that was sent keeps its turn until it is answered."""
        if self._sent is not None:
            return next((one for one in self._waiting if id_of(one) == self._sent[0]), None)
        return next((one for one in self._waiting if id_of(one) not in self._held_until_s), None)

    def _push(self) -> None:
        entry = self._next()
        if entry is None or not self._reachable:
            return
        due = self._sent is None or self._now_s - self._sent[1] >= AGAIN_AFTER_S
        if due and self._send(entry):
            self._sent = id_of(entry), self._now_s
