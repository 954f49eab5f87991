"""One MQTT connection by paho: a client object of its own, dropped with the connection.

Why so: paho keeps unanswered publishes and sends them after it reconnected, which would replay dead decisions. A client
that never reconnects can not. Its loop is run by the caller's thread, and its callbacks only note what happened: no
code of ours runs under paho's locks, and no exception of ours can kill the network thread.
"""

import socket
import ssl
import struct
from collections import deque
from collections.abc import Sequence
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, error_string
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from inspector.adapters.bus._link import Event, Incoming, Lost, Outgoing, Taken
from inspector.domain.errors import BadMessage, BusError
from inspector.ports.clock import Clock

MQTT5 = MQTTProtocolVersion.MQTTv5
MQTT311 = MQTTProtocolVersion.MQTTv311
SESSION_TAKEN_OVER = 0x8E
CLOSE_S = 0.5
LARGEST_OF_ALL = 268_435_460  # a packet of MQTT; what a broker says in its CONNACK, paho itself pays no heed to
HEAD_BYTES = 64  # at most, of a PUBLISH: lengths, number, and its properties but for those that are measured


class Notes:
    """What paho's callbacks saw, in order; written in the polling thread (or a publishing one), read by the poller."""

    def __init__(self, clock: Clock) -> None:
        self.events: deque[Event] = deque()
        self.connack: ReasonCode | None = None
        self.receive_maximum = 65535
        self.largest_packet = LARGEST_OF_ALL
        self.subscribed: dict[int, list[ReasonCode]] = {}
        self._clock = clock

    def attach(self, client: Client) -> None:
        """Listen to a client. It gets no reference to anything that refers to it, so dropping it closes its sockets."""
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_publish = self._on_publish
        client.on_message = self._on_message
        # Without this callback paho writes to the socket in whatever thread publishes, and two may write at once.
        client.on_socket_register_write = _leave_it_to_the_loop

    def _on_connect(
        self, _client: Client, _data: object, _flags: object, reason: ReasonCode, found: Properties | None
    ) -> None:
        self.receive_maximum = getattr(found, "ReceiveMaximum", 65535)
        self.largest_packet = getattr(found, "MaximumPacketSize", LARGEST_OF_ALL)
        self.connack = reason

    def _on_disconnect(
        self, _client: Client, _data: object, flags: Any, reason: ReasonCode, _found: Properties | None
    ) -> None:
        from_broker = bool(flags.is_disconnect_packet_from_server)
        taken_over = from_broker and reason.value == SESSION_TAKEN_OVER
        who = "the broker ended the connection" if from_broker else "the connection broke"
        detail = "session taken over by another client with our id" if taken_over else f"{who}: {reason}"
        self.events.append(Lost(detail=detail, taken_over=taken_over))

    def _on_subscribe(
        self, _client: Client, _data: object, mid: int, reasons: list[ReasonCode], _found: object
    ) -> None:
        self.subscribed[mid] = reasons

    def _on_publish(self, _client: Client, _data: object, mid: int, reason: ReasonCode, _found: object) -> None:
        self.events.append(Taken(number=mid, accepted=not reason.is_failure, reason=str(reason)))

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        received_at_ns = self._clock.monotonic_ns()
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = "(a topic that is not UTF-8)"
        found = message.properties
        self.events.append(
            Incoming(
                topic=topic,
                payload=bytes(message.payload),
                retained=message.retain,
                receipt=message.mid if message.qos > 0 else None,
                received_at_ns=received_at_ns,
                reply_to=getattr(found, "ResponseTopic", None),
                correlation=getattr(found, "CorrelationData", None),
            )
        )


class PahoConnection:
    """An accepted, subscribed connection."""

    def __init__(self, client: Client, notes: Notes, *, protocol: MQTTProtocolVersion, detail: str) -> None:
        self._client = client
        self._notes = notes
        self._protocol = protocol
        self._detail = detail

    @property
    def detail(self) -> str:
        """Where to, and in which protocol."""
        return self._detail

    @property
    def receive_maximum(self) -> int:
        """What the broker said in its CONNACK; paho itself pays no heed to it."""
        return self._notes.receive_maximum

    def publish(self, outgoing: Outgoing) -> int:
        """Any thread. Raises `BusError` once the connection is lost, `BadMessage` for what the broker hangs up at."""
        size = _packet_bytes(outgoing)
        if size > self._notes.largest_packet:
            raise BadMessage(f"{outgoing.topic}: {size} bytes, the broker takes {self._notes.largest_packet} at most")
        info = self._client.publish(
            outgoing.topic,
            outgoing.payload,
            qos=outgoing.qos,
            retain=outgoing.retain,
            properties=_properties(outgoing) if self._protocol is MQTT5 else None,
        )
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise BusError(f"{outgoing.topic}: {error_string(info.rc)}")
        return info.mid

    def acknowledge(self, receipt: int) -> None:
        """Send the PUBACK that `manual_ack` kept back."""
        self._client.ack(receipt, 1)

    def poll(self, timeout_s: float) -> Sequence[Event]:
        """Run paho's loop once unless something is noted already."""
        if not self._notes.events:
            step(self._client, self._notes, timeout_s)
        found = []
        while self._notes.events:
            found.append(self._notes.events.popleft())
        return found

    def close(self) -> None:
        """DISCONNECT, and a moment for it to get out."""
        hang_up(self._client, self._notes)


def hang_up(client: Client, notes: Notes) -> None:
    """Disconnect, and run the loop until the socket is closed."""
    client.disconnect()
    for _ in range(int(CLOSE_S / 0.05)):
        if client.socket() is None:
            return
        step(client, notes, 0.05)


def step(client: Client, notes: Notes, timeout_s: float) -> None:
    """One round of paho's loop; whatever ends the connection is noted as `Lost`."""
    try:
        code = client.loop(timeout_s)
    except (OSError, ValueError, TypeError, AttributeError, IndexError, KeyError, struct.error, RuntimeError) as error:
        # paho parses what the broker sends: what it stumbles over must end this connection, not the thread.
        notes.events.append(Lost(detail=f"the broker sent what is no MQTT: {error!r}"))
        return
    if code != MQTTErrorCode.MQTT_ERR_SUCCESS and not any(isinstance(event, Lost) for event in notes.events):
        notes.events.append(Lost(detail=f"the connection broke: {error_string(code)}"))


class _TidyClient(Client):
    """Closes the socket when the TLS handshake fails; paho leaves that to the garbage collector."""

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        if self._ssl_context is None:
            raise ValueError("TLS without a context")
        wrapped = self._ssl_context.wrap_socket(tcp_sock, server_hostname=self._host, do_handshake_on_connect=False)
        try:
            wrapped.settimeout(self._connect_timeout)
            wrapped.do_handshake()
        except BaseException:
            wrapped.close()
            raise
        return wrapped


def new_client(*, client_id: str, protocol: MQTTProtocolVersion, stalled_s: float, persistent: bool = False) -> Client:
    """A client that never reconnects and acknowledges only when told to; small packets leave at once.

    `persistent`: on MQTT 3.1.1 the broker keeps what comes for us while we are away. MQTT 5 says that in its CONNECT.
    """
    client = _TidyClient(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        protocol=protocol,
        clean_session=None if protocol is MQTT5 else not persistent,
        reconnect_on_failure=False,
        manual_ack=True,
    )
    client.max_inflight_messages_set(0)  # our own window is smaller; paho's would queue silently
    client.on_socket_open = lambda _client, _data, sock: _prepare_socket(sock, stalled_s)
    return client


def _prepare_socket(sock: Any, stalled_s: float) -> None:
    """No Nagle: it costs 40 ms per decision. And data that nobody takes ends the connection instead of waiting."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(stalled_s * 1000))


def _leave_it_to_the_loop(_client: Client, _data: object, _sock: object) -> None:
    """Nothing: paho has woken the loop, which writes."""


def new_properties(packet_type: int) -> Properties:
    """MQTT 5 properties of one packet."""
    return Properties(packet_type)  # type: ignore[no-untyped-call]


def _packet_bytes(outgoing: Outgoing) -> int:
    """At most so many."""
    texts = len(outgoing.topic.encode()) + len((outgoing.reply_to or "").encode())
    return HEAD_BYTES + texts + len(outgoing.correlation or b"") + len(outgoing.payload)


def _properties(outgoing: Outgoing) -> Properties:
    found = new_properties(PacketTypes.PUBLISH)
    if outgoing.payload:
        found.ContentType = "application/json"
        found.PayloadFormatIndicator = 1
    if outgoing.expiry_s is not None:
        found.MessageExpiryInterval = outgoing.expiry_s
    if outgoing.reply_to is not None:
        found.ResponseTopic = outgoing.reply_to
    if outgoing.correlation is not None:
        found.CorrelationData = outgoing.correlation
    return found
