"""The holds that stand, for whoever judges an item: read without a lock, changed by the lot stage and by people."""

import threading
from collections.abc import Callable, Iterable, Mapping

from inspector.domain.hold import Hold, under_holds
from inspector.domain.item import Identity
from inspector.domain.lot_group import Group
from inspector.domain.verdict import Verdict


class HoldBoard:
    """Thread-safe. `say` publishes a hold, or clears one that was released; called in the thread that changed it."""

    def __init__(self, say: Callable[[Hold], None]) -> None:
        self._say = say
        self._lock = threading.Lock()
        self._speaking = threading.RLock()  # `say` may come back here
        self._by_id: dict[str, Hold] = {}
        self._by_group: Mapping[Group, tuple[Hold, ...]] = {}

    def show(self, holds: Iterable[Hold]) -> None:
        """These stand, or were released just now."""
        holds = tuple(holds)
        with self._lock:
            for hold in holds:
                if hold.stands:
                    self._by_id[hold.hold_id] = hold
                else:
                    self._by_id.pop(hold.hold_id, None)
            by_group: dict[Group, tuple[Hold, ...]] = {}
            for hold in self._by_id.values():
                by_group[hold.group] = (*by_group.get(hold.group, ()), hold)
            self._by_group = by_group
        for hold in holds:
            self._tell(hold)

    def _tell(self, hold: Hold) -> None:
        """Unless it has been changed by another thread meanwhile, which says so itself."""
        with self._speaking:
            with self._lock:
                stands = hold.hold_id in self._by_id
            if stands is hold.stands:
                self._say(hold)

    def standing(self) -> tuple[Hold, ...]:
        """The holds that stand, in the order in which they were shown."""
        with self._lock:
            return tuple(self._by_id.values())

    def held(self, group: Group, finding: str) -> bool:
        """Whether the group is held for this finding."""
        return any(hold.finding == finding for hold in self._by_group.get(group, ()))

    def judged(self, verdict: Verdict, identity: Identity, seen_utc: str) -> Verdict:
        """The verdict of an item whose group may be held."""
        holds = self._by_group
        return under_holds(verdict, identity, seen_utc, holds) if holds else verdict
