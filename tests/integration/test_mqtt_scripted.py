"""What brokers of other makes and versions do: takeover notices, odd refusals, small windows, plain nonsense."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from inspector.adapters.bus import _session
from inspector.domain.errors import BusError
from tests.integration.conftest import BusMaker
from tests.support import scripted_broker
from tests.support.bus_ends import Recorder
from tests.support.bus_samples import a_decision
from tests.support.scripted_broker import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    Answer,
    ScriptedBroker,
    is_mqtt5,
    kind_of,
    puback,
    suback5,
    suback311,
)

CONNACK5 = b"\x20\x03\x00\x00\x00"
CONNACK311 = b"\x20\x02\x00\x00"
BrokerMaker = Callable[[Answer], ScriptedBroker]


@pytest.fixture
def script() -> Iterator[BrokerMaker]:
    made: list[ScriptedBroker] = []

    def make(answer: Answer) -> ScriptedBroker:
        made.append(ScriptedBroker(answer))
        return made[-1]

    yield make
    for broker in made:
        broker.close()


def polite(packet: bytes, *, five: bool = True) -> bytes:
    """A broker that grants and takes all."""
    match kind_of(packet):
        case scripted_broker.CONNECT:
            return CONNACK5 if five else CONNACK311
        case scripted_broker.SUBSCRIBE:
            return suback5(packet) if five else suback311(packet)
        case scripted_broker.PUBLISH:
            return puback(packet)
    return b""


def test_a_takeover_notice_is_told_as_one(script: BrokerMaker, make_bus: BusMaker) -> None:
    def answer(_number: int, packet: bytes) -> bytes:
        return b"\xe0\x02\x8e\x00" if kind_of(packet) == PUBLISH else polite(packet)

    bus, handler = make_bus(script(answer), protocol="5", takeover_pause_s=60), Recorder()
    bus.start(handler)
    assert handler.wait_link(up=False) == "session taken over by another client with our id"
    assert not bus.up
    assert bus.counters()["takeovers"] == 1


@pytest.mark.parametrize(
    "refusal",
    [b"\x20\x02\x00\x01", b"\x20\x03\x00\x84\x00", None],
    ids=["as 3.1.1 says it", "as MQTT 5 says it", "by hanging up"],
)
def test_a_broker_without_mqtt5_is_spoken_to_in_311(
    script: BrokerMaker, make_bus: BusMaker, refusal: bytes | None
) -> None:
    def answer(_number: int, packet: bytes) -> bytes | None:
        if kind_of(packet) == CONNECT:
            return refusal if is_mqtt5(packet) else CONNACK311
        return polite(packet, five=False)

    bus, handler = make_bus(script(answer)), Recorder()
    bus.start(handler)
    assert handler.wait_link(up=True).endswith("MQTT 3.1.1")
    assert handler.of("link")[0][0] is True


def test_the_probe_carries_nothing_of_ours(script: BrokerMaker, make_bus: BusMaker) -> None:
    broker = script(lambda _number, packet: polite(packet))
    bus, handler = make_bus(broker), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    probe, real = [packet for _, packet in broker.heard if kind_of(packet) == CONNECT][:2]
    assert probe == b"\x10\x0d\x00\x04MQTT\x05\x02\x00\x05\x00\x00\x00"
    assert b"CONNECTION_BROKEN" in real


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_refused_subscription_is_no_link(script: BrokerMaker, make_bus: BusMaker, protocol: str) -> None:
    def answer(_number: int, packet: bytes) -> bytes:
        if kind_of(packet) == CONNECT:
            return CONNACK5 if protocol == "5" else CONNACK311
        if kind_of(packet) == SUBSCRIBE:
            return suback5(packet, 0x87) if protocol == "5" else suback311(packet, 0x80)
        return b""

    bus, handler = make_bus(script(answer), protocol=protocol), Recorder()
    bus.start(handler)
    detail = handler.wait_link(up=False)
    assert "refuses our subscription" in detail
    assert "status" in detail
    assert not bus.up
    assert bus.counters().get("links", 0) == 0


@pytest.mark.parametrize(
    ("nonsense", "says"),
    [
        (b"\x20\x00", "CONNACK"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "broker"),
        (b"\x30\xff\xff\xff\xff\xff", "broker"),
        (b"", "no CONNACK within"),
    ],
    ids=["empty CONNACK", "a web server", "endless length", "silence"],
)
def test_what_does_not_speak_mqtt_is_no_link(
    script: BrokerMaker, make_bus: BusMaker, nonsense: bytes, says: str
) -> None:
    bus = make_bus(script(lambda _number, _packet: nonsense), protocol="5", connect_timeout_s=0.3)
    handler = Recorder()
    bus.start(handler)
    assert says in handler.wait_link(up=False)
    assert not bus.up


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x30\x05\x00\x01a\xff\xff",  # PUBLISH whose properties are longer than it
        b"\x40\x01\x00",  # PUBACK without a number
        b"\xf0\x00",  # AUTH that nobody asked for
        b"\x30\x05\x00\x02\xff\xfe\x00",  # PUBLISH on a topic that is no UTF-8
        b"\x32\x04\x00\x09ab",  # PUBLISH whose topic is longer than it
    ],
)
def test_nonsense_on_a_link_costs_at_most_the_link(script: BrokerMaker, make_bus: BusMaker, nonsense: bytes) -> None:
    told = threading.Event()

    def answer(number: int, packet: bytes) -> bytes:
        if kind_of(packet) == PUBLISH and number == 0 and not told.is_set():
            told.set()
            return nonsense
        return polite(packet)

    bus, handler = make_bus(script(answer), protocol="5"), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    if nonsense.startswith(b"\x30\x05\x00\x02"):
        ((topic, _),) = handler.wait("malformed")
        assert "UTF-8" in topic
    else:
        handler.wait_link(up=False)
        handler.wait_link(up=True, count=2)
    assert bus.up


def test_a_broker_that_takes_one_at_a_time_gets_one_at_a_time(
    script: BrokerMaker, make_bus: BusMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    connack = b"\x20\x06\x00\x00\x03\x21\x00\x01"  # Receive Maximum 1

    def answer(_number: int, packet: bytes) -> bytes:
        if kind_of(packet) == PUBLISH:
            return b""
        return connack if kind_of(packet) == CONNECT else polite(packet)

    monkeypatch.setattr(_session, "SILENCE_S", 0.5)
    broker = script(answer)
    bus, handler = make_bus(broker, protocol="5"), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    with pytest.raises(BusError, match="not answered"):
        bus.send_decision(a_decision(1, deadline_ns=time.monotonic_ns() + 10**9), 1)
    bus.beat(count=1, ready=True)
    handler.wait_link(up=False)  # it never answers: that is no link
    first = [packet for number, packet in broker.heard if number == 0]
    assert sum(kind_of(packet) == PUBLISH and packet[0] & 0x06 == 0x02 for packet in first) == 1
