"""Prints what is on a station's topics, one readable line per message, until stopped."""

import json
import socket
import ssl
import threading
from collections.abc import Callable

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from inspector.domain.errors import BusError
from inspector.wire.access import without_secrets
from inspector.wire.describe import describe

LONGEST_FILTER = 65_535


class Watcher:
    """A client of its own that only listens. `say` gets one line per message, in the network thread; it must not raise.

    `topics` must be a filter. `problem` says why nothing will come.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        topics: str,
        as_json: bool,
        heartbeats: bool,
        say: Callable[[str], None],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Connects. Raises `BusError`."""
        self._topics = topics
        self._as_json = as_json
        self._heartbeats = heartbeats
        self._say = say
        self.problem: list[str] = []
        self.subscribed = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv311)
        if tls is not None:
            self._client.tls_set_context(tls)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_message = self._message
        self._client.on_subscribe = lambda *_: self.subscribed.set()
        self._client.on_socket_open = _no_delay
        try:
            self._client.connect(host, port, keepalive=10)
        except OSError as error:
            raise BusError(f"{host}:{port}: no broker answers: {error.strerror or error}") from error
        self._client.loop_start()

    def close(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def _connected(
        self, client: mqtt.Client, _data: object, _flags: object, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self.problem.append(str(reason))
            return
        client.subscribe(self._topics, qos=0)

    def _disconnected(
        self, _client: mqtt.Client, _data: object, _flags: object, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if not self.subscribed.is_set():  # as by a broker that wants a certificate; later, paho connects again
            self.problem.append(f"it ended the connection: {reason}")

    def _message(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        suffix = "/".join(message.topic.split("/")[5:])
        if suffix.startswith("hb/") and not self._heartbeats:
            return
        payload = without_secrets(suffix, bytes(message.payload))
        if self._as_json:
            text = payload.decode("utf-8", "replace")
            self._say(json.dumps({"topic": message.topic, "retained": bool(message.retain), "payload": text}))
        else:
            kept = " (retained)" if message.retain else ""
            self._say(f"{message.topic.rsplit('/' + suffix, 1)[0]} {describe(suffix, payload)}{kept}")


def is_filter(text: str) -> bool:
    """Whether a broker would understand it: paho says no in its own thread, where nobody hears it."""
    *above, last = text.split("/")
    wild = {"+", "#"}
    plain = all(level == "+" or not wild & set(level) for level in above)
    ends = last in wild or not wild & set(last)
    return text.isprintable() and 0 < len(text.encode()) <= LONGEST_FILTER and plain and ends


def _no_delay(_client: mqtt.Client, _data: object, sock: object) -> None:
    if isinstance(sock, socket.socket):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
