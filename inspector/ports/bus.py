"""The link to the conveyor, to IT and to people, in domain values; encoding is the adapter's."""

from collections.abc import Mapping
from typing import Protocol

from inspector.domain.alarm import Alarm
from inspector.domain.decision import Ack, Confirm, Decision
from inspector.domain.hold import Hold
from inspector.domain.item import Arrival
from inspector.domain.station import Command, PlcHeartbeat, Response, StationInfo, StationState


class BusHandler(Protocol):
    """Called from the bus's thread; must return quickly and must not raise (the adapter guards it all the same)."""

    def on_arrival(self, arrival: Arrival) -> None:
        """A photo-eye saw an item. The message is acknowledged after: return when the trigger is durable.

        Or when it is certain to be booked as soon as the ledger can be written again: a link that is broken off to get
        the message anew would stop decisions that are durable, too.
        """
        ...

    def on_ack(self, ack: Ack) -> None:
        """The PLC answered a decision."""
        ...

    def on_confirm(self, confirm: Confirm) -> None:
        """The PLC says where an item went."""
        ...

    def on_plc_heartbeat(self, heartbeat: PlcHeartbeat) -> None:
        """The PLC lives."""
        ...

    def on_command(self, command: Command) -> None:
        """Somebody asks for something."""
        ...

    def on_link(self, up: bool, detail: str) -> None:
        """The broker accepted us and our subscriptions (after every CONNACK with success), or is gone.

        Going down voids all that was under way: nobody answers for it, nothing of it is sent again by the bus. A detail
        that begins with "session taken over" means that another process speaks for this station.
        """
        ...

    def on_record_done(self, record_id: str, accepted: bool) -> None:
        """The broker took, or refused, a record."""
        ...

    def on_malformed(self, topic: str, problem: str) -> None:
        """Bytes came that are no valid message; they were counted and dropped."""
        ...


class Bus(Protocol):
    """Thread-safe. `start` never fails for an absent broker: it goes on trying and reports through `on_link`."""

    def start(self, handler: BusHandler) -> None:
        """Connect and keep connected."""
        ...

    def stop(self) -> None:
        """Say OFFLINE, disconnect, join the thread."""
        ...

    @property
    def up(self) -> bool:
        """The broker accepted the connection, and it has not been lost since."""
        ...

    def send_decision(self, decision: Decision, attempt: int) -> None:
        """Publish at QoS 1, not queued for later: raises `BusError` when the link is down."""
        ...

    def send_record(self, record_id: str, body: bytes) -> None:
        """Publish an encoded `result`; `on_record_done` follows. Raises `BusError` when the link is down, its
        `BadMessage` for one that this broker never takes.
        """
        ...

    def beat(self, *, count: int, ready: bool) -> None:
        """Publish `hb/edge` at QoS 0; silently nothing while the link is down."""
        ...

    def say_state(self, state: StationState) -> None:
        """Publish retained `state`; the newest is published again after every reconnect."""
        ...

    def say_info(self, info: StationInfo) -> None:
        """Publish retained `info` instead of what was known before; published again after every reconnect."""
        ...

    def say_alarm(self, alarm: Alarm) -> None:
        """Publish retained `alarm/{id}`; published again after every reconnect; a NORMAL alarm clears it."""
        ...

    def say_hold(self, hold: Hold) -> None:
        """Publish retained `hold/{id}`; published again after every reconnect; a released hold clears it."""
        ...

    def say_metrics(self, values: Mapping[str, float]) -> None:
        """Publish `metrics` at QoS 0, name to value; silently nothing while the link is down."""
        ...

    def respond(self, response: Response) -> None:
        """Publish `rsp/{name}`."""
        ...
