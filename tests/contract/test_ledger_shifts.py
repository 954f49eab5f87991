"""Every ledger sums a span of time up alike: as its rows, looked at one by one, say."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from inspector.adapters.clocks.manual import ManualClock
from inspector.domain import shift as rules
from inspector.domain.item import Identity
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer
from inspector.domain.shift import Counts, Shift, Span, SpanRefused, shift_of_rows
from inspector.ports.ledger import Ledger
from tests.support.line_values import trigger
from tests.support.shift_values import SIMULATED, fill, span_from

ITEMS = 600


@dataclass(frozen=True)
class Kept:
    """A ledger that has seen ten hours, an item a minute."""

    ledger: Ledger
    clock: ManualClock
    span: Span

    def expected(self, span: Span, *, acknowledged: bool = True) -> Shift:
        """What the rows say."""
        answers: dict[str, Answer] = {}
        for entry in self.ledger.reviews(9999):
            answers[entry.review.record_id] = entry.review.answer
        standing = {rid: answer for rid, answer in answers.items() if answer is not Answer.WITHDRAWN}
        rows = [row for row in self.ledger.recent(9999) if span.since_text <= row.opened_utc < span.until_text]
        return shift_of_rows(span, rows, standing, acknowledged=acknowledged)


@pytest.fixture
def kept(ledger: Ledger, clock: ManualClock) -> Kept:
    span = span_from(clock, ITEMS / 60)
    fill(ledger, clock, ITEMS)
    return Kept(ledger, clock, span)


def test_all_of_it(kept: Kept) -> None:
    found = kept.ledger.shifts.sums(kept.span, acknowledged=True)
    assert found == kept.expected(kept.span)
    assert found.simulated == ITEMS // SIMULATED
    assert found.total.items + found.simulated == ITEMS
    assert all(vars_of(found.total)), "the line is to show every kind of item"
    assert [len(found.hours), sum(hour.items for hour in found.hours)] == [10, found.total.items]
    total = found.total
    told_apart = total.inspected + total.undecided + total.bypassed + total.open
    assert told_apart == total.items


def vars_of(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in rules.COUNTED]


def test_a_part_of_it_begins_and_ends_at_the_second_and_its_hours_begin_with_it(kept: Kept) -> None:
    part = Span(since=kept.span.since + timedelta(minutes=90), until=kept.span.since + timedelta(minutes=270))
    found = kept.ledger.shifts.sums(part, acknowledged=True)
    assert found == kept.expected(part)
    assert [hour.items for hour in found.hours] == [59, 59, 60]  # tracks 97 and 194 were simulated
    assert found.simulated == 2


def test_findings_and_products_are_ranked_and_the_rest_is_summed(kept: Kept) -> None:
    found = kept.ledger.shifts.sums(kept.span, acknowledged=True)
    assert [finding.code for finding in found.findings[:1]] == [ReasonCode.DEFECT_DEFORMATION]
    assert {finding.code for finding in found.findings} == {
        ReasonCode.DEFECT_DEFORMATION,
        ReasonCode.EXPIRED,
        ReasonCode.NOVEL,
        ReasonCode.CAMERA_MISS,
    }, "first reasons of what did not pass, and no other"
    isolated = [product.counts.isolated for product in found.products]
    assert isolated == sorted(isolated, reverse=True)
    assert len(found.products) == rules.MOST_PRODUCTS
    assert found.other_products == 30 - rules.MOST_PRODUCTS
    listed = sum((product.counts for product in found.products), Counts())
    assert listed + found.other == found.total
    assert "" in {product.sku for product in found.products}, "the unknown ones are the most"


def test_where_nobody_acknowledges_what_was_sent_was_in_time(kept: Kept) -> None:
    found = kept.ledger.shifts.sums(kept.span, acknowledged=False)
    assert found == kept.expected(kept.span, acknowledged=False)
    strict = kept.ledger.shifts.sums(kept.span, acknowledged=True)
    assert 0 < found.total.late < strict.total.late


def test_nothing_came(kept: Kept) -> None:
    later = Span(since=kept.span.until, until=kept.span.until + timedelta(hours=2))
    found = kept.ledger.shifts.sums(later, acknowledged=True)
    assert (found.total, found.hours, found.products, found.findings) == (Counts(), (Counts(), Counts()), (), ())


def test_too_many_items_are_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ITEMS", ITEMS - 1)
    with pytest.raises(SpanRefused, match="shorter span"):
        kept.ledger.shifts.sums(kept.span, acknowledged=True)


def test_an_item_that_is_open_now_has_no_outcome_yet(kept: Kept) -> None:
    span = span_from(kept.clock, 1)
    kept.ledger.open_trigger(replace(trigger(9000), identity=Identity(sku='\'; DROP TABLE "trigger"; --é')))
    found = kept.ledger.shifts.sums(span, acknowledged=True)
    assert found.total == Counts(items=1, open=1)
    assert [product.sku for product in found.products] == ['\'; DROP TABLE "trigger"; --é']
