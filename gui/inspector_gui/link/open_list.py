"""The list of isolated items over the daemon's HTTP, in one worker thread: one question at a time, the newest wins."""

import threading
from dataclasses import dataclass

from inspector.domain.errors import BadMessage
from inspector.wire.review import OpenItems, open_items
from inspector_gui.link.http import HttpPictures, PictureError
from inspector_gui.link.inbox import Inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question for the oldest items; `number` rises with every question."""

    number: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a question: a page, or None and why."""

    ask: Ask
    page: OpenItems | None
    problem: str = ""


class OpenListLink:
    """`ask` from any thread; answers come through `inbox`. `use` says where the daemon is (None: nowhere yet)."""

    def __init__(self, *, token: str | None = None) -> None:
        self.inbox: Inbox[Told] = Inbox(4)
        self._token = token
        self._changed = threading.Condition()
        self._base: str | None = None
        self._asked: Ask | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="open list", daemon=True)

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

    def ask(self, ask: Ask) -> None:
        """Ask this next, instead of what was not asked yet."""
        with self._changed:
            self._asked = ask
            self._changed.notify()

    def _run(self) -> None:
        http: HttpPictures | None = None
        while (due := self._next()) is not None:
            base, ask = due
            if http is None or http.base != base:
                if http is not None:
                    http.close()
                http = HttpPictures(base, token=self._token)
            self.inbox.put(_answer(http, ask), key="told")
        if http is not None:
            http.close()

    def _next(self) -> tuple[str, Ask] | None:
        with self._changed:
            while not self._stopping:
                if self._base is not None and self._asked is not None:
                    ask, self._asked = self._asked, None
                    return self._base, ask
                self._changed.wait()
        return None


def _answer(http: HttpPictures, ask: Ask) -> Told:
    try:
        return Told(ask=ask, page=open_items(http.get(f"/items/open?limit={ask.limit}").content))
    except (PictureError, BadMessage) as error:
        return Told(ask=ask, page=None, problem=str(error))
