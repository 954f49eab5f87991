"""Causes are ranked by stated weights: each planted cause is named with its group, and nothing is named for nothing."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from inspector.domain.cause.cause import PRIOR
from inspector.domain.cause.gathered import Gathered, Observation, Subject, SubjectKind, Trace
from inspector.domain.cause.known import CAUSES
from inspector.domain.cause.ranking import AHEAD, ENOUGH, MOST, MOST_SHARE, Answer, investigate
from inspector.domain.cause.rates import PRIOR_ITEMS, Tallies, log_factor
from inspector.domain.cause.sign import Sign, signs_of
from inspector.domain.cause.trace import trace_of
from inspector.domain.findings import check_json
from inspector.domain.item import Identity
from inspector.domain.lot_baseline import BaselineRule
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Answer as Said
from inspector.domain.units import SIZE_OR_NUMBER
from inspector.domain.verdict import Disposition, Verdict
from tests.support.cause_values import KINDS, gathered, mislabelled_checks, observed, verdict_of

Floats = npt.NDArray[np.float64]

RULE = BaselineRule()
MIX, DENT = ReasonCode.MISLABELLED, ReasonCode.DEFECT_DEFORMATION


def line(
    code: ReasonCode,
    *,
    where: dict[str, str],
    rate: float = 0.7,
    hours: tuple[int, ...] = (),
    said: Said | None = None,
    n: int = 600,
) -> list[Observation]:
    """Items of four products, vendors, lots and stations; those of the group show the code at this rate."""
    random = np.random.default_rng(7)
    found = []
    for number in range(1, n + 1):
        draw = [int(random.integers(4)) for _ in range(4)]
        identity = Identity(sku="ABCD"[draw[0]], vendor=f"V{draw[1]}", lot=f"L{draw[2]}", upstream=f"dock-{draw[3]}")
        hour = number * 8 // n
        inside = all(getattr(identity, name) == value for name, value in where.items()) and (not hours or hour in hours)
        shows = random.random() < (rate if inside else 0.005)
        found.append(observed(number, code if shows else None, identity, said=said if shows else None, hour=hour))
    return found


@pytest.mark.parametrize(
    ("code", "where", "hours", "said", "named"),
    [
        (MIX, {"vendor": "V1"}, (), None, ("mislabelled_at_receiving", "vendor V1")),
        (MIX, {"upstream": "dock-2"}, (), None, ("mislabelled_at_receiving", "station dock-2")),
        (ReasonCode.WRONG_SIZE, {"sku": "A", "lot": "L2"}, (), None, ("wrong_size_label", "lot A:L2")),
        (ReasonCode.WRONG_COLOUR, {"vendor": "V3"}, (), None, ("other_variant", "vendor V3")),
        (ReasonCode.WRONG_ITEM, {"sku": "A"}, (), None, ("wrong_item_in_bin", "product A")),
        (ReasonCode.EXPIRED, {"sku": "A", "lot": "L0"}, (), None, ("expired_lot", "lot A:L0")),
        (DENT, {"upstream": "dock-1"}, (), None, ("transit_damage", "station dock-1")),
        (DENT, {"vendor": "V2"}, (), Said.CONFIRMED, ("delivered_damaged", "vendor V2")),
        (DENT, {"sku": "A"}, (), Said.CONFIRMED, ("weak_packaging", "product A")),
        (ReasonCode.INCOMPLETE, {"vendor": "V0"}, (), None, ("count_fault", "vendor V0")),
        (ReasonCode.IMAGE_BLURRED, {}, (3,), None, ("camera_fault", "hour 2026-01-05T13Z")),
        (DENT, {"sku": "A"}, (), Said.OVERRULED, ("limit_too_tight", "product A")),
    ],
)
def test_the_planted_cause_is_named_with_its_group(
    code: ReasonCode, where: dict[str, str], hours: tuple[int, ...], said: Said | None, named: tuple[str, str]
) -> None:
    cause, about = named
    case = investigate(gathered(line(code, where=where, hours=hours, said=said)), rule=RULE)
    first = case.hypotheses[0]
    assert (case.answer, first.cause.name, first.about) == (Answer.FOUND, cause, about)
    assert first.supporting


def test_a_size_that_nearly_every_item_of_a_product_fails_is_the_catalogues() -> None:
    case = investigate(gathered(line(ReasonCode.WRONG_SIZE, where={"sku": "A"}, rate=0.98)), rule=RULE)
    assert case.hypotheses[0].cause.name == "catalogue_wrong"


def test_every_score_is_its_prior_and_its_weights_and_every_weight_a_fact_with_sources() -> None:
    case = investigate(gathered(line(DENT, where={"upstream": "dock-1"}, said=Said.CONFIRMED)), rule=RULE)
    assert [one.cause for one in case.hypotheses] != list(CAUSES)
    assert {one.cause.name for one in case.hypotheses} == {cause.name for cause in CAUSES}
    for one in case.hypotheses:
        assert one.score == pytest.approx(PRIOR + sum(entry.weight for entry in one.weighed), abs=0.02)
        for entry in one.weighed:
            fact = case.fact(entry.fact_id)
            assert fact is not None
            assert fact.sources
            assert abs(entry.weight) <= MOST
    named = [one.score for one in case.hypotheses if one.explains]
    assert named == sorted(named, reverse=True)
    assert named[0] >= ENOUGH
    assert named[0] - named[1] >= AHEAD


def test_scattered_calls_are_not_enough_and_no_calls_are_nothing() -> None:
    scattered = [
        observed(n, DENT if n % 50 == 0 else None, Identity(sku="A", vendor=f"V{n % 7}", lot=f"L{n % 11}"), hour=n % 9)
        for n in range(1, 400)
    ]
    case = investigate(gathered(scattered), rule=RULE)
    assert case.answer is Answer.NOT_ENOUGH
    assert case.hypotheses[0].score < ENOUGH
    fine = [observed(n, None, Identity(sku="A")) for n in range(1, 9)]
    assert investigate(gathered(fine), rule=RULE).answer is Answer.NOTHING_SHOWN
    assert investigate(gathered([]), rule=RULE).answer is Answer.NO_ITEMS


def test_a_vendor_who_brings_one_product_alone_is_not_told_from_it() -> None:
    items = line(DENT, where={"sku": "A"}, said=Said.CONFIRMED)
    only = [
        replace(seen, identity=(same := replace(seen.identity, vendor=f"V-{seen.identity.sku}")),
                groups=observed(1, None, same).groups)
        for seen in items
    ]  # fmt: skip
    case = investigate(gathered(only), rule=RULE)
    assert case.answer is Answer.UNDECIDED
    assert {one.cause.name for one in case.hypotheses[:2]} == {"weak_packaging", "delivered_damaged"}


def test_checks_that_say_the_goods_are_others_speak_against_a_wrong_label() -> None:
    items = line(MIX, where={"vendor": "V1"})
    scores = {}
    for looks in (True, False):
        traces = {
            seen.record_id: trace_of(
                seen.record_id, {"checks": [check_json(one) for one in mislabelled_checks(looks=looks)]}, KINDS
            )
            for seen in items
            if seen.signs
        }
        case = investigate(replace(gathered(items), traces=traces), rule=RULE)
        found = next(one for one in case.hypotheses if one.cause.name == "mislabelled_at_receiving")
        told = [case.fact(entry.fact_id) for entry in found.opposing]
        scores[looks] = found.score
        assert any(fact is not None and "looks like another product" in fact.text for fact in told) is not looks
        same = "the foreign code is the same, 04006381333931"
        assert any(fact.text.startswith(same) for fact in case.facts)
    assert scores[True] - scores[False] == pytest.approx(5.0)  # 2 for looks that fit, 3 against looks that do not


def test_an_item_is_a_subject_by_itself_and_simulated_subjects_do_not_leak() -> None:
    items = line(MIX, where={"vendor": "V1"})
    called = next(seen for seen in items if seen.signs)
    about = gathered(items, Subject(kind=SubjectKind.ITEM, name=called.record_id))
    case = investigate(about, rule=RULE)
    assert (case.items, case.calls, case.answer) == (1, 1, Answer.FOUND)


def test_the_factor_is_the_ratio_of_the_stated_integrals() -> None:
    """By numerical integration of what the module's docstring says."""
    a, b = RULE.expected_rate * PRIOR_ITEMS, (1 - RULE.expected_rate) * PRIOR_ITEMS
    p = (np.arange(400_000) + 0.5) / 400_000
    log_prior = (a - 1) * np.log(p) + (b - 1) * np.log1p(-p)
    prior = np.exp(log_prior - log_prior.max())
    prior /= prior.sum()

    def likelihood(hits: int, n: int) -> Floats:
        return np.asarray(np.exp(hits * np.log(p) + (n - hits) * np.log1p(-p)))

    hits, n, others, m = 6, 40, 3, 200
    raised = likelihood(hits, n).mean() * (likelihood(others, m) * prior).sum()
    common = (likelihood(hits + others, n + m) * prior).sum()
    usual = (a + others) / (a + b + m)
    posterior = likelihood(hits, n)
    above = posterior[p > usual].sum() / posterior.sum()
    expected = math.log(raised / common * above / (1 - usual))
    assert log_factor(hits, n, others, m, RULE) == pytest.approx(expected, abs=0.02)


def test_a_sure_but_small_difference_is_no_cause() -> None:
    def some(vendor: str, hits: int, n: int) -> list[Observation]:
        hit, miss = (observed(1, code, Identity(vendor=vendor)) for code in (DENT, None))
        return [hit] * hits + [miss] * (n - hits)

    tallies = Tallies([*some("V1", 1250, 20_000), *some("V2", 1000, 20_000)])
    group = next(one for one in observed(1, None, Identity(vendor="V1")).groups if one.name == "V1")
    assert log_factor(1250, 20_000, 1000, 20_000, RULE) > ENOUGH
    assert tallies.rate(group, frozenset({Sign.DAMAGE}), 1, RULE).weight == 0.0


@pytest.mark.parametrize(
    ("codes", "said", "signs"),
    [
        ((MIX,), None, {Sign.LABEL}),
        ((MIX, ReasonCode.WRONG_ITEM, ReasonCode.WRONG_SIZE), None, {Sign.OTHER_GOODS}),
        ((ReasonCode.WRONG_SIZE, ReasonCode.WRONG_COLOUR), None, {Sign.OTHER_GOODS}),
        ((ReasonCode.EXPIRED, DENT), None, {Sign.EXPIRED}),
        ((DENT, ReasonCode.EXPIRED), None, {Sign.EXPIRED, Sign.DAMAGE}),
        ((DENT,), Said.OVERRULED, {Sign.FALSE_ALARM}),
        ((DENT,), Said.CANNOT_TELL, {Sign.DAMAGE}),
        ((ReasonCode.GROUP_HELD,), None, set()),
        ((ReasonCode.BYPASS,), None, set()),
        ((ReasonCode.DEFECT_MISSING_UNIT,), None, {Sign.COUNT}),
    ],
)
def test_signs_are_read_off_a_verdict_and_the_answer(
    codes: tuple[ReasonCode, ...], said: Said | None, signs: set[Sign]
) -> None:
    reasons = tuple(Reason(code=code) for code in codes)
    verdict = Verdict(disposition=Disposition.DIVERT, score=0.5, reasons=reasons, recipe="r")
    assert signs_of(verdict, said, KINDS) == signs


def test_doubts_and_faults_are_signs_of_their_own() -> None:
    unsure = replace(verdict_of(ReasonCode.CHECK_UNSURE), disposition=Disposition.REVIEW)
    count = replace(unsure, reasons=(Reason(code=ReasonCode.CHECK_UNSURE, detail="count: 2 units"),))
    assert signs_of(unsure, None, KINDS) == {Sign.DOUBT}
    assert signs_of(count, None, KINDS) == {Sign.COUNT}
    large = replace(unsure, reasons=(Reason(code=ReasonCode.CHECK_UNSURE, detail=f"count: {SIZE_OR_NUMBER}: 1.2"),))
    assert signs_of(large, None, KINDS) == {Sign.EXTENT}
    looks = replace(unsure, reasons=(Reason(code=ReasonCode.CHECK_UNSURE, detail="looks: unlike all"),))
    assert signs_of(looks, None, KINDS) == {Sign.STRANGE}
    assert signs_of(replace(unsure, reasons=(*looks.reasons, *count.reasons)), None, KINDS) == {Sign.COUNT}
    part = replace(unsure, reasons=(Reason(code=ReasonCode.CHECK_UNSURE, detail="kit: missing?"),))
    assert signs_of(part, None, {"kit": "parts"}) == {Sign.COUNT}
    assert signs_of(verdict_of(ReasonCode.IMAGE_BLURRED), None, KINDS) == {Sign.PICTURE}
    assert signs_of(verdict_of(ReasonCode.OVERLOAD), None, KINDS) == frozenset()
    assert signs_of(None, None, KINDS) == frozenset()


@pytest.mark.parametrize(
    ("size", "count", "signs"),
    [
        (ReasonCode.WRONG_SIZE, "2 units where 1 expected", {Sign.SIZE}),
        (ReasonCode.WRONG_SIZE, SIZE_OR_NUMBER, {Sign.SIZE}),
        (ReasonCode.CHECK_UNSURE, "2 units where 1 expected", {Sign.COUNT}),
        (ReasonCode.CHECK_UNSURE, SIZE_OR_NUMBER, {Sign.EXTENT}),
    ],
)
def test_size_and_count_are_told_by_the_same_outline(size: ReasonCode, count: str, signs: set[Sign]) -> None:
    reasons = (Reason(code=size, detail="size: off"), Reason(code=ReasonCode.CHECK_UNSURE, detail=f"count: {count}"))
    verdict = Verdict(disposition=Disposition.DIVERT, score=0.5, reasons=reasons, recipe="r")
    assert signs_of(verdict, None, KINDS) == signs


@pytest.mark.parametrize(
    "broken", [{"checks": 5}, {"checks": [{}]}, {"checks": [{"check": "c", "outcome": "?"}]}, {"files": 3}]
)
def test_a_record_that_is_none_is_said(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="record of r1"):
        trace_of("r1", broken, {})
    assert trace_of("r1", {}, {}) == Trace(record_id="r1")


def test_weights_stay_within_what_is_stated() -> None:
    assert (MOST_SHARE, MOST) == (2.0, 6.0)
    found: Gathered = gathered(line(DENT, where={"sku": "A"}, rate=1.0, n=2000))
    first = investigate(found, rule=RULE).hypotheses[0]
    assert max(abs(entry.weight) for entry in first.weighed) == MOST
