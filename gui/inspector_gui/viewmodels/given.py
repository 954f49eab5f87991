"""What was answered and decided in this window a moment ago, and may be taken back for ten seconds, newest first."""

import math
from dataclasses import dataclass

from inspector.domain.dispositioning import Step
from inspector.domain.review import UNDO_S, Review
from inspector_gui.viewmodels.deciding import Deciding
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.queue_view import UndoView


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One entry, at `at_s` of the window's clock. `deciding` goes with a step: the question that it answered."""

    entry: Review | Step
    item: QueueItem
    at_s: float
    deciding: Deciding | None = None


class GivenStack:
    """Seconds are those of the window's monotonic clock."""

    def __init__(self) -> None:
        self._given: list[Given] = []

    def add(self, given: Given) -> None:
        """The newest."""
        self._given.append(given)

    def newest(self, now_s: float) -> Given | None:
        """What would be taken back now."""
        given = self._given[-1] if self._given else None
        return given if given is not None and now_s - given.at_s < UNDO_S else None

    def pop(self) -> None:
        """It was taken back."""
        self._given.pop()

    def expire(self, now_s: float) -> None:
        """What is older can not be taken back any more."""
        self._given = [given for given in self._given if now_s - given.at_s < UNDO_S]

    def refused(self, entry: Review | Step) -> None:
        """The station did not book it: there is nothing to take back."""
        self._given = [given for given in self._given if given.entry != entry]

    def clear(self) -> None:
        """Somebody else acts now."""
        self._given = []

    def view(self, now_s: float) -> UndoView | None:
        """As it is shown."""
        given = self.newest(now_s)
        if given is None:
            return None
        entry = given.entry
        return UndoView(
            track=given.item.view.track,
            seconds=math.ceil(UNDO_S - (now_s - given.at_s)),
            answer=entry.answer if isinstance(entry, Review) else None,
            fate=entry.fate if isinstance(entry, Step) else None,
        )
