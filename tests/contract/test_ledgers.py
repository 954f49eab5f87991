"""Every ledger keeps the same book: one outcome per trigger, nothing sent twice, nothing forgotten."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.verdict import Disposition
from inspector.ports.ledger import Ledger
from tests.support.line_values import ack, confirm, decision, trigger, verdict

KEY = ItemKey(5, 1)


def close(ledger: Ledger, track: int = 1, *, delivery: Delivery = Delivery.READY, body: bytes | None = b"{}") -> bool:
    chosen = decision(track, did=f"decision-{track}")
    return ledger.close_trigger(verdict(), chosen, decided_at_ns=3, delivery=delivery, body=body)


def test_a_trigger_comes_back_as_it_was(ledger: Ledger) -> None:
    given = trigger()
    assert ledger.open_trigger(given)
    row = ledger.row(KEY)
    assert row is not None
    assert row.trigger == given
    assert row.delivery is Delivery.OPEN
    assert row.decision is None


def test_the_same_trigger_again_changes_nothing(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    assert not ledger.open_trigger(replace(trigger(), encoder=7))
    row = ledger.row(KEY)
    assert row is not None
    assert row.trigger.encoder == 2**32 - 1
    assert ledger.counts().triggers == 1


def test_tracks_of_two_epochs_are_two_items(ledger: Ledger) -> None:
    assert ledger.open_trigger(trigger(1, epoch=5))
    assert ledger.open_trigger(trigger(1, epoch=6))
    assert ledger.counts().triggers == 2


def test_an_outcome_and_its_record_come_together(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    assert close(ledger)
    row = ledger.row(KEY)
    assert row is not None
    assert row.decision == decision()
    assert row.verdict == verdict()
    assert row.decided_at_ns == 3
    assert ledger.records(10) == [("record-decision-1", b"{}")]
    assert ledger.record_backlog() == (1, 2)


def test_a_second_outcome_is_refused_and_queues_no_record(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    second = decision(did="decision-other", disposition=Disposition.DIVERT)
    refused = ledger.close_trigger(
        verdict(Disposition.DIVERT), second, decided_at_ns=4, delivery=Delivery.READY, body=b"no"
    )
    assert not refused
    assert ledger.counts().outcomes == {Disposition.PASS: 1}
    assert len(ledger.records(10)) == 1


def test_an_outcome_for_an_unknown_trigger_is_refused(ledger: Ledger) -> None:
    assert not close(ledger)
    assert ledger.records(10) == []


@pytest.mark.parametrize("delivery", [Delivery.OPEN, Delivery.SENT, Delivery.ACCEPTED])
def test_a_trigger_closes_only_as_ready_expired_or_withheld(ledger: Ledger, delivery: Delivery) -> None:
    ledger.open_trigger(trigger())
    with pytest.raises(ValueError, match="can not be closed"):
        close(ledger, delivery=delivery)


def test_sent_accepted_confirmed(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    assert ledger.mark_sent(KEY, attempt=2)
    assert ledger.acknowledge(ack())
    assert ledger.confirm(confirm())
    row = ledger.row(KEY)
    assert row is not None
    assert (row.delivery, row.attempts, row.ack, row.acked_at_ns) == (Delivery.ACCEPTED, 2, AckStatus.ACCEPTED, 7)
    assert row.confirm is ConfirmResult.PASSED
    assert ledger.unfinished() == []


def test_an_ack_that_overtakes_the_booking_of_its_sending_counts(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    assert ledger.acknowledge(ack())
    assert not ledger.mark_sent(KEY, attempt=1)
    row = ledger.row(KEY)
    assert row is not None
    assert row.delivery is Delivery.ACCEPTED


def test_an_ack_of_another_decision_or_item_is_refused(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    assert not ledger.acknowledge(ack())
    close(ledger)
    assert not ledger.acknowledge(ack(did="decision-x"))
    assert not ledger.acknowledge(ack(2))


def test_a_late_answer_is_a_refusal_and_the_last_word(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    ledger.mark_sent(KEY, attempt=1)
    assert ledger.acknowledge(ack(status=AckStatus.LATE))
    assert not ledger.acknowledge(ack(status=AckStatus.ACCEPTED))
    row = ledger.row(KEY)
    assert row is not None
    assert row.delivery is Delivery.REFUSED


def test_what_expired_is_not_sent_but_may_still_turn_out_accepted(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    assert ledger.expire(KEY)
    assert not ledger.expire(KEY)
    assert not ledger.mark_sent(KEY, attempt=1)
    assert ledger.acknowledge(ack())


def test_an_open_trigger_does_not_expire_without_an_outcome(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    assert not ledger.expire(KEY)
    assert ledger.counts().open == 1


def test_unfinished_are_those_that_a_restart_takes_up_oldest_first(ledger: Ledger) -> None:
    for track in (3, 1, 2, 4):
        ledger.open_trigger(trigger(track))
    close(ledger, 1)
    close(ledger, 2, delivery=Delivery.EXPIRED)
    close(ledger, 4, delivery=Delivery.WITHHELD)
    found = [(row.trigger.key.track, row.delivery) for row in ledger.unfinished()]
    assert found == [(3, Delivery.OPEN), (1, Delivery.READY)]


def test_a_confirm_for_an_unknown_item_is_refused(ledger: Ledger) -> None:
    assert not ledger.confirm(confirm())


def test_records_leave_in_order_and_only_when_done(ledger: Ledger) -> None:
    for track in (1, 2, 3):
        ledger.open_trigger(trigger(track))
        close(ledger, track, body=f"{track}".encode())
    assert [body for _, body in ledger.records(2)] == [b"1", b"2"]
    ledger.record_done("record-decision-1")
    ledger.record_done("record-decision-1")
    assert [body for _, body in ledger.records(9)] == [b"2", b"3"]


def test_a_record_that_no_broker_takes_is_given_up_once_and_counted(ledger: Ledger) -> None:
    for track in (1, 2):
        ledger.open_trigger(trigger(track))
        close(ledger, track, body=f"{track}".encode())
    for _ in range(2):
        ledger.record_done("record-decision-1", delivered=False)
    ledger.record_done("record-nobody-knows", delivered=False)
    assert [body for _, body in ledger.records(9)] == [b"2"]
    assert (ledger.counts().records_dropped, ledger.record_backlog()[0]) == (1, 1)


def test_the_book_balances_at_every_step(ledger: Ledger) -> None:
    steps: list[Callable[[], object]] = [
        lambda: ledger.open_trigger(trigger(1)),
        lambda: ledger.open_trigger(trigger(2)),
        lambda: close(ledger, 1),
        lambda: ledger.expire(KEY),
        lambda: close(ledger, 2, delivery=Delivery.WITHHELD),
    ]
    for step in steps:
        step()
        assert ledger.counts().balanced
    assert ledger.counts().open == 0


def test_history_comes_in_pages_newest_first(ledger: Ledger) -> None:
    for track in (7, 3, 9, 1):
        ledger.open_trigger(trigger(track))
    first = ledger.recent(3)
    assert [row.trigger.key.track for row in first] == [1, 9, 3]
    assert [row.trigger.key.track for row in ledger.recent(3, first[-1].number)] == [7]
    assert ledger.recent(3, ledger.recent(9)[-1].number) == []
    assert first[0].opened_utc == "2030-01-01T00:00:00.000Z"


def test_a_decision_is_found_by_its_record(ledger: Ledger) -> None:
    for track in (1, 2):
        ledger.open_trigger(trigger(track))
    close(ledger, 2)
    found = ledger.find("record-decision-2")
    assert found is not None
    assert found == ledger.row(ItemKey(5, 2))
    assert ledger.find("record-decision-1") is None


def test_a_confirm_keeps_its_time_and_the_last_one_counts(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    close(ledger)
    for result in (ConfirmResult.RECIRC, ConfirmResult.JAM, ConfirmResult.PASSED, ConfirmResult.PASSED):
        assert ledger.confirm(confirm(result=result))
    row = ledger.row(KEY)
    assert row is not None
    assert (row.confirm, row.confirmed_at_ns) == (ConfirmResult.PASSED, 8)
    assert ledger.counts().confirms == {ConfirmResult.PASSED: 1}


@pytest.mark.parametrize("lane", [ConfirmResult.DIVERTED, ConfirmResult.PASSED, ConfirmResult.DEFAULTED])
def test_what_has_left_by_a_lane_does_not_leave_by_another(ledger: Ledger, lane: ConfirmResult) -> None:
    """Another item under the same key must not rewrite what became of the first one."""
    ledger.open_trigger(trigger())
    close(ledger)
    assert ledger.confirm(confirm(result=lane))
    for other in set(ConfirmResult) - {lane}:
        assert not ledger.confirm(confirm(result=other))
    row = ledger.row(KEY)
    assert row is not None
    assert row.confirm is lane
    assert ledger.counts().confirms == {lane: 1}


def test_of_many_that_conclude_one_trigger_one_wins(ledger: Ledger) -> None:
    ledger.open_trigger(trigger())
    start = threading.Barrier(8)

    def conclude(number: int) -> bool:
        start.wait(20)
        chosen = decision(did=f"decision-{number}")
        return ledger.close_trigger(verdict(), chosen, decided_at_ns=number, delivery=Delivery.READY, body=b"{}")

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(conclude, range(8)))
    assert won.count(True) == 1
    row = ledger.row(KEY)
    assert row is not None
    assert row.decided_at_ns == won.index(True)
    assert len(ledger.records(99)) == 1


def test_the_age_of_the_outbox_is_that_of_its_oldest_record(ledger: Ledger, clock: ManualClock) -> None:
    assert ledger.oldest_record_s() == 0
    for track in (1, 2):
        ledger.open_trigger(trigger(track))
        close(ledger, track)
        clock.advance_ms(1500)
    assert ledger.oldest_record_s() == 3.0
    ledger.record_done("record-decision-1")
    assert ledger.oldest_record_s() == 1.5
