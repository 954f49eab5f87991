"""Runs a whole line on this machine: a broker and the daemon as programs of their own, the conveyor in this one."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.domain.errors import StartupError
from inspector.plc.report import PlcReport
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig, PlcEvent, PlcEventKind

Say = Callable[[str], None]

STOP_S = 15.0
TOLD_EVERY_S = 10.0
BROKER_START_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRun:
    """What to run. `broker` None means that one runs already. `before_daemon` is called while the broker starts."""

    config_file: Path
    plc: PlcConfig
    log_file: Path
    broker: Sequence[str] | None
    before_daemon: Callable[[], None] = lambda: None
    window: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """What the conveyor saw; `first_decision_s` counts from the start of everything."""

    report: PlcReport
    seconds: float
    first_decision_s: float | None


def run_line(run: LineRun, *, say: Say) -> LineResult:
    """Run until all items are through, Ctrl-C or SIGTERM; everything has ended when it returns. Main thread.

    Raises `StartupError`.
    """
    started = time.monotonic()
    first: list[float] = []

    def watch(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.DECIDED and not first:
            first.append(round(time.monotonic() - started, 3))
            say(f"first decision after {first[0]:.1f} s")

    with _sigterm_as_ctrl_c(), contextlib.ExitStack() as running:
        log_file = running.enter_context(run.log_file.open("wb"))
        if run.broker is not None:
            broker = running.enter_context(program(run.broker, log_file))
        run.before_daemon()
        if run.broker is not None:
            _wait_for_port(run.plc.port, broker, run.log_file)
        daemon = running.enter_context(program(_inspector("run", "--config", str(run.config_file)), log_file))
        if run.window is not None:
            running.enter_context(program(run.window, log_file))
        simulator = PlcSimulator(run.plc, watch)
        simulator.start()
        try:
            _follow(simulator, run, daemon, say)
        except KeyboardInterrupt:
            say("stopping")
        finally:
            simulator.stop()
    seconds = time.monotonic() - started
    return LineResult(report=simulator.report(), seconds=seconds, first_decision_s=first[0] if first else None)


def embedded_broker(port: int) -> Sequence[str]:
    """The command of our own trial broker."""
    return _inspector("broker", "--port", str(port))


def free_port() -> int:
    """A TCP port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def program(command: Sequence[str], log_file: object) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is stopped politely at the end, and killed when it does not listen.

    Its session is its own: the terminal's Ctrl-C is for us, who stop one after the other.
    """
    process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
        list(command), stderr=log_file, stdout=log_file, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """So do `kill`, `docker stop` and a terminal that goes. Once: `timeout` sends it twice."""
    endings = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is signal.SIG_DFL]

    def interrupt(_number: int, _frame: object) -> None:
        for number in endings:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in endings:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in endings:
            signal.signal(number, signal.SIG_DFL)


def _inspector(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "inspector", *arguments)


def _follow(simulator: PlcSimulator, run: LineRun, daemon: "subprocess.Popen[bytes]", say: Say) -> None:
    """Show progress until all items are through; a daemon that dies ends the run."""
    told = time.monotonic()
    while not simulator.wait_done(0.5):
        if daemon.poll() is not None:
            tail = run.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
            raise StartupError(f"the daemon ended with exit code {daemon.returncode}; {run.log_file} ends with", tail)
        now = time.monotonic()
        if now - told >= TOLD_EVERY_S:
            told = now
            report = simulator.report()
            of = f" of {run.plc.items}" if run.plc.items is not None else ""
            say(f"{report.triggers}{of} items, {report.answered} answered, {report.defaulted} routed by default")
            if simulator.held_by:
                say(f"waiting: {simulator.held_by}")


def _wait_for_port(port: int, broker: "subprocess.Popen[bytes]", log_file: Path) -> None:
    until = time.monotonic() + BROKER_START_S
    while time.monotonic() < until:
        if broker.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise StartupError("the broker did not start", [f"see {log_file}"])
