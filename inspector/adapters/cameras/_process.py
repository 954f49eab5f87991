"""A camera whose driver lives in a process of its own, which is killed when the driver hangs.

Drivers of network and USB cameras can block for ever, in `open` as in `read`; a thread that does so can not be ended.
"""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from time import monotonic, monotonic_ns
from typing import Literal, NoReturn

from inspector.adapters.cameras._worker import Driver, Message, Worker
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import Frame
from inspector.domain.item import ItemKey, Trigger
from inspector.ports.camera import EndOfStream
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`by`: a frame belongs to nobody (`free_run`), to the device's count (`hardware`), to the items that were
    triggered before it was taken (`next_frame`), or to the one item for which the device was triggered (`device`).

    `open_s`: patience until the device is open. `silence_s`: a driver that says nothing for so long hangs. `answer_s`:
    of `device`, the longest time from a trigger to its picture.
    """

    by: Literal["free_run", "hardware", "next_frame", "device"]
    first_counter: int = 0
    open_s: float = 15.0
    silence_s: float = 3.0
    answer_s: float = 0.5


class ProcessCamera:
    """See Camera."""

    def __init__(self, name: str, clock: Clock, driver: Driver, rules: Rules) -> None:
        self._name = name
        self._clock = clock
        self._driver = driver
        self._rules = rules
        self._worker: Worker | None = None
        self._lock = threading.Lock()
        self._asked: deque[tuple[int, ItemKey]] = deque()
        self._ready: deque[Frame] = deque()
        self._sequence = 0
        self._dropped = 0
        self._due = 0  # the device's count of the picture that the oldest asker waits for
        self._ended: str | None = None

    @property
    def name(self) -> str:
        """See Camera."""
        return self._name

    @property
    def process_id(self) -> int | None:
        """Of the driver's process, while there is one."""
        return self._worker.process.pid if self._worker is not None else None

    def open(self) -> None:
        """See Camera. Waits for the device, at most `open_s`."""
        self.close()
        try:
            self._worker = worker = Worker(self._driver)
            message = worker.receive(monotonic() + self._rules.open_s)
        except CameraLost as error:
            self._fail(str(error))
        self._dropped, self._due, self._ended = 0, 0, None
        if message is None:
            self._fail(f"could not be opened within {self._rules.open_s:g} s", hanging=True)
        if message["is"] != "open":
            self._fail(message.get("detail", "could not be opened"))

    def trigger(self, trigger: Trigger) -> None:
        """See Camera."""
        worker = self._worker
        if worker is None or self._rules.by not in {"next_frame", "device"}:
            return
        with self._lock:
            self._asked.append((monotonic_ns(), trigger.key))
        if self._rules.by == "device":
            worker.tell({"do": "trigger"})

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        give_up = monotonic() + timeout_s
        while not self._ready:
            worker = self._worker
            if worker is None:
                raise CameraLost(f"{self._name}: is not open")
            if self._ended is not None:
                raise EndOfStream(self._ended)
            message = self._heard(worker, give_up)
            if message is None:
                return None
            self._take_in(worker, message)
            if not self._ready and self._ended is None and monotonic() >= give_up:
                return None
        return self._ready.popleft()

    def close(self) -> None:
        """See Camera. A process that does not end by itself is killed."""
        self._end(hanging=False)

    def _end(self, *, hanging: bool) -> None:
        worker, self._worker = self._worker, None
        with self._lock:
            self._asked.clear()
        self._ready.clear()
        if worker is not None:
            worker.end(hanging=hanging)

    def _fail(self, why: str, *, hanging: bool = False) -> NoReturn:
        self._end(hanging=hanging)
        raise CameraLost(f"{self._name}: {why}")

    def _heard(self, worker: Worker, give_up: float) -> Message | None:
        """The next message; None when the reader's patience is at its end. Raises `CameraLost` when it hangs."""
        self._refuse_late_device()
        silent_at = worker.heard_s + self._rules.silence_s
        try:
            message = worker.receive(min(give_up, silent_at))
        except CameraLost as error:
            self._fail(str(error))
        if message is None and monotonic() >= silent_at:
            self._fail(f"has not answered for {self._rules.silence_s:g} s", hanging=True)
        return message

    def _refuse_late_device(self) -> None:
        """A frame that came after a lost one would go to the wrong item: a device that owes one is started anew."""
        with self._lock:
            oldest_ns = self._asked[0][0] if self._asked and self._rules.by == "device" else None
        if oldest_ns is not None and monotonic_ns() - oldest_ns > self._rules.silence_s * 1e9:
            self._fail(f"took no picture within {self._rules.silence_s:g} s of its trigger")

    def _take_in(self, worker: Worker, message: Message) -> None:
        if message["is"] == "frame":
            self._ready.extend(self._frames(worker, message))
        elif message["is"] == "corrupt":
            if self._rules.by == "device":
                self._go_without(1)
            raise FrameCorrupt(f"{self._name}: {message['detail']}")
        elif message["is"] == "end":
            self._ended = message["detail"]
        elif message["is"] == "lost":
            self._fail(message["detail"])

    def _frames(self, worker: Worker, message: Message) -> list[Frame]:
        """The frames that a picture makes: none, one, or one for each item that waited for it."""
        if message["dropped"] > self._dropped:
            log.warning("frames dropped, reader too slow", extra={"camera": self._name, "dropped": message["dropped"]})
            self._dropped = message["dropped"]
        keys = self._owners(message["taken_ns"], message["counter"])
        image = worker.picture(message) if keys else None
        worker.tell({"do": "release", "slot": message["slot"]})
        if image is None:
            return []
        # Both processes read the same monotonic clock; the age holds for any other clock as well.
        captured_at_ns = self._clock.monotonic_ns() - (monotonic_ns() - message["taken_ns"])
        counted = self._rules.by == "hardware"
        frames = [
            Frame(
                camera=self._name,
                sequence=self._sequence + place,
                image=image,
                captured_at_ns=captured_at_ns,
                counter=self._rules.first_counter + message["counter"] if counted else None,
                key=key,
            )
            for place, key in enumerate(keys)
        ]
        self._sequence += len(frames)
        return frames

    def _owners(self, taken_ns: int, counter: int) -> list[ItemKey | None]:
        """Whose a picture is that was taken then."""
        if self._rules.by in {"free_run", "hardware"}:
            return [None]
        if self._rules.by == "device":
            self._go_without(counter - self._due)
            return self._answered(taken_ns)
        owners: list[ItemKey | None] = []
        with self._lock:
            while self._asked and self._asked[0][0] <= taken_ns:
                owners.append(self._asked.popleft()[1])
        return owners

    def _go_without(self, pictures: int) -> None:
        """The device has counted pictures that never came, or can not be read: whoever asked for them gets none."""
        if pictures <= 0:
            return
        self._due += pictures
        with self._lock:
            lost = [self._asked.popleft()[1] for _ in range(min(pictures, len(self._asked)))]
        log.warning("pictures lost", extra={"camera": self._name, "items": [str(key) for key in lost]})

    def _answered(self, taken_ns: int) -> list[ItemKey | None]:
        """The one item for which the device was triggered. Raises `CameraLost` when that can not be told any more.

        A device that ignores a trigger counts nothing, and from then on each picture would go to the item before: what
        gives it away is that the picture comes a whole item later than it was asked for.
        """
        self._due += 1
        with self._lock:
            if not self._asked or self._asked[0][0] > taken_ns:
                return []
            asked_ns, key = self._asked.popleft()
        waited_s = (taken_ns - asked_ns) / 1e9
        if waited_s > self._rules.answer_s:
            self._fail(f"a picture came {waited_s:.2f} s after its trigger; its item is not certain")
        return [key]
