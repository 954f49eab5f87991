"""A whole station in this process: real daemon, real broker, simulated conveyor, rendered camera."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig
from inspector.plc.faults import Fault, FaultKind
from inspector.plc.report import ItemRecord, PlcReport
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig, PlcEvent
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_station import station_content

WAY_S = 4.0


def long_belt(
    *, speed_mm_s: float = 1200.0, pitch_mm: float = 600.0, jitter: float = 0.1, way_s: float = WAY_S
) -> BeltConfig:
    """Seconds from the photo-eye to the commit point: a busy test machine must not make an item late."""
    usual = BeltConfig()
    further_mm = way_s * speed_mm_s - usual.commit_mm
    return BeltConfig(
        speed_mm_s=speed_mm_s,
        pitch_mm=pitch_mm,
        jitter=jitter,
        commit_mm=usual.commit_mm + further_mm,
        verify_mm=usual.verify_mm + further_mm,
        lanes=tuple(replace(lane, at_mm=lane.at_mm + further_mm) for lane in usual.lanes),
    )


PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.05
HURRY = Fault(kind=FaultKind.SPEED, mm_s=12_000.0)


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
    items: int

    def finish(self) -> PlcReport:
        """Wait until all items are through."""
        return run_out(self.plc, self.items)


def run_out(plc: PlcSimulator, items: int) -> PlcReport:
    """Wait until all `items` are through. The belt hurries as soon as nothing depends on its speed any more."""
    until, hurried = monotonic() + PATIENCE_S, False
    while not plc.wait_done(LOOK_AGAIN_S):
        report = plc.report()
        assert monotonic() < until, report
        if not hurried and report.placed == items and all(map(_settled, report.items)):
            plc.inject(HURRY)
            hurried = True
    return plc.report()


def _settled(item: ItemRecord) -> bool:
    """Its decision was accepted and the broker has the answer; or it has gone."""
    return item.finished or item.decision_to_ack_ms is not None


def plc_config(broker: Mosquitto, items: int, **changes: Any) -> PlcConfig:
    """A conveyor for the station of `content`."""
    base = PlcConfig(
        host=broker.host,
        port=broker.port,
        site="t",
        line="l1",
        station="st01",
        belt=long_belt(),
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
            yield Running(daemon, simulator, items)
        finally:
            simulator.stop()
    finally:
        daemon.stop()
