"""Questions to the daemon's HTTP in one worker thread: of each kind one at a time, the newest wins, read before Qt."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.errors import BadMessage
from inspector_gui.link.http import HttpPictures, PictureError
from inspector_gui.link.http_worker import HttpWorker
from inspector_gui.link.inbox import Inbox

KINDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`read` makes the answer of what came, in the worker and raising `BadMessage`; `failed` makes it of a problem."""

    kind: str
    path: str
    read: Callable[[bytes], object]
    failed: Callable[[str], object]


class QuestionsLink(HttpWorker[Question]):
    """`ask` from any thread; answers come through `inbox`."""

    def __init__(self, *, token: str | None = None) -> None:
        super().__init__("questions", token=token)
        self.inbox: Inbox[object] = Inbox(KINDS)
        self._asked: OrderedDict[str, Question] = OrderedDict()

    def ask(self, question: Question) -> None:
        """Ask this next, instead of one of its kind that was not asked yet."""
        with self.changed:
            self._asked[question.kind] = question
            self.changed.notify()

    def due(self) -> Question | None:
        """The oldest."""
        return self._asked.popitem(last=False)[1] if self._asked else None

    def patience_s(self) -> None:
        """Nothing becomes due by itself."""

    def work(self, task: Question, http: HttpPictures) -> None:
        """Ask it."""
        self.inbox.put(_answer(http, task), key=task.kind)


def _answer(http: HttpPictures, question: Question) -> object:
    try:
        return question.read(http.get(question.path).content)
    except (PictureError, BadMessage) as error:
        return question.failed(str(error))
