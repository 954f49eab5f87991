"""What people ordered of the station stands over a restart, whatever ended the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.app.accounts import AccountEditor
from inspector.app.daemon import Daemon
from inspector.app.machine_clock import make_clock
from inspector.config.load import parse_config
from inspector.domain.access import DEEDS, QUESTIONS, Role
from inspector.domain.errors import StartupError
from inspector.domain.packml import PackMode
from inspector.domain.station import Command
from tests.support.scripted_station import station_content


@contextmanager
def daemon(folder: Path, *, mode: str = "PRODUCTION") -> Iterator[Daemon]:
    """A station in this process."""
    running = Daemon(
        parse_config(
            station_content(
                station={"site": "t", "line": "l1", "name": "st01", "mode": mode},
                paths={"data_dir": str(folder)},
                bus={"kind": "memory", "hub": str(folder)},
                http={"enabled": False},
            ),
            subject="test",
        )
    )
    running.start()
    try:
        yield running
    finally:
        running.stop()


def ask(running: Daemon, name: str, /, **arguments: object) -> None:
    answer = running.station.reception.answer(Command(name=name, request_id="q-1", arguments=arguments))
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


def test_who_is_signed_in_and_what_was_done_outlive_the_process(tmp_path: Path) -> None:
    secret, clock = "5ec4e7" * 6, make_clock()
    editor = AccountEditor(tmp_path, clock, by="root")
    editor.add("Ben", Role.LEAD, pin="2580", badge=None)
    with daemon(tmp_path) as running:
        nobody = running.station.reception.answer(Command(name="mode", request_id="q-1", arguments={"mode": "MANUAL"}))
        assert (nobody.ok, nobody.data) == (False, {"needs": "LEAD", "signed_in": False})
        ask(running, "sign.in", session=secret, name="Ben", pin="2580")
        ask(running, "mode", mode="MANUAL", session=secret)
    editor.set_role("Ben", Role.ENGINEER)
    with daemon(tmp_path) as running:
        ask(running, "hold", reason="lens is dirty", session=secret)
        unknown = running.station.reception.answer(Command(name="dragon", request_id="q-2", arguments={})).detail
        assert set(unknown.partition("known: ")[2].split(", ")) == DEEDS.keys() | QUESTIONS, "the table says it all"
        entries = [one.entry for one in reversed(running.parts.ledger.audit.entries(9))]
    assert [(one.who, one.role, one.action, one.after) for one in entries] == [
        ("root", None, "account.add", {"role": "LEAD", "pin": True, "badge": False}),
        ("Ben", Role.LEAD, "sign.in", {}),
        ("Ben", Role.LEAD, "mode", {"mode": "MANUAL", "hold": ""}),
        ("root", None, "account.role", {"role": "ENGINEER", "pin": True, "badge": False}),
        ("Ben", Role.ENGINEER, "hold", {"mode": "MANUAL", "hold": "lens is dirty"}),
    ]
    (tmp_path / "accounts.json").write_text("{ oh")
    with pytest.raises(StartupError, match="is no accounts file"), daemon(tmp_path):
        pass


def test_a_commanded_mode_stands_over_a_restart(tmp_path: Path) -> None:
    with daemon(tmp_path) as running:
        ask(running, "mode", mode="MAINTENANCE")
    with daemon(tmp_path) as running:
        assert running.station.health.mode is PackMode.MAINTENANCE
        ask(running, "mode", mode="PRODUCTION")
    with daemon(tmp_path, mode="MANUAL") as running:
        assert running.station.health.mode is PackMode.MANUAL, "what the file said was commanded: nothing overrides it"
