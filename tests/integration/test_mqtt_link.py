"""The link breaks in every way a link breaks; nothing is replayed, and what must stand on the broker stands again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from inspector.adapters.bus._station import StationBus
from inspector.domain.alarm import AlarmState
from inspector.domain.decision import ConfirmResult
from inspector.domain.errors import BusError
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import Response, StationState
from inspector.wire.item import ItemDecision
from inspector.wire.line import AlarmMessage, State, Status
from inspector.wire.topics import Address
from tests.integration.conftest import BusMaker, EndMaker
from tests.support.bus_ends import PATIENCE_S, MqttEnd, Recorder
from tests.support.bus_samples import PlcVoice, a_decision, an_alarm
from tests.support.mosquitto import Mosquitto
from tests.support.tcp_proxy import TcpProxy

MakeMosquitto = Callable[..., Mosquitto]


def soon(seconds: float = 60.0) -> int:
    """A monotonic deadline that far ahead."""
    return time.monotonic_ns() + round(seconds * 1e9)


def tracks_of(end: MqttEnd) -> list[int]:
    """The tracks that were decided, as seen by the other end."""
    return [m.track for seen in end.of("item/decision") if isinstance(m := seen.message, ItemDecision)]


@pytest.fixture
def proxy(mosquitto: Mosquitto) -> Iterator[TcpProxy]:
    relay = TcpProxy(mosquitto.host, mosquitto.port)
    yield relay
    relay.close()


def test_a_broker_that_comes_late_is_found(
    make_mosquitto: MakeMosquitto, make_bus: BusMaker, make_end: EndMaker
) -> None:
    broker, handler = make_mosquitto(), Recorder()
    bus = make_bus(broker)
    bus.start(handler)
    assert "refused" in handler.wait_link(up=False)
    assert not bus.up
    with pytest.raises(BusError):
        bus.send_record("record-1", b"{}")
    broker.start()
    assert handler.wait_link(up=True).endswith("MQTT 5")
    assert bus.up
    make_end(broker).wait("status")
    downs = [detail for up, detail in handler.of("link") if not up]
    assert len(downs) == len(set(downs)), "the same reason was reported again and again"


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_killed_broker_costs_the_link_and_nothing_is_replayed(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, protocol: str
) -> None:
    bus, handler = make_bus(mosquitto, protocol=protocol), Recorder()
    bus.say_state(StationState(pack=PackState.EXECUTE, mode=PackMode.PRODUCTION))
    bus.say_alarm(an_alarm("image-quality", AlarmState.ACK_ACTIVE, "blurred"))
    bus.start(handler)
    handler.wait_link(up=True)
    before = make_end(mosquitto)
    bus.send_decision(a_decision(1, deadline_ns=soon()), 1)
    before.wait("item/decision")
    before.close()

    mosquitto.freeze()  # the kernel still takes our bytes: this decision and this record leave us and arrive nowhere
    bus.send_decision(a_decision(2, deadline_ns=soon()), 1)
    bus.send_record("record-2", b'{"record":2}')
    mosquitto.kill()
    handler.wait_link(up=False)
    assert not bus.up
    with pytest.raises(BusError, match="no link"):
        bus.send_decision(a_decision(3, deadline_ns=soon()), 1)
    with pytest.raises(BusError, match="no link"):
        bus.send_record("record-3", b"{}")
    bus.beat(count=1, ready=True)
    bus.say_alarm(an_alarm("plc-heartbeat-lost", AlarmState.UNACK_ACTIVE))
    bus.say_alarm(an_alarm("image-quality", AlarmState.NORMAL))

    mosquitto.start()
    after = make_end(mosquitto)
    handler.wait_link(up=True, count=2)
    status = after.wait("status").message
    state = after.wait("state").message
    alarm = after.wait("alarm/plc-heartbeat-lost").message
    after.wait("info")
    assert isinstance(status, Status)
    assert isinstance(state, State)
    assert isinstance(alarm, AlarmMessage)
    assert (status.state, state.pack, alarm.state) == ("ONLINE", "EXECUTE", AlarmState.UNACK_ACTIVE)
    bus.send_decision(a_decision(4, deadline_ns=soon()), 1)
    after.wait("item/decision")
    assert tracks_of(after) == [4]
    assert after.of("result") == []
    assert [s for s in after.of("alarm/image-quality") if s.payload] == []
    assert handler.of("record_done") == []


def test_a_cut_cable_leaves_the_will(
    mosquitto: Mosquitto, proxy: TcpProxy, make_bus: BusMaker, make_end: EndMaker
) -> None:
    end, handler = make_end(mosquitto), Recorder()
    bus = make_bus(mosquitto, port=proxy.port, boot=77)
    bus.start(handler)
    handler.wait_link(up=True)
    end.wait("status")
    proxy.cut()
    handler.wait_link(up=False)
    handler.wait_link(up=True, count=2)
    statuses = end.wait_until("status", lambda found: len(found) >= 3)
    told = [m for seen in statuses if isinstance(m := seen.message, Status)]
    assert [m.state for m in told] == ["ONLINE", "CONNECTION_BROKEN", "ONLINE"]
    assert {m.boot for m in told} == {77}
    assert [m.seq for m in told] == [0, 1, 2]


def test_a_link_that_swallows_everything_is_noticed(mosquitto: Mosquitto, proxy: TcpProxy, make_bus: BusMaker) -> None:
    handler = Recorder()
    bus = make_bus(mosquitto, port=proxy.port, keepalive_s=1)
    bus.start(handler)
    handler.wait_link(up=True)
    proxy.swallow()
    handler.wait_link(up=False)
    assert not bus.up


def test_no_more_than_ten_are_unanswered(mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker) -> None:
    bus, handler, end = make_bus(mosquitto), Recorder(), make_end(mosquitto)
    bus.start(handler)
    handler.wait_link(up=True)
    end.wait("alarm/id-conflict")
    mosquitto.freeze()
    taken, refused = 0, ""
    for number in range(40):
        try:
            bus.send_record(f"record-{number}", b"{}")
            taken += 1
        except BusError as error:
            refused = str(error)
            break
    assert 1 <= taken <= 4
    assert "not answered" in refused
    decided = 0
    for track in range(1, 40):
        try:
            bus.send_decision(a_decision(track, deadline_ns=soon()), 1)
            decided += 1
        except BusError:
            break
    assert 4 <= decided <= 10
    assert taken + decided <= 10
    mosquitto.thaw()
    handler.wait("record_done", taken)
    end.wait("item/decision", decided)
    bus.send_record("record-99", b"{}")
    assert handler.wait("record_done", taken + 1)[-1] == ("record-99", True)


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_what_was_said_while_a_station_was_away_reaches_the_next_process(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address, protocol: str
) -> None:
    end, voice = make_end(mosquitto), PlcVoice(address)
    first, handler = make_bus(mosquitto, protocol=protocol), Recorder()
    first.start(handler)
    assert handler.wait_link(up=True).endswith(f"MQTT {protocol}")
    first.stop()
    end.wait_until("status", lambda found: len(found) >= 2)
    end.publish("item/ack", voice.ack(7, "decision-7"))
    end.publish("item/confirm", voice.confirm(7, "decision-7", ConfirmResult.DIVERTED))
    end.publish("item/arrived", voice.arrived(1))
    end.publish("cmd/reset", voice.command("reset", "hmi-1"))  # this one was meant for then, not for later
    end.publish("hb/plc", voice.beat(1))
    end.wait("cmd/reset")
    second, later = make_bus(mosquitto, protocol=protocol, boot=2), Recorder()
    second.start(later)
    ((arrival,),) = later.wait("arrival")
    ((confirm,),) = later.wait("confirm")
    ((ack,),) = later.wait("ack")
    assert arrival.key.track == 1
    assert (confirm.key, confirm.decision_id) == (ack.key, "decision-7")
    end.publish("cmd/ping", voice.command("ping", "hmi-2"))
    assert [command.name for (command,) in later.wait("command")] == ["ping"]
    assert [len(later.of(what)) for what in ("arrival", "ack", "confirm", "heartbeat", "malformed")] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_link_that_broke_misses_no_confirm(
    mosquitto: Mosquitto, proxy: TcpProxy, make_bus: BusMaker, make_end: EndMaker, protocol: str
) -> None:
    end = make_end(mosquitto)
    voice = PlcVoice(end.address)
    bus, handler = make_bus(mosquitto, port=proxy.port, protocol=protocol, reconnect_min_s=0.2), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    proxy.cut()
    handler.wait_link(up=False)
    for track in range(1, 6):
        end.publish("item/confirm", voice.confirm(track, None, ConfirmResult.DEFAULTED))
    handler.wait_link(up=True, count=2)
    assert [confirm.key.track for (confirm,) in handler.wait("confirm", 5)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_session_that_is_not_wanted_keeps_nothing(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address, protocol: str
) -> None:
    end, voice = make_end(mosquitto), PlcVoice(address)
    first, handler = make_bus(mosquitto, protocol=protocol, session_expiry_s=0), Recorder()
    first.start(handler)
    handler.wait_link(up=True)
    first.stop()
    end.publish("item/confirm", voice.confirm(1, None, ConfirmResult.DEFAULTED))
    end.wait("item/confirm")
    second, later = make_bus(mosquitto, protocol=protocol, boot=2, session_expiry_s=0), Recorder()
    second.start(later)
    later.wait_link(up=True)
    end.publish("item/confirm", voice.confirm(2, None, ConfirmResult.DEFAULTED))
    assert [confirm.key.track for (confirm,) in later.wait("confirm")] == [2]


def test_an_arrival_that_could_not_be_kept_is_not_acknowledged(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end, voice = make_end(mosquitto), PlcVoice(address)
    bus, handler = make_bus(mosquitto), Recorder()
    handler.raising.add("arrival")
    bus.start(handler)
    handler.wait_link(up=True)
    for track in range(1, 9):
        end.publish("item/arrived", voice.arrived(track))
    handler.wait("arrival", 8)
    assert "could not be kept" in handler.wait_link(up=False)
    handler.raising.clear()
    handler.wait_link(up=True, count=2)
    arrivals = handler.wait("arrival", 16)[8:]
    assert sorted(arrival.key.track for (arrival,) in arrivals[:8]) == list(range(1, 9))


def test_a_process_that_dies_leaves_the_will_and_alarms_that_the_next_clears(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end = make_end(mosquitto)
    program = (
        "import sys, threading, time\n"
        "from inspector.adapters.bus import mqtt\n"
        "from inspector.adapters.clocks.system import Config, build\n"
        "from inspector.domain.alarm import ALARMS, Alarm, AlarmState\n"
        "from inspector.domain.station import StationInfo\n"
        "from inspector.wire.topics import Address\n"
        "class Silent:\n"
        "    def __getattr__(self, name):\n"
        "        return lambda *_: None\n"
        "bus = mqtt.build(mqtt.Config(port=int(sys.argv[1])), boot=5, clock=build(Config()),\n"
        "    address=Address(site='lab', line='l2', station=sys.argv[2]), info=StationInfo(versions={}))\n"
        "bus.say_alarm(Alarm(kind=ALARMS['camera-lost'], state=AlarmState.UNACK_ACTIVE, detail='',\n"
        "    changed_at='2030-01-01T00:00:00.000Z'))\n"
        "bus.start(Silent())\n"
        "threading.Event().wait()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(mosquitto.port), address.station])
    try:
        end.wait_until("alarm/camera-lost", lambda found: bool(found and found[-1].payload))
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_S)
    told = end.wait_until("status", lambda found: len(found) >= 2)
    assert [m.state for s in told if isinstance(m := s.message, Status)] == ["ONLINE", "CONNECTION_BROKEN"]
    bus, handler = make_bus(mosquitto, boot=6), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    end.wait_until("alarm/camera-lost", lambda found: not found[-1].payload)
    newcomer = make_end(mosquitto)
    assert newcomer.wait("status").retained
    newcomer.publish("cmd/ping", PlcVoice(address).command("ping", "hmi-1"))
    newcomer.wait("cmd/ping")
    assert newcomer.of("alarm/camera-lost") == []


def test_mqtt5_carries_expiry_and_correlation(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end, bus, handler = make_end(mosquitto), make_bus(mosquitto), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    bus.send_decision(a_decision(1, deadline_ns=soon(2.5)), 1)
    found = end.wait("item/decision").properties
    assert found["MessageExpiryInterval"] in (2, 3)
    assert found["ContentType"] == "application/json"
    own = address.topic("rsp/private-inbox")
    voice = PlcVoice(address)
    end.publish("cmd/ping", voice.command("ping", "hmi-1"), reply_to=own, correlation=b"\x01\x02")
    ((command,),) = handler.wait("command")
    assert (command.reply_to, command.correlation) == (own, b"\x01\x02")
    bus.respond(Response(command=command, ok=True))
    for suffix in ("rsp/ping", "rsp/private-inbox"):
        seen = end.wait(suffix)
        assert seen.properties["CorrelationData"] == b"\x01\x02"
        assert b'"req_id":"hmi-1"' in seen.payload
    for topic in ("item/ack", "cmd/stop", "status"):
        end.publish("cmd/ping", voice.command("ping", "hmi-2"), reply_to=address.topic(topic))
    end.publish("cmd/ping", voice.command("ping", "hmi-3"), reply_to="fc/v1/other/line/st1/item/decision")
    problems = handler.wait("malformed", 4)
    assert all("must not write" in problem for _, problem in problems)
    assert len(handler.of("command")) == 1


def test_stop_does_not_wait_for_a_connect_that_hangs(make_mosquitto: MakeMosquitto, make_bus: BusMaker) -> None:
    broker = make_mosquitto().start()
    broker.freeze()
    bus = make_bus(broker, connect_timeout_s=30)
    threads = set(threading.enumerate())
    bus.start(Recorder())
    before = time.monotonic()
    bus.stop()
    assert time.monotonic() - before < 15
    assert set(threading.enumerate()) <= threads


def test_a_mistake_of_ours_costs_one_connection(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus: StationBus = make_bus(mosquitto)
    handler = Recorder()
    original = bus._outbox.flush
    failures = iter([RuntimeError("a mistake")])

    def flush() -> None:
        if handler.of("link"):
            for failure in failures:
                raise failure
        original()

    monkeypatch.setattr(bus._outbox, "flush", flush)
    bus.start(handler)
    assert "a mistake" in handler.wait_link(up=False)
    handler.wait_link(up=True, count=2)
    make_end(mosquitto).wait("status")
