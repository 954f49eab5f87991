"""A broker in this process: named hubs that clients connect to, with retained messages, wills and takeovers.

It stands in for a real broker where a test or a demo wants none; what it can be told to do (go away, refuse a client,
deny a topic) is what real brokers do to us.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inspector.adapters.bus._link import Event, Incoming, LinkRefused, Lost, Outgoing, Taken
from inspector.domain.errors import BusError
from inspector.ports.clock import Clock


@dataclass(slots=True)
class Seat:
    """One client as the hub knows it."""

    client_id: str
    filters: tuple[str, ...]
    will: Outgoing | None
    events: deque[Event] = field(default_factory=deque)
    lost: bool = False
    unacknowledged: dict[int, Incoming] = field(default_factory=dict)


class Hub:
    """Thread-safe. Delivers in the order of publishing; remembers retained messages until told to forget."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._changed = threading.Condition()
        self._members: dict[str, Seat] = {}
        self._retained: dict[str, bytes] = {}
        self._denied: dict[str, str] = {}
        self._refusal: str | None = None
        self._next_number = 0

    def connect(
        self, client_id: str, filters: Sequence[str], *, clock: Clock, will: Outgoing | None = None
    ) -> "Member":
        """Join; a member with the same id is thrown out, without its will. Raises `LinkRefused`."""
        with self._changed:
            if self._refusal is not None:
                raise LinkRefused(f"hub {self.name} refuses us: {self._refusal}")
            old = self._members.pop(client_id, None)
            if old is not None:
                self._throw_out(old, "session taken over by another client with our id", taken_over=True)
            member = Seat(client_id=client_id, filters=tuple(filters), will=will)
            self._members[client_id] = member
            for topic, payload in self._retained.items():
                self._deliver(member, topic, payload, clock.monotonic_ns(), retained=True)
            return Member(self, member, clock)

    def refuse(self, reason: str | None) -> None:
        """Accept nobody from now on; None accepts again."""
        with self._changed:
            self._refusal = reason

    def deny(self, topic: str, reason: str | None) -> None:
        """Refuse publishes to a topic; None allows them again."""
        with self._changed:
            if reason is None:
                self._denied.pop(topic, None)
            else:
                self._denied[topic] = reason

    def crash(self, *, forget_retained: bool = False) -> None:
        """All links break at once, no will is sent, nobody is accepted until `refuse(None)`."""
        with self._changed:
            self._refusal = "the hub is down"
            for member in self._members.values():
                self._throw_out(member, "the connection broke: the hub is down", taken_over=False)
            self._members.clear()
            if forget_retained:
                self._retained.clear()

    def drop(self, client_id: str) -> None:
        """Break one link; its will is sent."""
        with self._changed:
            member = self._members.pop(client_id)
            self._throw_out(member, "the connection broke", taken_over=False)
            if member.will is not None:
                self._spread(member.will, 0)

    def retained(self, topic: str) -> bytes | None:
        """What stands on a topic."""
        with self._changed:
            return self._retained.get(topic)

    def wait(self, until: Callable[[], bool], timeout_s: float) -> bool:
        """Wait for something on the hub to change so that `until` holds."""
        with self._changed:
            return self._changed.wait_for(until, timeout_s)

    def take(self, sender: Seat, outgoing: Outgoing, now_ns: int) -> int:
        """Publish for a member. Raises `BusError` once it was thrown out."""
        with self._changed:
            if sender.lost:
                raise BusError(f"{outgoing.topic}: the link is lost")
            self._next_number += 1
            number = self._next_number
            denied = self._denied.get(outgoing.topic)
            if denied is None:
                self._spread(outgoing, now_ns)
            if outgoing.qos > 0:
                sender.events.append(Taken(number=number, accepted=denied is None, reason=denied or "Success"))
            self._changed.notify_all()
            return number

    def _spread(self, outgoing: Outgoing, now_ns: int) -> None:
        if outgoing.retain and outgoing.payload:
            self._retained[outgoing.topic] = outgoing.payload
        elif outgoing.retain:
            self._retained.pop(outgoing.topic, None)
        for member in self._members.values():
            self._deliver(member, outgoing.topic, outgoing.payload, now_ns, retained=False, outgoing=outgoing)

    def _deliver(
        self,
        member: Seat,
        topic: str,
        payload: bytes,
        now_ns: int,
        *,
        retained: bool,
        outgoing: Outgoing | None = None,
    ) -> None:
        if not any(matches(topic, wanted) for wanted in member.filters):
            return
        self._next_number += 1
        incoming = Incoming(
            topic=topic,
            payload=payload,
            retained=retained,
            receipt=None if outgoing is not None and outgoing.qos == 0 else self._next_number,
            received_at_ns=now_ns,
            reply_to=outgoing.reply_to if outgoing is not None else None,
            correlation=outgoing.correlation if outgoing is not None else None,
        )
        if incoming.receipt is not None:
            member.unacknowledged[incoming.receipt] = incoming
        member.events.append(incoming)
        self._changed.notify_all()

    def _throw_out(self, member: Seat, detail: str, *, taken_over: bool) -> None:
        member.lost = True
        member.events.append(Lost(detail=detail, taken_over=taken_over))
        self._changed.notify_all()

    def leave(self, member: Seat) -> None:
        """Go in order."""
        with self._changed:
            member.lost = True
            if self._members.get(member.client_id) is member:
                del self._members[member.client_id]
            self._changed.notify_all()

    def events_of(self, member: Seat, timeout_s: float) -> list[Event]:
        """What happened to a member since it last asked."""
        with self._changed:
            self._changed.wait_for(lambda: bool(member.events), timeout_s)
            found = list(member.events)
            member.events.clear()
            return found

    def acknowledge(self, member: Seat, receipt: int) -> None:
        """A member has dealt with a delivery."""
        with self._changed:
            member.unacknowledged.pop(receipt, None)
            self._changed.notify_all()


class Member:
    """One client's side; implements `Connection`."""

    def __init__(self, hub: Hub, member: Seat, clock: Clock) -> None:
        self._hub = hub
        self._member = member
        self._clock = clock

    @property
    def detail(self) -> str:
        """For people."""
        return f"hub {self._hub.name} as {self._member.client_id}, in this process"

    @property
    def receive_maximum(self) -> int:
        """No limit of its own."""
        return 65535

    def publish(self, outgoing: Outgoing) -> int:
        """Any thread. Raises `BusError` once lost."""
        return self._hub.take(self._member, outgoing, self._clock.monotonic_ns())

    def acknowledge(self, receipt: int) -> None:
        """It was dealt with."""
        self._hub.acknowledge(self._member, receipt)

    def unacknowledged(self) -> int:
        """Deliveries not acknowledged yet."""
        return len(self._member.unacknowledged)

    def poll(self, timeout_s: float) -> Sequence[Event]:
        """What happened, waiting for something at most so long."""
        return self._hub.events_of(self._member, timeout_s)

    def close(self) -> None:
        """Leave; the will is not sent."""
        self._hub.leave(self._member)


def matches(topic: str, wanted: str) -> bool:
    """Whether a topic filter with `+` and `#` takes a topic."""
    levels, patterns = topic.split("/"), wanted.split("/")
    for index, pattern in enumerate(patterns):
        if pattern == "#":
            return True
        if index >= len(levels) or pattern not in ("+", levels[index]):
            return False
    return len(levels) == len(patterns)


_HUBS: dict[str, Hub] = {}
_HUBS_LOCK = threading.Lock()


def hub(name: str) -> Hub:
    """The hub of that name in this process; made when first asked for."""
    with _HUBS_LOCK:
        return _HUBS.setdefault(name, Hub(name))
