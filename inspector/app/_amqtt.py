"""amqtt's broker as the demo needs it. Imported only where the extra `broker` is installed."""

from asyncio import StreamReader, StreamWriter
from typing import Any

from amqtt.adapters import ReaderAdapter, WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.session import Session

_SAID_IN_CONNECT = (
    *("client_id", "will_flag", "will_message", "will_qos", "will_retain", "will_topic"),
    *("keep_alive", "username", "password", "ssl_object"),
)


def broker_config(host: str, port: int) -> BrokerConfig:
    """Anonymous, one TCP listener, and no plugin that publishes on its own."""
    address = f"[{host}]" if ":" in host else host
    return BrokerConfig.from_dict(
        {
            "listeners": {"default": {"type": "tcp", "bind": f"{address}:{port}", "max_connections": 200}},
            "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
        }
    )


class LineBroker(Broker):  # type: ignore[misc]  # amqtt is not followed by the type checker
    """Adds what amqtt 0.12 lacks.

    - The real port.
    - An end for a client whose id was taken over: amqtt forgets its subscriptions but leaves the connection open, deaf
      and sure that all is well.
    - A clean session for everybody, whatever was asked for: amqtt keeps nothing for anonymous clients all the same, and
      hands a taken-over session to the newer client without telling the older one.
    - Retained messages only for those who asked: amqtt sends a new client all that any client has subscribed to.
    - An end for sockets: when the peer hung up first, amqtt fails to close its own side.
    """

    def __init__(self, config: BrokerConfig) -> None:
        super().__init__(config)
        self._line_writers: set[StreamWriter] = set()

    def bound_port(self) -> int:
        """The port of the listener, after `start`."""
        sockets: Any = self._servers["default"].instance.sockets
        return int(sockets[0].getsockname()[1])

    async def _delete_session(self, client_id: str) -> None:
        older, handler = self._sessions.get(client_id, (None, None))
        await super()._delete_session(client_id)
        if older is not None and handler is not None and older.transitions.state == "connected":
            older.will_flag = False  # it would say that the station is gone, after the newer client said it is here
            # Not `handler.stop()`: it waits for a reader task that sometimes swallows its cancellation.
            if handler.writer is not None:
                handler.writer._writer.transport.abort()  # noqa: SLF001 - amqtt offers no way to hang up at once

    async def _initialize_client_session(
        self, reader: ReaderAdapter, writer: WriterAdapter, remote_address: str, remote_port: int
    ) -> tuple[BrokerProtocolHandler, Session]:
        handler, asked = await super()._initialize_client_session(reader, writer, remote_address, remote_port)
        older, _ = self._sessions.get(asked.client_id, (None, None))
        if asked.clean_session and asked is not older:
            return handler, asked
        session = Session()
        for name in _SAID_IN_CONNECT:
            setattr(session, name, getattr(asked, name))
        session.clean_session = True
        session.remote_address, session.remote_port = remote_address, remote_port
        await self._delete_session(session.client_id)
        return handler, session

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        if any(client.client_id == session.client_id for client, _ in self._subscriptions.get(subscription[0], ())):
            await super()._publish_retained_messages_for_subscription(subscription, session)

    async def stream_connected(self, reader: StreamReader, writer: StreamWriter, listener_name: str) -> None:
        """One client, from its first byte to its end."""
        self._line_writers.add(writer)
        try:
            await super().stream_connected(reader, writer, listener_name)
        finally:
            self._line_writers.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """Break all connections, so that `shutdown` has no reader to wait for."""
        for writer in self._line_writers:
            writer.transport.abort()
