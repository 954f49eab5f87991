"""A short tour of the window: one stop at a time, each on its page. Shown once to each user, then on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.reading import ReadingModel


class Stop(StrEnum):
    """Where the tour stops, in order."""

    WELCOME = "welcome"
    LINE = "line"
    AGE = "age"
    ALARM = "alarm"
    PAGES = "pages"
    PICTURE = "picture"
    VERDICT = "verdict"
    STRIP = "strip"
    QUEUE = "queue"
    ALARMS = "alarms"
    HOLDS = "holds"
    SHIFT = "shift"
    DIAGNOSTICS = "diagnostics"
    SETUP = "setup"
    TEACH = "teach"
    STATION = "station"
    END = "end"

    @property
    def page(self) -> Page:
        """The page that it is on."""
        return Page(self.value) if self.value in set(Page) else Page.LIVE


STOPS = tuple(Stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourView:
    """One reading. None: no tour. `number` of `count`, from 1."""

    stop: Stop | None = None
    number: int = 0
    count: int = len(STOPS)


class TourModel(ReadingModel[TourView]):
    """`seen`: this user was shown it before. `remember` is called when it was seen, or skipped. Qt's thread only."""

    def __init__(
        self, *, seen: bool = True, remember: Callable[[], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(TourView(), parent)
        self._seen, self._remember = seen, remember

    def offer(self) -> None:
        """There is something to be seen: begin, if this user was never shown it."""
        if not self._seen:
            self.start()

    def start(self) -> None:
        """From the first stop on."""
        self._at(0)

    def step(self, by: int) -> None:
        """The next stop, or the one before. Behind the last one it is over."""
        if self.view.stop is not None:
            self._at(max(0, self.view.number - 1 + by))

    def skip(self) -> None:
        """No more of it."""
        if self.view.stop is not None:
            self._end()

    def turned(self, page: Page) -> None:
        """A page was turned to. Where that was not the tour itself, somebody wants to work."""
        if self.view.stop is not None and self.view.stop.page is not page:
            self._end()

    def _at(self, place: int) -> None:
        if place >= len(STOPS):
            self._end()
            return
        self._seen = True
        self._renew(TourView(stop=STOPS[place], number=place + 1))

    def _end(self) -> None:
        self._renew(TourView())
        if self._remember is not None:
            self._remember()
