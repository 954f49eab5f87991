"""Brings the frames of several cameras together with the trigger they belong to: by key or by counter, never by time.

Pure bookkeeping without threads; the caller holds the lock and brings the time.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector.domain.frame import Frame, Item
from inspector.domain.item import ItemKey, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyRule:
    """`frame_wait_ms`: how long after the trigger a camera may take. `early_frames`: kept per camera, waiting for
    their `item/arrived`; the oldest goes (UNTRACKED) when one more comes.
    """

    cameras: tuple[str, ...]
    frame_wait_ms: float
    early_frames: int = 8


@dataclass(slots=True)
class _Pending:
    trigger: Trigger
    wait_until_ns: int
    frames: dict[str, Frame] = field(default_factory=dict)


class Assembly:
    """Open items in the order of their triggers."""

    def __init__(self, rule: AssemblyRule) -> None:
        self._rule = rule
        self._pending: OrderedDict[ItemKey, _Pending] = OrderedDict()
        self._early: dict[str, OrderedDict[int, Frame]] = {name: OrderedDict() for name in rule.cameras}
        self._offset: dict[str, int] = dict.fromkeys(rule.cameras, 0)
        self._last_counter: dict[str, int] = {}
        self._lost_sync: set[str] = set()
        self.untracked: dict[str, int] = dict.fromkeys(rule.cameras, 0)
        self.slips: dict[str, int] = dict.fromkeys(rule.cameras, 0)

    def __len__(self) -> int:
        return len(self._pending)

    def expect(self, trigger: Trigger) -> None:
        """Open an item; frames that came early are given to it."""
        wait_ns = min(trigger.triggered_at_ns + round(self._rule.frame_wait_ms * 1e6), trigger.deadline_ns)
        pending = _Pending(trigger=trigger, wait_until_ns=wait_ns)
        self._pending[trigger.key] = pending
        if trigger.counter is None:
            return
        for camera, waiting in self._early.items():
            frame = waiting.pop(trigger.counter - self._offset[camera], None)
            if frame is not None:
                pending.frames[camera] = frame

    def offer(self, frame: Frame) -> bool:
        """Give a frame to its item. False: it belongs to no open item (it may wait for one, if it has a counter)."""
        if frame.camera not in self._early:
            return False
        pending = self._owner(frame)
        if pending is None:
            self._keep_early(frame)
            return False
        pending.frames.setdefault(frame.camera, frame)
        return True

    def take_ready(self, now_ns: int) -> Sequence[Item]:
        """Items whose views are complete or whose time is up, in the order of their triggers."""
        ready = []
        for key, pending in list(self._pending.items()):
            if len(pending.frames) == len(self._rule.cameras) or now_ns >= pending.wait_until_ns:
                del self._pending[key]
                ready.append(self._item(pending))
        return ready

    def drop(self, key: ItemKey) -> None:
        """Forget an item that was answered in another way."""
        self._pending.pop(key, None)

    def next_timeout_ns(self) -> int | None:
        """When the next item's time is up."""
        return min((p.wait_until_ns for p in self._pending.values()), default=None)

    def _item(self, pending: _Pending) -> Item:
        frames = tuple(pending.frames[name] for name in self._rule.cameras if name in pending.frames)
        missing = tuple(name for name in self._rule.cameras if name not in pending.frames)
        return Item(trigger=pending.trigger, frames=frames, missing=missing)

    def _owner(self, frame: Frame) -> _Pending | None:
        if frame.key is not None:
            return self._pending.get(frame.key)
        if frame.counter is None:
            return None
        self._follow_counter(frame.camera, frame.counter)
        wanted = frame.counter + self._offset[frame.camera]
        for pending in self._pending.values():
            if pending.trigger.counter == wanted:
                return pending
        return None

    def _follow_counter(self, camera: str, counter: int) -> None:
        """A counter that runs backwards is a camera that restarted: its offset to the PLC's count is unknown until
        exactly one item waits for this camera. Items in between time out and are answered CAMERA_MISS.
        """
        last = self._last_counter.get(camera)
        self._last_counter[camera] = counter
        if last is not None and counter <= last:
            self.slips[camera] += 1
            self._lost_sync.add(camera)
            self._early[camera].clear()
        if camera in self._lost_sync:
            waiting = [p for p in self._pending.values() if camera not in p.frames and p.trigger.counter is not None]
            if len(waiting) == 1 and waiting[0].trigger.counter is not None:
                self._offset[camera] = waiting[0].trigger.counter - counter
                self._lost_sync.discard(camera)

    def _keep_early(self, frame: Frame) -> None:
        if frame.counter is None or frame.key is not None:
            self.untracked[frame.camera] += 1
            return
        waiting = self._early[frame.camera]
        waiting[frame.counter] = frame
        while len(waiting) > self._rule.early_frames:
            waiting.popitem(last=False)
            self.untracked[frame.camera] += 1
