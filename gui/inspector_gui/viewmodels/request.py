"""A request of the operator to the station, and whether its answer is still awaited."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from inspector.wire.line import ResponseMessage

ANSWER_WITHIN_S = 3.0

Send = Callable[[str, Mapping[str, object]], str | None]


class Fate(StrEnum):
    """What became of the newest one."""

    SENT = "SENT"
    DONE = "DONE"
    REFUSED = "REFUSED"
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"


class Request:
    """The newest one counts. `send` gives its id, or None where it could not leave; nothing is kept for later."""

    def __init__(self, send: Send, now_s: Callable[[], float], *, within_s: float = ANSWER_WITHIN_S) -> None:
        self._send, self._now_s, self._within_s = send, now_s, within_s
        self._sent: tuple[str, float] | None = None

    @property
    def unanswered(self) -> bool:
        """Whether one left, and was neither answered nor given up."""
        return self._sent is not None

    @property
    def overdue(self) -> bool:
        """Whether the answer should have come by now."""
        return self._sent is not None and self._now_s() - self._sent[1] >= self._within_s

    def make(self, name: str, arguments: Mapping[str, object]) -> bool:
        """Send it in place of the one before. Whether it left."""
        sent = self._send(name, arguments)
        self._sent = None if sent is None else (sent, self._now_s())
        return sent is not None

    def take(self, response: ResponseMessage) -> bool:
        """The station answered somebody. Whether it was this; then nothing is awaited any more."""
        mine = self._sent is not None and response.req_id == self._sent[0]
        if mine:
            self._sent = None
        return mine

    def give_up(self) -> None:
        """An answer that still comes is of no interest."""
        self._sent = None
