"""What several contract suites stand on."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from inspector.adapters.bus import memory, mqtt
from inspector.adapters.bus._hub import hub
from inspector.adapters.bus._station import StationBus
from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.clocks.manual import build as build_clock
from inspector.app import registry
from inspector.app.broker import EmbeddedBroker
from inspector.config.sections import AdapterSection
from inspector.ports.ledger import Ledger
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, HubEnd, MqttEnd, PlcEnd, Recorder
from tests.support.bus_samples import PlcVoice
from tests.support.bus_world import BOOT, SECOND, World
from tests.support.mosquitto import Mosquitto

_stations = itertools.count(1)
LEDGERS = [kind for kind in registry.kinds("stores") if kind.endswith("_ledger")]


@pytest.fixture
def clock() -> ManualClock:
    return build_clock(ClockConfig())


@pytest.fixture(params=LEDGERS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Ledger]:
    """Every kind of ledger, empty, by this clock."""
    made: Ledger = registry.build("stores", AdapterSection(kind=request.param), data_dir=tmp_path, clock=clock)
    yield made
    made.close()


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
