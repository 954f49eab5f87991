"""Every ledger tells alike which isolated items wait, and for what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.dispositioning import Fate, Step
from inspector.domain.ledger import Delivery
from inspector.domain.review import Answer, Review, ReviewRefused
from inspector.domain.second_look import Agreed, SecondLookRule, draw_of
from inspector.domain.shift import Span
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition
from inspector.domain.waiting import AgainSpan, Waiting, WaitsFor
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict

COUNT = 6


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    for track in range(1, COUNT + 1):
        disposition = Disposition.PASS if track == 1 else Disposition.DIVERT
        opened = replace(trigger(track), simulated=track == COUNT)
        ledger.open_trigger(opened)
        chosen = replace(decision(track, did=f"decision-{track}", disposition=disposition), simulated=opened.simulated)
        ledger.close_trigger(verdict(disposition), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    return ledger


def answered(ledger: Ledger, track: int) -> None:
    ledger.book_review(
        Review(
            review_id=f"review-{track}",
            record_id=f"record-decision-{track}",
            answer=Answer.CANNOT_TELL,
            operator="Ana",
            answered_utc="2030-01-01T00:00:00.000Z",
        )
    )


def decided(ledger: Ledger, track: int, fate: Fate) -> None:
    step = Step(
        step_id=f"step-{track}-{fate}", record_id=f"record-decision-{track}", fate=fate, operator="Ana", why="seen"
    )
    ledger.dispositions.book(step, proposed=None)


def test_an_item_waits_for_an_answer_then_for_its_fate_and_one_being_relabelled_waits_behind_all(
    ledger: Ledger, clock: ManualClock
) -> None:
    for track in (2, 3, 4):
        answered(ledger, track)
    decided(ledger, 2, Fate.RELEASED)
    decided(ledger, 3, Fate.RELABELLED)
    decided(ledger, 5, Fate.DONATED)  # by somebody who did not answer
    now = iso_ms(clock.utc() + timedelta(seconds=1))
    expected = [
        Waiting(number=3, waits_for=WaitsFor.FATE, late=True),
        Waiting(number=4, waits_for=WaitsFor.FATE),
        Waiting(number=5, waits_for=WaitsFor.ANSWER),
    ]
    assert list(ledger.waiting.waiting(fates_before=now)) == expected
    assert list(ledger.waiting.waiting(fates_before=None)) == expected[2:]
    just_before = iso_ms(clock.utc())
    assert list(ledger.waiting.waiting(fates_before=just_before)) == expected[2:], "whoever answered still decides"
    decided(ledger, 3, Fate.DISPOSED)
    assert [one.number for one in ledger.waiting.waiting(fates_before=now)] == [4, 5]


def test_of_a_long_queue_the_first_are_told_and_all_are_counted(ledger: Ledger, clock: ManualClock) -> None:
    for track in (2, 3, 4):
        answered(ledger, track)
    decided(ledger, 2, Fate.RELABELLED)
    now = iso_ms(clock.utc() + timedelta(seconds=1))

    def numbers(**how: Any) -> list[int]:
        return [one.number for one in ledger.waiting.waiting(fates_before=now, **how)]

    assert numbers(most=1) == [3, 5], "the oldest of each kind; one that is being relabelled is behind all"
    assert numbers(most=3) == [2, 3, 4, 5]
    span = AgainSpan(share=1.0, since_utc="", before_utc=now)
    assert numbers(most=1, again=span) == [3, 5], "one beyond the first still waits for its fate alone"
    assert ledger.waiting.count(fates_before=now) == 4
    assert ledger.waiting.count(fates_before=None) == 1
    assert ledger.waiting.count(fates_before=iso_ms(clock.utc())) == 1, "whoever answered still decides"
    assert numbers(code="ct-1001") == [2, 3, 4, 5]
    assert 4 in numbers(code="4")


def test_facts_and_rows_are_of_those_that_are_there(ledger: Ledger) -> None:
    facts = ledger.waiting.facts([2, 5, 99])
    assert [(one.number, one.track, one.identity.sku) for one in facts] == [(2, 2, "CT-1001"), (5, 5, "CT-1001")]
    assert facts[0].opened_utc.endswith("Z")
    assert [row.number for row in ledger.waiting.rows([5, 99])] == [5]
    assert list(ledger.waiting.facts([])) == []


def test_a_share_of_the_answered_items_waits_for_a_second_look_that_leaves_the_first_answer_alone(
    ledger: Ledger, clock: ManualClock
) -> None:
    for track in (2, 3, 4):
        answered(ledger, track)
    decided(ledger, 2, Fate.RELEASED)
    span = AgainSpan(share=1.0, since_utc="", before_utc=iso_ms(clock.utc() + timedelta(seconds=1)))

    def again(span: AgainSpan) -> list[tuple[int, str]]:
        found = ledger.waiting.waiting(fates_before=None, again=span)
        return [(one.number, one.first_by) for one in found if one.waits_for is WaitsFor.AGAIN]

    assert again(span) == [(2, "Ana"), (3, "Ana"), (4, "Ana")]
    drawn = [n for n in (2, 3, 4) if draw_of(f"record-decision-{n}") < 0.5]
    assert [number for number, _ in again(replace(span, share=0.5))] == drawn
    assert again(replace(span, before_utc=iso_ms(clock.utc()))) == []
    late = iso_ms(clock.utc() + timedelta(seconds=1))
    both = ledger.waiting.waiting(fates_before=late, again=span)
    assert [(one.number, one.waits_for) for one in both] == [
        (2, WaitsFor.AGAIN),
        (3, WaitsFor.FATE),
        (4, WaitsFor.FATE),
        (5, WaitsFor.ANSWER),
    ], "each once"
    second = Review(
        review_id="second-2",
        record_id="record-decision-2",
        answer=Answer.CONFIRMED,
        operator="Ben",
        answered_utc="2030-01-01T00:00:00.000Z",
        label="spillage",
        again=True,
    )
    rule = SecondLookRule(share=1.0, after_h=1.0, until_h=72.0)
    book = ledger.second_looks.book
    with pytest.raises(ReviewRefused, match="none stands"):
        book(replace(second, record_id="record-decision-5"), rule)
    with pytest.raises(ReviewRefused, match=r"comes 1 to 72 hours after the first answer, not after 0\.0"):
        book(second, rule)
    clock.advance_ms(3_700_000)
    with pytest.raises(ReviewRefused, match="not drawn"):
        book(second, replace(rule, share=draw_of(second.record_id)))
    assert ledger.second_looks.pairs() == []
    assert book(second, rule)
    assert not book(second, rule)
    with pytest.raises(ReviewRefused, match="Ben answered CONFIRMED already"):
        book(replace(second, review_id="third-2"), rule)
    assert again(span) == [(3, "Ana"), (4, "Ana")]
    first = ledger.standing_answer("record-decision-2")
    assert first is not None
    assert (first.operator, len(ledger.reviews(99))) == ("Ana", 3), "nobody learns from it"
    hour = timedelta(hours=1)
    now = clock.utc()
    here, later = Span(since=now - hour, until=now + hour), Span(since=now + hour, until=now + 2 * hour)
    told = [ledger.shifts.sums(one, acknowledged=True) for one in (here, later)]
    assert [(one.two_people, one.twice) for one in told] == [(Agreed(n=1), Agreed(n=1)), (Agreed(), Agreed())]
    (pair,) = ledger.second_looks.pairs()
    assert (pair.first, pair.second, pair.by_another) == (Answer.CANNOT_TELL, Answer.CONFIRMED, True)
    back = replace(second, review_id="back-2", answer=Answer.WITHDRAWN, label=None, supersedes="second-2", after_s=2.0)
    assert book(back, rule)
    assert (ledger.second_looks.pairs(), len(again(span))) == ([], 3)
