"""Keeps each alarm's ISA-18.2 state, says it on every change and notes who did what. Thread-safe."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inspector.domain.alarm import (
    ALARMS,
    LONGEST_SHELF_MIN,
    Alarm,
    AlarmState,
    ShelveReason,
    acknowledged,
    cleared,
    raised,
    unshelved,
)
from inspector.domain.alarm_journal import AlarmEntry, AlarmEvent
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)
NS_PER_MIN = 60 * 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An alarm, whether its condition holds, and when its shelf ends (monotonic)."""

    alarm: Alarm
    holds: bool = False
    shelf_ends_ns: int = 0


class AlarmBoard:
    """`say` and `note` are called in the thread that caused the change; `note` must not raise."""

    def __init__(
        self, clock: Clock, say: Callable[[Alarm], None], note: Callable[[AlarmEntry], None] = lambda _entry: None
    ) -> None:
        self._clock = clock
        self._say = say
        self._note = note
        self._lock = threading.Lock()
        self._speaking = threading.RLock()  # `say` may come back here
        self._alarms: dict[str, _Held] = {}

    def set(self, name: str, *, active: bool, detail: str = "", anew: bool = False) -> None:
        """Make the condition of alarm `name` true or false; repeated calls with nothing new say nothing.

        `anew`: the condition has one more cause, so that an acknowledged alarm waits for a person again.
        """
        with self._lock:
            old = self._alarms.get(name) or self._unknown(name)
            before = cleared(old.alarm.state) if anew else old.alarm.state
            state = raised(before) if active else cleared(old.alarm.state)
            kept = detail if active else old.alarm.detail
            turned = old.holds is not active or state is not old.alarm.state
            if not turned and kept == old.alarm.detail and state is old.alarm.state:
                return
            alarm = replace(old.alarm, state=state, detail=kept, changed_at=self._now())
            self._alarms[name] = replace(old, alarm=alarm, holds=active)
            if not turned and state is AlarmState.SHELVED:
                return  # nobody wants to hear particulars of what was put aside
        log.log(logging.WARNING if active else logging.INFO, "alarm %s %s", name, alarm.state, extra={"detail": detail})
        self._tell(alarm, (AlarmEvent.RAISED if active else AlarmEvent.RETURNED) if turned else None)

    def acknowledge(self, name: str, *, operator: str = "") -> bool:
        """A person has seen it; False for an alarm that waits for nobody."""
        with self._lock:
            old = self._alarms.get(name)
            if old is None or acknowledged(old.alarm.state) is old.alarm.state:
                return False
            state = acknowledged(old.alarm.state)
            alarm = replace(old.alarm, state=state, changed_at=self._now(), operator=operator)
            self._alarms[name] = replace(old, alarm=alarm)
        self._tell(alarm, AlarmEvent.ACKNOWLEDGED)
        return True

    def shelve(self, name: str, *, minutes: int, reason: ShelveReason, operator: str) -> Alarm:
        """Put it aside for a while, or for longer than it is. Raises ValueError for what can not be."""
        if name not in ALARMS:
            raise ValueError(f"there is no alarm {name!r}")
        if not 1 <= minutes <= LONGEST_SHELF_MIN:
            raise ValueError(f"an alarm is shelved for 1 to {LONGEST_SHELF_MIN} minutes")
        if not operator.strip():
            raise ValueError("shelve needs an operator")
        until = iso_ms(self._clock.utc() + timedelta(minutes=minutes))
        with self._lock:
            old = self._alarms.get(name) or self._unknown(name)
            alarm = replace(
                old.alarm,
                state=AlarmState.SHELVED,
                changed_at=self._now(),
                operator=operator,
                reason=reason.value,
                until=until,
            )
            ends_ns = self._clock.monotonic_ns() + minutes * NS_PER_MIN
            self._alarms[name] = replace(old, alarm=alarm, shelf_ends_ns=ends_ns)
        self._tell(alarm, AlarmEvent.SHELVED)
        return alarm

    def unshelve(self, name: str, *, operator: str) -> bool:
        """Take it back before its time; False for one that is not shelved."""
        return self._from_shelf(name, AlarmEvent.UNSHELVED, operator)

    def end_shelves(self) -> None:
        """Take back what was shelved long enough; call it a few times a second."""
        now_ns = self._clock.monotonic_ns()
        with self._lock:
            shelved = [(n, held) for n, held in self._alarms.items() if held.alarm.state is AlarmState.SHELVED]
        for name, held in shelved:
            if now_ns >= held.shelf_ends_ns:
                self._from_shelf(name, AlarmEvent.SHELF_ENDED, "")

    def restore(self, newest_first: Iterable[AlarmEntry]) -> None:
        """What was shelved before a restart is still shelved, for as long as it was meant to be."""
        seen = set()
        for entry in newest_first:
            if entry.id in seen or entry.event in {AlarmEvent.RAISED, AlarmEvent.RETURNED, AlarmEvent.ACKNOWLEDGED}:
                continue
            seen.add(entry.id)
            if entry.event is AlarmEvent.SHELVED and entry.id in ALARMS:
                self._put_back(entry)

    def find(self, name: str) -> Alarm | None:
        """The alarm as it is; None if it was never raised nor put aside."""
        with self._lock:
            held = self._alarms.get(name)
        return None if held is None else held.alarm

    def active(self) -> tuple[Alarm, ...]:
        """The alarms whose condition holds and that nobody shelved, most urgent first."""
        with self._lock:
            found = [held.alarm for held in self._alarms.values() if held.alarm.active]
        return tuple(sorted(found, key=lambda alarm: (alarm.kind.priority, alarm.kind.id)))

    def _put_back(self, entry: AlarmEntry) -> None:
        left = datetime.fromisoformat(entry.until) - self._clock.utc()
        left_ns = min(round(left.total_seconds() * 1e9), LONGEST_SHELF_MIN * NS_PER_MIN)
        if left_ns <= 0:
            return
        alarm = replace(
            self._unknown(entry.id).alarm,
            state=AlarmState.SHELVED,
            changed_at=entry.time,
            operator=entry.operator,
            reason=entry.reason,
            until=entry.until,
        )
        with self._lock:
            self._alarms[entry.id] = _Held(alarm=alarm, shelf_ends_ns=self._clock.monotonic_ns() + left_ns)
        self._tell(alarm, None)

    def _from_shelf(self, name: str, event: AlarmEvent, operator: str) -> bool:
        with self._lock:
            old = self._alarms.get(name)
            if old is None or old.alarm.state is not AlarmState.SHELVED:
                return False
            state = unshelved(active=old.holds)
            alarm = replace(old.alarm, state=state, changed_at=self._now(), operator=operator, reason="", until="")
            self._alarms[name] = replace(old, alarm=alarm)
        self._tell(alarm, event)
        return True

    def _unknown(self, name: str) -> _Held:
        return _Held(alarm=Alarm(kind=ALARMS[name], state=AlarmState.NORMAL, detail="", changed_at=self._now()))

    def _now(self) -> str:
        return iso_ms(self._clock.utc())

    def _tell(self, alarm: Alarm, event: AlarmEvent | None) -> None:
        """Note what happened, then say how it is now: of two threads that changed one alarm the first may come last."""
        if event is not None:
            self._write(alarm, event)
        with self._speaking:
            with self._lock:
                now = self._alarms[alarm.kind.id].alarm
            self._say(now)

    def _write(self, alarm: Alarm, event: AlarmEvent) -> None:
        self._note(
            AlarmEntry(
                time=alarm.changed_at,
                id=alarm.kind.id,
                priority=alarm.kind.priority,
                event=event,
                state=alarm.state,
                detail=alarm.detail,
                operator="" if event in {AlarmEvent.RAISED, AlarmEvent.RETURNED} else alarm.operator,
                reason=alarm.reason if event is AlarmEvent.SHELVED else "",
                until=alarm.until if event is AlarmEvent.SHELVED else "",
            )
        )
