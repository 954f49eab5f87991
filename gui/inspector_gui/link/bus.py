"""One station's messages, read from the broker in paho's thread and left in an inbox as frozen values."""

import socket
import ssl
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.reasoncodes import ReasonCode
from PySide6.QtCore import QDateTime

from inspector.domain.errors import BadMessage
from inspector.wire.codec import decode, encode
from inspector.wire.line import CommandMessage
from inspector.wire.stamp import Stamp
from inspector.wire.topics import Address
from inspector_gui.link.answers import Entry, arguments_of, command_of, id_of
from inspector_gui.link.inbox import Inbox
from inspector_gui.link.news import Cleared, Connected, Disconnected, Heard, News, Unreadable

INBOX_CAPACITY = 4096
KEEPALIVE_S = 5
CONNECT_TIMEOUT_S = 1.5
RETRY_S = (1, 2)
LOST_AFTER_MS = 2500  # a command that the broker's side has not received by then is nowhere: said before it can arrive
SUFFIXES = (
    *("status", "info", "state", "hb/edge", "hb/plc", "item/arrived", "item/confirm"),
    *("result", "alarm/+", "hold/+", "rsp/+", "metrics"),
)


class BusLink:
    """Reads, and asks. Connects again by itself; each time it is in, the retained messages tell the present state.

    MQTT 3.1.1 on purpose: every broker speaks it, and a reader needs nothing of version 5.
    """

    def __init__(
        self,
        address: Address,
        *,
        host: str,
        port: int,
        credentials: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.inbox: Inbox[News] = Inbox(INBOX_CAPACITY)
        self._address = address
        self._host, self._port = host, port
        self._now_s = now_s
        self._stamp = Stamp(station=address.station, boot=uuid.uuid4().int, utc=_utc)
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"gui-{uuid.uuid4().hex[:12]}",
            protocol=MQTTProtocolVersion.MQTTv311,
            clean_session=True,
        )
        if credentials is not None:
            self._client.username_pw_set(*credentials)
        if tls is not None:
            self._client.tls_set_context(tls)
        self._client.connect_timeout = CONNECT_TIMEOUT_S
        self._client.reconnect_delay_set(*RETRY_S)
        self._client.on_connect = self._on_connect
        self._client.on_connect_fail = self._on_connect_fail
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_socket_open = _give_up_soon

    def start(self) -> None:
        """Begin to connect, in a thread of its own."""
        self._client.connect_async(self._host, self._port, keepalive=KEEPALIVE_S)
        self._client.loop_start()

    def stop(self) -> None:
        """Leave, and wait for the thread to end."""
        self._client.disconnect()
        self._client.loop_stop()

    def submit(self, entry: Entry, proof: Mapping[str, object] | None = None) -> bool:
        """Send an answer or a decision, its id as the request's. False while there is no connection.

        `proof` is the session in which it was given, and its age, if somebody had to sign in.

        These may come twice or late: the station books them by their id, once.
        """
        arguments = {**arguments_of(entry), **(proof or {})}
        return self._command(command_of(entry), id_of(entry), arguments, qos=1)

    def command(self, name: str, arguments: Mapping[str, object]) -> str | None:
        """Send `cmd/{name}` now or never; the request's id, or None while there is no connection.

        At QoS 0, because paho keeps what is sent at QoS 1 while the cable is out, and sends it when it is back: behind
        the operator, who was told that it failed.
        """
        request = uuid.uuid4().hex
        return request if self._command(name, request, arguments, qos=CommandMessage.qos) else None

    def _command(self, name: str, request: str, arguments: Mapping[str, object], *, qos: int) -> bool:
        if not self._client.is_connected():
            return False
        suffix = f"cmd/{name}"
        message = CommandMessage.model_validate(
            {**self._stamp.header(suffix), "name": name, "req_id": request, "args": dict(arguments)}
        )
        sent = self._client.publish(self._address.topic(suffix), encode(message), qos=qos)
        return sent.rc == mqtt.MQTT_ERR_SUCCESS

    def _on_connect(self, client: mqtt.Client, _data: Any, _flags: Any, code: ReasonCode, _properties: Any) -> None:
        if code.is_failure:
            self.inbox.put(Disconnected(at_s=self._now_s(), detail=str(code)))
            return
        client.subscribe([(self._address.topic(suffix), 1) for suffix in SUFFIXES])
        self.inbox.put(Connected(at_s=self._now_s()))

    def _on_connect_fail(self, _client: mqtt.Client, _data: Any) -> None:
        cause = sys.exception()  # paho calls this while it handles the error, and tells it to nobody
        detail = f"{self._host}:{self._port}: {cause}"
        self.inbox.put(Disconnected(at_s=self._now_s(), detail=detail), key="connect-fail")

    def _on_disconnect(self, _client: mqtt.Client, _data: Any, _flags: Any, code: ReasonCode, _properties: Any) -> None:
        self.inbox.put(Disconnected(at_s=self._now_s(), detail=str(code)))

    def _on_message(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        suffix = self._address.suffix(message.topic)
        if suffix is None:
            return
        at_s = self._now_s()
        if not message.payload:
            self.inbox.put(Cleared(at_s=at_s, suffix=suffix))
            return
        try:
            decoded = decode(suffix, bytes(message.payload))
        except BadMessage as error:
            self.inbox.put(Unreadable(at_s=at_s, suffix=suffix, detail=str(error)))
            return
        # A heartbeat is only worth as much as its newest one; everything else is kept in full.
        key = suffix if suffix.startswith("hb/") else None
        self.inbox.put(Heard(at_s=at_s, suffix=suffix, message=decoded, retained=message.retain), key=key)


def _give_up_soon(_client: mqtt.Client, _data: Any, sock: Any) -> None:
    """The kernel too keeps what is not acknowledged, for minutes; on Linux it can be told to give it up."""
    if isinstance(sock, socket.socket) and hasattr(socket, "TCP_USER_TIMEOUT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, LOST_AFTER_MS)


def _utc() -> datetime:
    return datetime.fromtimestamp(QDateTime.currentMSecsSinceEpoch() / 1000, UTC)
