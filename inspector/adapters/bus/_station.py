"""The bus of one station over any kind of connection: one thread that connects, listens, and comes back."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from inspector.adapters.bus._backoff import Backoff
from inspector.adapters.bus._counters import Counters
from inspector.adapters.bus._inbox import FILTERS, Inbox
from inspector.adapters.bus._link import Connector, LinkRefused, Lost
from inspector.adapters.bus._outbox import Outbox
from inspector.adapters.bus._rival import Rival
from inspector.adapters.bus._session import Session
from inspector.domain.alarm import Alarm
from inspector.domain.decision import Decision
from inspector.domain.hold import Hold
from inspector.domain.station import Response, StationInfo, StationState
from inspector.ports.bus import BusHandler
from inspector.ports.clock import Clock
from inspector.wire.topics import Address

log = logging.getLogger(__name__)

JOIN_S = 15.0

FirstPauseS = Annotated[
    float, Field(title="First pause", description="Seconds before the first new attempt.", gt=0, le=60)
]
LongestPauseS = Annotated[
    float, Field(title="Longest pause", description="Seconds between attempts at most.", gt=0, le=300)
]
TakeoverPauseS = Annotated[
    float,
    Field(
        title="Pause after a takeover",
        description="Seconds to leave the line to another process that speaks for this station.",
        gt=0,
        le=3600,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to try again."""

    reconnect_min_s: float
    reconnect_max_s: float
    takeover_pause_s: float


class StationBus:
    """Implements `inspector.ports.bus.Bus`. The handler is called in the thread that `start` starts."""

    def __init__(
        self,
        *,
        connector: Connector,
        address: Address,
        clock: Clock,
        boot: int,
        info: StationInfo,
        pace: Pace,
    ) -> None:
        self._connector = connector
        self._address = address
        self._pace = pace
        self._counters = Counters()
        self._outbox = Outbox(address=address, clock=clock, boot=boot, info=info, counters=self._counters)
        self._rival = Rival(boot % 2**32)
        self._backoff = Backoff(least_s=pace.reconnect_min_s, most_s=pace.reconnect_max_s)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._last_detail: str | None = None

    def start(self, handler: BusHandler) -> None:
        """Connect and keep connected, in a thread of its own."""
        if self._thread is not None:
            raise RuntimeError("a bus is started once")
        self._thread = threading.Thread(target=self._run, args=(handler,), name="bus", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say OFFLINE, disconnect, join the thread. `on_link` is not called for it."""
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(JOIN_S)
            if self._thread.is_alive():
                log.error("the bus thread did not end within %g s", JOIN_S)

    @property
    def up(self) -> bool:
        """The broker accepted us, and the link is not known to be lost."""
        return self._outbox.up

    def counters(self) -> dict[str, int]:
        """What happened so far, for metrics."""
        return self._counters.snapshot()

    def send_decision(self, decision: Decision, attempt: int) -> None:
        """Raises `BusError`."""
        self._outbox.decision(decision, attempt)

    def send_record(self, record_id: str, body: bytes) -> None:
        """Raises `BusError`. After `on_link(False)` nobody answers for what was under way: send it again."""
        self._outbox.record(record_id, body)

    def beat(self, *, count: int, ready: bool) -> None:
        """Publish `hb/edge`."""
        self._outbox.beat(count=count, ready=ready)

    def say_state(self, state: StationState) -> None:
        """Publish retained `state`; said again every 30 s."""
        self._outbox.state(state)

    def say_info(self, info: StationInfo) -> None:
        """Publish retained `info`."""
        self._outbox.info(info)

    def say_alarm(self, alarm: Alarm) -> None:
        """Publish or clear retained `alarm/{id}`."""
        self._outbox.alarm(alarm)

    def say_hold(self, hold: Hold) -> None:
        """Publish or clear retained `hold/{id}`."""
        self._outbox.hold(hold)

    def say_metrics(self, values: Mapping[str, float]) -> None:
        """Publish `metrics`."""
        self._outbox.metrics(values)

    def respond(self, response: Response) -> None:
        """Publish `rsp/{name}`."""
        self._outbox.response(response)

    def _run(self, handler: BusHandler) -> None:
        inbox = Inbox(self._address, handler, self._counters, self._outbox.response)
        while not self._stopping.is_set():
            lost = self._connect_and_live(handler, inbox)
            if lost is None:
                return
            if lost.detail != self._last_detail:  # the tenth failure to connect for the same reason is no news
                self._last_detail = lost.detail
                log.warning("no link: %s", lost.detail)
                inbox.guard(handler.on_link, False, lost.detail)  # noqa: FBT003 - the port's signature
            self._pause_after(lost)

    def _connect_and_live(self, handler: BusHandler, inbox: Inbox) -> Lost | None:
        try:
            connection = self._connector.connect(
                will=self._outbox.will(),
                own_status=self._address.topic("status"),
                filters=[(self._address.topic(suffix), qos) for suffix, qos in FILTERS],
                cancelled=self._stopping.is_set,
            )
            self._backoff.reset()
            session = Session(
                connection=connection,
                handler=handler,
                inbox=inbox,
                outbox=self._outbox,
                rival=self._rival,
                counters=self._counters,
                own_status=self._address.topic("status"),
            )
            lost = session.run(self._stopping)
        except LinkRefused as refused:
            return Lost(detail=str(refused))
        except Exception as error:  # a mistake of ours costs this connection, never the thread
            log.exception("the bus thread stumbled")
            lost = Lost(detail=f"internal error: {error!r}")
        self._last_detail = None
        if lost is not None:
            self._counters.add("takeovers" if lost.taken_over else "link_losses")
        return lost

    def _pause_after(self, lost: Lost) -> None:
        pause_s = self._pace.takeover_pause_s if lost.taken_over else self._backoff.next_s()
        self._stopping.wait(pause_s)
