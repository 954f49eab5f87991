"""The demonstration: rendered products on a simulated conveyor, judged by the real daemon."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from inspector.app.config_file import load_station
from inspector.app.demo.kept_seeds import forget_old_seeds
from inspector.app.demo.plan import COMMIT_SHARE, COUNTS_PER_MM, DemoPlan, default_data_dir, demo_config
from inspector.app.demo.score import summarise
from inspector.app.demo.summary import Summary
from inspector.app.demo.teaching import calibrate_demo, teach_demo
from inspector.app.demo.truth import confusion
from inspector.app.line_run import LineRun, Say, embedded_broker, free_port, run_line
from inspector.app.run_folder import run_folder, usable
from inspector.app.sections import models_dir_of
from inspector.config.station import StationConfig
from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig, LaneConfig
from inspector.plc.simulator_config import PlcConfig
from inspector.scene.catalogue import product
from inspector.scene.line import item_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the user chose."""

    headless: bool
    items: int | None
    seed: int
    damage_rate: float
    mixup_rate: float
    expired_rate: float
    misprint_rate: float
    missing_part_rate: float
    belt_mm_s: float
    teach: bool
    data_dir: Path | None


def run_demo(options: DemoOptions, *, say: Say) -> Summary:
    """Run until the items are through or Ctrl-C; the summary. Raises `StartupError` when a part does not start."""
    plan = DemoPlan(
        items=options.items,
        seed=options.seed,
        damage_rate=options.damage_rate,
        mixup_rate=options.mixup_rate,
        expired_rate=options.expired_rate,
        misprint_rate=options.misprint_rate,
        missing_part_rate=options.missing_part_rate,
        belt_mm_s=options.belt_mm_s,
        data_dir=options.data_dir or Path(),
        broker_port=free_port(),
        http_port=free_port(),
    )
    plan = replace(plan, data_dir=(options.data_dir or default_data_dir(plan)).resolve())
    with run_folder(plan.data_dir, "demo"):
        if options.data_dir is None:
            forget_old_seeds(plan.data_dir)
        return _run(options, plan, say)


def _run(options: DemoOptions, plan: DemoPlan, say: Say) -> Summary:
    config_file = _prepare(plan)
    config = load_station(config_file)
    log_file = plan.data_dir / "daemon.log"
    say(f"pictures: http://127.0.0.1:{plan.http_port}/live/top.jpg, log: {log_file}")
    result = run_line(
        LineRun(
            config_file=config_file,
            plc=_conveyor(plan),
            log_file=log_file,
            broker=embedded_broker(plan.broker_port),
            before_daemon=lambda: _teach(options, plan, config, say),
            window=None if options.headless else _window(plan, say),
        ),
        say=say,
    )
    return summarise(plan.data_dir, result, lambda outcomes: confusion(plan.line_spec(), outcomes))


def _teach(options: DemoOptions, plan: DemoPlan, config: StationConfig, say: Say) -> None:
    if plan.checked:
        say("calibrating the cameras")
        calibrate_demo(plan.data_dir, seed=plan.seed, size=plan.size)
    if options.teach:
        models = models_dir_of(config)
        teach_demo(config, seed=plan.seed, size=plan.size, kits=plan.kits, models_dir=models, say=say)


def _prepare(plan: DemoPlan) -> Path:
    """The station's file, and no evidence of the run before; references that were taught stay."""
    evidence = plan.data_dir / "evidence"
    config_file = plan.data_dir / "station.toml"
    with usable(plan.data_dir, "demo"):
        if evidence.exists():
            shutil.rmtree(evidence)
        config_file.write_text(demo_config(plan), encoding="utf-8")
    return config_file


def _conveyor(plan: DemoPlan) -> PlcConfig:
    spec = plan.line_spec()

    def identity(index: int) -> Identity:
        item = item_at(spec, index)
        return Identity(sku=item.sku, material=product(item.sku).material, lpn=item.lpn, lot=item.lot)

    belt = BeltConfig(
        counts_per_mm=COUNTS_PER_MM,
        speed_mm_s=plan.speed_mm_s,
        pitch_mm=plan.pitch_mm,
        seed=plan.seed,
        commit_mm=plan.travel_mm * COMMIT_SHARE,
        verify_mm=plan.travel_mm * 0.7,
        lanes=(
            LaneConfig(lane=2, at_mm=plan.travel_mm * 0.85),
            LaneConfig(lane=3, at_mm=plan.travel_mm * 0.95),
            LaneConfig(lane=1, at_mm=plan.travel_mm * 1.1),
        ),
    )
    return PlcConfig(
        port=plan.broker_port,
        site=plan.site,
        line=plan.line,
        station=plan.station,
        belt=belt,
        items=plan.items,
        identity=identity,
    )


def _window(plan: DemoPlan, say: Say) -> Sequence[str] | None:
    """The operator's window, where there is a display and the extra is installed."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        say("no display: running without the window")
        return None
    if find_spec("PySide6") is None:
        say("no window: pip install 'edge-inspector[gui]' brings it")
        return None
    station = f"{plan.site}/{plan.line}/{plan.station}"
    return (sys.executable, "-m", "inspector_gui", "--port", str(plan.broker_port), "--station", station)
