"""The demonstration's folder: what others own is never deleted, and no run takes the ledger of one that goes on."""

from pathlib import Path

import pytest

from inspector.adapters.stores.sqlite_ledger import Config, SqliteLedger
from inspector.app.demo.run import DemoOptions, run_demo
from inspector.app.machine_clock import make_clock
from inspector.app.run_folder import run_folder
from inspector.domain.errors import StartupError

OTHERS = ("ledger.sqlite", "ledger-backup-2026.sqlite", "station.toml", "evidence/2026/item.png")


def started(folder: Path) -> None:
    options = DemoOptions(
        headless=True,
        items=1,
        seed=1,
        damage_rate=0.2,
        mixup_rate=0,
        misprint_rate=0,
        missing_part_rate=0,
        expired_rate=0,
        belt_mm_s=100,
        teach=False,
        data_dir=folder,
    )
    run_demo(options, say=lambda _line: None)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("left", OTHERS)
def test_a_station_s_own_folder_is_refused_and_left_as_it_is(tmp_path: Path, left: str) -> None:
    (tmp_path / left).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / left).write_text("# Written by `inspector demo`; copied and made a station's own")
    before = contents(tmp_path)
    with pytest.raises(StartupError, match="was not made by `inspector demo`"):
        started(tmp_path)
    assert contents(tmp_path) == before


def test_the_next_run_begins_a_new_ledger_and_keeps_what_has_another_name(tmp_path: Path) -> None:
    with run_folder(tmp_path, "demo"):
        SqliteLedger(Config(reserve_bytes=0), tmp_path, make_clock()).close()
        (tmp_path / "ledger-backup-2026.sqlite").write_bytes(b"kept")
    with run_folder(tmp_path, "demo"):
        assert not (tmp_path / "ledger.sqlite").exists()
    assert contents(tmp_path)["ledger-backup-2026.sqlite"] == b"kept"
    assert "ledger.sqlite.lock" in contents(tmp_path)


def test_no_second_run_begins_in_the_folder_of_one_that_goes_on(tmp_path: Path) -> None:
    with run_folder(tmp_path, "demo"):
        (tmp_path / "ledger.sqlite").write_bytes(b"written a moment ago")
        with pytest.raises(StartupError, match=r"another inspector .* uses"):
            started(tmp_path)
        assert (tmp_path / "ledger.sqlite").read_bytes() == b"written a moment ago"


def test_a_ledger_that_a_daemon_writes_is_not_deleted(tmp_path: Path) -> None:
    with run_folder(tmp_path, "demo"):
        pass
    ledger = SqliteLedger(Config(reserve_bytes=0), tmp_path, make_clock())
    try:
        with pytest.raises(StartupError, match=r"another inspector daemon \(pid \d+\) uses"):
            started(tmp_path)
        assert (tmp_path / "ledger.sqlite").is_file()
    finally:
        ledger.close()


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartupError, match=r"--data-dir .*: Not a directory"):
        started(tmp_path / "file" / "demo")
