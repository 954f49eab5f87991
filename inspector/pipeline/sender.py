"""Sends decisions until the PLC answers or their time is over, never after.

A decision is in the ledger before it comes here. It goes out only while the broker has accepted us and the PLC's
heartbeat is fresh; the same decision id is sent again every `resend_ms`.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.decision import Ack, Decision
from inspector.domain.errors import BusError
from inspector.domain.item import ItemKey
from inspector.pipeline.arrears import Arrears
from inspector.ports.bus import Bus
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

MS = 1_000_000
MAX_ATTEMPTS = 255
RETRY_NS = 10 * MS  # after a try that did not reach the broker: it takes no turn, and much of the time may be left


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRule:
    """`window`: at most so many decisions wait for their ack at once; one that may not be sent yet takes no room.

    `answered` False: on this line nobody answers, and what was said for the last time takes none either.
    """

    resend_ms: float
    window: int
    answered: bool = True


@dataclass(slots=True)
class _Waiting:
    decision: Decision
    attempts: int
    sent_at_ns: int | None = None  # the last copy that the broker took
    failed_at_ns: int | None = None  # the last try, where that was none


class DecisionSender:
    """`step` does one round and says when the next is due; the station runs it in a thread of its own."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        bus: Bus,
        clock: Clock,
        rule: SenderRule,
        may_send: Callable[[Decision], bool],
        on_expired: Callable[[Decision], None],
        arrears: Arrears,
    ) -> None:
        self._ledger = ledger
        self._arrears = arrears
        self._bus = bus
        self._clock = clock
        self._rule = rule
        self._may_send = may_send
        self._on_expired = on_expired
        self._waiting: dict[ItemKey, _Waiting] = {}
        self._changed = threading.Condition()
        self._news = False  # since the last step began; a bare notify is lost when it comes between step and wait
        self._stopping = False

    def submit(self, decision: Decision, *, attempts: int = 0) -> None:
        """Take over a durable decision; returns at once."""
        with self._changed:
            self._waiting[decision.key] = _Waiting(decision=decision, attempts=attempts)
            self._tell()

    def acknowledge(self, ack: Ack) -> int | None:
        """Book the PLC's answer; ns since the last sending, None if nobody waited for it.

        A ledger that fails does not make it unsaid: it is not sent again, and booked as soon as that can be done.
        """
        with self._changed:
            waiting = self._waiting.get(ack.key)
            if waiting is not None and waiting.decision.decision_id == ack.decision_id:
                del self._waiting[ack.key]
            else:
                waiting = None
        self._arrears.write(f"answer for item {ack.key}", lambda: self._ledger.acknowledge(ack))
        if waiting is None:
            return None
        return None if waiting.sent_at_ns is None else ack.received_at_ns - waiting.sent_at_ns

    def wake(self) -> None:
        """Something changed that may allow sending (link up, heartbeat back)."""
        with self._changed:
            self._tell()

    def drop_epochs_other_than(self, epoch: int) -> None:
        """The PLC restarted: what belongs to an older epoch is dead."""
        with self._changed:
            dead = [key for key in self._waiting if key.epoch != epoch]
            gone = [self._waiting.pop(key).decision for key in dead]
        for decision in gone:
            self._expire(decision, told=False)  # its controller is gone; nobody was late

    def backlog(self) -> int:
        """Decisions not answered yet."""
        with self._changed:
            return len(self._waiting)

    def step(self) -> float:
        """Expire, send and resend once. Returns seconds until the next step is due."""
        self._arrears.settle()
        now = self._clock.monotonic_ns()
        with self._changed:
            waiting = list(self._waiting.values())
        for entry in waiting:
            if now >= entry.decision.deadline_ns:
                self._drop(entry)
        in_flight = 0
        for entry in waiting:
            if now >= entry.decision.deadline_ns or self._is_done(entry):
                continue
            allowed = self._bus.up and self._may_send(entry.decision)
            if not allowed and entry.sent_at_ns is None:
                continue
            in_flight += 1
            if in_flight > self._rule.window:
                break
            if allowed and now >= self._due_at_ns(entry):
                self._send(entry)
        return self._pause_s()

    def run(self) -> None:
        """Step until `stop`."""
        while not self._stopping:
            with self._changed:
                self._news = False
            pause_s = self.step()
            with self._changed:
                self._changed.wait_for(lambda: self._news or self._stopping, pause_s)

    def stop(self) -> None:
        """End `run`."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _tell(self) -> None:
        self._news = True
        self._changed.notify()

    def _due_at_ns(self, entry: _Waiting) -> int:
        """When its next copy is to go out; 0 is at once."""
        if entry.failed_at_ns is not None:
            return entry.failed_at_ns + RETRY_NS
        return 0 if entry.sent_at_ns is None else entry.sent_at_ns + round(self._rule.resend_ms * MS)

    def _is_done(self, entry: _Waiting) -> bool:
        """Where nobody answers: said for the last time, it only waits for its end."""
        if self._rule.answered or entry.sent_at_ns is None:
            return False
        return entry.sent_at_ns + self._rule.resend_ms * MS >= entry.decision.deadline_ns

    def _send(self, entry: _Waiting) -> None:
        attempt = min(entry.attempts + 1, MAX_ATTEMPTS)  # of those that reached the broker
        before, sent_at_ns = entry.sent_at_ns, self._clock.monotonic_ns()
        if sent_at_ns >= entry.decision.deadline_ns:
            return  # the loop above took a moment; the next step expires it
        entry.sent_at_ns = sent_at_ns  # before: the answer may come before the call returns
        try:
            self._bus.send_decision(entry.decision, attempt)
            entry.attempts, entry.failed_at_ns = attempt, None
        except BusError as error:
            if entry.failed_at_ns is None:  # said once, not at every try
                log.warning("decision not sent: %s", error, extra={"item": str(entry.decision.key)})
            entry.sent_at_ns, entry.failed_at_ns = before, sent_at_ns
            return
        key = entry.decision.key
        self._arrears.write(f"item {key} was sent", lambda: self._ledger.mark_sent(key, attempt=attempt))

    def _drop(self, entry: _Waiting) -> None:
        with self._changed:
            if self._waiting.get(entry.decision.key) is not entry:
                return  # its ack came in between
            del self._waiting[entry.decision.key]
        self._expire(entry.decision)

    def _expire(self, decision: Decision, *, told: bool = True) -> None:
        def book() -> None:
            if self._ledger.expire(decision.key) and told:
                self._on_expired(decision)

        self._arrears.write(f"item {decision.key} expired", book)

    def _pause_s(self) -> float:
        now = self._clock.monotonic_ns()
        with self._changed:
            due = [min(entry.decision.deadline_ns, self._due_at_ns(entry) or now) for entry in self._waiting.values()]
        if not due:
            return 1.0
        # Not sent although due means that the link or the PLC is away: look again soon, and at once when woken.
        return max(0.005, (min(due) - now) / 1e9)
