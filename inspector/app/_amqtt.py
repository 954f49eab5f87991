"""amqtt's broker as the demo needs it. Imported only where the extra `broker` is installed."""

from typing import Any

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig


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
    """Adds two things that amqtt 0.12 lacks: the real port, and an end for a client whose id was taken over.

    amqtt forgets the subscriptions of the older client but leaves its connection open: deaf, and sure that all is well.
    """

    def bound_port(self) -> int:
        """The port of the listener, after `start`."""
        sockets: Any = self._servers["default"].instance.sockets
        return int(sockets[0].getsockname()[1])

    async def _delete_session(self, client_id: str) -> None:
        older, handler = self._sessions.get(client_id, (None, None))
        await super()._delete_session(client_id)
        if older is not None and handler is not None and older.transitions.state == "connected":
            older.will_flag = False  # it would say that the station is gone, after the newer client said it is here
            await handler.stop()
