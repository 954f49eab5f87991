"""Every ledger keeps people's answers alike: appended, once, and never against what stands."""

from dataclasses import replace

import pytest

from inspector.domain.ledger import Delivery
from inspector.domain.mark import Mark
from inspector.domain.review import Answer, OverruleReason, Review, ReviewRefused
from inspector.domain.verdict import Disposition
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    said = (Disposition.PASS, Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION, Disposition.DIVERT)
    for track, disposition in enumerate(said, start=1):
        ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}", disposition=disposition)
        ledger.close_trigger(verdict(disposition), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    ledger.open_trigger(trigger(6))
    return ledger


def answer(track: int, name: str = "a", how: Answer = Answer.CONFIRMED, **more: object) -> Review:
    base = Review(
        review_id=f"review-{name}-{track}",
        record_id=f"record-decision-{track}",
        answer=Answer.CANNOT_TELL,
        operator="Ana",
        answered_utc="2030-01-01T00:00:00.000Z",
    )
    return replace(base, answer=how, **more)  # type: ignore[arg-type]


def back(of: Review, after_s: float = 3.0, name: str = "back") -> Review:
    track = int(of.review_id.rsplit("-", 1)[1])
    return answer(track, name, Answer.WITHDRAWN, supersedes=of.review_id, after_s=after_s)


def waiting(ledger: Ledger) -> list[int]:
    return [row.trigger.key.track for row in ledger.unanswered(99)]


def test_isolated_items_wait_oldest_first_and_in_pages(ledger: Ledger) -> None:
    assert waiting(ledger) == [2, 3, 5]
    assert ledger.unanswered_count() == 3
    (first, second) = ledger.unanswered(2)
    assert [row.trigger.key.track for row in ledger.unanswered(2, second.number)] == [5]
    assert first.number < second.number


def test_where_people_saw_the_damage_is_kept_to_the_pixel(ledger: Ledger) -> None:
    marks = (Mark(camera="top", xyxy=(1.5, 2.0, 640.25, 480.0)), Mark(camera="side", xyxy=(0.0, 0.0, 4.0, 4.0)))
    given = answer(2, label="spillage", marks=marks)
    assert ledger.book_review(given)
    assert not ledger.book_review(given)
    with pytest.raises(ReviewRefused, match="belongs to another"):
        ledger.book_review(replace(given, marks=marks[:1]))
    assert ledger.standing_answer(given.record_id) == given
    assert [entry.review.marks for entry in ledger.reviews(9)] == [marks]


def test_a_simulated_item_waits_for_nobody_and_is_answered_by_nobody(ledger: Ledger) -> None:
    ledger.open_trigger(replace(trigger(7), simulated=True))
    chosen = replace(decision(7, did="decision-7", disposition=Disposition.DIVERT), simulated=True)
    said = verdict(Disposition.DIVERT)
    ledger.close_trigger(said, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    assert waiting(ledger) == [2, 3, 5]
    assert ledger.unanswered_count() == 3
    with pytest.raises(ReviewRefused, match="simulated"):
        ledger.book_review(answer(7))
    assert list(ledger.reviews(9)) == []


def test_an_answer_is_kept_with_what_the_station_had_said(ledger: Ledger) -> None:
    given = answer(2, label="deformation")
    assert ledger.book_review(given)
    assert waiting(ledger) == [3, 5]
    (entry,) = ledger.reviews(9)
    assert entry.review == given
    assert (entry.sku, entry.disposition, entry.score) == ("CT-1001", Disposition.DIVERT, 0.125)
    assert entry.booked_utc.endswith("Z")


def test_the_same_answer_again_is_a_no_op_and_its_id_is_no_one_elses(ledger: Ledger) -> None:
    given = answer(3, how=Answer.OVERRULED, reason=OverruleReason.REFLECTION)
    assert ledger.book_review(given)
    assert not ledger.book_review(given)
    assert len(ledger.reviews(9)) == 1
    with pytest.raises(ReviewRefused, match="belongs to another answer"):
        ledger.book_review(replace(given, operator="Eva"))


def test_a_second_person_is_refused_and_told_who_was_first(ledger: Ledger) -> None:
    ledger.book_review(answer(2))
    with pytest.raises(ReviewRefused, match="Ana answered CONFIRMED already"):
        ledger.book_review(answer(2, "b", Answer.CANNOT_TELL))
    assert len(ledger.reviews(9)) == 1


def test_an_answer_taken_back_opens_the_item_and_both_entries_stay(ledger: Ledger) -> None:
    first = answer(2)
    ledger.book_review(first)
    assert ledger.book_review(back(first))
    assert not ledger.book_review(back(first)), "once"
    assert waiting(ledger) == [2, 3, 5]
    ledger.book_review(answer(2, "b", Answer.CANNOT_TELL))
    assert not ledger.book_review(first), "a late copy of the first changes nothing"
    assert waiting(ledger) == [3, 5]
    assert [entry.review.answer for entry in ledger.reviews(9)] == [
        Answer.CONFIRMED,
        Answer.WITHDRAWN,
        Answer.CANNOT_TELL,
    ]
    assert [entry.number for entry in ledger.reviews(9, after=1)] == [2, 3]


def test_what_does_not_stand_or_stood_too_long_is_not_taken_back(ledger: Ledger) -> None:
    first = answer(2)
    with pytest.raises(ReviewRefused, match="does not stand"):
        ledger.book_review(back(first))
    ledger.book_review(first)
    with pytest.raises(ReviewRefused, match="for 10 s only"):
        ledger.book_review(back(first, after_s=11.5))
    with pytest.raises(ReviewRefused, match="for 10 s only"):
        ledger.book_review(back(first, after_s=-1.0))
    assert waiting(ledger) == [3, 5]


@pytest.mark.parametrize(("track", "why"), [(1, "was PASS"), (4, "was NO_DECISION"), (6, "no item"), (99, "no item")])
def test_only_isolated_items_are_answered(ledger: Ledger, track: int, why: str) -> None:
    with pytest.raises(ReviewRefused, match=why):
        ledger.book_review(answer(track))
    assert list(ledger.reviews(9)) == []
