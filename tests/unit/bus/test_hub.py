"""The in-process hub does to us what brokers do."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from inspector.adapters.bus import memory
from inspector.adapters.bus._hub import Hub, hub, matches
from inspector.adapters.bus._link import Outgoing
from inspector.adapters.bus._station import StationBus
from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import build as build_clock
from inspector.domain.errors import BusError
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, HubEnd, Recorder
from tests.support.bus_samples import PlcVoice, a_decision

SECOND = 1_000_000_000
_names = itertools.count(1)


@dataclass
class Line:
    """A started bus on a hub of its own."""

    hub: Hub
    address: Address
    bus: StationBus
    handler: Recorder
    end: HubEnd


@pytest.fixture
def line() -> Iterator[Line]:
    address = Address(site="lab", line="hub", station=f"st{next(_names)}")
    clock = build_clock(ClockConfig())
    meeting = hub(f"hub-{address.station}")
    end, handler = HubEnd(address, meeting, clock), Recorder()
    config = memory.Config(hub=meeting.name, takeover_pause_s=60)
    bus = memory.build(config, address=address, clock=clock, boot=1, info=INFO)
    bus.start(handler)
    handler.wait_link(up=True)
    yield Line(meeting, address, bus, handler, end)
    bus.stop()
    end.close()


def test_a_denied_publish_is_told(line: Line) -> None:
    for suffix in ("result", "item/decision"):
        line.hub.deny(line.address.topic(suffix), "not authorized")
    line.bus.send_decision(a_decision(1, deadline_ns=SECOND), 1)
    line.bus.send_record("record-1", b"{}")
    assert line.handler.wait("record_done") == [("record-1", False)]
    assert line.bus.counters()["decisions_refused"] == 1
    line.hub.deny(line.address.topic("result"), None)
    line.bus.send_record("record-1", b"{}")
    assert line.handler.wait("record_done", 2)[-1] == ("record-1", True)
    assert line.end.of("item/decision") == []


def test_a_crash_costs_the_link_and_nothing_is_replayed(line: Line) -> None:
    line.end.wait("status")
    line.hub.crash(forget_retained=True)
    line.handler.wait_link(up=False)
    with pytest.raises(BusError):
        line.bus.send_decision(a_decision(1, deadline_ns=SECOND), 1)
    assert line.hub.retained(line.address.topic("status")) is None
    line.hub.refuse(None)
    line.handler.wait_link(up=True, count=2)
    status = line.address.topic("status")
    assert line.hub.wait(lambda: b"ONLINE" in (line.hub.retained(status) or b""), 5)


def test_a_dropped_client_leaves_its_will(line: Line) -> None:
    line.end.wait("status")
    line.hub.drop(f"fc-lab-hub-{line.address.station}")
    line.handler.wait_link(up=False)
    told = line.end.wait_until("status", lambda found: len(found) >= 3)
    assert [next(w for w in (b"ONLINE", b"BROKEN") if w in seen.payload) for seen in told] == [
        b"ONLINE",
        b"BROKEN",
        b"ONLINE",
    ]


def test_who_comes_with_our_id_takes_our_place(line: Line) -> None:
    clock = build_clock(ClockConfig())
    line.hub.connect(f"fc-lab-hub-{line.address.station}", [], clock=clock)
    assert "taken over" in line.handler.wait_link(up=False)
    assert line.bus.counters()["takeovers"] == 1


def test_an_arrival_is_acknowledged_only_when_it_is_kept(line: Line) -> None:
    member = line.hub._members[f"fc-lab-hub-{line.address.station}"]
    voice = PlcVoice(line.address)
    line.handler.raising.add("arrival")
    line.end.publish("item/arrived", voice.arrived(1))
    line.handler.wait("arrival")
    line.handler.raising.clear()
    line.end.publish("item/arrived", voice.arrived(2))
    line.handler.wait("arrival", 2)
    assert line.hub.wait(lambda: len(member.unacknowledged) == 1, 5)
    (left,) = member.unacknowledged.values()
    assert b'"track":1' in left.payload


def test_a_hub_that_refuses_is_no_link() -> None:
    meeting = hub("refusing")
    meeting.refuse("closed for today")
    clock, handler = build_clock(ClockConfig()), Recorder()
    address = Address(site="lab", line="hub", station="refused")
    bus = memory.build(memory.Config(hub="refusing"), address=address, clock=clock, boot=1, info=INFO)
    bus.start(handler)
    assert "closed for today" in handler.wait_link(up=False)
    assert not bus.up
    meeting.refuse(None)
    handler.wait_link(up=True)
    bus.stop()
    with pytest.raises(BusError):
        bus.send_record("record-1", b"{}")


def test_a_member_that_left_can_not_speak() -> None:
    member = hub("leaving").connect("a", [], clock=build_clock(ClockConfig()))
    member.close()
    with pytest.raises(BusError):
        member.publish(Outgoing(topic="t", payload=b""))


@pytest.mark.parametrize(
    ("topic", "wanted", "fits"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/+", True),
        ("a/b", "#", True),
        ("a/b", "a/#", True),
        ("a", "a/#", True),
        ("a/b", "a", False),
        ("a", "a/b", False),
        ("a/b/c", "a/+", False),
        ("a/b", "+/c", False),
    ],
)
def test_filters(topic: str, wanted: str, fits: bool) -> None:
    assert matches(topic, wanted) is fits
