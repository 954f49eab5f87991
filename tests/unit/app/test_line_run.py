"""A line that is told to stop ends with its report, and leaves no program behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.app import line_run
from inspector.app.line_run import LineRun, free_port, program, run_line
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig

WAITS = "import signal; signal.pause()"


@pytest.fixture(params=[signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that does what it does in a shell, also where the tests run under `nohup`."""
    kept = signal.getsignal(request.param)
    signal.signal(request.param, signal.default_int_handler if request.param is signal.SIGINT else signal.SIG_DFL)
    yield request.param
    signal.signal(request.param, kept)


def test_a_signal_ends_the_run_with_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    programs: list[subprocess.Popen[bytes]] = []
    sessions = set[int]()

    @contextmanager
    def started(command: Sequence[str], log_file: object) -> Iterator["subprocess.Popen[bytes]"]:
        with program(command, log_file) as process:
            programs.append(process)
            yield process

    class Signalled(PlcSimulator):
        def wait_done(self, timeout_s: float | None = None) -> bool:
            sessions.update(os.getsid(process.pid) for process in programs)
            for _ in range(1 if number is signal.SIGINT else 2):  # `timeout` signals the program, then its group
                os.kill(os.getpid(), number)
            return super().wait_done(timeout_s)

    monkeypatch.setattr(line_run, "program", started)
    monkeypatch.setattr(line_run, "PlcSimulator", Signalled)
    monkeypatch.setattr(line_run, "_inspector", lambda *_arguments: (sys.executable, "-c", WAITS))
    before, said, port = signal.getsignal(number), list[str](), free_port()
    run = LineRun(
        config_file=tmp_path / "station.toml",
        plc=PlcConfig(port=port),
        log_file=tmp_path / "daemon.log",
        broker=(sys.executable, "-c", f"import socket; s = socket.create_server(('127.0.0.1', {port})); {WAITS}"),
    )
    result = run_line(run, say=said.append)
    assert (result.report.placed, said) == (0, ["stopping"])
    assert signal.getsignal(number) is before
    assert [process.poll() for process in programs] == [-signal.SIGTERM] * 2
    assert len(sessions - {os.getsid(0)}) == 2, "the terminal's Ctrl-C must not reach them before us"


def test_under_nohup_a_terminal_that_goes_ends_nothing() -> None:
    kept = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with line_run._sigterm_as_ctrl_c():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, kept)
