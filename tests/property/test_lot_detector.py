"""The promise behind the holds: under the null the evidence is at most n on average, exactly, whatever the baseline."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain import lot_state
from inspector.domain.lot_detector import Detector
from inspector.domain.lot_watch import LotWatch, WatchRule
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer
from tests.support.lot_values import TIME, seen

RATES = st.lists(st.floats(0.0005, 0.5), min_size=1, max_size=9)
CODES = st.sampled_from([None, None, None, ReasonCode.DEFECT_DEFORMATION, ReasonCode.EXPIRED])


def evidence(marks: tuple[bool, ...], rates: list[float]) -> float:
    detector = Detector()
    for present, rate in zip(marks, rates, strict=True):
        detector.observe({"f": present}, {"f": rate}, TIME)
    return detector.strength("f")


@given(rates=RATES, share=st.floats(0.0, 1.0))
@settings(max_examples=40, deadline=None)
def test_the_mean_evidence_never_exceeds_the_number_of_items(rates: list[float], share: float) -> None:
    """Summed over every outcome with its exact probability; true rates anywhere up to the baseline."""
    mean = 0.0
    for marks in itertools.product((False, True), repeat=len(rates)):
        chance = math.prod(share * p if x else 1 - share * p for x, p in zip(marks, rates, strict=True))
        mean += chance * evidence(marks, rates)
    assert mean <= len(rates) * (1 + 1e-9)


@given(rates=RATES, data=st.data())
@settings(deadline=None)
def test_overruling_a_call_never_leaves_more_evidence_than_if_it_had_not_been_made(
    rates: list[float], data: st.DataObject
) -> None:
    marks = tuple(data.draw(st.lists(st.booleans(), min_size=len(rates), max_size=len(rates))))
    before = evidence(marks, rates)
    detector = Detector()
    for present, rate in zip(marks, rates, strict=True):
        detector.observe({"f": present}, {"f": rate}, TIME)
    calls = sum(marks)
    for _ in range(calls):
        detector.overrule("f")
    assert detector.strength("f") == 0.0
    assert not detector.tallies
    assert (before == 0.0) is (calls == 0)


@given(
    st.lists(st.tuples(CODES, st.sampled_from(["V-1", "V-2", None]), st.sampled_from([None, *Answer])), max_size=60),
    st.integers(0, 60),
)
@settings(max_examples=60, deadline=None)
def test_a_watch_that_was_written_down_goes_on_as_if_nothing_had_been(
    items: list[tuple[ReasonCode | None, str | None, Answer | None]], cut: int
) -> None:
    rule = WatchRule(items_per_week=100, false_per_week=1000.0)
    whole, first = LotWatch(rule), LotWatch(rule)
    pieces: dict[str, str] = {}

    def feed(watch: LotWatch, part: list[tuple[ReasonCode | None, str | None, Answer | None]]) -> list[object]:
        hits: list[object] = []
        for code, vendor, answer in part:
            item = seen(code, vendor=vendor)
            hits += watch.observe(item)
            if answer is not None and code is not None:
                watch.answered(item, answer)
        return hits

    feed(first, items[:cut])
    for name, text in lot_state.changed(first).items():
        if text is None:
            pieces.pop(name, None)
        else:
            pieces[name] = text
    second = LotWatch(rule)
    lot_state.restore(second, pieces)
    feed(whole, items[:cut])
    whole.take_touched()
    assert feed(second, items[cut:]) == feed(whole, items[cut:])
