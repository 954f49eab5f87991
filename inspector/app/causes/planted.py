"""Lines on which the cause is known: one thing is planted, and the case is judged by whether that is named first.

What the station says of each item is drawn from what the real chain said of rendered items of that truth
(`rendered_outcomes`); who delivered it, which lot it is of, which way it came and when is drawn here. People answer
most calls some time later, and err now and then. The search is the one that `inspector investigate` makes.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np

from inspector.app.causes.rendered_outcomes import BLURRED, CRUSHED, EXPIRED, GOOD, RenderedOutcome
from inspector.domain.cause.gathered import Gathered, Observation, Subject, SubjectKind, Trace
from inspector.domain.cause.ranking import Answer, investigate
from inspector.domain.cause.sign import signs_of
from inspector.domain.cause.trace import trace_of
from inspector.domain.item import Identity
from inspector.domain.lot_baseline import BaselineRule
from inspector.domain.lot_group import groups_of
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import ASKED, OverruleReason, Review
from inspector.domain.review import Answer as PersonSays
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition, Verdict

START: Final = datetime(2026, 1, 5, 6, tzinfo=UTC)
CHECK_KINDS: Final = {
    "codes": "barcode",
    "expiry": "expiry",
    "looks": "wrong_item",
    "colour": "colour",
    "size": "size",
    "count": "count",
}
NOTHING: Final = "nothing"
_VENDORS, _STATIONS, _LOTS, _PER_HOUR = 6, 5, 4, 200
_ANSWERED, _ERRING = 0.7, 0.05
_ENOUGH_OF_ONE = 2
FALSE_CALLS: Final = 0.02
_CALLS = frozenset({Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION})

Draw = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """`truth` is what is wrong with a share of the items that have the same `share_in` as one item drawn first.

    `right` is the cause's name; `answered` whether people have answered calls yet. False calls are planted by `truth`
    None: items on which nothing is wrong and which the station isolated.
    """

    name: str
    right: str
    truth: str | None
    share_in: str
    rates: tuple[float, float] = (0.2, 0.6)
    answered: bool = True


PLANTS: Final = (
    Plant(name="a vendor with wrong labels", right="mislabelled_at_receiving", truth="mislabelled", share_in="vendor"),
    Plant(name="a lot with wrong labels", right="mislabelled_at_receiving", truth="mislabelled", share_in="lot"),
    Plant(name="a lot of another size", right="wrong_size_label", truth="wrong_size", share_in="lot"),
    Plant(name="a vendor's other colour", right="other_variant", truth="wrong_colour", share_in="vendor"),
    Plant(name="other goods in a bin", right="wrong_item_in_bin", truth="wrong_item", share_in="sku"),
    Plant(name="a lot that is expired", right="expired_lot", truth=EXPIRED, share_in="lot", rates=(0.8, 1.0)),
    Plant(name="a station that crushes", right="transit_damage", truth=CRUSHED, share_in="upstream"),
    Plant(name="a vendor who delivers damaged", right="delivered_damaged", truth=CRUSHED, share_in="vendor"),
    Plant(name="a product that does not bear handling", right="weak_packaging", truth=CRUSHED, share_in="sku"),
    Plant(name="a vendor who packs wrong counts", right="count_fault", truth="wrong_count", share_in="vendor"),
    Plant(name="a camera out of focus", right="camera_fault", truth=BLURRED, share_in="hour", rates=(0.3, 1.0)),
    Plant(name="false calls on one product", right="limit_too_tight", truth=None, share_in="sku"),
    Plant(
        name="a wrong size in the catalogue",
        right="catalogue_wrong",
        truth="wrong_size",
        share_in="sku",
        rates=(1.0, 1.0),
        answered=False,
    ),
    Plant(name=NOTHING, right="", truth=GOOD, share_in="sku"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One case: what was named first (empty where nothing was), how, and whether it is the planted cause and group.

    Where nothing is planted, right is to name nothing.
    """

    plant: str
    kind: SubjectKind
    answer: Answer
    first: str
    right: bool
    named_right: bool
    named_wrong: bool
    right_group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the chain said of one rendered item."""

    sku: str
    verdict: Verdict
    trace: Trace


class Pool:
    """Judged rendered items to draw from, always of the same product: what a bottle looks like says nothing of a book.

    Good items are drawn so that `FALSE_CALLS` of them were isolated: the demonstration's line isolates many more, and
    then the search rightly says of every product that its limit is too tight. Of a product of which too few good items
    were isolated, these are other products'.
    """

    def __init__(self, outcomes: Sequence[RenderedOutcome]) -> None:
        self._said: dict[tuple[str | None, str], list[Said]] = defaultdict(list)
        for outcome in outcomes:
            one = Said(
                sku=outcome.sku, verdict=verdict_of(outcome.report), trace=trace_of("", outcome.report, CHECK_KINDS)
            )
            false = outcome.kind == GOOD and one.verdict.disposition is not Disposition.PASS
            self._said[None if false else outcome.kind, outcome.sku].append(one)
        self.skus = sorted({one.sku for one in outcomes if one.kind == GOOD})
        self._false = [one for (truth, _), ones in self._said.items() if truth is None for one in ones]

    def shows(self, truth: str | None, sku: str) -> bool:
        """Whether enough items of this truth were rendered of the product. Some can not have it: not all are dated."""
        return len(self._said.get((truth, sku), ())) >= _ENOUGH_OF_ONE

    def draw(self, truth: str | None, sku: str, random: Draw) -> Said:
        """One item of this truth, which the product `shows`, or which is GOOD; None: good, and isolated."""
        if truth == GOOD and self._false and random.random() < FALSE_CALLS:
            truth = None
        fitting = self._said.get((truth, sku), [])
        if truth is None and len(fitting) < _ENOUGH_OF_ONE:
            fitting = self._false
        return fitting[int(random.integers(len(fitting)))]


def verdict_of(report: Mapping[str, Any]) -> Verdict:
    """The verdict that a report keeps."""
    written = report["verdict"]
    reasons = tuple(
        Reason(code=ReasonCode(one["code"]), score=one["score"], camera=one["camera"], detail=one["detail"])
        for one in written["reasons"]
    )
    return Verdict(
        disposition=Disposition(written["disposition"]),
        score=written["score"],
        reasons=reasons,
        recipe=written["recipe"],
    )


def try_plant(plant: Plant, pool: Pool, kind: SubjectKind, *, seed: int | tuple[int, ...], items: int) -> Tried | None:
    """One line, asked about a planted item that was called: by itself, by its lot, or by its product.

    None where the station called none of the planted items: then nobody asks.
    """
    line = _Line(plant, pool, np.random.default_rng(seed), items)
    chosen = line.called()
    if chosen is None:
        return None
    subject = _subject(chosen, kind)
    observed = tuple(line.observed)
    own = {seen.record_id for seen in observed if subject.has(seen) and seen.signs}
    traces = {record_id: trace for record_id, trace in line.traces.items() if record_id in own}
    gathered = Gathered(
        subject=subject,
        since_utc=observed[0].seen_utc,
        until_utc=observed[-1].seen_utc,
        items=observed,
        traces=traces,
    )
    case = investigate(gathered, rule=BaselineRule())
    first = case.hypotheses[0] if case.hypotheses else None
    named = case.answer is Answer.FOUND
    is_right = first is not None and first.cause.name == plant.right
    return Tried(
        plant=plant.name,
        kind=kind,
        answer=case.answer,
        first="" if first is None else first.cause.name,
        right=is_right if plant.right else not named,
        named_right=named and is_right,
        named_wrong=named and not is_right,
        right_group=is_right and first is not None and first.about.split(" ", 1)[-1] == line.bad_name,
    )


def _subject(chosen: Observation, kind: SubjectKind) -> Subject:
    if kind is SubjectKind.ITEM:
        return Subject(kind=kind, name=chosen.record_id)
    if kind is SubjectKind.SKU:
        return Subject(kind=kind, name=chosen.identity.sku or "")
    return Subject(kind=kind, name=chosen.identity.lot or "", sku=chosen.identity.sku)


class _Line:
    """Items of one line, the planted group among them."""

    def __init__(self, plant: Plant, pool: Pool, random: Draw, items: int) -> None:
        self._plant, self._pool, self._random = plant, pool, random
        self._vendors = random.integers(0, _VENDORS, (len(pool.skus), 2))
        self.observed: list[Observation] = []
        self.traces: dict[str, Trace] = {}
        self._bad: list[Observation] = []
        places = [self._place(number) for number in range(items)]
        late = places[items // 4 :]
        fitting = [place for place in late if self._can_show(place[0])] or late
        chosen = fitting[int(random.integers(len(fitting)))]
        self._group = self._key(*chosen)
        named = {group.dimension.value: group.name for group in groups_of(*chosen)}
        self.bad_name = named.get(plant.share_in, "")
        rate = float(random.uniform(*plant.rates))
        for number, (identity, seen_utc) in enumerate(places):
            planted = self._can_show(identity) and self._key(identity, seen_utc) == self._group
            planted = planted and plant.right != "" and random.random() < rate
            self._add(number, identity, seen_utc, plant.truth if planted else GOOD, planted=planted)

    def called(self) -> Observation | None:
        """A planted item that was called; where nothing is planted, any that was."""
        calls = [seen for seen in self._bad if seen.disposition in _CALLS and seen.signs]
        return calls[int(self._random.integers(len(calls)))] if calls else None

    def _can_show(self, identity: Identity) -> bool:
        return self._pool.shows(self._plant.truth, identity.sku or "")

    def _place(self, number: int) -> tuple[Identity, str]:
        random, skus = self._random, self._pool.skus
        sku = int(random.integers(len(skus)))
        identity = Identity(
            sku=skus[sku],
            lot=f"L{int(random.integers(_LOTS))}",
            vendor=f"V{self._vendors[sku, int(random.integers(2))]}",
            upstream=f"dock-{int(random.integers(_STATIONS))}",
        )
        return identity, iso_ms(START + timedelta(hours=number / _PER_HOUR))

    def _key(self, identity: Identity, seen_utc: str) -> tuple[str | None, ...]:
        by: dict[str, Callable[[], tuple[str | None, ...]]] = {
            "vendor": lambda: (identity.vendor,),
            "lot": lambda: (identity.sku, identity.lot),
            "sku": lambda: (identity.sku,),
            "upstream": lambda: (identity.upstream,),
            "hour": lambda: (seen_utc[:13],),
        }
        return by[self._plant.share_in]()

    def _add(self, number: int, identity: Identity, seen_utc: str, truth: str | None, *, planted: bool) -> None:
        drawn, record_id = self._pool.draw(truth, identity.sku or "", self._random), f"r{number}"
        verdict = drawn.verdict
        review = self._review(record_id, verdict, seen_utc, wrong=truth not in {GOOD, None})
        answer = None if review is None else review.answer
        seen = Observation(
            number=number + 1,
            record_id=record_id,
            identity=identity,
            seen_utc=seen_utc,
            disposition=verdict.disposition,
            score=verdict.score,
            reasons=verdict.reasons,
            signs=signs_of(verdict, answer, CHECK_KINDS),
            groups=groups_of(identity, seen_utc),
            review=review,
        )
        self.observed.append(seen)
        if seen.signs:
            self.traces[record_id] = replace(drawn.trace, record_id=record_id)
        if planted or not self._plant.right:
            self._bad.append(seen)

    def _review(self, record_id: str, verdict: Verdict, seen_utc: str, *, wrong: bool) -> Review | None:
        if not self._plant.answered or verdict.disposition not in ASKED or self._random.random() > _ANSWERED:
            return None
        right = wrong != (self._random.random() < _ERRING)
        return Review(
            review_id=f"a-{record_id}",
            record_id=record_id,
            answer=PersonSays.CONFIRMED if right else PersonSays.OVERRULED,
            operator="simulated",
            answered_utc=seen_utc,
            reason=None if right else OverruleReason.NO_DAMAGE,
        )
