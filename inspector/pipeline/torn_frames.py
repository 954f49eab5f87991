"""Pictures that came and could not be decoded: an item that waits for one is told so, and not that none came."""

import threading
from collections import deque
from dataclasses import dataclass

from inspector.domain.frame import Item

REMEMBERED = 32  # per camera; more are not waited for at once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Torn:
    came_at_ns: int
    detail: str


class TornFrames:
    """Thread-safe. A torn picture has no count and no place on the belt: it belongs to the oldest item that was there
    when it came and got none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._torn: dict[str, deque[_Torn]] = {}

    def note(self, camera: str, detail: str, now_ns: int) -> None:
        """A camera gave something that is no picture."""
        with self._lock:
            kept = self._torn.setdefault(camera, deque(maxlen=REMEMBERED))
            kept.append(_Torn(came_at_ns=now_ns, detail=detail))

    def of(self, item: Item) -> tuple[tuple[str, str], ...]:
        """(camera, what was wrong) for each missing camera of `item` that gave one since its trigger; each once."""
        with self._lock:
            found = ((camera, self._take(camera, item.trigger.triggered_at_ns)) for camera in item.missing)
            return tuple((camera, torn.detail) for camera, torn in found if torn is not None)

    def _take(self, camera: str, since_ns: int) -> _Torn | None:
        """Those of before are left: an item that came earlier may ask later, where several are judged at once."""
        kept = self._torn.get(camera, deque())
        torn = next((one for one in kept if one.came_at_ns >= since_ns), None)
        if torn is not None:
            kept.remove(torn)
        return torn
