"""The controller's connection to the broker: MQTT 5, or 3.1.1 where the broker speaks no more; clean start always.

Kept apart from the edge's own bus adapter on purpose: a simulator that shared the code of what it tests would share
its mistakes.
"""

import contextlib
import queue
import socket
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

UNSUPPORTED_PROTOCOL_VERSION = 132
MAX_WAITING_MESSAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkConfig:
    """A broker. With `ca_file` the connection is TLS; `cert_file` and `key_file` show who we are."""

    host: str
    port: int
    client_id: str
    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    keepalive_s: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message, and when it was taken from the socket (monotonic)."""

    topic: str
    payload: bytes
    qos: int
    retained: bool
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerAck:
    """The broker has one of our QoS 1 messages."""

    mid: int
    at_ns: int


class PlcLink:
    """Connects in the background and keeps connected. What comes in waits in `inbox`; `wake` puts None there.

    `drain` before `stop`: paho's `disconnect` drops what the broker has not taken yet. `problem` says why the link is
    not up, `protocol` is "5" or "3.1.1".

    Thread-safe. Nothing is published while the link is down: a controller that repeats old news after an outage
    would be worse than a silent one.
    """

    def __init__(
        self,
        config: LinkConfig,
        *,
        topics: tuple[tuple[str, int], ...],
        monotonic_ns: Callable[[], int],
    ) -> None:
        self._config = config
        self._topics = list(topics)
        self._monotonic_ns = monotonic_ns
        self.inbox: queue.Queue[Received | BrokerAck | None] = queue.Queue(MAX_WAITING_MESSAGES)
        self._changed = threading.Condition()
        self._subscribed = False
        self._refused: int | None = None
        self._stopping = False
        self._client: Client | None = None
        self._negotiator: threading.Thread | None = None
        self.problem = "not connected yet"
        self.protocol = ""
        self._recent: deque[MQTTMessageInfo] = deque(maxlen=64)
        self.refused_publishes = 0

    def start(self) -> None:
        """Begin to connect; never fails for an absent broker. Raises OSError for unreadable TLS files."""
        self._client = self._connecting(MQTTProtocolVersion.MQTTv5)
        self._negotiator = threading.Thread(target=self._negotiate, name="plc-link", daemon=True)
        self._negotiator.start()

    def stop(self) -> None:
        """Disconnect cleanly and join the threads."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._negotiator is not None:
            self._negotiator.join()
        if self._client is not None:
            _end(self._client)
            self._client = None
        self._subscribed = False

    def drain(self, timeout_s: float) -> bool:
        """Wait until the broker has everything that was published at QoS 1."""
        until_ns = self._monotonic_ns() + round(timeout_s * 1e9)
        for info in list(self._recent):
            left_s = (until_ns - self._monotonic_ns()) / 1e9
            if left_s <= 0 or not self._subscribed:
                return False
            info.wait_for_publish(left_s)
        return all(info.is_published() for info in self._recent)

    @property
    def up(self) -> bool:
        """The broker accepted us and granted the subscriptions, and the connection was not lost since."""
        return self._subscribed

    def wait_up(self, timeout_s: float) -> bool:
        """Wait until `up`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._subscribed or self._stopping, timeout_s) and self._subscribed

    def take(self, timeout_s: float) -> Received | BrokerAck | None:
        """The next news from `inbox`; None after the time-out, or when woken."""
        try:
            return self.inbox.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None

    def wake(self) -> None:
        """Make a reader of `inbox` look up."""
        with contextlib.suppress(queue.Full):
            self.inbox.put_nowait(None)

    def publish(self, topic: str, payload: bytes, *, qos: int) -> int | None:
        """Hand a message to the broker; its number, or None while the link is down."""
        client = self._client
        if client is None or not self._subscribed:
            return None
        info = client.publish(topic, payload, qos=qos, retain=False)
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            return None
        if qos > 0:
            self._recent.append(info)
        return info.mid

    # -- connecting

    def _negotiate(self) -> None:
        """Go down to MQTT 3.1.1 when the broker refuses 5; ends with the first connection."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._subscribed or self._refused is not None)
            if self._stopping or self._subscribed or self._client is None:
                return
            old = self._client
        _end(old)
        self._client = self._connecting(MQTTProtocolVersion.MQTTv311)

    def _connecting(self, protocol: MQTTProtocolVersion) -> Client:
        config = self._config
        self.protocol = "5" if protocol == MQTTProtocolVersion.MQTTv5 else "3.1.1"
        clean = True if protocol == MQTTProtocolVersion.MQTTv311 else None  # MQTT 5 says so when it connects
        client = Client(CallbackAPIVersion.VERSION2, config.client_id, clean_session=clean, protocol=protocol)
        client.on_socket_open = _no_delay
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_subscribe = self._on_subscribe
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        client.reconnect_delay_set(1, 5)
        if config.username is not None:
            client.username_pw_set(config.username, config.password)
        if config.ca_file is not None:
            context = ssl.create_default_context(cafile=str(config.ca_file))
            if config.cert_file is not None:
                context.load_cert_chain(config.cert_file, config.key_file, password="")
            client.tls_set_context(context)
        client.connect_async(
            config.host,
            config.port,
            keepalive=config.keepalive_s,
            clean_start=True if protocol == MQTTProtocolVersion.MQTTv5 else 3,
        )
        client.loop_start()
        return client

    # -- callbacks, on paho's thread: short, and nothing in them may raise

    def _on_connect(
        self, client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._say(up=False, problem=f"the broker refused the connection: {reason}")
            if reason.value == UNSUPPORTED_PROTOCOL_VERSION:
                with self._changed:
                    self._refused = reason.value
                    self._changed.notify_all()
            return
        client.subscribe(self._topics)

    def _on_connect_fail(self, _client: Client, _data: object) -> None:
        cause = sys.exception()  # paho calls this while it handles the error, and tells it to nobody
        self._say(up=False, problem=f"no connection to {self._config.host}:{self._config.port}: {cause}")

    def _on_subscribe(
        self, _client: Client, _data: object, _mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        refused = [str(reason) for reason in reasons if reason.is_failure]
        problem = f"the broker refused a subscription: {', '.join(refused)}" if refused else ""
        self._say(up=not refused, problem=problem)

    def _on_disconnect(
        self, _client: Client, _data: object, _flags: DisconnectFlags, reason: ReasonCode, _properties: object
    ) -> None:
        if self._subscribed:  # else it is known better why we did not get in
            self._say(up=False, problem=f"disconnected: {reason}")

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        received = Received(
            topic=message.topic,
            payload=bytes(message.payload),
            qos=message.qos,
            retained=message.retain,
            at_ns=self._monotonic_ns(),
        )
        self._put(received)

    def _on_publish(
        self, _client: Client, _data: object, mid: int, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self.refused_publishes += 1
            self.problem = f"the broker refused a message: {reason}"
        else:
            self._put(BrokerAck(mid=mid, at_ns=self._monotonic_ns()))

    def _put(self, news: Received | BrokerAck) -> None:
        try:
            self.inbox.put_nowait(news)
        except queue.Full:
            self.problem = f"{MAX_WAITING_MESSAGES} messages waited: one was dropped"

    def _say(self, *, up: bool, problem: str) -> None:
        with self._changed:
            self._subscribed = up
            self.problem = problem
            self._changed.notify_all()
        self.wake()


def _no_delay(_client: Client, _data: object, sock: object) -> None:
    if isinstance(sock, socket.socket):  # 44 ms less per message: Nagle waits for the peer's delayed ACK
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _end(client: Client) -> None:
    client.disconnect()
    client.loop_stop()
