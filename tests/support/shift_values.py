"""A ledger of some hours for tests: items of several products, with every outcome, answer and fate."""

from dataclasses import replace
from datetime import timedelta

from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Answer, OverruleReason, Review
from inspector.domain.shift import Span
from inspector.domain.verdict import Disposition, Verdict
from inspector.ports.ledger import Ledger
from tests.support.line_values import ack, confirm, decision, trigger

SIMULATED = 97


def fill(ledger: Ledger, clock: ManualClock, items: int, *, every_s: float = 60.0, first: int = 1) -> None:
    """One item each `every_s` seconds; what is said of it follows from its track."""
    for track in range(first, first + items):
        simulated = track % SIMULATED == 0
        sku = None if track % 13 == 0 else f"SKU-{track % 29:02d}"
        ledger.open_trigger(replace(trigger(track), identity=Identity(sku=sku), simulated=simulated))
        if track % 41:
            _close(ledger, track, simulated=simulated)
        clock.advance_ms(every_s * 1000)


def _close(ledger: Ledger, track: int, *, simulated: bool) -> None:
    said, code = _said(track)
    reasons = (Reason(code=code), Reason(code=ReasonCode.DEFECT_LABEL))
    outcome = Verdict(disposition=said, score=0.5, reasons=reasons, recipe="default")
    made = replace(decision(track, did=f"decision-{track}", disposition=said), why=int(code), simulated=simulated)
    dead = Delivery.EXPIRED if track % 31 == 0 else Delivery.READY
    ledger.close_trigger(outcome, made, decided_at_ns=3, delivery=dead, body=None)
    if dead is Delivery.READY:
        ledger.mark_sent(made.key, attempt=1)
        if track % 37 == 0:
            ledger.expire(made.key)
        elif track % 23 == 0:
            ledger.acknowledge(ack(track, did=made.decision_id, status=AckStatus.LATE))
    if track % 19 == 0:
        ledger.confirm(confirm(track, ConfirmResult.DEFAULTED))
    if said in {Disposition.DIVERT, Disposition.REVIEW} and not simulated:
        _answer(ledger, track)


def _said(track: int) -> tuple[Disposition, ReasonCode]:
    if track % 43 == 0:
        return Disposition.PASS, ReasonCode.BYPASS
    return {
        0: (Disposition.DIVERT, ReasonCode.DEFECT_DEFORMATION),
        1: (Disposition.DIVERT, ReasonCode.EXPIRED),
        2: (Disposition.REVIEW, ReasonCode.NOVEL),
        3: (Disposition.NO_DECISION, ReasonCode.CAMERA_MISS),
        4: (Disposition.DIVERT, ReasonCode.DEFECT_DEFORMATION),
    }.get(track % 17, (Disposition.PASS, ReasonCode.INTACT))


def _answer(ledger: Ledger, track: int) -> None:
    said = (Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL, Answer.WITHDRAWN, None)[track % 5]
    if said is None:
        return
    given = Answer.CONFIRMED if said is Answer.WITHDRAWN else said
    review = Review(
        review_id=f"review-{track}",
        record_id=f"record-decision-{track}",
        answer=given,
        operator="Ana",
        answered_utc="2030-01-01T00:00:00.000Z",
        reason=OverruleReason.PRINT if given is Answer.OVERRULED else None,
    )
    ledger.book_review(review)
    if said is Answer.WITHDRAWN:
        back = replace(review, review_id=f"back-{track}", answer=said, supersedes=review.review_id, after_s=2.0)
        ledger.book_review(back)


def span_from(clock: ManualClock, hours: float) -> Span:
    """From now on."""
    return Span(since=clock.utc(), until=clock.utc() + timedelta(hours=hours))
