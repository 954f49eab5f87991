"""Notices another process that speaks for the same station.

MQTT 5 says so when it ends our session; 3.1.1 just closes the socket, and two processes with different client ids are
never parted. But each says ONLINE with its own boot number on the station's retained `status`.
"""

from inspector.adapters.bus._link import Incoming
from inspector.domain.errors import BadMessage
from inspector.wire.codec import decode_as
from inspector.wire.line import Status


class Rival:
    """Used by the bus's thread."""

    def __init__(self, boot: int) -> None:
        self._boot = boot
        self._linked_before = False
        self._yielded_to: tuple[int, int] | None = None

    def linked(self) -> None:
        """We have said ONLINE: whoever says so after us is not a leftover."""
        self._linked_before = True

    def found_in(self, incoming: Incoming) -> str | None:
        """What a message on our own `status` topic tells of a rival, None if nothing.

        What was retained before our first link may be a leftover of a process that died. And nobody is yielded to
        twice for the same message: one that is repeated only by the broker's memory is a leftover too.
        """
        try:
            status = decode_as(Status, incoming.payload)
        except BadMessage:
            return None
        if status.boot == self._boot or status.state != "ONLINE":
            return None
        if incoming.retained and (not self._linked_before or self._yielded_to == (status.boot, status.seq)):
            return None
        self._yielded_to = (status.boot, status.seq)
        return f"session taken over: another process (boot {status.boot}) speaks for this station"
