"""The small parts of a bus."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from inspector.adapters.bus._backoff import Backoff
from inspector.adapters.bus._counters import Counters
from inspector.adapters.bus._outbox import UNKNOWN, Outbox
from inspector.adapters.bus._paho import MQTT5, new_client
from inspector.adapters.bus._retained import Retained
from inspector.adapters.bus._window import Errand, Sent, Window
from inspector.adapters.clocks import manual
from inspector.domain.station import Command, Response, StationInfo
from inspector.wire.topics import Address


def test_pauses_double_up_to_the_longest_and_differ() -> None:
    backoff = Backoff(least_s=1.0, most_s=5.0)
    rounds = []
    for _ in range(50):
        backoff.reset()
        rounds.append([backoff.next_s() for _ in range(5)])
    for pauses in rounds:
        for pause, most in zip(pauses, (1.0, 2.0, 4.0, 5.0, 5.0), strict=True):
            assert most / 2 <= pause <= most
    assert len({pauses[0] for pauses in rounds}) > 40


def fill(window: Window, errand: Errand) -> int:
    """How many of an errand still go out."""
    count = 0
    while window.has_room(errand):
        window.add(1000 * errand.value + count, Sent(errand, "x"))
        count += 1
    return count


def test_decisions_find_room_whatever_else_is_under_way() -> None:
    window = Window()
    assert fill(window, Errand.RETAINED) == 2
    assert fill(window, Errand.RECORD) == 4
    assert fill(window, Errand.DECISION) == 4
    assert not window.has_room(Errand.RESPONSE)
    answered = window.pop(1000 * Errand.RECORD.value)
    assert answered is not None
    assert (answered.errand, answered.name) == (Errand.RECORD, "x")
    assert window.pop(1000 * Errand.RECORD.value) is None
    assert window.has_room(Errand.DECISION)


@pytest.mark.parametrize(("allowed", "decisions"), [(1, 1), (2, 2), (9, 9), (65535, 10)])
def test_the_broker_may_want_fewer(allowed: int, decisions: int) -> None:
    assert fill(Window(allowed), Errand.DECISION) == decisions
    assert 1 <= fill(Window(allowed), Errand.RECORD) <= min(4, allowed)


def test_the_oldest_unanswered_counts() -> None:
    window = Window()
    assert window.oldest_age_s() == 0.0
    window.add(1, Sent(Errand.DECISION, "a", at_s=0.0))
    window.add(2, Sent(Errand.DECISION, "b"))
    assert window.oldest_age_s() > 1.0
    window.pop(1)
    assert window.oldest_age_s() < 1.0


def said_in_order(retained: Retained) -> list[tuple[str, bytes]]:
    """Say all that is unsaid."""
    said = []
    while (unsaid := retained.next_unsaid(renew_after_s=1e9)) is not None:
        suffix, make = unsaid
        said.append((suffix, make()))
        retained.said(suffix)
    return said


def test_only_the_newest_stands_and_is_said_again_on_a_new_link() -> None:
    retained = Retained()
    retained.want("status", lambda: b"online")
    retained.want("state", lambda: b"old")
    retained.want("state", lambda: b"new")
    retained.clear("alarm/x")
    assert said_in_order(retained) == [("status", b"online"), ("state", b"new"), ("alarm/x", b"")]
    assert said_in_order(retained) == []
    retained.unsay()
    assert said_in_order(retained) == [("status", b"online"), ("state", b"new"), ("alarm/x", b"")]
    retained.settled("alarm/x")
    retained.settled("state")
    retained.unsay()
    assert said_in_order(retained) == [("status", b"online"), ("state", b"new")]


def test_a_clearing_that_was_overtaken_is_not_forgotten() -> None:
    retained = Retained()
    retained.clear("alarm/x")
    said_in_order(retained)
    retained.want("alarm/x", lambda: b"active")
    retained.settled("alarm/x")  # the answer to the clearing
    assert said_in_order(retained) == [("alarm/x", b"active")]
    retained.clear("alarm/x")
    retained.settled("alarm/x")  # the answer to the alarm
    assert said_in_order(retained) == [("alarm/x", b"")]


def test_the_state_alone_is_said_again_after_a_while() -> None:
    retained = Retained()
    retained.want("status", lambda: b"online")
    retained.want("state", lambda: b"execute")
    said_in_order(retained)
    assert retained.next_unsaid(renew_after_s=1e9) is None
    again = retained.next_unsaid(renew_after_s=0.0)
    assert again is not None
    assert again[0] == "state"
    retained.forget("state")
    assert retained.next_unsaid(renew_after_s=0.0) is None


def test_our_socket_sends_small_packets_at_once_and_does_not_wait_for_ever() -> None:
    client: Any = new_client(client_id="", protocol=MQTT5, stalled_s=7)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        client.on_socket_open(client, None, sock)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 7000


def test_names_that_somebody_made_up_are_counted_as_one() -> None:
    clock = manual.build(manual.Config())
    address = Address(site="t", line="l1", station="st01")
    outbox = Outbox(address=address, clock=clock, boot=1, info=StationInfo(versions={}), counters=Counters())
    for number in range(100):
        command = Command(name=f"made-up-{number}", request_id="q-1", arguments={})
        outbox.response(Response(command=command, ok=False, known=False))
        outbox.response(Response(command=replace(command, name="ping"), ok=True))
    assert dict(outbox._stamp._next) == {UNKNOWN: 100, "rsp/ping": 100}
