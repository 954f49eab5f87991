"""Questions to the daemon's HTTP in one worker thread: of each kind one at a time, the newest wins, read before Qt."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.errors import BadMessage
from inspector_gui.link.http import HttpPictures, PictureError
from inspector_gui.link.inbox import Inbox

KINDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`read` makes the answer of what came, in the worker and raising `BadMessage`; `failed` makes it of a problem."""

    kind: str
    path: str
    read: Callable[[bytes], object]
    failed: Callable[[str], object]


class QuestionsLink:
    """`ask` from any thread; answers come through `inbox`. `use` says where the daemon is (None: nowhere yet)."""

    def __init__(self, *, token: str | None = None) -> None:
        self.inbox: Inbox[object] = Inbox(KINDS)
        self._token = token
        self._changed = threading.Condition()
        self._base: str | None = None
        self._asked: OrderedDict[str, Question] = OrderedDict()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="questions", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until the thread has."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def use(self, base: str | None) -> None:
        """Ask at this address from now on."""
        with self._changed:
            self._base = base
            self._changed.notify()

    def ask(self, question: Question) -> None:
        """Ask this next, instead of one of its kind that was not asked yet."""
        with self._changed:
            self._asked[question.kind] = question
            self._changed.notify()

    def _run(self) -> None:
        http: HttpPictures | None = None
        while (due := self._next()) is not None:
            base, question = due
            if http is None or http.base != base:
                if http is not None:
                    http.close()
                http = HttpPictures(base, token=self._token)
            self.inbox.put(_answer(http, question), key=question.kind)
        if http is not None:
            http.close()

    def _next(self) -> tuple[str, Question] | None:
        with self._changed:
            while not self._stopping:
                if self._base is not None and self._asked:
                    return self._base, self._asked.popitem(last=False)[1]
                self._changed.wait()
        return None


def _answer(http: HttpPictures, question: Question) -> object:
    try:
        return question.read(http.get(question.path).content)
    except (PictureError, BadMessage) as error:
        return question.failed(str(error))
