"""What people ordered of the station stands over a restart, whatever ended the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.packml import PackMode
from inspector.domain.station import Command


@contextmanager
def daemon(folder: Path, *, mode: str = "PRODUCTION") -> Iterator[Daemon]:
    """A station in this process."""
    running = Daemon(
        parse_config(
            {
                "schema_version": 1,
                "station": {"site": "t", "line": "l1", "name": "st01", "mode": mode},
                "paths": {"data_dir": str(folder)},
                "bus": {"kind": "memory", "hub": str(folder)},
                "cameras": [{"name": "top", "kind": "synthetic"}],
                "detector": {"kind": "scripted"},
                "scorer": {"kind": "none"},
                "http": {"enabled": False},
            },
            subject="test",
        )
    )
    running.start()
    try:
        yield running
    finally:
        running.stop()


def ask(running: Daemon, name: str, **arguments: object) -> None:
    answer = running.station.commands.answer(Command(name=name, request_id="q-1", arguments=arguments))
    assert answer.ok, answer.detail


def test_a_held_station_is_still_held_after_a_restart_until_somebody_lets_it_go(tmp_path: Path) -> None:
    with daemon(tmp_path) as running:
        ask(running, "hold", reason="lens is dirty")
    with daemon(tmp_path) as running:
        assert not running.station.health.judges()
        assert "held: lens is dirty" in running.station.health.state().reasons
        ask(running, "unhold")
        assert running.station.health.judges()
    with daemon(tmp_path) as running:
        assert running.station.health.judges()


def test_a_commanded_mode_stands_over_a_restart(tmp_path: Path) -> None:
    with daemon(tmp_path) as running:
        ask(running, "mode", mode="MAINTENANCE")
    with daemon(tmp_path) as running:
        assert running.station.health.mode is PackMode.MAINTENANCE
        ask(running, "mode", mode="PRODUCTION")
    with daemon(tmp_path, mode="MANUAL") as running:
        assert running.station.health.mode is PackMode.MANUAL, "what the file said was commanded: nothing overrides it"
