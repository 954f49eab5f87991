"""What every journal of alarms promises."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_journal, sqlite_journal
from inspector.domain.alarm import AlarmPriority, AlarmState
from inspector.domain.alarm_journal import AlarmEntry, AlarmEvent
from inspector.domain.errors import StartupError, StoreError
from inspector.ports.alarm_journal import AlarmJournal

CLOCK = manual.build(manual.Config())
JournalMaker = Callable[..., AlarmJournal]


def entry(number: int) -> AlarmEntry:
    return AlarmEntry(
        time=f"2030-01-01T00:00:{number % 60:02d}.000Z",
        id="camera-lost",
        priority=AlarmPriority.P1,
        event=AlarmEvent.SHELVED,
        state=AlarmState.SHELVED,
        detail=f"entry {number}",
        operator="Ana",
        reason="MAINTENANCE",
        until="2030-01-01T01:00:00.000Z",
    )


@pytest.fixture(params=["memory_journal", "sqlite_journal"])
def make_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JournalMaker]:
    made: list[AlarmJournal] = []

    def make(**options: int) -> AlarmJournal:
        if request.param == "memory_journal":
            made.append(memory_journal.build(memory_journal.Config(**options), data_dir=tmp_path, clock=CLOCK))
        else:
            made.append(sqlite_journal.build(sqlite_journal.Config(**options), data_dir=tmp_path, clock=CLOCK))
        return made[-1]

    yield make
    for journal in made:
        journal.close()
        journal.close()


def test_the_newest_comes_first_and_pages_join(make_journal: JournalMaker) -> None:
    journal = make_journal()
    assert list(journal.recent(5)) == []
    for number in range(7):
        journal.append(entry(number))
    first = journal.recent(3)
    assert [one.entry for one in first] == [entry(6), entry(5), entry(4)]
    rest = journal.recent(9, first[-1].number)
    assert [one.entry for one in rest] == [entry(3), entry(2), entry(1), entry(0)]
    assert [one.number for one in (*first, *rest)] == sorted((one.number for one in (*first, *rest)), reverse=True)


def test_the_oldest_go_when_there_are_too_many(make_journal: JournalMaker) -> None:
    journal = make_journal(keep=4)
    for number in range(20):
        journal.append(entry(number))
    assert [one.entry for one in journal.recent(99)] == [entry(19), entry(18), entry(17), entry(16)]


def test_many_threads_lose_nothing(make_journal: JournalMaker) -> None:
    journal = make_journal()

    def write() -> None:
        for number in range(25):
            journal.append(entry(number))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.number for one in journal.recent(999)}) == 100


def test_a_file_outlives_the_process(tmp_path: Path) -> None:
    first = sqlite_journal.build(sqlite_journal.Config(), data_dir=tmp_path, clock=CLOCK)
    first.append(entry(1))
    first.close()
    again = sqlite_journal.build(sqlite_journal.Config(), data_dir=tmp_path, clock=CLOCK)
    again.append(entry(2))
    assert [one.entry for one in again.recent(9)] == [entry(2), entry(1)]
    again.close()
    with pytest.raises(StoreError, match=r"alarms\.sqlite"):
        again.append(entry(3))
    with pytest.raises(StoreError, match=r"alarms\.sqlite"):
        again.recent(1)


def test_a_file_that_is_no_journal_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "alarms.sqlite").write_bytes(b"nothing of the kind" * 200)
    with pytest.raises(StartupError) as refused:
        sqlite_journal.build(sqlite_journal.Config(), data_dir=tmp_path, clock=CLOCK)
    assert "not a database" in refused.value.problems[0]
