"""Spans that are asked for, and what is counted as what."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from inspector.domain.decision import AckStatus
from inspector.domain.ledger import Delivery
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer
from inspector.domain.second_look import Agreed, AnsweredTwice
from inspector.domain.shift import MOST_DAYS, Alike, Counts, Span, SpanRefused, shift_of, span_of, too_late
from inspector.domain.shift_csv import csv_text
from inspector.domain.verdict import Disposition

SIX = datetime(2030, 1, 1, 6, tzinfo=UTC)


def test_a_span_is_whole_seconds_of_utc_whatever_zone_it_was_asked_in() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    span = Span(since=SIX.astimezone(east) + timedelta(microseconds=5), until=SIX + timedelta(hours=2, seconds=1))
    assert (span.since_text, span.until_text) == ("2030-01-01T06:00:00.000Z", "2030-01-01T08:00:01.000Z")
    assert span.hours == 3
    assert [span.hour_of(f"2030-01-01T{time}Z") for time in ("06:00:00.000", "06:59:59.999", "07:00:00.000")] == [
        0,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        (None, "2030-01-01T06:00:00Z", "since must be a time"),
        ("2030-01-01T06:00:00Z", 7, "until must be a time"),
        ("yesterday", "2030-01-01T06:00:00Z", "'yesterday' is no time"),
        ("2030-01-01T06:00:00", "2030-01-01T07:00:00Z", "since needs a time zone"),
        ("2030-01-01T06:00:00Z", "2030-01-01T06:00:00.900Z", "before until"),
        ("2030-01-02T06:00:00Z", "2030-01-01T06:00:00Z", "before until"),
        ("0001-01-01T00:00:00+10:00", "2030-01-01T06:00:00Z", "since: there is no such time"),
        ("2030-01-01T06:00:00Z", "9999-12-31T23:59:59-10:00", "until: there is no such time"),
        ("0202-12-29T00:00:00Z", "0203-01-02T00:00:00Z", "since: there was no such station in the year 202"),
        ("2030-01-01T06:00:00Z", "2030-01-08T06:00:01Z", f"at most {MOST_DAYS} days"),
    ],
)
def test_a_bad_span_is_refused_with_its_reason(since: object, until: object, why: str) -> None:
    with pytest.raises(SpanRefused, match=why):
        span_of({"since": since, "until": until})


def alike(disposition: Disposition | None, why: ReasonCode | None, **more: object) -> Alike:
    facts: dict[str, object] = {"hour": 0, "late": False, "defaulted": False, "answer": None, "n": 3}
    return Alike(disposition=disposition, why=why, **(facts | more))  # type: ignore[arg-type]


def test_what_was_let_through_by_hand_was_neither_inspected_nor_found_anything_on() -> None:
    bypassed = alike(Disposition.DIVERT, ReasonCode.BYPASS, answer=Answer.CONFIRMED)
    assert (bypassed.counts, bypassed.finding) == (Counts(items=3, bypassed=3), None)
    assert (bypassed.counts.inspected, bypassed.counts.isolated) == (0, 0)


def test_what_was_not_judged_is_a_finding_but_not_inspected() -> None:
    unjudged = alike(Disposition.NO_DECISION, ReasonCode.CAMERA_MISS, late=True)
    assert unjudged.counts == Counts(items=3, undecided=3, late=3)
    assert (unjudged.counts.inspected, unjudged.finding) == (0, ReasonCode.CAMERA_MISS)


def test_the_share_that_was_overruled_is_of_clear_answers_and_unknown_without_any() -> None:
    answered = [
        alike(Disposition.DIVERT, ReasonCode.DEFECT, answer=given, n=n)
        for given, n in ((Answer.CONFIRMED, 6), (Answer.OVERRULED, 2), (Answer.CANNOT_TELL, 40), (None, 100))
    ]
    span = Span(since=SIX, until=SIX + timedelta(hours=1))
    total = shift_of(span, answered, products=(), known_products=1, simulated=0).total
    assert (total.overruled_share, total.answered, total.isolated) == (0.25, 48, 148)
    assert Counts(cannot_tell=4).overruled_share is None


def test_second_looks_are_rows_of_the_csv_with_the_limits_of_their_share() -> None:
    def pair(first_by: str, second: Answer) -> AnsweredTwice:
        return AnsweredTwice(record_id="r", first=Answer.CONFIRMED, first_by=first_by, second=second, second_by="Ben")

    twice = [pair("Ana", Answer.CONFIRMED), pair("Ana", Answer.OVERRULED), pair("Ben", Answer.CONFIRMED)]
    span = Span(since=SIX, until=SIX + timedelta(hours=1))
    made = shift_of(span, (), products=(), known_products=0, simulated=0, twice=twice)
    assert (made.two_people, made.twice) == (Agreed(n=2, agreed=1), Agreed(n=3, agreed=2))
    rows = list(csv.DictReader(io.StringIO(csv_text(made))))
    told = [[row[name] for name in ("name", "items", "agreed", "agreed_low", "agreed_high")] for row in rows[-2:]]
    assert told == [["two_people", "2", "1", "0.0126", "0.9874"], ["all", "3", "2", "0.0943", "0.9916"]]
    empty = list(csv.DictReader(io.StringIO(csv_text(replace(made, two_people=Agreed())))))
    assert (empty[-2]["agreed_low"], empty[-2]["agreed_high"]) == ("", ""), "nothing is known of none"


@pytest.mark.parametrize(
    ("delivery", "ack", "sent", "acknowledged", "late"),
    [
        (Delivery.EXPIRED, None, False, False, True),
        (Delivery.EXPIRED, None, True, True, True),
        (Delivery.EXPIRED, None, True, False, False),
        (Delivery.REFUSED, AckStatus.LATE, True, True, True),
        (Delivery.REFUSED, AckStatus.LANE_FULL, True, True, False),
        (Delivery.ACCEPTED, AckStatus.ACCEPTED, True, True, False),
        (Delivery.SENT, None, True, True, False),
    ],
)
def test_what_came_too_late(
    delivery: Delivery, ack: AckStatus | None, *, sent: bool, acknowledged: bool, late: bool
) -> None:
    assert too_late(delivery, ack, sent=sent, acknowledged=acknowledged) is late
