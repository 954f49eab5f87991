"""One connection's life: from saying ONLINE to its loss, or to our leaving in order."""

import logging
import time
from collections.abc import Sequence
from threading import Event as Flag

from inspector.adapters.bus._counters import Counters, Name
from inspector.adapters.bus._inbox import Inbox
from inspector.adapters.bus._link import Connection, Event, Incoming, Lost, Taken
from inspector.adapters.bus._outbox import Outbox
from inspector.adapters.bus._rival import Rival, status_in
from inspector.adapters.bus._window import Errand
from inspector.ports.bus import BusHandler

log = logging.getLogger(__name__)

POLL_S = 0.05
FAREWELL_S = 1.0
SILENCE_S = 5.0
BUSY_SILENCE_S = 20.0  # where other messages come all the time
# Arrivals on which the handler raised, by mistake: one that only waits for its ledger returns. Below the 20
# unacknowledged deliveries at which mosquitto stops delivering at all.
MAX_UNSTORED = 8


class Session:
    """Used once, in the bus's thread."""

    def __init__(
        self,
        *,
        connection: Connection,
        handler: BusHandler,
        inbox: Inbox,
        outbox: Outbox,
        rival: Rival,
        counters: Counters,
        own_status: str,
    ) -> None:
        self._connection = connection
        self._handler = handler
        self._inbox = inbox
        self._outbox = outbox
        self._rival = rival
        self._counters = counters
        self._own_status = own_status
        self._unstored = 0
        self._leaving = False

    def run(self, stopping: Flag) -> Lost | None:
        """Live until the link is lost (says how), or until `stopping` is set (None)."""
        try:
            early = self._connection.poll(0.0)
            lost = self._rival_among(early)
            if lost is None:
                lost = self._live([*early, *self._link()], stopping)
                self._rival.link_ended()
            if lost is None:
                self._farewell()
        finally:
            self._outbox.unlink()
            self._connection.close()
        return lost

    def _link(self) -> Sequence[Event]:
        """Say who we are; the first poll sends it off before anybody hears that the link is up."""
        self._counters.add("links")
        self._outbox.link(self._connection)
        events = self._connection.poll(0.0)
        log.info("linked to %s", self._connection.detail)
        self._inbox.guard(self._handler.on_link, True, self._connection.detail)  # noqa: FBT003 - the port's signature
        return events

    def _live(self, events: Sequence[Event], stopping: Flag) -> Lost | None:
        while True:
            for event in events:
                lost = self._handle(event)
                if lost is not None:
                    return lost
            if self._unstored >= MAX_UNSTORED:
                return Lost(detail=f"{self._unstored} arrivals could not be kept; connecting anew to get them again")
            silent_s = self._outbox.silent_for_s()  # what came while we were busy is heard before it counts
            if silent_s > (BUSY_SILENCE_S if events else SILENCE_S):
                return Lost(detail=f"the broker has not answered for {SILENCE_S:g} s")
            if stopping.is_set():
                return None
            self._outbox.flush()
            events = self._connection.poll(POLL_S)

    def _handle(self, event: Event) -> Lost | None:
        match event:
            case Lost():
                return event
            case Taken():
                self._answered(event)
            case Incoming():
                return self._received(event)
        return None

    def _received(self, incoming: Incoming) -> Lost | None:
        if incoming.topic == self._own_status:
            lost = self._own_status_told(incoming)
        elif self._inbox.take(incoming):
            lost = None
        else:
            self._unstored += 1
            return None
        if incoming.receipt is not None:
            self._connection.acknowledge(incoming.receipt)
        return lost

    def _own_status_told(self, incoming: Incoming) -> Lost | None:
        """A rival, or somebody's last will that came late: then what stands on the broker is not the truth."""
        lost = self._rival_among([incoming])
        if lost is None and not self._leaving and not incoming.retained:
            status = status_in(incoming)
            if status is None or status.state != "ONLINE":
                self._outbox.say_online_again()
        return lost

    def _rival_among(self, events: Sequence[Event]) -> Lost | None:
        for event in events:
            if isinstance(event, Incoming) and event.topic == self._own_status:
                detail = self._rival.found_in(event)
                if detail is not None:
                    return Lost(detail=detail, taken_over=True)
        return None

    def _answered(self, taken: Taken) -> None:
        sent = self._outbox.answered(taken)
        if sent is None:
            return
        counter: Name
        match sent.errand:
            case Errand.RECORD:
                self._inbox.guard(self._handler.on_record_done, sent.name, taken.accepted)
                counter = "records_refused"
            case Errand.DECISION:
                counter = "decisions_refused"
            case Errand.RETAINED:
                counter = "retained_refused"
            case Errand.RESPONSE:
                counter = "responses_refused"
        if not taken.accepted:
            self._counters.add(counter)
            log.error("the broker refused %s %s: %s", sent.errand.name.lower(), sent.name, taken.reason)

    def _farewell(self) -> None:
        """OFFLINE must be on the broker before we go: after a DISCONNECT no will is sent."""
        self._leaving = True
        deadline_s = time.monotonic() + FAREWELL_S
        number = self._outbox.say_offline()
        while time.monotonic() < deadline_s:
            for event in self._connection.poll(0.05):
                lost = self._handle(event)
                if lost is not None or (isinstance(event, Taken) and event.number == number):
                    return
            if number is None:
                number = self._outbox.say_offline()
