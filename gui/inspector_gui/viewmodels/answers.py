"""Brings the operator's answers to the station: in order, one at a time, again until it says that it booked them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.review import Review
from inspector.wire.line import ResponseMessage
from inspector_gui.link.answers import AnswerBook, AnswerBookError

COMMAND = "review"
AGAIN_AFTER_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The station's last word about one answer."""

    review: Review
    booked: bool
    detail: str = ""


class AnswersModel(QObject):
    """A copy too many does no harm: the station knows answers by their id. `send` says whether it left this computer.

    In order, because the taking back of an answer must not overtake it. Qt's thread only.
    """

    settled = Signal(object)  # Settled

    def __init__(self, book: AnswerBook, send: Callable[[Review], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._send = send
        self._waiting = list(book.waiting())
        self._sent_s: float | None = None
        self._now_s = 0.0
        self._reachable = False
        self._session: Callable[[], str] = str

    @property
    def waiting(self) -> tuple[Review, ...]:
        """Not settled yet, oldest first."""
        return tuple(self._waiting)

    def sign_with(self, session: Callable[[], str]) -> None:
        """What proves whose an answer is that is given from now on."""
        self._session = session

    def put(self, review: Review) -> None:
        """Keep it on the disk, then send it when its turn comes. Raises `AnswerBookError`: nothing was kept."""
        self._book.put(review, session=self._session())
        self._waiting.append(review)
        self._push()

    def tick(self, now_s: float, *, reachable: bool) -> None:
        """Time passes. `reachable`: the station is heard."""
        if not reachable:
            self._sent_s = None  # what was under way may be lost: again at once when it is back
        self._now_s, self._reachable = now_s, reachable
        self._push()

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if response.name != COMMAND or not self._waiting or response.req_id != self._waiting[0].review_id:
            return
        if not response.ok and response.data.get("retry") is True:
            return  # its disk can not keep it now: again after a while
        review = self._waiting[0]
        with suppress(AnswerBookError):  # it stays there as waiting: sent once more after a restart, booked once
            self._book.settle(review.review_id, booked=response.ok, detail=response.detail)
        self._waiting.pop(0)
        self._sent_s = None
        self.settled.emit(Settled(review=review, booked=response.ok, detail=response.detail))
        self._push()

    def _push(self) -> None:
        if not self._waiting or not self._reachable:
            return
        if (self._sent_s is None or self._now_s - self._sent_s >= AGAIN_AFTER_S) and self._send(self._waiting[0]):
            self._sent_s = self._now_s
