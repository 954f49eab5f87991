"""Groups of similar items: what they are, what counts as a finding, when a group is hit and when not."""

from dataclasses import replace

import pytest

from inspector.domain.hold import Hold, HoldAction, HoldRefused, Release, raise_of, release_of, released, under_holds
from inspector.domain.item import Identity
from inspector.domain.lot_baseline import BaselineRule
from inspector.domain.lot_findings import finding_of, observed
from inspector.domain.lot_group import MAX_NAME, Dimension, Group, groups_of
from inspector.domain.lot_watch import Hit, LotWatch, WatchRule
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition
from tests.support.lot_values import TIME, said, seen

DENT = ReasonCode.DEFECT_DEFORMATION
VENDOR = Group(dimension=Dimension.VENDOR, name="V-1")
RULE = WatchRule(dimensions=(Dimension.VENDOR,))


def feed(watch: LotWatch, pattern: str, vendor: str = "V-1") -> list[Hit]:
    """`x` a dented item, `.` a good one."""
    return [hit for mark in pattern for hit in watch.observe(seen(DENT if mark == "x" else None, vendor=vendor))]


def test_the_groups_of_an_item() -> None:
    whole = Identity(sku="A", lot="7", vendor="V-1", upstream="dock-3")
    assert [str(group) for group in groups_of(whole, TIME)] == [
        "sku A",
        "lot A:7",
        "vendor V-1",
        "upstream dock-3",
        "hour 2030-01-01T10Z",
    ]
    assert [group.dimension for group in groups_of(Identity(vendor=" "), TIME)] == [Dimension.HOUR]
    with pytest.raises(ValueError, match="1 to 64"):
        Group(dimension=Dimension.LOT, name="")


def lot(sku: str, number: str) -> str:
    return next(g.name for g in groups_of(Identity(sku=sku, lot=number), TIME) if g.dimension is Dimension.LOT)


def test_a_code_of_any_length_is_a_group_of_its_own() -> None:
    address = "https://example.test/01/04012345123456/21/" + "7" * 60
    first, second = (groups_of(Identity(sku=f"{address}{end}", vendor=address), TIME)[:2] for end in "ab")
    assert [group.dimension for group in first] == [Dimension.SKU, Dimension.VENDOR]
    assert first[0] != second[0]
    assert first[1] == second[1]
    assert all(len(group.name) <= MAX_NAME for group in first)


@pytest.mark.parametrize("sku", ["A" * 61, "A" * 62, "A" * 63, "A" * 64])
def test_lots_of_a_long_product_are_groups_of_their_own(sku: str) -> None:
    names = [lot(sku, number) for number in ("L1", "L2", "L3" * 32)]
    assert len(set(names)) == 3
    assert all(len(name) <= MAX_NAME for name in names)
    assert [name[-3:] for name in names[:2]] == [":L1", ":L2"], "people still read which lot it is"


def test_two_long_products_do_not_share_a_lot_either() -> None:
    one, other = (f"{'A' * 30}{middle}{'B' * 30}" for middle in "XY")
    assert lot(one, "L1") != lot(other, "L1")
    assert lot(one, "L1") == lot(one, "L1")


@pytest.mark.parametrize(
    ("code", "detail", "finding"),
    [
        (ReasonCode.DEFECT_SPILLAGE, "", "spillage"),
        (ReasonCode.DEFECT_UNCERTAIN, "", "defect"),
        (ReasonCode.NOVEL, "", "novel"),
        (ReasonCode.EXPIRED, "", "expired"),
        (ReasonCode.CHECK_UNSURE, "barcode: two codes", "check:barcode"),
        (ReasonCode.GROUP_HELD, "", None),
    ],
)
def test_an_isolated_item_counts_as_its_strongest_reason(code: ReasonCode, detail: str, finding: str | None) -> None:
    assert finding_of(said(code, detail=detail)) == finding


def test_what_nobody_looked_at_says_nothing() -> None:
    unjudged = said(ReasonCode.CAMERA_MISS, disposition=Disposition.NO_DECISION)
    assert not observed(unjudged)
    assert not observed(said(ReasonCode.BYPASS, disposition=Disposition.REVIEW))
    with pytest.raises(ValueError, match="CAMERA_MISS says nothing"):
        finding_of(unjudged)
    watch = LotWatch(RULE)
    watch.observe(replace(seen(), verdict=unjudged))
    assert (watch.baseline.all.items, len(watch.groups)) == (0, 0)


def test_a_bad_vendor_is_hit_and_a_usual_one_is_not() -> None:
    watch = LotWatch(RULE)
    assert feed(watch, "." * 5000 + ("." * 199 + "x") * 40, vendor="V-2") == []
    hits = feed(watch, ("." * 15 + "x") * 20)
    assert hits
    first, facts = hits[0], hits[0].facts
    assert (first.group, first.finding, facts.overruled) == (VENDOR, "deformation", 0)
    assert facts.calls >= 3
    assert facts.items >= facts.calls
    assert facts.expected < facts.calls / 2
    assert facts.evidence >= RULE.threshold


def test_few_calls_are_not_enough_however_rare_they_were() -> None:
    base = BaselineRule(expected_rate=1e-6, least_rate=1e-6)
    rule = replace(RULE, items_per_week=100, false_per_week=1000.0, baseline=base, min_calls=3)
    watch = LotWatch(rule)
    assert feed(watch, "xx") == []
    assert feed(watch, "x") != []


def test_overruled_calls_do_not_count() -> None:
    kept, overruled = LotWatch(RULE), LotWatch(RULE)
    item = seen(DENT)
    for watch in (kept, overruled):
        feed(watch, "xxx")
    for answer in (Answer.OVERRULED, Answer.OVERRULED):
        overruled.answered(item, answer)
    kept.answered(item, Answer.CONFIRMED)
    kept.answered(item, Answer.CANNOT_TELL)
    assert overruled.groups[VENDOR].strength("deformation") < kept.groups[VENDOR].strength("deformation") / 4
    tally = overruled.groups[VENDOR].tallies["deformation"]
    assert (tally.calls, tally.overruled) == (1, 2)
    assert kept.groups[VENDOR].tallies["deformation"].confirmed == 1
    overruled.answered(item, Answer.OVERRULED)
    assert "deformation" not in overruled.groups[VENDOR].tallies


def test_answers_that_come_in_a_burst_hold_nothing() -> None:
    """Found by simulation: a test on the answers themselves held every tenth hour for nothing."""
    watch = LotWatch(RULE)
    items = [seen(DENT) for _ in range(5)]
    for item in items:
        watch.observe(item)
        feed(watch, "." * 60)
    before = watch.groups[VENDOR].strength("deformation")
    for item in items:
        watch.answered(item, Answer.CONFIRMED)
    assert watch.groups[VENDOR].strength("deformation") == before
    assert watch.groups[VENDOR].tallies["deformation"].confirmed == 5


def test_evidence_is_dropped_after_a_clean_stretch_and_at_a_release() -> None:
    watch = LotWatch(RULE)
    feed(watch, "xx")
    assert VENDOR in watch.groups
    feed(watch, "." * 3000)
    watch.take_touched()
    assert VENDOR not in watch.groups
    feed(watch, "xx")
    watch.restart(VENDOR, "deformation")
    assert watch.take_touched()[VENDOR] is None


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    rule = replace(RULE, most_groups=3, baseline=BaselineRule(most_skus=2))
    watch = LotWatch(rule)
    for number in range(5):
        watch.observe(seen(DENT, vendor=f"V-{number}", sku=f"S-{number}"))
    gone = [group.name for group, detector in watch.take_touched().items() if detector is None]
    assert sorted(gone) == ["V-0", "V-1"]
    assert [group.name for group in watch.groups] == ["V-2", "V-3", "V-4"]
    forgotten = watch.baseline.take_touched()
    assert sorted(sku for sku, counts in forgotten.items() if counts is None) == ["S-0", "S-1", "S-2"]


def test_a_product_that_is_always_worse_has_a_baseline_of_its_own() -> None:
    rule = BaselineRule()
    watch = LotWatch(replace(RULE, baseline=rule))
    for number in range(4000):
        watch.observe(seen(DENT if number % 25 == 0 else None, vendor=None, sku="shiny"))
    assert watch.baseline.rate("deformation", "shiny") > 2 * watch.baseline.rate("spillage", "shiny")
    assert watch.baseline.rate("deformation", None) <= watch.baseline.rate("deformation", "shiny")
    assert watch.baseline.rate("never", None) >= rule.least_rate


def hold(action: HoldAction = HoldAction.REVIEW) -> Hold:
    return Hold(
        hold_id="hold-0001",
        group=VENDOR,
        finding="deformation",
        action=action,
        raised_utc=TIME,
        raised_by="station",
        why="11 of 212",
    )


@pytest.mark.parametrize(
    ("action", "code", "before", "after"),
    [
        (HoldAction.REVIEW, None, Disposition.PASS, Disposition.REVIEW),
        (HoldAction.DIVERT, None, Disposition.PASS, Disposition.DIVERT),
        (HoldAction.SHOWN, None, Disposition.PASS, Disposition.PASS),
        (HoldAction.REVIEW, DENT, Disposition.DIVERT, Disposition.DIVERT),
        (HoldAction.DIVERT, DENT, Disposition.REVIEW, Disposition.REVIEW),
        (HoldAction.DIVERT, ReasonCode.CAMERA_MISS, Disposition.NO_DECISION, Disposition.NO_DECISION),
    ],
)
def test_what_a_hold_does_to_an_item(
    action: HoldAction, code: ReasonCode | None, before: Disposition, after: Disposition
) -> None:
    verdict = said(code, disposition=before)
    changed = under_holds(verdict, Identity(vendor="V-1"), TIME, {VENDOR: (hold(action),)})
    assert changed.disposition is after
    acts = action is not HoldAction.SHOWN and before is not Disposition.NO_DECISION
    assert any(r.code is ReasonCode.GROUP_HELD for r in changed.reasons) is acts
    if before is not Disposition.PASS:
        assert changed.why is verdict.why, "what was found on the item itself stays its first reason"
    elif acts:
        assert (changed.why, finding_of(changed)) == (ReasonCode.GROUP_HELD, None)
        assert "vendor V-1 is held (hold-0001): 11 of 212" in changed.reasons[0].detail
    assert under_holds(verdict, Identity(vendor="V-2"), TIME, {VENDOR: (hold(action),)}) is verdict


def test_a_hold_is_released_once_with_operator_and_reason() -> None:
    release = Release(hold_id="hold-0001", operator="Ana", reason="recounted")
    let_go = released(hold(), release, TIME)
    assert let_go is not None
    assert (let_go.stands, let_go.released_by, let_go.released_why) == (False, "Ana", "recounted")
    assert released(let_go, release, TIME) is None
    with pytest.raises(HoldRefused, match="Ana released it already, because: recounted"):
        released(let_go, replace(release, operator="Eva"), TIME)
    with pytest.raises(HoldRefused, match="no hold"):
        released(None, release, TIME)


def test_a_command_that_lacks_something_says_all_that_it_lacks() -> None:
    with pytest.raises(ValueError, match="needs operator, reason"):
        release_of({"hold_id": "h", "operator": " ", "reason": 7})
    with pytest.raises(ValueError, match="needs dimension, name, operator, reason"):
        raise_of({}, hold_id="h", action=HoldAction.REVIEW, now_utc=TIME)
    with pytest.raises(ValueError, match="'belt' is none of sku"):
        raise_of(
            {"dimension": "belt", "name": "1", "operator": "Ana", "reason": "why"},
            hold_id="h",
            action=HoldAction.REVIEW,
            now_utc=TIME,
        )
