"""The two ends of a bus under test: a handler that remembers, and the other side, which plays the PLC."""

import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from inspector.adapters.bus._hub import Hub
from inspector.adapters.bus._link import Incoming, Outgoing
from inspector.domain.decision import Ack, Confirm
from inspector.domain.item import Arrival
from inspector.domain.station import Command, PlcHeartbeat, StationInfo
from inspector.ports.clock import Clock
from inspector.wire.codec import decode, encode
from inspector.wire.header import Message
from inspector.wire.topics import Address

PATIENCE_S = 10.0
INFO = StationInfo(versions={"edge-inspector": "0.0.0"}, cameras=("top",), lanes={"PASS": 1, "DIVERT": 4})


class Recorder:
    """A `BusHandler` that keeps every call, and raises where told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.raising: set[str] = set()
        self._changed = threading.Condition()

    def _note(self, name: str, *args: Any) -> None:
        with self._changed:
            self.calls.append((name, args))
            self._changed.notify_all()
        if name in self.raising:
            raise RuntimeError(f"{name} fails on purpose")

    def on_arrival(self, arrival: Arrival) -> None:
        self._note("arrival", arrival)

    def on_ack(self, ack: Ack) -> None:
        self._note("ack", ack)

    def on_confirm(self, confirm: Confirm) -> None:
        self._note("confirm", confirm)

    def on_plc_heartbeat(self, heartbeat: PlcHeartbeat) -> None:
        self._note("heartbeat", heartbeat)

    def on_command(self, command: Command) -> None:
        self._note("command", command)

    def on_link(self, up: bool, detail: str) -> None:
        self._note("link", up, detail)

    def on_record_done(self, record_id: str, accepted: bool) -> None:
        self._note("record_done", record_id, accepted)

    def on_malformed(self, topic: str, problem: str) -> None:
        self._note("malformed", topic, problem)

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of all calls of that name so far."""
        with self._changed:
            return [args for called, args in self.calls if called == name]

    def wait(self, name: str, count: int = 1, timeout_s: float = PATIENCE_S) -> list[tuple[Any, ...]]:
        """Wait until a method was called so often; all its calls' arguments."""
        with self._changed:
            met = self._changed.wait_for(lambda: len(self.of(name)) >= count, timeout_s)
            assert met, f"{name} was called {len(self.of(name))} times, not {count}; calls: {self.calls}"
            return self.of(name)

    def wait_link(self, *, up: bool, count: int = 1) -> str:
        """Wait for the n-th report of the link being up, or down; its detail."""
        with self._changed:
            reports: list[str] = []

            def met() -> bool:
                reports[:] = [detail for state, detail in self.of("link") if state is up]
                return len(reports) >= count

            assert self._changed.wait_for(met, PATIENCE_S), f"link {up=} {count=} not seen; calls: {self.calls}"
            return reports[count - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message that the other end received."""

    suffix: str
    payload: bytes
    retained: bool
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """Decoded."""
        return decode(self.suffix, self.payload)


class PlcEnd(ABC):
    """Everything on the station's topics is seen here; anything can be published."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.seen: list[Seen] = []
        self._changed = threading.Condition()

    @abstractmethod
    def publish(
        self,
        suffix: str,
        body: Message | bytes,
        *,
        retain: bool = False,
        reply_to: str | None = None,
        correlation: bytes | None = None,
    ) -> None:
        """Send a message, or bytes that are none, at QoS 1."""

    @abstractmethod
    def close(self) -> None:
        """Leave."""

    def note(self, seen: Seen) -> None:
        """A message came."""
        with self._changed:
            self.seen.append(seen)
            self._changed.notify_all()

    def of(self, suffix: str) -> list[Seen]:
        """All messages on a topic so far."""
        with self._changed:
            return [seen for seen in self.seen if seen.suffix == suffix]

    def wait(self, suffix: str, count: int = 1) -> Seen:
        """Wait for the n-th message on a topic."""
        return self.wait_until(suffix, lambda found: len(found) >= count)[count - 1]

    def wait_more(self, count: int, timeout_s: float, *, topics: str = "") -> None:
        """Wait for so many more messages on topics that begin so."""
        with self._changed:
            begun = len(self.seen)
            come = self._changed.wait_for(
                lambda: sum(one.suffix.startswith(topics) for one in self.seen[begun:]) >= count, timeout_s
            )
            assert come, f"of {count} messages on {topics}… in {timeout_s:.0f} s: {self.seen[begun:]}"

    def wait_until(self, suffix: str, met: Callable[[list[Seen]], bool]) -> list[Seen]:
        """Wait until the messages on a topic are as they should be."""
        with self._changed:
            seen = self._changed.wait_for(lambda: met(self.of(suffix)), PATIENCE_S)
            assert seen, f"not seen on {suffix}; seen: {[(s.suffix, s.payload) for s in self.seen]}"
            return self.of(suffix)


class MqttEnd(PlcEnd):
    """The other end over a broker."""

    def __init__(self, address: Address, *, host: str, port: int, protocol: str = "5") -> None:
        super().__init__(address)
        five = protocol == "5"
        version = MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311
        self._five = five
        self._ready = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=version)
        self._client.on_connect = lambda client, *_: client.subscribe(f"{address.prefix}/#", qos=1)
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._client.on_message = self._take
        self._client.on_socket_open = _no_delay
        self._client.reconnect_delay_set(1, 1)
        self._client.connect(host, port, keepalive=30)
        self._client.loop_start()
        assert self._ready.wait(PATIENCE_S), "the other end could not subscribe"

    def publish(
        self,
        suffix: str,
        body: Message | bytes,
        *,
        retain: bool = False,
        reply_to: str | None = None,
        correlation: bytes | None = None,
    ) -> None:
        """At QoS 1, or 0 for heartbeats."""
        properties = None
        if self._five and (reply_to is not None or correlation is not None):
            properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
            if reply_to is not None:
                properties.ResponseTopic = reply_to
            if correlation is not None:
                properties.CorrelationData = correlation
        payload = body if isinstance(body, bytes) else encode(body)
        qos = 1 if isinstance(body, bytes) else body.qos
        self._client.publish(self.address.topic(suffix), payload, qos=qos, retain=retain, properties=properties)

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()

    def _take(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        suffix = self.address.suffix(message.topic)
        assert suffix is not None
        found = dict(vars(message.properties)) if message.properties is not None else {}
        self.note(Seen(suffix=suffix, payload=bytes(message.payload), retained=message.retain, properties=found))


def _no_delay(_client: Client, _data: object, sock: Any) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class HubEnd(PlcEnd):
    """The other end over an in-process hub."""

    def __init__(self, address: Address, hub: Hub, clock: Clock) -> None:
        super().__init__(address)
        self._member = hub.connect("plc", [f"{address.prefix}/#"], clock=clock)
        self._closing = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def publish(
        self,
        suffix: str,
        body: Message | bytes,
        *,
        retain: bool = False,
        reply_to: str | None = None,
        correlation: bytes | None = None,
    ) -> None:
        """Hand over to the hub."""
        self._member.publish(
            Outgoing(
                topic=self.address.topic(suffix),
                payload=body if isinstance(body, bytes) else encode(body),
                qos=1 if isinstance(body, bytes) else body.qos,
                retain=retain,
                reply_to=reply_to,
                correlation=correlation,
            )
        )

    def close(self) -> None:
        """Leave."""
        self._closing = True
        self._thread.join(PATIENCE_S)
        self._member.close()

    def _listen(self) -> None:
        while not self._closing:
            for event in self._member.poll(0.05):
                if isinstance(event, Incoming):
                    suffix = self.address.suffix(event.topic)
                    assert suffix is not None
                    self.note(Seen(suffix=suffix, payload=event.payload, retained=event.retained))
