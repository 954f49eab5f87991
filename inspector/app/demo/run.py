"""Runs the demonstration: three programs beside this one, which plays the conveyor and keeps the score."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from inspector.app.demo.plan import COUNTS_PER_MM, DemoPlan, default_data_dir, demo_config
from inspector.app.demo.score import summarise
from inspector.app.demo.summary import Summary
from inspector.app.demo.teaching import teach_demo
from inspector.app.wiring import models_dir_of
from inspector.config.load import load_config
from inspector.domain.errors import StartupError
from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig, LaneConfig
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig, PlcEvent, PlcEventKind
from inspector.scene.line import LineSpec, item_at

Say = Callable[[str], None]

STOP_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the user chose."""

    headless: bool
    items: int | None
    seed: int
    damage_rate: float
    belt_mm_s: float
    data_dir: Path | None


def run_demo(options: DemoOptions, *, say: Say) -> Summary:
    """Run until the items are through or Ctrl-C; the summary. Raises `StartupError` when a part does not start."""
    started = time.monotonic()
    plan = DemoPlan(
        items=options.items,
        seed=options.seed,
        damage_rate=options.damage_rate,
        belt_mm_s=options.belt_mm_s,
        data_dir=options.data_dir or default_data_dir(),
        broker_port=_free_port(),
        http_port=_free_port(),
    )
    config_file = _prepare(plan)
    config = load_config(config_file)
    with contextlib.ExitStack() as running:
        log_file = running.enter_context((plan.data_dir / "daemon.log").open("wb"))
        running.enter_context(_program(["broker", "--port", str(plan.broker_port)], log_file))
        teach_demo(config, models_dir=models_dir_of(config), say=say)
        daemon = running.enter_context(_program(["run", "--config", str(config_file)], log_file))
        if not options.headless:
            _open_window(plan, running, say)
        simulator, first = _conveyor(plan, started)
        say(f"line runs; daemon log: {plan.data_dir / 'daemon.log'}, pictures: http://127.0.0.1:{plan.http_port}/live")
        simulator.start()
        try:
            _follow(simulator, plan, daemon, say)
        except KeyboardInterrupt:
            say("stopping")
        finally:
            simulator.stop()
    report = simulator.report()
    return summarise(plan, report, seconds=time.monotonic() - started, first_decision_s=first())


def line_spec(plan: DemoPlan) -> LineSpec:
    """The products on the belt; the daemon's cameras have the same numbers in their config."""
    return LineSpec(seed=plan.seed, damage_rate=plan.damage_rate, pitch_mm=plan.pitch_mm, belt_mm_s=plan.belt_mm_s)


def _prepare(plan: DemoPlan) -> Path:
    """A fresh ledger and evidence; references that were taught stay."""
    plan.data_dir.mkdir(parents=True, exist_ok=True)
    for old in plan.data_dir.glob("ledger*"):
        old.unlink()
    shutil.rmtree(plan.data_dir / "evidence", ignore_errors=True)
    config_file = plan.data_dir / "station.toml"
    config_file.write_text(demo_config(plan), encoding="utf-8")
    return config_file


def _conveyor(plan: DemoPlan, started: float) -> tuple[PlcSimulator, Callable[[], float | None]]:
    spec = line_spec(plan)
    first: list[float] = []

    def identity(index: int) -> Identity:
        item = item_at(spec, index)
        return Identity(sku=item.sku, material=item.material, lpn=item.lpn, lot=item.lot)

    def watch(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.DECIDED and not first:
            first.append(round(time.monotonic() - started, 3))

    belt = BeltConfig(
        counts_per_mm=COUNTS_PER_MM,
        speed_mm_s=plan.belt_mm_s,
        pitch_mm=plan.pitch_mm,
        seed=plan.seed,
        commit_mm=plan.travel_mm * 0.625,
        verify_mm=plan.travel_mm * 0.7,
        lanes=(
            LaneConfig(lane=2, at_mm=plan.travel_mm * 0.85),
            LaneConfig(lane=3, at_mm=plan.travel_mm * 0.95),
            LaneConfig(lane=1, at_mm=plan.travel_mm * 1.1),
        ),
    )
    config = PlcConfig(
        port=plan.broker_port,
        site=plan.site,
        line=plan.line,
        station=plan.station,
        belt=belt,
        items=plan.items,
        identity=identity,
    )
    return PlcSimulator(config, watch), lambda: first[0] if first else None


def _follow(simulator: PlcSimulator, plan: DemoPlan, daemon: "subprocess.Popen[bytes]", say: Say) -> None:
    """Show progress until all items are through; a daemon that dies ends the run."""
    told = time.monotonic()
    while not simulator.wait_done(1.0):
        if daemon.poll() is not None:
            raise StartupError(
                "the daemon ended by itself", [f"exit code {daemon.returncode}; see {plan.data_dir / 'daemon.log'}"]
            )
        now = time.monotonic()
        if now - told >= 10.0:
            told = now
            report = simulator.report()
            of = f" of {plan.items}" if plan.items is not None else ""
            say(f"{report.triggers}{of} items, {report.answered} answered, {report.defaulted} by default")


@contextlib.contextmanager
def _program(arguments: list[str], log_file: object) -> Iterator["subprocess.Popen[bytes]"]:
    """One of our own commands as a process, stopped politely at the end."""
    process = subprocess.Popen([sys.executable, "-m", "inspector", *arguments], stderr=log_file, stdout=log_file)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _open_window(plan: DemoPlan, running: contextlib.ExitStack, say: Say) -> None:
    """The operator's window, where there is a display and the extra is installed."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform.startswith("linux"):
        say("no display: running without the window")
        return
    if not _installed("PySide6"):
        say("no window: pip install 'edge-inspector[gui]' brings it")
        return
    command = [
        sys.executable,
        "-m",
        "inspector_gui",
        "--port",
        str(plan.broker_port),
        "--station",
        f"{plan.site}/{plan.line}/{plan.station}",
    ]
    window = subprocess.Popen(command)
    running.callback(window.terminate)


def _installed(package: str) -> bool:
    return find_spec(package) is not None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
