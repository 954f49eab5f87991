"""Keeps each alarm's ISA-18.2 state and says it on every change. Thread-safe."""

import logging
import threading
from collections.abc import Callable

from inspector.domain.alarm import ALARMS, Alarm, AlarmState, acknowledged, cleared, raised
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


class AlarmBoard:
    """`say` is called outside the lock, in the thread that caused the change."""

    def __init__(self, clock: Clock, say: Callable[[Alarm], None]) -> None:
        self._clock = clock
        self._say = say
        self._lock = threading.Lock()
        self._alarms: dict[str, Alarm] = {}

    def set(self, name: str, *, active: bool, detail: str = "") -> None:
        """Make the condition of alarm `name` true or false; repeated calls with nothing new say nothing."""
        with self._lock:
            old = self._alarms.get(name)
            state = old.state if old is not None else AlarmState.NORMAL
            new = raised(state) if active else cleared(state)
            if new is state and (not active or (old is not None and old.detail == detail)):
                return
            alarm = self._changed(name, new, detail if active or old is None else old.detail)
        log.log(logging.WARNING if active else logging.INFO, "alarm %s %s", name, alarm.state, extra={"detail": detail})
        self._say(alarm)

    def acknowledge(self, name: str) -> bool:
        """A person has seen it; False for an alarm that waits for nobody."""
        with self._lock:
            old = self._alarms.get(name)
            if old is None or acknowledged(old.state) is old.state:
                return False
            alarm = self._changed(name, acknowledged(old.state), old.detail)
        self._say(alarm)
        return True

    def active(self) -> tuple[Alarm, ...]:
        """The alarms whose condition holds, most urgent first."""
        with self._lock:
            found = [alarm for alarm in self._alarms.values() if alarm.active]
        return tuple(sorted(found, key=lambda alarm: (alarm.kind.priority, alarm.kind.id)))

    def _changed(self, name: str, state: AlarmState, detail: str) -> Alarm:
        now = self._clock.utc()
        when = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
        alarm = Alarm(kind=ALARMS[name], state=state, detail=detail, changed_at=when)
        self._alarms[name] = alarm
        return alarm
