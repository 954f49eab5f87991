"""The controller's notes: what is counted, and that a controller which acts twice would be seen."""

import threading

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import ItemKey
from inspector.domain.verdict import Disposition
from inspector.plc.book import PlcBook
from inspector.plc.handshake import Answer, Outcome
from inspector.plc.report import PlcReport, Quantiles, quantiles
from tests.support.plc_decisions import edge_decision

MS = 1_000_000


def key(track: int) -> ItemKey:
    return ItemKey(1, track)


def answer(
    track: int, did: str = "first-id", status: AckStatus = AckStatus.ACCEPTED, *, replaces: bool = False
) -> Answer:
    decision = edge_decision(track=track, did=did, disp=Disposition.REVIEW, lane=3, why=250, score=0.4, until_enc=9)
    conflict = status is AckStatus.OVERRIDDEN
    return Answer(
        key=key(track), did=did, att=1, status=status, decision=decision, conflict=conflict, replaces=replaces
    )


def outcome(track: int, result: ConfirmResult = ConfirmResult.DIVERTED) -> Outcome:
    return Outcome(key=key(track), did="first-id", lane=3, result=result)


def report(book: PlcBook) -> PlcReport:
    return book.report(seconds=1.0, protocol="5")


def test_an_item_is_noted_from_the_photo_eye_to_its_lane() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=10 * MS)
    book.answered(answer(1), 35 * MS)
    book.answered(answer(1, status=AckStatus.DUPLICATE), 90 * MS)
    book.acked(key(1), after_ns=2 * MS)
    book.acked(key(1), after_ns=9 * MS)
    record = book.confirmed(outcome(1))
    assert record is not None
    assert (record.index, record.disposition, record.did, record.why) == (0, Disposition.REVIEW, "first-id", 250)
    assert (record.lane_asked, record.lane, record.result, record.copies) == (3, 3, ConfirmResult.DIVERTED, 2)
    assert (record.trigger_to_decision_ms, record.decision_to_ack_ms) == (25.0, 2.0)
    told = report(book)
    assert (told.triggers, told.answered, told.open, told.duplicates, told.doubled) == (1, 1, 0, 1, 0)
    assert told.accepted[Disposition.REVIEW] == 1
    assert told.results[ConfirmResult.DIVERTED] == 1


def test_two_different_accepted_decisions_are_a_doubled_item() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    book.answered(answer(1), 1)
    book.answered(answer(1, "second-id"), 2)
    assert report(book).doubled == 1


def test_an_open_replacement_is_not_doubled() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    book.answered(answer(1), 1)
    book.answered(answer(1, "second-id", replaces=True), 2)
    assert report(book).doubled == 0
    assert report(book).items[0].did == "second-id"


def test_an_item_confirmed_twice_is_doubled() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    book.confirmed(outcome(1))
    book.confirmed(outcome(1))
    assert report(book).doubled == 1


def test_what_is_refused_is_counted_and_the_first_answer_kept() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    book.answered(answer(1, status=AckStatus.LATE), 1)
    book.answered(answer(1, "second-id", AckStatus.OVERRIDDEN), 2)
    assert book.answered(answer(9, status=AckStatus.UNKNOWN_TRACK), 3) is None
    book.confirmed(outcome(1, ConfirmResult.DEFAULTED))
    told = report(book)
    assert (told.late, told.unknown, told.conflicts, told.defaulted) == (1, 1, 1, 1)
    assert (told.items[0].status, told.items[0].did) == (AckStatus.LATE, "first-id")
    assert sum(told.accepted.values()) == 0


def test_silence_and_a_broken_link_are_told_apart() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    book.opened(key(2), announced_ns=None)
    assert report(book).unanswered == 0
    for track in (1, 2):
        book.confirmed(outcome(track, ConfirmResult.DEFAULTED))
    told = report(book)
    assert (told.placed, told.triggers, told.unsent, told.unanswered) == (2, 1, 1, 1)


def test_a_restart_closes_what_is_open() -> None:
    book = PlcBook()
    for track in (1, 2):
        book.opened(key(track), announced_ns=0)
    book.confirmed(outcome(1))
    book.forgot_all()
    told = report(book)
    assert (told.open, told.forgotten) == (0, 1)
    assert [r.forgotten for r in told.items] == [False, True]
    assert told.unanswered == 2


def test_a_long_run_keeps_its_totals_but_not_every_item() -> None:
    book = PlcBook(keep=10)
    for track in range(1, 101):
        book.opened(key(track), announced_ns=0)
        book.answered(answer(track), 5 * MS)
        book.confirmed(outcome(track))
    told = report(book)
    assert len(told.items) == 10
    assert (told.triggers, told.answered, told.placed, told.open) == (100, 100, 100, 0)
    assert told.accepted[Disposition.REVIEW] == 100
    assert told.results[ConfirmResult.DIVERTED] == 100
    assert told.items[0].index == 90


def test_who_waits_is_woken() -> None:
    book = PlcBook()
    book.opened(key(1), announced_ns=0)
    assert not book.wait(lambda _placed, still_open: still_open == 0, 0)
    done = threading.Event()

    def wait() -> None:
        if book.wait(lambda placed, still_open: (placed, still_open) == (1, 0), 10):
            done.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    book.confirmed(outcome(1))
    assert done.wait(5)
    waiting.join()


def test_quantiles() -> None:
    assert quantiles([]) == Quantiles(n=0, p50=0.0, p99=0.0, p999=0.0, max=0.0)
    assert quantiles([1.0, 2.0, 3.0]) == Quantiles(n=3, p50=2.0, p99=2.98, p999=2.998, max=3.0)
    many = quantiles([float(value) for value in range(10_001)])
    assert (many.p50, many.p99, many.p999, many.max) == (5000, 9900, 9990, 10_000)
