"""The station's pulse, five times a second: heartbeat out, PLC's heartbeat checked, state said, watchdog fed."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.station import StationState
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.health import Health
from inspector.pipeline.stage import Progress
from inspector.ports.bus import Bus
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatRule:
    """`period_ms` between beats; the state is said on change and every `repeat_state_s`."""

    period_ms: float
    repeat_state_s: float = 30.0


class Beats:
    """`step` once per period. The heartbeat stops when a stage is stuck: the PLC must not trust a hung station."""

    def __init__(
        self,
        *,
        rule: BeatRule,
        bus: Bus,
        clock: Clock,
        health: Health,
        alarms: AlarmBoard,
        progress: Progress,
        feed_watchdog: Callable[[], None],
    ) -> None:
        self._rule = rule
        self._bus = bus
        self._clock = clock
        self._health = health
        self._alarms = alarms
        self._progress = progress
        self._feed_watchdog = feed_watchdog
        self._count = 0
        self._said: StationState | None = None
        self._said_at_ns = 0
        self._had_plc = False
        self._stop = threading.Event()
        self._stuck: tuple[str, ...] = ()

    def step(self) -> None:
        """One beat."""
        now = self._clock.monotonic_ns()
        self._alarms.end_shelves()
        fresh = self._health.check_plc(now)
        self._had_plc = self._had_plc or fresh
        if self._had_plc:  # said both ways at every beat: a heartbeat that came just now must not leave it standing
            self._alarms.set("plc-heartbeat-lost", active=not fresh, detail="" if fresh else "no change of its counter")
        stuck = self._progress.stuck()
        if stuck != self._stuck:
            log.error("stages without progress: %s", ", ".join(stuck) or "none")
            self._stuck = stuck
        if not stuck:
            self._feed_watchdog()
            self._count = (self._count + 1) % 2**32
            self._bus.beat(count=self._count, ready=not self._health.unready())
        self.say_state(now)

    def say_state(self, now_ns: int) -> None:
        """Publish the state if it changed or was not said for long."""
        state = self._health.state()
        if state != self._said or now_ns - self._said_at_ns >= self._rule.repeat_state_s * 1e9:
            self._said, self._said_at_ns = state, now_ns
            self._bus.say_state(state)

    def run(self) -> None:
        """Beat until `stop`, without drift."""
        due = self._clock.monotonic_ns()
        while not self._stop.is_set():
            self.step()
            due += round(self._rule.period_ms * 1e6)
            pause_s = (due - self._clock.monotonic_ns()) / 1e9
            if pause_s < 0:
                due = self._clock.monotonic_ns()
            self._stop.wait(max(0.0, pause_s))

    def stop(self) -> None:
        """End `run`."""
        self._stop.set()
