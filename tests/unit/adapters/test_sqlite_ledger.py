"""What only a file can do wrong: full, read-only, damaged, used twice, killed in the middle."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores.sqlite_ledger import Config, SqliteLedger
from inspector.domain.errors import StartupError, StoreFull
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from tests.support.line_values import decision, trigger, verdict


def ledger(folder: Path, **options: object) -> SqliteLedger:
    config = Config.model_validate(options)
    return sqlite_ledger.build(config, data_dir=folder, clock=manual.build(manual.Config()))


def test_a_second_daemon_on_the_same_folder_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    first = ledger(tmp_path)
    with pytest.raises(StartupError, match=r"another inspector \(pid \d+\) uses"):
        ledger(tmp_path)
    first.close()
    ledger(tmp_path).close()


def test_a_damaged_file_stops_the_start_and_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"this is no database, " * 100)
    with pytest.raises(StartupError, match="move the file away"):
        ledger(tmp_path)
    assert file.read_bytes().startswith(b"this is no database")
    file.unlink()
    ledger(tmp_path).close()


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    ledger(tmp_path).close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(StartupError, match="its format is 99"):
        ledger(tmp_path)


def test_a_missing_folder_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="No such file"):
        ledger(tmp_path / "none")


def test_a_full_disk_refuses_whole_transactions(tmp_path: Path) -> None:
    book = ledger(tmp_path, max_pages=12)
    opened = _fill(book)
    assert opened > 5
    assert book.counts().triggers == opened
    body = b"x" * 100_000
    with pytest.raises(StoreFull):
        book.close_trigger(verdict(), decision(1), decided_at_ns=1, delivery=Delivery.READY, body=body)
    row = book.row(ItemKey(5, 1))
    assert row is not None
    assert row.delivery is Delivery.OPEN
    assert book.counts().balanced
    book.close()


def _fill(book: SqliteLedger) -> int:
    """Open triggers until the file is full; how many were taken."""
    for track in range(1, 10_000):
        try:
            book.open_trigger(trigger(track))
        except StoreFull:
            return track - 1
    pytest.fail("the ledger was never full")


def test_it_is_written_through(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    assert book._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert book._db.execute("PRAGMA synchronous").fetchone()[0] == 2
    book.close()


def test_old_finished_triggers_are_pruned_and_open_ones_never(tmp_path: Path) -> None:
    book = ledger(tmp_path, keep_rows=1000)
    for track in range(1, 1011):
        book.open_trigger(trigger(track))
        if track > 5:
            chosen = decision(track, did=f"decision-{track}")
            book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.EXPIRED, body=None)
    assert book.prune() == 10
    assert book.prune() == 0
    assert book.counts().open == 5
    assert book.row(ItemKey(5, 6)) is None
    book.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.domain.ledger import Delivery
from tests.support.line_values import decision, trigger, verdict
book = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=Path(sys.argv[1]), clock=manual.build(manual.Config()))
track = book.counts().triggers
while True:
    track += 1
    book.open_trigger(trigger(track))
    print("opened", track, flush=True)
    book.close_trigger(verdict(), decision(track, did=f"decision-{track}"), decided_at_ns=1,
                       delivery=Delivery.READY, body=b"{}")
    print("closed", track, flush=True)
"""


@pytest.mark.parametrize("after", [7, 30, 61])
def test_what_was_reported_written_survives_a_kill(tmp_path: Path, after: int) -> None:
    root = Path(__file__).resolve().parents[3]
    for _ in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(root)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        heard = [writer.stdout.readline().split() for _ in range(after)]
        writer.kill()
        heard += [line.split() for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
        opened = {int(track) for word, track in heard if word == "opened"}
        closed = {int(track) for word, track in heard if word == "closed"}
        book = ledger(tmp_path)
        counts = book.counts()
        assert counts.balanced
        assert all(book.row(ItemKey(5, track)) is not None for track in opened)
        for track in closed:
            row = book.row(ItemKey(5, track))
            assert row is not None
            assert row.delivery is Delivery.READY
        assert book.record_backlog()[0] == sum(counts.outcomes.values())
        book.close()
