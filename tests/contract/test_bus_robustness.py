"""What a bus must bear: messages that are none, handlers that raise or speak back, many threads at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from inspector.domain.decision import ConfirmResult
from inspector.domain.errors import BusError
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import Response, StationState
from inspector.wire.codec import encode
from inspector.wire.item import ItemDecision
from inspector.wire.line import ResponseMessage, State
from inspector.wire.topics import Address
from tests.support.bus_ends import PATIENCE_S, Recorder
from tests.support.bus_samples import PlcVoice, a_decision
from tests.support.bus_world import SECOND, World


def _without(message: bytes, text: bytes) -> bytes:
    assert text in message
    return message.replace(text, b"")


BAD: dict[str, Callable[[PlcVoice], tuple[str, bytes]]] = {
    "no JSON": lambda _: ("item/arrived", b"\xff\x00{"),
    "empty": lambda _: ("item/ack", b""),
    "a list": lambda _: ("hb/plc", b"[]"),
    "too long": lambda v: ("item/arrived", encode(v.arrived(1)) + b" " * 5000),
    "nested for ever": lambda _: ("cmd/x", b"[" * 15_000),
    "other version": lambda v: ("item/arrived", encode(v.arrived(1)).replace(b'"v":1', b'"v":2')),
    "no version": lambda v: ("item/arrived", _without(encode(v.arrived(1)), b'"v":1,')),
    "not a number": lambda v: ("item/arrived", encode(v.arrived(1)).replace(b"3000", b"NaN")),
    "track 0": lambda v: ("item/arrived", encode(v.arrived(1)).replace(b'"track":1', b'"track":0')),
    "33 bits": lambda v: ("item/arrived", encode(v.arrived(1)).replace(b"3000", b"4294967296")),
    "unknown status": lambda v: ("item/ack", encode(v.ack(1, "decision-1")).replace(b"ACCEPTED", b"FINE")),
    "wrong message": lambda v: ("item/ack", encode(v.arrived(1))),
    "other station": lambda _: ("item/arrived", encode(PlcVoice(Address(site="a", line="b", station="c")).arrived(1))),
    "other command": lambda v: ("cmd/stop", encode(v.command("start", "hmi-1"))),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_message_is_reported_once_and_does_nothing_else(world: World, bad: str) -> None:
    world.start()
    suffix, payload = BAD[bad](world.voice)
    world.plc.publish(suffix, payload)
    world.plc.publish("item/confirm", world.voice.confirm(1, None, ConfirmResult.PASSED))
    world.handler.wait("confirm")
    ((topic, problem),) = world.handler.of("malformed")
    assert topic == world.address.topic(suffix)
    assert problem.startswith(suffix.split("/")[0])
    assert {name for name, _ in world.handler.calls} == {"link", "malformed", "confirm"}
    assert world.bus.up
    assert world.bus.counters()["malformed"] == 1


def test_who_asks_what_can_not_be_read_is_told(world: World) -> None:
    world.start()
    good = encode(world.voice.command("start", "hmi-1"))
    bad: dict[str, bytes] = {
        "version": good.replace(b'"v":1', b'"v":2'),
        "args": b'{"req_id":"hmi-1","args":5}',
        "start": good.replace(b'"station":"', b'"station":"not-'),
        "stop": good,  # it calls itself start
    }
    for name, payload in bad.items():
        world.plc.publish(f"cmd/{name}", payload, reply_to=f"fc/v1/lab/l1/{world.address.station}/status")
        answer = world.plc.wait(f"rsp/{name}").message
        assert isinstance(answer, ResponseMessage)
        assert (answer.name, answer.req_id, answer.ok) == (name, "hmi-1", False)
        assert answer.detail.startswith("rejected: cmd/")
    assert "args: Input should be" in ResponseMessage.model_validate_json(world.plc.of("rsp/args")[0].payload).detail
    for silent in (b"{", b'{"req_id":"a b"}', b'{"req_id":7}'):
        world.plc.publish("cmd/silent", silent)
    world.handler.wait("malformed", len(bad) + 3)
    assert world.handler.of("command") == []
    world.plc.publish("cmd/last", b'{"req_id":"hmi-2"}')
    world.plc.wait("rsp/last")
    assert world.plc.of("rsp/silent") == []
    assert [seen for seen in world.plc.of("status") if b"rejected" in seen.payload] == []


def test_a_retained_arrival_is_not_acted_on(world: World) -> None:
    world.plc.publish("item/arrived", world.voice.arrived(1), retain=True)
    world.plc.wait("item/arrived")
    world.start()
    ((_, problem),) = world.handler.wait("malformed")
    assert "retained" in problem
    assert world.handler.of("arrival") == []
    world.plc.publish("item/arrived", b"", retain=True)


@pytest.mark.parametrize("method", ["arrival", "ack", "confirm", "heartbeat", "command", "malformed", "record_done"])
def test_a_handler_that_raises_does_not_end_the_link(world: World, method: str) -> None:
    world.start()
    voice = world.voice
    provoke: dict[str, Callable[[], Any]] = {
        "arrival": lambda: world.plc.publish("item/arrived", voice.arrived(1)),
        "ack": lambda: world.plc.publish("item/ack", voice.ack(1, "decision-1")),
        "confirm": lambda: world.plc.publish("item/confirm", voice.confirm(1, None, ConfirmResult.JAM)),
        "heartbeat": lambda: world.plc.publish("hb/plc", voice.beat(1)),
        "command": lambda: world.plc.publish("cmd/x", voice.command("x", "hmi-1")),
        "malformed": lambda: world.plc.publish("item/ack", b"?"),
        "record_done": lambda: world.bus.send_record("record-1", b"{}"),
    }
    world.handler.raising.add(method)
    provoke[method]()
    world.handler.wait(method)
    world.handler.raising.clear()
    provoke[method]()
    world.handler.wait(method, 2)
    world.bus.send_decision(a_decision(1, deadline_ns=101 * SECOND), 1)
    world.plc.wait("item/decision")
    assert world.bus.up
    assert world.bus.counters()["handler_errors"] == 1


def test_a_handler_may_speak_from_its_call(world: World) -> None:
    class Answering(Recorder):
        def on_command(self, command: Any) -> None:
            super().on_command(command)
            world.bus.say_state(StationState(pack=PackState.HELD, mode=PackMode.MAINTENANCE))
            world.bus.respond(Response(command=command, ok=True))

    world.handler = Answering()
    world.start()
    world.plc.publish("cmd/hold", world.voice.command("hold", "hmi-1"))
    world.plc.wait("rsp/hold")
    state = world.plc.wait("state").message
    assert isinstance(state, State)
    assert state.pack == "HELD"


def test_many_threads_may_speak_at_once(world: World) -> None:
    world.start()
    refused: list[int] = []

    def speak(first: int) -> None:
        for track in range(first, first + 25):
            waiting = threading.Event()
            for _ in range(2000):
                try:
                    world.bus.send_decision(a_decision(track, deadline_ns=101 * SECOND), 1)
                    break
                except BusError:  # the window is full: others are quicker
                    waiting.wait(0.002)
            else:
                refused.append(track)

    threads = [threading.Thread(target=speak, args=(first,)) for first in (1, 26, 51, 76)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert refused == []
    seen = world.plc.wait_until("item/decision", lambda found: len(found) >= 100)
    decisions = [m for s in seen if isinstance(m := s.message, ItemDecision)]
    assert sorted(m.track for m in decisions) == list(range(1, 101))
    assert [m.seq for m in decisions] == list(range(100)), "what the full window refused is not counted"
