"""Delivers rich results from the ledger's outbox to IT, oldest first, until the broker has each of them."""

import logging
import threading
from dataclasses import dataclass

from inspector.domain.errors import BadMessage, BusError, StoreError
from inspector.pipeline.arrears import Arrears
from inspector.ports.bus import Bus
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

PAUSE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRule:
    """`window` records unacknowledged at once; a refused or unanswered one is tried again after `retry_s`."""

    window: int
    retry_s: float


class RecordSender:
    """Best effort in time, exact in number: a record leaves the outbox only when the broker took it."""

    def __init__(self, *, ledger: Ledger, bus: Bus, clock: Clock, rule: RecordRule, arrears: Arrears) -> None:
        self._ledger = ledger
        self._arrears = arrears
        self._bus = bus
        self._clock = clock
        self._rule = rule
        self._in_flight: dict[str, int] = {}
        self._changed = threading.Condition()
        self._news = False  # since the last step began; a bare notify is lost when it comes between step and wait
        self._stopping = False

    def done(self, record_id: str, *, accepted: bool) -> None:
        """The broker answered. A refused record stays in the outbox and is tried again later."""
        if accepted:
            self._arrears.write(f"record {record_id} was delivered", lambda: self._ledger.record_done(record_id))
        with self._changed:
            if accepted:
                self._in_flight.pop(record_id, None)
                self._tell()
        if not accepted:
            log.warning("the broker refused a record", extra={"record": record_id})

    def wake(self) -> None:
        """A record was queued, or the link came up."""
        with self._changed:
            self._tell()

    def forget_in_flight(self) -> None:
        """The link broke: nobody will answer for what was under way."""
        with self._changed:
            self._in_flight.clear()

    def step(self) -> float:
        """Send what the window allows. Returns seconds until the next step is due."""
        now = self._clock.monotonic_ns()
        with self._changed:
            self._in_flight = {rid: t for rid, t in self._in_flight.items() if now - t < self._rule.retry_s * 1e9}
            room = self._rule.window - len(self._in_flight)
        if room <= 0 or not self._bus.up:
            return PAUSE_S
        if not self._arrears.settle():
            return PAUSE_S  # a record that was delivered may not be marked yet: do not send it again
        try:
            waiting = self._ledger.records(self._rule.window * 2)
        except StoreError as error:
            self._arrears.failed("records were asked for", error, lambda: self._ledger.records(1))
            return PAUSE_S
        sent = 0
        for record_id, body in waiting:
            with self._changed:
                if record_id in self._in_flight or sent >= room:
                    continue
                self._in_flight[record_id] = now
            sent += 1
            try:
                self._bus.send_record(record_id, body)
            except BadMessage as error:
                log.error("a record is given up: %s", error)  # noqa: TRY400 - the message says it all
                self._give_up(record_id)
            except BusError as error:
                log.info("record waits: %s", error, extra={"record": record_id})
                with self._changed:
                    self._in_flight.pop(record_id, None)
                return PAUSE_S
        return PAUSE_S

    def _give_up(self, record_id: str) -> None:
        """No try will ever deliver it, and those behind it would wait for ever."""
        self._arrears.write(
            f"record {record_id} is given up", lambda: self._ledger.record_done(record_id, delivered=False), lesser=True
        )
        with self._changed:
            self._in_flight.pop(record_id, None)

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
