"""From delivered bytes to the handler's calls; what is no valid message for this station ends in `on_malformed`.

Who sent it as a command hears that it was rejected.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inspector.adapters.bus._counters import Counters
from inspector.adapters.bus._link import Incoming
from inspector.domain.errors import BadMessage
from inspector.domain.station import Response
from inspector.ports.bus import BusHandler
from inspector.wire.codec import decode
from inspector.wire.header import Message
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm
from inspector.wire.line import CommandMessage, HbPlc
from inspector.wire.to_domain import ack_of, arrival_of, command_of, confirm_of, heartbeat_of
from inspector.wire.topics import Address
from inspector.wire.unreadable import asked_by

log = logging.getLogger(__name__)

# Commands at QoS 0: a broker keeps those for nobody who is away, and a command is for now or not at all.
FILTERS = (("item/arrived", 1), ("item/ack", 1), ("item/confirm", 1), ("hb/plc", 0), ("cmd/+", 0))


class Inbox:
    """Used by the bus's thread. Guards every call of the handler: what it raises is logged and counted.

    `respond` tells who asked something that can not be read that it was not done.
    """

    def __init__(
        self, address: Address, handler: BusHandler, counters: Counters, respond: Callable[[Response], None]
    ) -> None:
        self._address = address
        self._handler = handler
        self._counters = counters
        self._respond = respond

    def take(self, incoming: Incoming) -> bool:
        """Handle one delivery. False if it must not be acknowledged: the handler raised on an arrival, by mistake."""
        self._counters.add("received")
        try:
            suffix = self._suffix(incoming)
            message = self._read(suffix, incoming)
        except BadMessage as error:
            self._counters.add("malformed")
            self.guard(self._handler.on_malformed, incoming.topic, str(error))
            self._reject(incoming, str(error))
            return True
        received_at_ns = incoming.received_at_ns
        match message:
            case ItemArrived():
                stored = self.guard(self._handler.on_arrival, arrival_of(message, received_at_ns))
                if not stored:
                    self._counters.add("arrivals_not_stored")
                return stored
            case ItemAck():
                self.guard(self._handler.on_ack, ack_of(message, received_at_ns))
            case ItemConfirm():
                self.guard(self._handler.on_confirm, confirm_of(message, received_at_ns))
            case HbPlc():
                self.guard(self._handler.on_plc_heartbeat, heartbeat_of(message, received_at_ns))
            case CommandMessage():
                command = command_of(message, reply_to=incoming.reply_to, correlation=incoming.correlation)
                self.guard(self._handler.on_command, command)
        return True

    def guard(self, call: Callable[..., None], *args: Any) -> bool:
        """Call the handler; False if it raised."""
        try:
            call(*args)
        except Exception:  # the handler is not ours: nothing it does may end the bus's thread
            self._counters.add("handler_errors")
            log.exception("%s raised", getattr(call, "__qualname__", call))
            return False
        return True

    def _reject(self, incoming: Incoming, problem: str) -> None:
        """Where the message says who asked. Nobody waits for the answer to a retained one: it is old."""
        suffix = self._address.suffix(incoming.topic)
        asked = None if suffix is None or incoming.retained else asked_by(suffix, incoming.payload)
        if asked is None:
            return
        if incoming.reply_to is not None and self._may_answer_on(incoming.reply_to):
            asked = replace(asked, reply_to=incoming.reply_to)
        asked = replace(asked, correlation=incoming.correlation)
        self._respond(Response(command=asked, ok=False, known=False, detail=f"rejected: {problem}"))

    def _suffix(self, incoming: Incoming) -> str:
        suffix = self._address.suffix(incoming.topic)
        if suffix is None:
            raise BadMessage(f"{incoming.topic}: is another station's topic")
        if incoming.retained:
            raise BadMessage(f"{suffix}: was retained; it may be old, so it is not acted on")
        return suffix

    def _read(self, suffix: str, incoming: Incoming) -> Message:
        message = decode(suffix, incoming.payload)
        if message.sender == "edge":
            raise BadMessage(f"{suffix}: is not for the edge")
        if message.station != self._address.station:
            raise BadMessage(f"{suffix}: is about station {message.station!r}")
        if isinstance(message, CommandMessage) and suffix != f"cmd/{message.name}":
            raise BadMessage(f"{suffix}: names the command {message.name!r}")
        if incoming.reply_to is not None and not self._may_answer_on(incoming.reply_to):
            raise BadMessage(f"{suffix}: asks for an answer on {incoming.reply_to!r}, where a station must not write")
        return message

    def _may_answer_on(self, topic: str) -> bool:
        """A response topic must not make the station speak where only it, or a controller, is believed."""
        if not topic or any(sign in topic for sign in "+#\0") or topic.startswith("$"):
            return False
        return not topic.startswith("fc/") or topic.startswith(self._address.topic("rsp/"))
