"""A wall clock that jumps does not empty the stores: neither while running, nor over a restart, nor in the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.stores import folder_evidence, sqlite_ledger
from inspector.adapters.stores._age_guard import AgeGuard
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from tests.support.line_values import decision, frame, report, trigger, verdict

START = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
YEARS = timedelta(days=3 * 365)


def clock_at(utc: datetime = START) -> ManualClock:
    return manual.build(manual.Config(utc=utc))


def guard(folder: Path, clock: ManualClock, *, settle_h: float = 24, newest: datetime | None = None) -> AgeGuard:
    return AgeGuard(folder / "clock", clock, settle_h=settle_h, newest=lambda: newest)


def hours(clock: ManualClock, count: float) -> None:
    clock.advance_ms(count * 3_600_000)


def test_time_that_passes_is_believed(tmp_path: Path) -> None:
    clock = clock_at()
    ages = guard(tmp_path, clock)
    for _ in range(40):
        assert ages.now() == clock.utc()
        hours(clock, 24 * 30)
    assert ages.why() == ""


@pytest.mark.parametrize("step", [timedelta(hours=23), -timedelta(hours=23), -YEARS])
def test_small_steps_and_steps_back_are_believed(tmp_path: Path, step: timedelta) -> None:
    clock = clock_at()
    ages = guard(tmp_path, clock)
    ages.now()
    clock.step_utc(step)
    assert ages.now() == START + step


def test_a_jump_is_doubted_until_the_clock_has_been_steady(tmp_path: Path) -> None:
    clock = clock_at()
    ages = guard(tmp_path, clock)
    ages.now()
    clock.step_utc(YEARS)
    assert ages.now() is None
    assert "2032-12-31" in ages.why()
    assert "2030-01-01" in ages.why()
    hours(clock, 23)
    assert ages.now() is None
    clock.step_utc(timedelta(days=50))  # not steady at all: it begins anew
    assert ages.now() is None
    hours(clock, 23)
    assert ages.now() is None
    hours(clock, 1.1)
    assert ages.now() == clock.utc()
    assert ages.why() == ""


def test_a_clock_that_is_set_right_again_is_believed_at_once(tmp_path: Path) -> None:
    clock = clock_at()
    ages = guard(tmp_path, clock)
    ages.now()
    clock.step_utc(YEARS)
    assert ages.now() is None
    hours(clock, 20)
    clock.step_utc(-YEARS)
    assert ages.now() == START + timedelta(hours=20)


def test_back_and_to_the_truth_is_no_jump(tmp_path: Path) -> None:
    """A machine without a battery begins in the past and then hears of the time."""
    ages = guard(tmp_path, clock_at())
    ages.now()
    clock = clock_at(datetime(1970, 1, 1, tzinfo=UTC))
    again = guard(tmp_path, clock)
    assert again.now() == clock.utc()
    hours(clock, 0.1)
    clock.step_utc(START + DAY - clock.utc())
    assert again.now() == START + DAY


def test_a_restart_does_not_make_a_wrong_clock_right(tmp_path: Path) -> None:
    clock = clock_at()
    guard(tmp_path, clock).now()
    for _ in range(3):
        later = clock_at(START + YEARS)
        restarted = guard(tmp_path, later, newest=START + YEARS)  # what was stored meanwhile has the wrong date
        assert restarted.now() is None
        hours(later, 20)
        assert restarted.now() is None


def test_a_machine_that_was_off_for_two_weeks_is_believed(tmp_path: Path) -> None:
    guard(tmp_path, clock_at()).now()
    assert guard(tmp_path, clock_at(START + 13 * DAY)).now() is not None
    assert guard(tmp_path, clock_at(START + 30 * DAY)).now() is None


@pytest.mark.parametrize("content", [None, "", "2030-", "2030-01-01", "\x00\x00"])
def test_without_its_file_the_newest_thing_stored_counts(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "clock").write_text(content)
    assert guard(tmp_path, clock_at(START + YEARS), newest=START).now() is None
    assert guard(tmp_path, clock_at(START + YEARS), newest=None).now() == START + YEARS


def test_a_file_that_can_not_be_written_costs_nothing(tmp_path: Path) -> None:
    clock = clock_at()
    ages = AgeGuard(tmp_path / "gone" / "clock", clock, settle_h=24, newest=lambda: None)
    assert ages.now() == START
    clock.step_utc(YEARS)
    assert ages.now() is None


def test_nought_hours_believe_every_clock(tmp_path: Path) -> None:
    clock = clock_at()
    ages = guard(tmp_path, clock, settle_h=0)
    ages.now()
    clock.step_utc(YEARS)
    ages.why()
    assert ages.now() == START + YEARS


def _kept_evidence(folder: Path, clock: ManualClock) -> Callable[[], int]:
    store = folder_evidence.build(
        folder_evidence.Config(max_age_days=2, min_free_bytes=0), data_dir=folder, clock=clock
    )
    day = clock.utc().strftime("%Y-%m-%d")
    numbers = iter(range(10**6))

    def keep() -> int:
        for _ in range(3):
            store.keep(report(f"record-{day}-{next(numbers):03d}", day=day), (frame(),))
        assert bool(store.usage().ageless) == bool(store._ages.why())
        return store.usage().records

    return keep


def test_evidence_stays_while_the_clock_is_doubted(tmp_path: Path) -> None:
    clock = clock_at()
    keep = _kept_evidence(tmp_path, clock)
    assert keep() == 3
    clock.step_utc(YEARS)
    assert keep() == 6
    again = _kept_evidence(tmp_path, clock)  # a restart
    assert again() == 9
    hours(clock, 24.1)
    assert again() == 6  # now it is believed: the six of the old date go, those of the new one stay


def test_the_ledger_keeps_its_rows_while_the_clock_is_doubted(tmp_path: Path) -> None:
    clock = clock_at()
    book = sqlite_ledger.build(sqlite_ledger.Config(keep_days=2), data_dir=tmp_path, clock=clock)

    def finish(track: int) -> None:
        book.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}")
        book.close_trigger(verdict(), chosen, decided_at_ns=1, delivery=Delivery.EXPIRED, body=None)

    finish(1)
    assert book.prune() == 0
    clock.step_utc(YEARS)
    finish(2)
    assert book.prune() == 0
    assert "2030-01-01" in book.ageless()
    book.close()
    book = sqlite_ledger.build(sqlite_ledger.Config(keep_days=2), data_dir=tmp_path, clock=clock)
    assert book.prune() == 0
    hours(clock, 24.1)
    assert book.prune() == 1
    assert book.ageless() == ""
    assert book.row(ItemKey(5, 1)) is None
    assert book.row(ItemKey(5, 2)) is not None
    book.close()
