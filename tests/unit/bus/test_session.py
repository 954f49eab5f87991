"""When the broker is silent, and when it is us who did not listen."""

import threading
from collections import deque
from collections.abc import Sequence
from typing import Any, cast

import pytest

from inspector.adapters.bus._counters import Counters
from inspector.adapters.bus._inbox import Inbox
from inspector.adapters.bus._link import Event, Incoming, Lost, Outgoing, Taken
from inspector.adapters.bus._outbox import Outbox
from inspector.adapters.bus._rival import Rival
from inspector.adapters.bus._session import SILENCE_S, Session
from inspector.adapters.bus._window import Errand, Sent
from inspector.wire.topics import Address
from tests.support.bus_ends import Recorder


class Scripted:
    """A connection that delivers a list of polls; at its end we are asked to stop."""

    detail, receive_maximum = "scripted", 10

    def __init__(self, polls: Sequence[Sequence[Event]], stopping: threading.Event) -> None:
        self.polls, self.stopping = deque(polls), stopping

    def poll(self, _timeout_s: float) -> Sequence[Event]:
        if len(self.polls) == 1:
            self.stopping.set()
        return self.polls.popleft() if self.polls else [Lost(detail="over")]

    def publish(self, _outgoing: Outgoing) -> int:
        return 1

    def acknowledge(self, _receipt: int) -> None:
        """Nobody asks."""

    def close(self) -> None:
        """Nothing is open."""


class Owed:
    """An outbox to which one answer has been owed for longer than a broker may take."""

    def __init__(self) -> None:
        self.owed = True

    def silent_for_s(self) -> float:
        return SILENCE_S + 1 if self.owed else 0.0

    def answered(self, _taken: Taken) -> Sent:
        self.owed = False
        return Sent(Errand.DECISION, "decision-1")

    def link(self, _connection: object) -> None:
        """It is up."""

    unlink = flush = say_online_again = lambda *_: None

    def say_offline(self) -> None:
        """There is nobody to tell."""


@pytest.mark.parametrize("answers", [True, False])
def test_an_answer_that_came_while_we_were_busy_is_heard_before_the_link_is_given_up(answers: bool) -> None:
    stopping = threading.Event()
    kept_us_busy = Incoming(topic="t", payload=b"", retained=False, receipt=None, received_at_ns=0)
    polls: list[list[Event]] = [[], [kept_us_busy], [Taken(number=7, accepted=True, reason="")] if answers else [], []]
    outbox, counters, handler = cast(Outbox, Owed()), Counters(), Recorder()
    connection: Any = Scripted(polls, stopping)
    session = Session(
        connection=connection,
        handler=handler,
        inbox=Inbox(Address(site="t", line="l", station="s"), handler, counters, lambda _response: None),
        outbox=outbox,
        rival=Rival(1),
        counters=counters,
        own_status="status",
    )
    lost = session.run(stopping)
    assert (lost is None) is answers
