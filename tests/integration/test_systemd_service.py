"""The unit's own command, started as systemd starts it, with a socket in systemd's place."""

import configparser
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.app.demo.plan import DemoPlan, demo_config
from tests.support.mosquitto import free_port

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "systemd" / "edge-inspector.service"
START_S = 100.0


def service() -> configparser.SectionProxy:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT)
    return unit["Service"]


def seconds(value: str) -> float:
    return float(value.removesuffix("s"))


@pytest.fixture
def systemd() -> Iterator[socket.socket]:
    """The receiving end of $NOTIFY_SOCKET; in a folder of its own, as the path of a socket must be short."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(f"{folder}/notify")
        yield receiver


def started(config: Path, notify: str) -> "subprocess.Popen[bytes]":
    """ExecStart of the unit, with the program and the file of this test."""
    program, *words = service()["ExecStart"].split()
    assert program == "/opt/edge-inspector/bin/inspector"
    assert words[-1] == "/etc/edge-inspector/station.toml"
    command = [sys.executable, "-m", "inspector", *words[:-1], str(config)]
    environment = os.environ | {"NOTIFY_SOCKET": notify, "WATCHDOG_USEC": str(int(seconds("10s") * 1e6))}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def heard(receiver: socket.socket, wanted: str, within_s: float) -> None:
    """Wait for one message of this kind; others may come before it."""
    receiver.settimeout(within_s)
    while wanted not in receiver.recv(4096).decode().split("\n"):
        pass


def config_file(folder: Path) -> Path:
    file = folder / "station.toml"
    plan = DemoPlan(items=1, data_dir=folder / "data", broker_port=free_port(), http_port=0)
    file.write_text(demo_config(plan), encoding="utf-8")
    return file


def test_the_service_says_ready_feeds_the_watchdog_and_stops_in_time(tmp_path: Path, systemd: socket.socket) -> None:
    """No broker answers: the daemon is up all the same, and goes on trying."""
    process = started(config_file(tmp_path), systemd.getsockname())
    try:
        heard(systemd, "READY=1", START_S)
        for _ in range(3):
            heard(systemd, "WATCHDOG=1", seconds(service()["WatchdogSec"]))
        process.send_signal(signal.SIGTERM)
        heard(systemd, "STOPPING=1", seconds(service()["TimeoutStopSec"]))
        assert process.wait(seconds(service()["TimeoutStopSec"])) == 0
    finally:
        process.kill()
        process.wait()


def test_a_wrong_config_ends_with_the_status_that_is_not_restarted(tmp_path: Path, systemd: socket.socket) -> None:
    file = config_file(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\n[unheard_of]\n", encoding="utf-8")
    process = started(file, systemd.getsockname())
    assert str(process.wait(START_S)) in service()["RestartPreventExitStatus"].split()
    systemd.setblocking(False)  # noqa: FBT003 - the library's signature
    with pytest.raises(BlockingIOError):
        systemd.recv(4096)
