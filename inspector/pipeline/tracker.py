"""The open triggers: what waits for frames, and what must be answered before its deadline whatever happens."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.domain.frame import Frame, Item
from inspector.domain.item import ItemKey, Trigger
from inspector.pipeline.assembly import Assembly, AssemblyRule

MS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a moment brings: items ready to be inspected, and triggers that can wait no longer."""

    items: Sequence[Item]
    overdue: Sequence[Trigger]


class Tracker:
    """Thread-safe. A trigger is open from `open` until `closed`."""

    def __init__(self, rule: AssemblyRule, *, guard_ms: float) -> None:
        self._assembly = Assembly(rule)
        self._guard_ns = round(guard_ms * MS)
        self._open: dict[ItemKey, Trigger] = {}
        self._lock = threading.Condition()

    def open(self, trigger: Trigger, now_ns: int) -> Due:
        """Start waiting for the frames of `trigger`; they may have come already."""
        with self._lock:
            self._open[trigger.key] = trigger
            self._assembly.expect(trigger)
            self._lock.notify_all()
            return self._due(now_ns)

    def announce(self, trigger: Trigger) -> None:
        """An item that was answered at once: its frames will come all the same and must not be taken for another's."""
        with self._lock:
            self._assembly.announce(trigger)

    def belt_runs(self, counts_per_s: float) -> None:
        """The controller told the belt's speed."""
        with self._lock:
            self._assembly.belt_runs(counts_per_s)

    def new_epoch(self) -> None:
        """The controller restarted; belt counts begin anew."""
        with self._lock:
            self._assembly.new_epoch()

    def frame(self, frame: Frame, now_ns: int, position: int | None = None) -> Due:
        """A camera gave a frame, taken when the belt was at `position` (needed unless the frame has a key)."""
        with self._lock:
            self._assembly.offer(frame, position)
            return self._due(now_ns)

    def tick(self, now_ns: int) -> Due:
        """Time passed."""
        with self._lock:
            return self._due(now_ns)

    def closed(self, key: ItemKey) -> None:
        """The trigger has its outcome."""
        with self._lock:
            self._open.pop(key, None)
            self._assembly.drop(key)

    def is_open(self, key: ItemKey) -> bool:
        """It still waits for its outcome."""
        with self._lock:
            return key in self._open

    def open_triggers(self) -> Sequence[Trigger]:
        """All that wait for an outcome, oldest first."""
        with self._lock:
            return list(self._open.values())

    def untracked(self) -> dict[str, int]:
        """Frames per camera that belonged to no item."""
        with self._lock:
            return self._assembly.untracked

    def slips(self) -> dict[str, int]:
        """Times that a camera's count stopped agreeing with the items'."""
        with self._lock:
            return self._assembly.slips

    def doubted(self) -> dict[str, int]:
        """Items per camera whose picture was not judged because it may be another item's."""
        with self._lock:
            return self._assembly.doubted

    def doubts(self) -> dict[str, str]:
        """The cameras whose count does not agree now, with what happened."""
        with self._lock:
            return self._assembly.doubts

    def wait(self, now_ns: int, longest_s: float) -> None:
        """Sleep until the next moment of interest, or until something is opened."""
        with self._lock:
            moments = [t.deadline_ns - self._guard_ns for t in self._open.values()]
            timeout = self._assembly.next_timeout_ns()
            if timeout is not None:
                moments.append(timeout)
            pause_s = longest_s if not moments else min(longest_s, (min(moments) - now_ns) / 1e9)
            if pause_s > 0:
                self._lock.wait(pause_s)

    def wake(self) -> None:
        """End a `wait` early."""
        with self._lock:
            self._lock.notify_all()

    def _due(self, now_ns: int) -> Due:
        items = self._assembly.take_ready(now_ns)
        overdue = [t for t in self._open.values() if now_ns >= t.deadline_ns - self._guard_ns]
        for trigger in overdue:
            del self._open[trigger.key]
            self._assembly.drop(trigger.key)
        late = {trigger.key for trigger in overdue}
        return Due(items=[item for item in items if item.trigger.key not in late], overdue=overdue)
