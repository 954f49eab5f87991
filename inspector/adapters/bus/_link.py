"""What a station's bus needs of a connection, whatever carries it: MQTT by paho, or the hub in this process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.domain.errors import BusError


class LinkRefused(BusError):
    """No connection: nobody listens, or the broker does not want us; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One publish; `expiry_s`, `reply_to` and `correlation` travel only where the protocol has them."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False
    expiry_s: int | None = None
    reply_to: str | None = None
    correlation: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One delivery. `retained`: it was published before we subscribed. `receipt` acknowledges it, None at QoS 0."""

    topic: str
    payload: bytes
    retained: bool
    receipt: int | None
    received_at_ns: int
    reply_to: str | None = None
    correlation: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The broker's answer to the publish that `publish` numbered."""

    number: int
    accepted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The connection's last event. `taken_over`: another client came with our id."""

    detail: str
    taken_over: bool = False


Event = Incoming | Taken | Lost


class Connection(Protocol):
    """An accepted and subscribed connection; it never comes back once lost, and carries nothing over to the next."""

    @property
    def detail(self) -> str:
        """Where to, and in which protocol; for people."""
        ...

    @property
    def receive_maximum(self) -> int:
        """So many unanswered QoS 1 publishes the broker takes at most."""
        ...

    def publish(self, outgoing: Outgoing) -> int:
        """Hand over and number a publish; `Taken` follows at QoS 1. Any thread.

        Raises `BusError` once lost, `BadMessage` for what is larger than the broker takes: it would hang up.
        """
        ...

    def acknowledge(self, receipt: int) -> None:
        """The message was dealt with. Only the polling thread."""
        ...

    def poll(self, timeout_s: float) -> Sequence[Event]:
        """Do the network's work until something happened or the time is over. One thread, never raises."""
        ...

    def close(self) -> None:
        """Leave in order, so that the will is not sent. Only the polling thread; never raises."""
        ...


class Connector(Protocol):
    """Makes connections."""

    def connect(
        self, *, will: Outgoing, own_status: str, filters: Sequence[tuple[str, int]], cancelled: Callable[[], bool]
    ) -> Connection:
        """Connect and subscribe: to the topic `own_status` first, then to `filters` of (topic filter, QoS).

        The retained message on `own_status`, if any, is among the first poll's events. Raises `LinkRefused`.
        """
        ...
