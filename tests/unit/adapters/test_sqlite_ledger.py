"""What only a file can do wrong: full, read-only, damaged, used twice, of an older format, grown too long."""

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_file import beside
from inspector.adapters.stores._ledger_rows import verdict_text
from inspector.adapters.stores._ledger_schema import _SESSION_ENDS, STEPS
from inspector.adapters.stores._ledger_shifts import _SEEN
from inspector.adapters.stores.sqlite_ledger import Config, SqliteLedger
from inspector.domain.access import How
from inspector.domain.decision import ConfirmResult
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.session import Session
from inspector.domain.verdict import Disposition
from tests.support.as_nobody import as_nobody
from tests.support.line_values import ack, confirm, decision, trigger, verdict
from tests.support.shift_values import fill, span_from


def ledger(folder: Path, **options: object) -> SqliteLedger:
    config = Config.model_validate(options)
    return sqlite_ledger.build(config, data_dir=folder, clock=manual.build(manual.Config()))


def test_a_second_daemon_on_the_same_folder_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    first = ledger(tmp_path)
    with pytest.raises(StartupError, match=r"another inspector daemon \(pid \d+\) uses"):
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
    book = ledger(tmp_path, max_pages=48, reserve_bytes=0)
    opened = _fill(book)
    assert opened > 5
    assert book.counts().triggers == opened
    long_winded = replace(verdict(), reasons=(Reason(code=ReasonCode.DEFECT, detail="x" * 50_000),))
    with pytest.raises(StoreFull):
        book.close_trigger(long_winded, decision(1), decided_at_ns=1, delivery=Delivery.READY, body=b"{}")
    row = book.row(ItemKey(5, 1))
    assert row is not None
    assert row.delivery is Delivery.OPEN
    assert book.counts().balanced
    assert book.counts().records_dropped == 0
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
    db = book._file._writer
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    book.close()


def finished(book: SqliteLedger, tracks: Sequence[int]) -> None:
    for track in tracks:
        book.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}")
        book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.EXPIRED, body=None)


def test_old_finished_triggers_go_and_open_ones_never(tmp_path: Path) -> None:
    book = ledger(tmp_path, keep_rows=1000)
    for track in range(1, 6):
        book.open_trigger(trigger(track))
    finished(book, range(6, 1011))
    before = book.counts()
    assert book.prune() == 5
    assert book.prune() == 0
    assert [row.trigger.key.track for row in book.unfinished()] == [1, 2, 3, 4, 5]
    assert book.row(ItemKey(5, 10)) is None
    assert book.row(ItemKey(5, 11)) is not None
    assert book.counts() == before
    book.close()


def test_triggers_older_than_the_kept_days_go_in_small_steps_by_themselves(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    book = sqlite_ledger.build(Config(keep_days=2), data_dir=tmp_path, clock=clock)
    finished(book, range(1, 301))
    clock.advance(3 * 86_400 * 10**9)
    for _ in range(64):
        book.confirm(confirm(300))
    assert book.recent(999)[-1].number == 201
    assert book.counts().triggers == 300
    for _ in range(64):
        book.confirm(confirm(300))
    assert book.recent(999) == []
    book.close()


def test_a_file_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript(STEPS[0] + "PRAGMA user_version=1;")
        row = (5, "boot", "2030-01-01T00:00:00.000+00:00", 1, 2, 3, 4, '{"sku": "A"}', 0)
        insert = (
            "INSERT INTO trigger (epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns,"
            " triggered_at_ns, identity, simulated, disposition, did, record_id, lane, why, score, verdict, confirm)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 900, 0.5, ?, ?)"
        )
        written = verdict_text(verdict())
        db.execute(insert, (row[0], 1, "OPEN", *row[1:], None, None, None, None, None))
        db.execute(insert, (row[0], 2, "SENT", *row[1:], "PASS", "did-2", "rid-2", written, None))
        db.execute(insert, (row[0], 3, "ACCEPTED", *row[1:], "DIVERT", "did-3", "rid-3", written, "DIVERTED"))
        db.execute("INSERT INTO record (record_id, body) VALUES ('rid-2', x'0102')")
        db.commit()
    book = ledger(tmp_path)
    counts = book.counts()
    assert counts.balanced
    assert (counts.triggers, counts.open) == (3, 1)
    assert counts.outcomes == {Disposition.PASS: 1, Disposition.DIVERT: 1}
    assert counts.confirms == {ConfirmResult.DIVERTED: 1}
    assert book.record_backlog() == (1, 2)
    assert book.oldest_record_s() == 0
    found = book.find("rid-3")
    assert found is not None
    assert found.verdict == verdict()
    assert [row.trigger.key.track for row in book.unfinished()] == [1, 2]
    assert book.acknowledge(ack(2, did="did-2"))
    assert book.counts().deliveries == {Delivery.OPEN: 1, Delivery.ACCEPTED: 2}
    book.close()


def test_the_file_itself_refuses_a_second_outcome_and_the_loss_of_an_open_trigger(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    book.open_trigger(trigger(1))
    finished(book, [2])
    with pytest.raises(StoreError, match="a trigger has one outcome"):
        book._change("UPDATE trigger SET disposition='DIVERT' WHERE track=?", (2,))
    with pytest.raises(StoreError, match="an unfinished trigger is not removed"):
        book._change("DELETE FROM trigger WHERE track=?", (1,))
    assert book.counts().outcomes == {Disposition.PASS: 1}
    book.close()


def test_a_full_disk_costs_the_record_and_not_the_decision(tmp_path: Path) -> None:
    book = ledger(tmp_path, max_pages=48, reserve_bytes=0)
    book.open_trigger(trigger(1))
    assert book.close_trigger(verdict(), decision(), decided_at_ns=1, delivery=Delivery.READY, body=b"x" * 200_000)
    row = book.row(ItemKey(5, 1))
    assert row is not None
    assert row.delivery is Delivery.READY
    assert book.records(9) == []
    assert book.counts().records_dropped == 1
    book.close()


def test_the_reserve_keeps_decisions_going_and_is_set_aside_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own size limit plays the disk; giving up the reserve file is what makes room on it."""
    book = ledger(tmp_path, max_pages=44, reserve_bytes=4096)
    db, reserve = book._file._writer, book._file._reserve
    assert (tmp_path / "ledger.sqlite.reserve").stat().st_size == 4096
    release = reserve.release

    def give_up() -> bool:
        db.execute("PRAGMA max_page_count=300")
        return release()

    monkeypatch.setattr(reserve, "release", give_up)
    track = 0
    while not book._file.on_reserve:
        track += 1
        assert book.open_trigger(trigger(track))
    assert not reserve.held
    chosen = decision(track, did="on-reserve")
    assert book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.READY, body=b"{}")
    assert book.records(9) == []
    assert book.counts().records_dropped == 1
    for _ in range(64):
        book.confirm(confirm(track))
    assert reserve.held
    assert not book._file.on_reserve
    chosen = decision(1, did="roomy-again")
    assert book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.READY, body=b"{}")
    assert book.records(9) == [("record-roomy-again", b"{}")]
    book.close()


def test_no_reserve_is_taken_from_a_disk_that_is_nearly_full(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ledger(tmp_path, reserve_bytes=10**15).close()
    assert not (tmp_path / "ledger.sqlite.reserve").exists()
    assert "no room to set" in caplog.text


def test_an_outbox_beyond_its_quota_loses_its_oldest_records_and_counts_them(tmp_path: Path) -> None:
    book = ledger(tmp_path, max_outbox_bytes=100_000)
    for track in range(1, 6):
        book.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}")
        book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.READY, body=b"x" * 30_000)
    assert [record_id for record_id, _ in book.records(9)] == [f"record-decision-{n}" for n in (3, 4, 5)]
    assert book.record_backlog() == (3, 90_000)
    assert book.counts().records_dropped == 2
    book.close()


def test_questions_are_answered_while_a_write_takes_long(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    book.open_trigger(trigger(1))
    inside, leave = threading.Event(), threading.Event()

    def slow(db: sqlite3.Connection) -> None:
        db.execute("UPDATE trigger SET counter=99")
        inside.set()
        assert leave.wait(20)

    writer = threading.Thread(target=book._file.write, args=(slow,))
    writer.start()
    assert inside.wait(20)
    try:
        (row,) = book.recent(9)
        assert row.trigger.counter == 0
        assert book.counts().triggers == 1
    finally:
        leave.set()
        writer.join()
    assert book.recent(9)[0].trigger.counter == 99
    book.close()


def test_a_decision_is_booked_while_a_question_takes_long(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    book.open_trigger(trigger(1))
    with book._file.read() as db:
        rows = db.execute("SELECT * FROM trigger")
        rows.fetchone()
        assert book.close_trigger(verdict(), decision(), decided_at_ns=1, delivery=Delivery.READY, body=b"{}")
        rows.close()
    assert book.counts().outcomes == {Disposition.PASS: 1}
    book.close()


def test_a_file_torn_by_a_crash_is_found_at_the_start(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    finished(book, range(1, 400))
    book.close()
    file = tmp_path / "ledger.sqlite"
    content = bytearray(file.read_bytes())
    content[8192:-4096] = bytes(len(content) - 8192 - 4096)
    file.write_bytes(bytes(content))
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"left by a crash")
    with pytest.raises(StartupError, match=r"ledger.sqlite: .*move the file away") as caught:
        ledger(tmp_path)
    assert len(caught.value.problems) == 1


def test_a_folder_that_can_not_be_written_stops_the_start(tmp_path: Path) -> None:
    with as_nobody(tmp_path, mode=0o555), pytest.raises(StartupError, match="Permission denied") as caught:
        ledger(tmp_path)
    assert len(caught.value.problems) == 1


def test_a_file_that_can_not_be_opened_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()
    with pytest.raises(StartupError, match="must be able to write"):
        ledger(tmp_path)


def test_a_closed_ledger_refuses_and_may_be_closed_again(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    book.close()
    book.close()
    with pytest.raises(StoreError):
        book.open_trigger(trigger())
    with pytest.raises(StoreError):
        book.counts()


def test_a_span_is_found_by_its_index_also_in_a_file_of_before(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript("".join(STEPS[:5]) + "PRAGMA user_version=5;")
    clock = manual.build(manual.Config())
    book = sqlite_ledger.build(Config(), data_dir=tmp_path, clock=clock)
    span = span_from(clock, 1)
    fill(book, clock, 90)
    assert book.shifts.sums(span, acknowledged=True).total.items == 60
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        asked = {"since": span.since_text, "until": span.until_text, "acknowledged": True}
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {_SEEN}", asked)]
    assert any("trigger_opened" in step for step in plan), plan
    assert not any(step.startswith("SCAN trigger") for step in plan), plan
    book.close()


def test_sessions_of_a_file_of_before_are_what_they_were(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        before = STEPS.index(_SESSION_ENDS)
        db.executescript("".join(STEPS[:before]) + f"PRAGMA user_version={before};")
        db.execute("INSERT INTO session VALUES (1, 'd', 'Ana', 'PIN', 's', 7, 'b', 1)")
        db.commit()
    book = ledger(tmp_path)
    old = Session(digest="d", name="Ana", how=How.PIN, stamp="s", opened_ns=7, boot_id="b", ended=True)
    assert book.sessions.session("d") == old
    book.close()


def test_a_long_look_at_a_span_holds_up_neither_writing_nor_asking(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    book = sqlite_ledger.build(Config(), data_dir=tmp_path, clock=clock)
    fill(book, clock, 5)
    with beside(tmp_path / "ledger.sqlite") as looking:
        cursor = looking.execute('SELECT * FROM "trigger"')
        cursor.fetchone()
        assert book.open_trigger(trigger(900))
        assert book.row(ItemKey(5, 900)) is not None
        cursor.fetchall()
    book.close()
