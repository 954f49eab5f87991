"""What comes from the cameras: each frame gets its place on the belt, or makes a trigger, and goes to its item."""

import threading
from collections.abc import Callable

from inspector.domain.frame import Frame
from inspector.domain.item import Trigger
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.belt_clock import BeltClock
from inspector.pipeline.judging import Judging
from inspector.pipeline.own_triggers import OwnTriggerRule, OwnTriggers, next_epoch
from inspector.pipeline.telemetry import Telemetry
from inspector.pipeline.tracker import Due, Tracker
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger


class FrameIntake:
    """`frame` is called from the cameras' threads, `accept` from any."""

    def __init__(
        self,
        *,
        clock: Clock,
        telemetry: Telemetry,
        tracker: Tracker,
        judging: Judging,
        alarms: AlarmBoard,
        belt: BeltClock,
        on_preview: Callable[[Frame], None],
    ) -> None:
        self._clock = clock
        self._telemetry = telemetry
        self._tracker = tracker
        self._judging = judging
        self._alarms = alarms
        self._belt = belt
        self._on_preview = on_preview
        self._own: OwnTriggers | None = None
        self._news = threading.Lock()

    def make_triggers(self, rule: OwnTriggerRule, ledger: Ledger, open_trigger: Callable[[Trigger], None]) -> None:
        """Let one camera's frames be triggers from now on, in an epoch that the ledger does not know yet."""
        newest = ledger.recent(1)
        epoch = next_epoch(int(self._clock.utc().timestamp()), newest[0].trigger.key.epoch if newest else None)
        self._own = OwnTriggers(rule, epoch=epoch, now_ns=self._clock.monotonic_ns(), open_trigger=open_trigger)

    def frame(self, frame: Frame) -> None:
        """A camera gave a frame."""
        self._telemetry.frame(frame.camera)
        if self._own is None:
            position = self._belt.position(frame.captured_at_ns)
        else:
            frame = self._own.frame(frame)
            position = self._own.position(frame.captured_at_ns)
        self.accept(self._tracker.frame(frame, self._clock.monotonic_ns(), position))
        self._on_preview(frame)

    def accept(self, due: Due) -> None:
        """Decisions first; then say whether the cameras' counts agree with the items'."""
        self._judging.accept(due)
        with self._news:  # two threads must not tell theirs in the wrong order
            doubts = self._tracker.doubts()
            detail = "; ".join(f"{camera}: {why}" for camera, why in doubts.items())
            self._alarms.set("counter-slip", active=bool(doubts), detail=detail)
