"""From an address to an accepted, subscribed connection, in the newest protocol that the broker speaks."""

import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from paho.mqtt.client import MQTT_CLEAN_START_FIRST_ONLY, Client
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from pydantic import SecretStr

from inspector.adapters.bus._link import LinkRefused, Lost, Outgoing
from inspector.adapters.bus._paho import (
    MQTT5,
    MQTT311,
    Notes,
    PahoConnection,
    hang_up,
    new_client,
    new_properties,
    step,
)
from inspector.ports.clock import Clock

LARGEST_PACKET = 1_048_576
UNSUPPORTED_VERSION = 0x84
_NAMES = {MQTT5: "MQTT 5", MQTT311: "MQTT 3.1.1"}


class _VersionRefused(LinkRefused):
    """The broker does not speak this protocol, or hung up without a word, as old ones do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Where and as whom. `protocol` None means the newest that the broker speaks."""

    host: str
    port: int
    client_id: str
    protocol: MQTTProtocolVersion | None
    keepalive_s: int
    timeout_s: float
    session_expiry_s: int
    username: str | None = None
    password: SecretStr | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One attempt under way."""

    client: Client
    notes: Notes
    deadline_s: float
    cancelled: Callable[[], bool]


class Dialler:
    """Makes paho connections; used by one thread."""

    def __init__(self, dial: Dial, clock: Clock) -> None:
        self._dial = dial
        self._clock = clock
        self._spoken: MQTTProtocolVersion | None = None

    def connect(
        self,
        *,
        will: Outgoing | None,
        own_status: str,
        filters: Sequence[tuple[str, int]],
        cancelled: Callable[[], bool],
    ) -> PahoConnection:
        """Raises `LinkRefused` with the reason that a person can act on. Without a will nobody learns that we left."""
        protocol = self._dial.protocol or self._spoken or self._probe(cancelled)
        try:
            connection = self._attempt(protocol, will, ([(own_status, 0)], filters), cancelled)
        except LinkRefused:
            self._spoken = None  # another broker may answer next time
            raise
        self._spoken = MQTT5 if protocol is MQTT5 else None  # a broker that learns MQTT 5 is noticed at the next link
        return connection

    def _probe(self, cancelled: Callable[[], bool]) -> MQTTProtocolVersion:
        """Ask for MQTT 5 with the barest CONNECT there is: any answer but 'unsupported version' says that it is spoken.

        The real CONNECT will not do: its last will makes a 3.1.1 broker misread the packet and wait for more of it.
        """
        client = new_client(client_id="", protocol=MQTT5, stalled_s=self._dial.keepalive_s)
        if self._dial.tls is not None:
            client.tls_set_context(self._dial.tls)
        call = self._call(client, cancelled)
        self._open_socket(client, clean_start=True, properties=None)
        try:
            self._await(call, lambda: call.notes.connack is not None, "CONNACK", _VersionRefused)
        except _VersionRefused:  # old brokers hang up without a word
            return MQTT311
        finally:
            hang_up(client, call.notes)
        reason = call.notes.connack
        return MQTT311 if reason is not None and reason.value == UNSUPPORTED_VERSION else MQTT5

    def _attempt(
        self,
        protocol: MQTTProtocolVersion,
        will: Outgoing | None,
        subscriptions: Sequence[Sequence[tuple[str, int]]],
        cancelled: Callable[[], bool],
    ) -> PahoConnection:
        client = self._client(protocol, will)
        call = self._call(client, cancelled)
        if protocol is MQTT5:
            properties = new_properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = self._dial.session_expiry_s
            properties.MaximumPacketSize = LARGEST_PACKET
            self._open_socket(client, clean_start=self._dial.session_expiry_s == 0, properties=properties)
        else:
            self._open_socket(client, clean_start=MQTT_CLEAN_START_FIRST_ONLY, properties=None)
        self._await(call, lambda: call.notes.connack is not None, "CONNACK", _VersionRefused)
        self._check_accepted(call.notes)
        self._subscribe(call, subscriptions)
        detail = f"{self._where()} as {self._dial.client_id}, {_NAMES[protocol]}"
        return PahoConnection(client, call.notes, protocol=protocol, detail=detail)

    def _call(self, client: Client, cancelled: Callable[[], bool]) -> _Call:
        notes = Notes(self._clock)
        notes.attach(client)
        client.connect_timeout = self._dial.timeout_s
        deadline_s = time.monotonic() + self._dial.timeout_s
        return _Call(client=client, notes=notes, deadline_s=deadline_s, cancelled=cancelled)

    def _client(self, protocol: MQTTProtocolVersion, will: Outgoing | None) -> Client:
        dial = self._dial
        client = new_client(
            client_id=dial.client_id,
            protocol=protocol,
            stalled_s=dial.keepalive_s,
            persistent=dial.session_expiry_s > 0,
        )
        if will is not None:
            client.will_set(will.topic, will.payload, qos=will.qos, retain=will.retain)
        if dial.username is not None:
            client.username_pw_set(dial.username, dial.password.get_secret_value() if dial.password else None)
        if dial.tls is not None:
            client.tls_set_context(dial.tls)
        return client

    def _open_socket(self, client: Client, *, clean_start: bool | Literal[3], properties: Properties | None) -> None:
        dial = self._dial
        try:
            client.connect(
                dial.host, dial.port, keepalive=dial.keepalive_s, clean_start=clean_start, properties=properties
            )
        except (OSError, ValueError) as error:
            raise LinkRefused(f"{self._where()}: {error}") from error

    def _check_accepted(self, notes: Notes) -> None:
        reason = notes.connack
        if reason is not None and reason.is_failure:
            refusal = _VersionRefused if reason.value == UNSUPPORTED_VERSION else LinkRefused
            raise refusal(f"{self._where()} refuses us: {reason}")

    def _subscribe(self, call: _Call, subscriptions: Sequence[Sequence[tuple[str, int]]]) -> None:
        """One SUBSCRIBE each, in order: what is retained on the first's topics is here before the last SUBACK is."""
        asked = {call.client.subscribe(list(filters))[1]: filters for filters in subscriptions}
        self._await(call, lambda: len(call.notes.subscribed) == len(asked), "SUBACK", LinkRefused)
        refused = [
            f"{topic} ({reason})"
            for mid, reasons in call.notes.subscribed.items()
            for (topic, _), reason in zip(asked.get(mid, ()), reasons, strict=False)
            if reason.is_failure
        ]
        if refused:
            raise LinkRefused(f"{self._where()} refuses our subscription to {', '.join(refused)}")

    def _await(self, call: _Call, done: Callable[[], bool], what: str, if_lost: type[LinkRefused]) -> None:
        while not done():
            if call.cancelled():
                raise LinkRefused("stopping")
            if time.monotonic() >= call.deadline_s:
                raise LinkRefused(f"{self._where()}: no {what} within {self._dial.timeout_s:g} s")
            step(call.client, call.notes, 0.05)
            lost = next((event for event in call.notes.events if isinstance(event, Lost)), None)
            if lost is not None and not done():
                raise if_lost(f"{self._where()}: {lost.detail}, before {what}")

    def _where(self) -> str:
        return f"broker {self._dial.host}:{self._dial.port}"
