"""A station's bus over a real mosquitto, for tests that break things."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inspector.adapters.bus import mqtt
from inspector.adapters.bus._station import StationBus
from inspector.adapters.clocks.system import Config as ClockConfig
from inspector.adapters.clocks.system import build as build_clock
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, MqttEnd
from tests.support.mosquitto import Mosquitto

BusMaker = Callable[..., StationBus]
EndMaker = Callable[..., MqttEnd]
_stations = itertools.count(1)


@pytest.fixture
def address() -> Address:
    """A station of this test's own."""
    return Address(site="lab", line="l2", station=f"st{next(_stations)}")


@pytest.fixture
def make_bus(address: Address) -> Iterator[BusMaker]:
    """Makes buses that try again quickly; all are stopped after the test."""
    made: list[StationBus] = []

    def make(broker: Mosquitto, *, boot: int = 1, **options: Any) -> StationBus:
        options = {"host": broker.host, "port": broker.port, "reconnect_min_s": 0.05, "reconnect_max_s": 0.2} | options
        clock = build_clock(ClockConfig())
        made.append(mqtt.build(mqtt.Config(**options), address=address, clock=clock, boot=boot, info=INFO))
        return made[-1]

    yield make
    for bus in made:
        bus.stop()


@pytest.fixture
def make_end(address: Address) -> Iterator[EndMaker]:
    """Makes the other end; all are closed after the test."""
    made: list[MqttEnd] = []

    def make(broker: Mosquitto, protocol: str = "5") -> MqttEnd:
        made.append(MqttEnd(address, host=broker.host, port=broker.port, protocol=protocol))
        return made[-1]

    yield make
    for end in made:
        end.close()
