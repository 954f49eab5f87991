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
        self._was_linked = False
        self._yielded_to: tuple[int, int] | None = None

    def link_ended(self) -> None:
        """We had said ONLINE: whoever's ONLINE we find instead when we come back is not a leftover of old."""
        self._was_linked = True

    def found_in(self, incoming: Incoming) -> str | None:
        """What a message on our own `status` topic tells of a rival, None if nothing.

        What is retained when we first come may be a leftover of a process that died. When we come back it is one of
        ours, or a rival spoke since: ONLINE, or its will if the broker threw it out for us. Nobody is yielded to twice
        for the same message: one that only the broker's memory repeats is a leftover too.
        """
        status = status_in(incoming)
        if status is None or status.boot == self._boot or status.state == "OFFLINE":
            return None
        if incoming.retained and (not self._was_linked or self._yielded_to == (status.boot, status.seq)):
            return None
        if not incoming.retained and status.state != "ONLINE":
            return None
        self._yielded_to = (status.boot, status.seq)
        return f"session taken over: another process (boot {status.boot}) speaks for this station"


def status_in(incoming: Incoming) -> Status | None:
    """The status that a message tells, None if it tells none."""
    try:
        return decode_as(Status, incoming.payload)
    except BadMessage:
        return None
