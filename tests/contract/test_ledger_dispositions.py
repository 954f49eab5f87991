"""Every ledger keeps what becomes of isolated items alike: appended, once, and only as the states allow."""

import itertools
from dataclasses import replace

import pytest

from inspector.domain.dispositioning import Fate, Step, StepRefused, may_become
from inspector.domain.ledger import Delivery
from inspector.domain.verdict import Disposition
from inspector.ports.ledger import Ledger
from tests.support.line_values import decision, trigger, verdict

LEAVES = {Fate.RELEASED, Fate.DONATED, Fate.RETURNED, Fate.DISPOSED}


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    said = (Disposition.PASS, Disposition.NO_DECISION, *[Disposition.DIVERT] * 48)
    for track, disposition in enumerate(said, start=1):
        ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}", disposition=disposition)
        ledger.close_trigger(verdict(disposition), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    return ledger


def step(track: int, fate: Fate, name: str = "a") -> Step:
    return Step(
        step_id=f"step-{name}-{track}",
        record_id=f"record-decision-{track}",
        fate=fate,
        operator="Ana",
        why="looked at it",
        grade="B" if fate is Fate.SECOND_CHANCE else None,
        value=12.5,
    )


def test_nothing_becomes_of_a_simulated_item(ledger: Ledger) -> None:
    ledger.open_trigger(replace(trigger(60), simulated=True))
    chosen = replace(decision(60, did="decision-60", disposition=Disposition.DIVERT), simulated=True)
    said = verdict(Disposition.DIVERT)
    ledger.close_trigger(said, chosen, decided_at_ns=3, delivery=Delivery.READY, body=None)
    with pytest.raises(StepRefused, match="simulated"):
        ledger.dispositions.book(step(60, Fate.RELEASED), proposed=None)
    assert list(ledger.dispositions.steps(9)) == []


def test_each_step_is_kept_with_who_when_before_after_and_why(ledger: Ledger) -> None:
    book = ledger.dispositions
    assert book.fate("record-decision-3") is Fate.OPEN
    first, second = step(3, Fate.RELABELLED), step(3, Fate.SECOND_CHANCE, "b")
    assert book.book(first, proposed=Fate.RELABELLED)
    assert book.book(second, proposed=None)
    assert book.fate("record-decision-3") is Fate.SECOND_CHANCE
    one, two = book.steps(9)
    assert (one.step, one.before, one.proposed) == (first, Fate.OPEN, Fate.RELABELLED)
    assert (two.step, two.before, two.proposed) == (second, Fate.RELABELLED, None)
    assert (one.identity.sku, one.finding) == ("CT-1001", "defect")
    assert one.booked_utc.endswith("Z")
    assert list(book.steps(9, after=one.number)) == [two]
    assert list(book.steps(1)) == [one]


def test_the_same_step_again_is_a_no_op_and_its_id_is_no_one_elses(ledger: Ledger) -> None:
    given = step(3, Fate.DONATED)
    assert ledger.dispositions.book(given, proposed=None)
    assert not ledger.dispositions.book(given, proposed=Fate.DISPOSED)
    assert len(ledger.dispositions.steps(9)) == 1
    with pytest.raises(StepRefused, match="belongs to another step"):
        ledger.dispositions.book(replace(given, operator="Eva"), proposed=None)


def test_exactly_the_allowed_steps_are_booked(ledger: Ledger) -> None:
    """Every pair of states, each on an item of its own; what left the building does not come back."""
    tracks = itertools.count(3)
    for before, after in itertools.product(Fate, set(Fate) - {Fate.OPEN}):
        track = next(tracks)
        if before is not Fate.OPEN:
            ledger.dispositions.book(step(track, before), proposed=None)
        if may_become(before, after):
            assert ledger.dispositions.book(step(track, after, "b"), proposed=None)
            assert before not in LEAVES
        else:
            with pytest.raises(StepRefused, match=f"the item is {before}: it can not become {after}"):
                ledger.dispositions.book(step(track, after, "b"), proposed=None)
        assert ledger.dispositions.fate(f"record-decision-{track}") is (after if may_become(before, after) else before)


@pytest.mark.parametrize(("track", "why"), [(1, "was PASS"), (2, "was NO_DECISION"), (99, "no item")])
def test_only_isolated_items_are_disposed_of(ledger: Ledger, track: int, why: str) -> None:
    with pytest.raises(StepRefused, match=why):
        ledger.dispositions.book(step(track, Fate.RELEASED), proposed=None)
    assert list(ledger.dispositions.steps(9)) == []
