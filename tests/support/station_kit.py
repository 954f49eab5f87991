"""A whole station in this process: real daemon, real broker, simulated conveyor, rendered camera."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig
from inspector.plc.report import PlcReport
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig, PlcEvent
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_station import station_content

# Long ways and a slow belt: a busy test machine must not make an item late.
LONG_BELT = BeltConfig(
    speed_mm_s=600.0,
    pitch_mm=600.0,
    commit_mm=2400.0,
    verify_mm=2700.0,
    lanes=tuple(replace(lane, at_mm=lane.at_mm + 1600.0) for lane in BeltConfig().lanes),
)
PATIENCE_S = 60.0


def content(folder: Path, broker: Mosquitto, **changes: Any) -> dict[str, Any]:
    """The config: one rendered camera, no trained model."""
    base = station_content(
        paths={"data_dir": str(folder)},
        bus={"kind": "mqtt", "host": broker.host, "port": broker.port, "reconnect_min_s": 0.05},
        cameras=[{"name": "top", "kind": "synthetic", "width": 320, "height": 256, "trigger": "software"}],
        evidence={"kind": "folder_evidence", "pass_share": 1.0, "min_free_bytes": 0},
        decision={"frame_wait_ms": 2000, "margin_ms": 100, "guard_ms": 200},
        http={"port": 0},
    )
    return base | changes


@dataclass(frozen=True)
class Running:
    """A started daemon and its conveyor."""

    daemon: Daemon
    plc: PlcSimulator

    def finish(self) -> PlcReport:
        """Wait until all items are through."""
        assert self.plc.wait_done(PATIENCE_S), self.plc.report()
        return self.plc.report()


def plc_config(broker: Mosquitto, items: int, **changes: Any) -> PlcConfig:
    """A conveyor for the station of `content`."""
    base = PlcConfig(
        host=broker.host,
        port=broker.port,
        site="t",
        line="l1",
        station="st01",
        belt=LONG_BELT,
        items=items,
        identity=lambda index: Identity(sku=f"SKU-{index}"),
    )
    return replace(base, **changes)


@contextmanager
def line(
    folder: Path,
    broker: Mosquitto,
    items: int,
    *,
    plc: dict[str, Any] | None = None,
    before: Callable[[Daemon], None] | None = None,
    on_event: Callable[[PlcEvent], None] | None = None,
    **changes: Any,
) -> Iterator[Running]:
    """Run a line; `before` may look into the daemon before it starts."""
    daemon = Daemon(parse_config(content(folder, broker, **changes), subject="test"))
    if before is not None:
        before(daemon)
    simulator = PlcSimulator(plc_config(broker, items, **(plc or {})), on_event)
    daemon.start()
    try:
        simulator.start()
        try:
            yield Running(daemon, simulator)
        finally:
            simulator.stop()
    finally:
        daemon.stop()
