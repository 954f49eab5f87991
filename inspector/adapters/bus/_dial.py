"""From an address to an accepted, subscribed connection, in the newest protocol that the broker speaks."""

import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paho.mqtt.client import MQTT_CLEAN_START_FIRST_ONLY, Client
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from pydantic import SecretStr

from inspector.adapters.bus._link import LinkRefused, Lost, Outgoing
from inspector.adapters.bus._paho import MQTT5, MQTT311, Notes, PahoConnection, new_client, new_properties, step
from inspector.ports.clock import Clock

LARGEST_PACKET = 1_048_576
UNSUPPORTED_VERSION = 0x84
_NAMES = {MQTT5: "MQTT 5", MQTT311: "MQTT 3.1.1"}


class _VersionRefused(LinkRefused):
    """The broker does not speak this protocol, or hung up without a word, as old ones do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Where and as whom. `protocols` are tried in order, a later one only if the broker does not speak an earlier."""

    host: str
    port: int
    client_id: str
    protocols: tuple[MQTTProtocolVersion, ...]
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

    def connect(
        self, *, will: Outgoing, own_status: str, filters: Sequence[tuple[str, int]], cancelled: Callable[[], bool]
    ) -> PahoConnection:
        """Raises `LinkRefused` with the reason that a person can act on."""
        *earlier, last = self._dial.protocols
        for protocol in earlier:
            try:
                return self._attempt(protocol, will, ([(own_status, 0)], filters), cancelled)
            except _VersionRefused:
                continue
        return self._attempt(last, will, ([(own_status, 0)], filters), cancelled)

    def _attempt(
        self,
        protocol: MQTTProtocolVersion,
        will: Outgoing,
        subscriptions: Sequence[Sequence[tuple[str, int]]],
        cancelled: Callable[[], bool],
    ) -> PahoConnection:
        client = self._client(protocol, will)
        notes = Notes(self._clock)
        notes.attach(client)
        call = _Call(
            client=client,
            notes=notes,
            deadline_s=time.monotonic() + self._dial.timeout_s,
            cancelled=cancelled,
        )
        self._open_socket(client, protocol)
        self._await(call, lambda: notes.connack is not None, "CONNACK", _VersionRefused)
        self._check_accepted(notes)
        self._subscribe(call, subscriptions)
        detail = f"{self._where()} as {self._dial.client_id}, {_NAMES[protocol]}"
        return PahoConnection(client, notes, protocol=protocol, detail=detail)

    def _client(self, protocol: MQTTProtocolVersion, will: Outgoing) -> Client:
        dial = self._dial
        client = new_client(client_id=dial.client_id, protocol=protocol, stalled_s=dial.keepalive_s)
        client.will_set(will.topic, will.payload, qos=will.qos, retain=will.retain)
        if dial.username is not None:
            client.username_pw_set(dial.username, dial.password.get_secret_value() if dial.password else None)
        if dial.tls is not None:
            client.tls_set_context(dial.tls)
        client.connect_timeout = dial.timeout_s
        return client

    def _open_socket(self, client: Client, protocol: MQTTProtocolVersion) -> None:
        dial = self._dial
        properties = None
        if protocol is MQTT5:
            properties = new_properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = dial.session_expiry_s
            properties.MaximumPacketSize = LARGEST_PACKET
        try:
            client.connect(
                dial.host,
                dial.port,
                keepalive=dial.keepalive_s,
                clean_start=dial.session_expiry_s == 0 if protocol is MQTT5 else MQTT_CLEAN_START_FIRST_ONLY,
                properties=properties,
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
