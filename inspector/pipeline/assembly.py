"""Brings the frames of several cameras together with the trigger they belong to: by key, or by place on the belt.

A frame without a key belongs to the item that was where the picture was taken, within a window of belt counts; the
counters of camera and controller must agree with that, or the frame is not judged. Two triggers closer than two windows
can not be told apart and are not judged either. So a miscount costs an item's judgement, and never judges an item on
its neighbour's picture.

Pure bookkeeping without threads; the caller holds the lock and brings time and place.
"""

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspector.domain.encoder import distance, wrap
from inspector.domain.frame import Frame, Item
from inspector.domain.item import ItemKey, Trigger
from inspector.pipeline.counter_sync import CounterSync, Pairing

REMEMBERED = 32  # triggers whose place is known, answered or not


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyRule:
    """`frame_wait_ms`: how long after the trigger a camera may take. `early_frames`: kept per camera, waiting for
    their trigger; the oldest goes (UNTRACKED) when one more comes.

    `window_counts`: a frame is at most so far from its trigger's place; less than half of the shortest distance of two
    items. It holds at `nominal_counts_per_s`, and grows and shrinks with the highest speed that the controller told.
    `offset_counts`: per camera, from the controller's photo-eye to where the camera takes the item.
    """

    cameras: tuple[str, ...]
    frame_wait_ms: float
    window_counts: int
    nominal_counts_per_s: float = 1000.0
    early_frames: int = 8
    offset_counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Pending:
    trigger: Trigger
    wait_until_ns: int
    frames: dict[str, Frame] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Known:
    """A trigger's place, and its count: the controller's, or its number among our triggers if it has none."""

    key: ItemKey
    encoder: int
    count: int


@dataclass(slots=True)
class _View:
    """What is known of one camera's count. `doubt` says why its pictures are not judged now; empty: they are."""

    sync: CounterSync = field(default_factory=CounterSync)
    early: deque[tuple[Frame, int]] = field(default_factory=deque)
    last_counter: int | None = None
    doubt: str = ""
    untracked: int = 0
    slips: int = 0
    doubted: int = 0


class Assembly:
    """Open items in the order of their triggers."""

    def __init__(self, rule: AssemblyRule) -> None:
        self._rule = rule
        self._pending: OrderedDict[ItemKey, _Pending] = OrderedDict()
        self._known: deque[_Known] = deque(maxlen=REMEMBERED)
        self._views = {name: _View() for name in rule.cameras}
        self._announced = 0
        self._fastest = 0.0
        self._window = rule.window_counts

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def untracked(self) -> dict[str, int]:
        """Frames per camera that belonged to no open item."""
        return {name: view.untracked for name, view in self._views.items()}

    @property
    def slips(self) -> dict[str, int]:
        """Times that a camera's count stopped agreeing with the items'."""
        return {name: view.slips for name, view in self._views.items()}

    @property
    def doubted(self) -> dict[str, int]:
        """Items per camera whose picture was not judged because it may be another item's."""
        return {name: view.doubted for name, view in self._views.items()}

    @property
    def doubts(self) -> dict[str, str]:
        """The cameras whose count does not agree now, and since when."""
        return {name: view.doubt for name, view in self._views.items() if view.doubt}

    def belt_runs(self, counts_per_s: float) -> None:
        """The controller told the belt's speed. Only more counts: a belt that slows down keeps its items' distances."""
        if counts_per_s > self._fastest:
            self._fastest = counts_per_s
            self._window = max(1, round(self._rule.window_counts * counts_per_s / self._rule.nominal_counts_per_s))

    def expect(self, trigger: Trigger) -> None:
        """Open an item; frames that came early are given to it."""
        wait_ns = min(trigger.triggered_at_ns + round(self._rule.frame_wait_ms * 1e6), trigger.deadline_ns)
        self._pending[trigger.key] = _Pending(trigger=trigger, wait_until_ns=wait_ns)
        self.announce(trigger)

    def announce(self, trigger: Trigger) -> None:
        """An item is at this place. Its frames are accounted for even if it needs none."""
        count = self._announced if trigger.counter is None else trigger.counter
        self._announced += 1
        self._known.append(_Known(trigger.key, trigger.encoder, count))
        self._doubt_neighbours(trigger)
        for name, view in self._views.items():
            waiting, view.early = view.early, deque()
            for frame, place in waiting:
                self._settle(name, view, frame, place)

    def offer(self, frame: Frame, position: int | None) -> bool:
        """Give a frame, taken when the belt was at `position`, to its item. False: not given to one (now)."""
        view = self._views.get(frame.camera)
        if view is None:
            return False
        if frame.key is not None:
            pending = self._pending.get(frame.key)
            if pending is None:
                view.untracked += 1
                return False
            pending.frames.setdefault(frame.camera, frame)
            return True
        if frame.counter is None or position is None:
            view.untracked += 1
            return False
        self._follow(view, frame.counter)
        return self._settle(frame.camera, view, frame, wrap(position - self._rule.offset_counts.get(frame.camera, 0)))

    def take_ready(self, now_ns: int) -> Sequence[Item]:
        """Items whose views are complete or whose time is up, in the order of their triggers."""
        ready = []
        for key, pending in list(self._pending.items()):
            complete = len(pending.frames) + len(pending.doubted) == len(self._rule.cameras)
            if complete or now_ns >= pending.wait_until_ns:
                del self._pending[key]
                ready.append(self._item(pending))
        return ready

    def drop(self, key: ItemKey) -> None:
        """Forget an item that was answered in another way."""
        self._pending.pop(key, None)

    def new_epoch(self) -> None:
        """The controller restarted: places and counts of before say nothing any more."""
        self._known.clear()
        self._fastest, self._window = 0.0, self._rule.window_counts
        for view in self._views.values():
            view.untracked += len(view.early)
            view.early.clear()
            view.sync.assume()
            view.doubt = ""

    def next_timeout_ns(self) -> int | None:
        """When the next item's time is up."""
        return min((p.wait_until_ns for p in self._pending.values()), default=None)

    def _item(self, pending: _Pending) -> Item:
        names = self._rule.cameras
        return Item(
            trigger=pending.trigger,
            frames=tuple(pending.frames[name] for name in names if name in pending.frames),
            missing=tuple(name for name in names if name not in pending.frames and name not in pending.doubted),
            doubted=tuple(name for name in names if name in pending.doubted),
        )

    def _follow(self, view: _View, counter: int) -> None:
        """A count that runs backwards is a camera that restarted."""
        last, view.last_counter = view.last_counter, counter
        if last is not None and distance(last, counter) <= 0:
            if view.sync.lose():
                view.slips += 1
                view.doubt = f"its count fell from {last} to {counter}: it restarted"
            view.untracked += len(view.early)
            view.early.clear()

    def _settle(self, camera: str, view: _View, frame: Frame, place: int) -> bool:
        """Find the one trigger at a frame's place; without one the frame waits."""
        near = [known for known in self._known if abs(distance(known.encoder, place)) <= self._window]
        if not near:
            self._keep_early(view, frame, place)
            return False
        owner = near[0]
        crowd = [k for k in self._known if abs(distance(k.encoder, owner.encoder)) <= 2 * self._window]
        if len(crowd) > 1:
            view.doubt = f"items {crowd[0].key} and {crowd[1].key} are closer to each other than two match windows"
            for known in near:
                self._doubt(camera, view, known.key)
            view.untracked += 1
            return False
        return self._pair(camera, view, frame, owner)

    def _pair(self, camera: str, view: _View, frame: Frame, owner: _Known) -> bool:
        """The place proves the pair; the counts must agree with it."""
        difference = distance(frame.counter or 0, owner.count)
        before = view.sync.offset
        pairing = view.sync.pair(difference)
        if not pairing.trusted:
            if pairing is Pairing.SLIPPED:
                view.slips += 1
                view.doubt = f"at item {owner.key} its count is {before - difference:+d} off"
            self._doubt(camera, view, owner.key)
            return False
        view.doubt = ""
        pending = self._pending.get(owner.key)
        if pending is None or camera in pending.doubted:
            view.untracked += 1
            return False
        pending.frames.setdefault(camera, frame)
        return True

    def _doubt_neighbours(self, trigger: Trigger) -> None:
        """A picture that an item got by its place may be of a newcomer that lies too close to it."""
        for known in self._known:
            pending = self._pending.get(known.key)
            if pending is None or abs(distance(known.encoder, trigger.encoder)) > 2 * self._window:
                continue
            for name in [name for name, frame in pending.frames.items() if frame.key is None]:
                if known.key != trigger.key:
                    self._doubt(name, self._views[name], known.key)

    def _doubt(self, camera: str, view: _View, key: ItemKey) -> None:
        pending = self._pending.get(key)
        if pending is not None and camera not in pending.doubted:
            pending.frames.pop(camera, None)
            pending.doubted.add(camera)
            view.doubted += 1

    def _keep_early(self, view: _View, frame: Frame, place: int) -> None:
        view.early.append((frame, place))
        while len(view.early) > self._rule.early_frames:
            view.early.popleft()
            view.untracked += 1
