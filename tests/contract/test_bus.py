"""Every bus keeps the port's promises: over the in-process hub, over mosquitto in both protocols, over amqtt."""

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from inspector.adapters.bus import memory, mqtt
from inspector.adapters.bus._hub import hub
from inspector.adapters.bus._station import StationBus
from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.clocks.manual import build as build_clock
from inspector.app.broker import EmbeddedBroker
from inspector.domain.alarm import AlarmState
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.errors import BusError
from inspector.domain.hold import Hold
from inspector.domain.item import Identity, ItemKey
from inspector.domain.lot_group import Group
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import Response, StationState
from inspector.domain.verdict import Disposition
from inspector.ports.bus import Bus, BusHandler
from inspector.wire.codec import encode
from inspector.wire.examples import examples
from inspector.wire.hold import HoldMessage
from inspector.wire.item import ItemDecision
from inspector.wire.line import AlarmMessage, HbEdge, Info, Metrics, ResponseMessage, State, Status
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, PATIENCE_S, HubEnd, MqttEnd, PlcEnd, Recorder
from tests.support.bus_samples import EPOCH, PlcVoice, a_decision, an_alarm
from tests.support.mosquitto import Mosquitto

BOOT = 4711
SECOND = 1_000_000_000
_stations = itertools.count(1)


@dataclass
class World:
    """A bus that is not started, its handler, and the other end."""

    address: Address
    bus: StationBus
    clock: ManualClock
    handler: Recorder
    plc: PlcEnd
    voice: PlcVoice

    def start(self) -> None:
        """Start and wait until the link is up."""
        self.bus.start(self.handler)
        self.handler.wait_link(up=True)


@pytest.fixture(scope="session")
def embedded() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(port=0) as broker:
        yield broker


@pytest.fixture(params=["memory", "mosquitto-5", "mosquitto-3.1.1", "amqtt"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    address = Address(site="lab", line="l1", station=f"st{next(_stations)}")
    clock = build_clock(ClockConfig(start_ns=100 * SECOND))
    common: dict[str, Any] = {"address": address, "clock": clock, "boot": BOOT, "info": INFO}
    bus: StationBus
    plc: PlcEnd
    if request.param == "memory":
        meeting = hub(address.station)
        bus = memory.build(memory.Config(hub=meeting.name), **common)
        plc = HubEnd(address, meeting, clock)
    else:
        kind, _, protocol = request.param.partition("-")
        server = cast(
            "Mosquitto | EmbeddedBroker",
            request.getfixturevalue("embedded" if kind == "amqtt" else "shared_mosquitto"),
        )
        config = mqtt.Config(host=server.host, port=server.port, protocol=protocol or "auto", reconnect_min_s=0.05)
        bus = mqtt.build(config, **common)
        plc = MqttEnd(address, host=server.host, port=server.port, protocol=protocol or "3.1.1")
    yield World(address, bus, clock, Recorder(), plc, PlcVoice(address))
    bus.stop()
    plc.close()


def test_it_is_a_bus(world: World) -> None:
    bus: Bus = world.bus
    handler: BusHandler = world.handler
    assert not bus.up
    with pytest.raises(BusError, match="no link"):
        bus.send_decision(a_decision(1, deadline_ns=200 * SECOND), 1)
    bus.start(handler)
    assert "fc-lab-l1-" in world.handler.wait_link(up=True)
    assert bus.up
    with pytest.raises(RuntimeError):
        bus.start(handler)


def test_a_new_link_says_who_and_how_we_are(world: World) -> None:
    world.bus.say_state(StationState(pack=PackState.STARTING, mode=PackMode.PRODUCTION, recipe="default"))
    world.bus.say_alarm(an_alarm("camera-lost", AlarmState.UNACK_ACTIVE, "top: no frame"))
    world.start()
    status = world.plc.wait("status").message
    info = world.plc.wait("info").message
    state = world.plc.wait("state").message
    alarm = world.plc.wait("alarm/camera-lost").message
    assert isinstance(status, Status)
    assert (status.state, status.boot, status.station) == ("ONLINE", BOOT, world.address.station)
    assert isinstance(info, Info)
    assert info.cameras == ["top"]
    assert isinstance(state, State)
    assert (state.pack, state.pack_code, state.mode) == ("STARTING", 3, PackMode.PRODUCTION)
    assert isinstance(alarm, AlarmMessage)
    assert alarm.detail == "top: no frame"


def test_a_newer_fact_sheet_replaces_the_first(world: World) -> None:
    world.start()
    world.plc.wait("info")
    world.bus.say_info(replace(INFO, http="http://127.0.0.1:8077"))
    message = world.plc.wait("info", 2).message
    assert isinstance(message, Info)
    assert (message.http, message.cameras) == ("http://127.0.0.1:8077", ["top"])


def test_what_the_plc_says_reaches_the_handler(world: World) -> None:
    world.start()
    say, voice = world.plc.publish, world.voice
    say(
        "item/arrived", voice.arrived(7, enc_hz=1250, trig=9, sku="B07", material="carton", lpn="L1", lot="C", sim=True)
    )
    ((arrival,),) = world.handler.wait("arrival")
    assert arrival.key == ItemKey(EPOCH, 7)
    assert (arrival.encoder, arrival.commit_encoder, arrival.counts_per_s, arrival.counter) == (1000, 3000, 1250.0, 9)
    assert arrival.identity == Identity(sku="B07", material="carton", lpn="L1", lot="C")
    assert arrival.simulated
    assert arrival.received_at_ns == 100 * SECOND

    say("item/ack", voice.ack(7, "decision-7", AckStatus.LANE_FULL))
    ((ack,),) = world.handler.wait("ack")
    assert (ack.key, ack.decision_id, ack.status) == (ItemKey(EPOCH, 7), "decision-7", AckStatus.LANE_FULL)
    assert ack.received_at_ns == 100 * SECOND

    say("item/confirm", voice.confirm(7, None, ConfirmResult.DEFAULTED))
    ((confirm,),) = world.handler.wait("confirm")
    assert (confirm.decision_id, confirm.lane, confirm.result) == (None, 4, ConfirmResult.DEFAULTED)

    say("hb/plc", voice.beat(3))
    ((beat,),) = world.handler.wait("heartbeat")
    assert (beat.count, beat.epoch, beat.encoder, beat.counts_per_s, beat.simulate) == (3, EPOCH, 500, 1250.0, True)


def test_messages_keep_their_order(world: World) -> None:
    world.start()
    for track in range(1, 51):
        world.plc.publish("item/arrived", world.voice.arrived(track))
    arrivals = world.handler.wait("arrival", 50)
    assert [arrival.key.track for (arrival,) in arrivals] == list(range(1, 51))


def test_a_decision_arrives_whole(world: World) -> None:
    world.start()
    world.bus.send_decision(a_decision(7, deadline_ns=101 * SECOND), 2)
    seen = world.plc.wait("item/decision")
    message = seen.message
    assert isinstance(message, ItemDecision)
    assert (message.epoch, message.track, message.did, message.att) == (EPOCH, 7, "decision-7", 2)
    assert (message.disp, message.lane, message.why, message.score) == (Disposition.DIVERT, 4, 203, 0.9734)
    assert (message.until_enc, message.rid, message.sim) == (2900, "record-7", False)
    assert message.ts == "2030-01-01T00:00:00.000Z"
    assert message.until_ts == "2030-01-01T00:00:01.000Z"
    assert not seen.retained
    assert len(seen.payload) <= 512


def test_a_decision_is_not_sent_after_its_deadline(world: World) -> None:
    world.start()
    late = a_decision(1, deadline_ns=101 * SECOND)
    world.clock.advance(SECOND)
    with pytest.raises(BusError, match="deadline"):
        world.bus.send_decision(late, 1)
    world.bus.send_decision(a_decision(2, deadline_ns=102 * SECOND), 1)
    first = world.plc.wait("item/decision").message
    assert isinstance(first, ItemDecision)
    assert first.track == 2


def test_each_topic_counts_its_messages(world: World) -> None:
    world.start()
    for track in range(1, 5):
        world.bus.send_decision(a_decision(track, deadline_ns=101 * SECOND), 1)
        world.plc.wait("item/decision", track)
        world.bus.beat(count=track, ready=track % 2 == 0)
    beats = [seen.message for seen in world.plc.wait_until("hb/edge", lambda found: len(found) >= 4)]
    decisions = [seen.message for seen in world.plc.of("item/decision")]
    assert [message.seq for message in decisions] == [0, 1, 2, 3]
    assert [message.seq for message in beats] == [0, 1, 2, 3]
    assert [(beat.n, beat.ready) for beat in beats if isinstance(beat, HbEdge)] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
    ]


def test_the_broker_answers_for_a_record(world: World) -> None:
    world.start()
    world.bus.send_record("record-1", b'{"any":"body"}')
    assert world.handler.wait("record_done") == [("record-1", True)]
    assert world.plc.wait("result").payload == b'{"any":"body"}'


def test_metrics_are_figures_that_nobody_keeps(world: World) -> None:
    world.bus.say_metrics({"triggers_total": 1.0})  # without a link: nothing happens
    world.start()
    world.bus.say_metrics({"triggers_total": 2.0, "bad": float("nan")})  # can not be said, costs nothing
    world.bus.say_metrics({"triggers_total": 904_123.0, "decision_p99_ms": 12.345678})
    seen = world.plc.wait("metrics")
    assert isinstance(seen.message, Metrics)
    assert seen.message.values == {"decision_p99_ms": 12.3457, "triggers_total": 904_123.0}
    assert not seen.retained
    assert world.bus.up
    world.bus.send_record("record-1", b"{}")
    world.handler.wait("record_done")  # whatever was said before is here now
    assert len(world.plc.of("metrics")) == 1


def test_an_alarm_that_is_over_is_cleared(world: World) -> None:
    world.start()
    world.plc.wait("alarm/camera-lost")  # a new process clears what an older one may have left standing
    for count, state in enumerate((AlarmState.UNACK_ACTIVE, AlarmState.ACK_ACTIVE), start=2):
        world.bus.say_alarm(an_alarm("camera-lost", state))
        message = world.plc.wait("alarm/camera-lost", count).message
        assert isinstance(message, AlarmMessage)
        assert message.state is state
    world.bus.say_alarm(an_alarm("camera-lost", AlarmState.NORMAL))
    assert world.plc.wait("alarm/camera-lost", 4).payload == b""


def test_a_hold_stands_until_it_is_released(world: World) -> None:
    hold = examples()["hold/01K5Q2T7MB3Y9A0C"]
    assert isinstance(hold, HoldMessage)
    raised = Hold(
        hold_id=hold.id,
        group=Group(dimension=hold.dimension, name=hold.name),
        finding=hold.finding,
        action=hold.action,
        raised_utc=hold.raised,
        raised_by="Ana",
        why="wet cartons",
    )
    world.bus.say_hold(raised)
    world.start()
    said = world.plc.wait(f"hold/{hold.id}")
    assert isinstance(said.message, HoldMessage)
    assert (said.message.by, said.message.why, said.message.calls) == ("Ana", "wet cartons", None)
    let_go = replace(raised, released_utc=hold.raised, released_by="Ana", released_why="dried")
    world.bus.say_hold(let_go)
    assert world.plc.wait(f"hold/{hold.id}", 2).payload == b""


def test_a_command_is_answered(world: World) -> None:
    world.start()
    world.plc.publish("cmd/alarm.ack", world.voice.command("alarm.ack", "hmi-1", id="camera-lost"))
    ((command,),) = world.handler.wait("command")
    assert (command.name, command.request_id, command.arguments) == ("alarm.ack", "hmi-1", {"id": "camera-lost"})
    world.bus.respond(Response(command=command, ok=True, detail="done", data={"count": 2}))
    answer = world.plc.wait("rsp/alarm.ack").message
    assert isinstance(answer, ResponseMessage)
    assert (answer.name, answer.req_id, answer.ok, answer.detail) == ("alarm.ack", "hmi-1", True, "done")
    assert answer.data == {"count": 2}


def test_an_answer_that_can_not_be_said_is_a_refusal(world: World) -> None:
    world.start()
    world.plc.publish("cmd/dump", world.voice.command("dump", "hmi-2"))
    ((command,),) = world.handler.wait("command")
    world.bus.respond(Response(command=command, ok=True, data={"all": "x" * 300_000}))
    answer = world.plc.wait("rsp/dump").message
    assert isinstance(answer, ResponseMessage)
    assert not answer.ok
    assert "can not be sent" in answer.detail


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
    tracks = sorted(m.track for s in seen if isinstance(m := s.message, ItemDecision))
    assert tracks == list(range(1, 101))


def test_stopping_says_offline_and_is_final(world: World) -> None:
    before = set(threading.enumerate())
    world.start()
    world.plc.wait("status")
    world.bus.stop()
    statuses = world.plc.wait_until("status", lambda found: len(found) >= 2)
    assert [m.state for s in statuses if isinstance(m := s.message, Status)] == ["ONLINE", "OFFLINE"]
    assert not world.bus.up
    with pytest.raises(BusError):
        world.bus.send_record("record-1", b"{}")
    world.bus.beat(count=1, ready=True)
    world.bus.stop()
    assert [up for up, _ in world.handler.of("link")] == [True]
    assert set(threading.enumerate()) <= before


def test_a_bus_that_was_never_started_can_be_stopped(world: World) -> None:
    world.bus.stop()
    assert not world.bus.up
