"""Two processes that speak for one station: noticed in both protocols, and they do not push each other off in turns."""

import pytest

from inspector.adapters.bus import mqtt
from inspector.adapters.clocks.system import Config as ClockConfig
from inspector.adapters.clocks.system import build as build_clock
from inspector.app.broker import EmbeddedBroker
from inspector.wire.codec import encode
from inspector.wire.line import Status
from inspector.wire.topics import Address
from tests.integration.conftest import BusMaker, EndMaker
from tests.support.bus_ends import INFO, Recorder
from tests.support.bus_samples import PlcVoice
from tests.support.mosquitto import Mosquitto

PAUSE_S = 60.0


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_the_older_of_two_with_one_client_id_steps_back(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, protocol: str
) -> None:
    end = make_end(mosquitto)
    older, old_handler = make_bus(mosquitto, boot=1, protocol=protocol, takeover_pause_s=PAUSE_S), Recorder()
    older.start(old_handler)
    old_handler.wait_link(up=True)
    end.wait("status")
    newer, new_handler = make_bus(mosquitto, boot=2, protocol=protocol, takeover_pause_s=PAUSE_S), Recorder()
    newer.start(new_handler)
    new_handler.wait_link(up=True)
    # This broker says nothing about a takeover: the older only sees its connection break. It finds the newer's ONLINE
    # when it comes back, and leaves without a word; the newer, thrown out by that, comes back and stays.
    assert "session taken over" in old_handler.wait_link(up=False, count=2)
    assert not older.up
    assert older.counters()["takeovers"] == 1
    new_handler.wait_link(up=True, count=2)
    assert newer.up
    newcomer = make_end(mosquitto)
    status = newcomer.wait("status").message
    assert isinstance(status, Status)
    assert (status.state, status.boot) == ("ONLINE", 2)


def test_amqtt_ends_the_older_one_too(address: Address) -> None:
    with EmbeddedBroker(port=0) as broker:
        config = mqtt.Config(port=broker.port, reconnect_min_s=0.05, reconnect_max_s=0.2, takeover_pause_s=PAUSE_S)
        clock = build_clock(ClockConfig())
        buses = [mqtt.build(config, address=address, clock=clock, boot=boot, info=INFO) for boot in (1, 2)]
        handlers = [Recorder(), Recorder()]
        try:
            for bus, handler in zip(buses, handlers, strict=True):
                bus.start(handler)
                handler.wait_link(up=True)
            assert "session taken over" in handlers[0].wait_link(up=False, count=2)
            handlers[1].wait_link(up=True, count=2)
        finally:
            for bus in buses:
                bus.stop()


def test_another_client_id_does_not_hide_a_rival(mosquitto: Mosquitto, make_bus: BusMaker) -> None:
    older, old_handler = make_bus(mosquitto, boot=1, client_id="first-daemon", takeover_pause_s=PAUSE_S), Recorder()
    older.start(old_handler)
    old_handler.wait_link(up=True)
    newer, new_handler = make_bus(mosquitto, boot=2, client_id="second-daemon", takeover_pause_s=PAUSE_S), Recorder()
    newer.start(new_handler)
    assert "boot 2" in old_handler.wait_link(up=False)
    new_handler.wait_link(up=True)
    assert newer.up


def test_who_stepped_back_comes_back_when_the_rival_is_gone(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end = make_end(mosquitto)
    bus, handler = make_bus(mosquitto, boot=1, takeover_pause_s=0.2), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    # The rival died, and its will was lost: its ONLINE stands for ever, and must not lock us out.
    end.publish("status", encode(PlcVoice(address).foreign_status(boot=9)), retain=True)
    assert "boot 9" in handler.wait_link(up=False)
    handler.wait_link(up=True, count=2)
    told = end.wait_until("status", lambda found: b'"boot":1' in found[-1].payload and len(found) >= 3)
    assert b"ONLINE" in told[-1].payload


def test_a_leftover_of_an_older_process_is_no_rival(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end = make_end(mosquitto)
    end.publish("status", encode(PlcVoice(address).foreign_status(boot=9)), retain=True)
    end.wait("status")
    bus, handler = make_bus(mosquitto, boot=1), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    end.wait("status", 2)
    assert bus.up
    assert [up for up, _ in handler.of("link")] == [True]


def test_a_last_will_that_comes_late_does_not_stand(
    mosquitto: Mosquitto, make_bus: BusMaker, make_end: EndMaker, address: Address
) -> None:
    end = make_end(mosquitto)
    bus, handler = make_bus(mosquitto, boot=1), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    end.wait("status")
    broken = PlcVoice(address).foreign_status(boot=9).model_copy(update={"state": "CONNECTION_BROKEN"})
    end.publish("status", encode(broken), retain=True)
    end.wait_until("status", lambda found: len(found) == 3 and b"ONLINE" in found[-1].payload)
    end.publish("status", b"", retain=True)
    end.wait_until("status", lambda found: len(found) == 5 and b"ONLINE" in found[-1].payload)
    assert [up for up, _ in handler.of("link")] == [True]
