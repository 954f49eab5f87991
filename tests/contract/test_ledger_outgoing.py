"""Every ledger queues for the warehouse's system what people decide and what is held, with it or not at all."""

from datetime import timedelta

import pytest

from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.dispositioning import BookedStep, Fate, Step, StepRefused
from inspector.domain.errors import StoreError
from inspector.domain.hold import BY_HAND, Hold, HoldAction, Release
from inspector.domain.ledger import Delivery
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.notice import NoticeKind
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    for track in range(1, 6):
        ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}", disposition=Disposition.DIVERT)
        ledger.close_trigger(verdict(Disposition.DIVERT), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    return ledger


def step(track: int, fate: Fate = Fate.DONATED, name: str = "a") -> Step:
    return Step(
        step_id=f"step-{name}-{track}", record_id=f"record-decision-{track}", fate=fate, operator="Ana", why="seen"
    )


def hold(name: str = "ACME") -> Hold:
    return Hold(
        hold_id=f"hold-{name}",
        group=Group(dimension=Dimension.VENDOR, name=name),
        finding=BY_HAND,
        action=HoldAction.REVIEW,
        raised_utc="2030-01-01T00:00:00.000Z",
        raised_by="Ana",
        why="crushed",
    )


def names(ledger: Ledger, without: tuple[str, ...] = ()) -> list[str]:
    return [one.name for one in ledger.outgoing.waiting(99, without=without)]


def test_nothing_is_queued_while_nobody_is_to_be_told(ledger: Ledger) -> None:
    ledger.dispositions.book(step(1), proposed=None)
    ledger.lots.keep({}, [hold()])
    assert names(ledger) == []
    ledger.outgoing.follow(most=9)
    ledger.dispositions.book(step(1), proposed=None)
    assert names(ledger) == [], "the same step again is no news"


def test_what_happens_is_queued_once_in_its_order_with_all_that_is_known(ledger: Ledger) -> None:
    book = ledger.outgoing
    book.follow(most=99)
    ledger.dispositions.book(step(1, Fate.RELABELLED), proposed=Fate.DISPOSED)
    ledger.lots.keep({}, [hold()])
    ledger.lots.keep({}, [hold()])
    ledger.dispositions.book(step(1, Fate.DONATED, "b"), proposed=None)
    ledger.dispositions.book(step(1, Fate.DONATED, "b"), proposed=None)
    release = Release(hold_id="hold-ACME", operator="Eva", reason="looked")
    for _ in range(2):
        ledger.lots.release(release, {})
    with pytest.raises(StepRefused):
        ledger.dispositions.book(step(1, Fate.RELEASED, "c"), proposed=None)
    found = book.waiting(99)
    assert [(one.kind, one.name, one.stream) for one in found] == [
        (NoticeKind.DISPOSITION, "step-a-1", "record-decision-1"),
        (NoticeKind.HOLD_RAISED, "hold-ACME", "hold-ACME"),
        (NoticeKind.DISPOSITION, "step-b-1", "record-decision-1"),
        (NoticeKind.HOLD_RELEASED, "hold-ACME", "hold-ACME"),
    ]
    first, last = found[0].about, found[-1].about
    assert isinstance(first, BookedStep)
    assert (first.step, first.proposed, first.identity.sku) == (step(1, Fate.RELABELLED), Fate.DISPOSED, "CT-1001")
    assert isinstance(last, Hold)
    assert (last.released_by, last.released_why) == ("Eva", "looked")
    assert names(ledger, ("record-decision-1",)) == ["hold-ACME", "hold-ACME"]
    assert [one.name for one in book.waiting(1)] == ["step-a-1"]


def test_what_was_told_goes_and_is_counted_once(ledger: Ledger, clock: ManualClock) -> None:
    book = ledger.outgoing
    book.follow(most=99)
    ledger.dispositions.book(step(1), proposed=None)
    clock.advance_ms(5000)
    ledger.dispositions.book(step(2), proposed=None)
    oldest, newest = book.waiting(9)
    assert (book.backlog().waiting, book.backlog().oldest_utc) == (2, oldest.queued_utc)
    book.done(oldest.number)
    book.done(oldest.number)
    told = book.backlog()
    assert (told.waiting, told.oldest_utc, told.sent, told.given_up) == (1, newest.queued_utc, 1, 0)


def test_too_many_and_too_old_ones_are_given_up_oldest_first_and_counted(ledger: Ledger, clock: ManualClock) -> None:
    book = ledger.outgoing
    book.follow(most=2)
    for track in (1, 2, 3):
        ledger.dispositions.book(step(track), proposed=None)
        clock.advance_ms(1000)
    assert names(ledger) == ["step-a-2", "step-a-3"]
    assert book.backlog().given_up == 1
    assert book.give_up(before_utc=iso_ms(clock.utc() - timedelta(seconds=1.5))) == 1
    assert names(ledger) == ["step-a-3"]
    assert book.backlog().given_up == 2
    assert book.give_up(before_utc=iso_ms(clock.utc() - timedelta(days=1))) == 0


def test_a_step_that_can_not_be_written_is_not_told(ledger: Ledger) -> None:
    ledger.outgoing.follow(most=9)
    ledger.close()
    if hasattr(ledger, "failing"):
        ledger.failing = True
    with pytest.raises(StoreError):
        ledger.dispositions.book(step(1), proposed=None)
