"""Ranks the causes of what a subject shows. Every part of a score is a weighed fact or the prior.

score = prior
      + how much more often the cause's group shows its signs than others do (ln of the Bayes factor, within ±`MOST`)
      - how much better another cause's group tells the same signs (the difference of those, at most `MOST`)
      + ln of the odds that a call of the subject is one of the cause's (half a call added to each side, within
        ±`MOST_SHARE`)
      + the weights of the cause's own marks
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.cause.cause import Cause, Hypothesis, Looking, Weighed, capped
from inspector.domain.cause.examples import examples
from inspector.domain.cause.fact import Fact, Notebook, Source, SourceKind, decisions
from inspector.domain.cause.gathered import Gathered, Observation
from inspector.domain.cause.known import CAUSES
from inspector.domain.cause.marks import items_source
from inspector.domain.cause.rates import GroupRate, Tallies, best_group
from inspector.domain.lot_baseline import BaselineRule

MOST = 6.0
MOST_SHARE = 2.0
ENOUGH = 3.0  # odds of 20 to 1
AHEAD = 1.1  # three times the odds of the next


class Answer(StrEnum):
    """FOUND: the first hypothesis leads. UNDECIDED: it is strong, another nearly as much. The rest is no answer."""

    FOUND = "found"
    UNDECIDED = "undecided"
    NOT_ENOUGH = "not_enough_evidence"
    NOTHING_SHOWN = "nothing_shown"
    NO_ITEMS = "no_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`hypotheses` from the likeliest; `items` and `calls` are the subject's, `seen` all items of the span."""

    gathered: Gathered
    answer: Answer
    hypotheses: tuple[Hypothesis, ...]
    facts: tuple[Fact, ...]
    seen: int
    items: int
    calls: int

    def fact(self, fact_id: str) -> Fact | None:
        """By its id."""
        return next((fact for fact in self.facts if fact.fact_id == fact_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    cause: Cause
    rate: GroupRate | None
    calls: tuple[Observation, ...]


def investigate(gathered: Gathered, *, rule: BaselineRule, causes: Sequence[Cause] = CAUSES) -> Case:
    """Weigh every cause. Pure; time grows with items times causes."""
    notebook = Notebook()
    own, calls = gathered.own, gathered.calls
    _subject(gathered, own, calls, notebook)
    tallies = Tallies(gathered.items if calls else ())
    groups = [_group(tallies, calls, cause, rule) for cause in causes] if calls else []
    weighed = [_weighed(gathered, calls, group, groups, notebook) for group in groups]
    ranked = tuple(sorted(weighed, key=lambda one: (one.explains == 0, -one.score, one.cause.name)))
    _holds(gathered, notebook)
    examples(gathered, ranked, notebook)
    return Case(
        gathered=gathered,
        answer=_answer(own, calls, ranked),
        hypotheses=ranked,
        facts=notebook.facts,
        seen=len(gathered.items),
        items=len(own),
        calls=len(calls),
    )


def _group(tallies: Tallies, calls: Sequence[Observation], cause: Cause, rule: BaselineRule) -> _Group:
    fitting = tuple(seen for seen in calls if seen.signs & cause.signs)
    rate = best_group(tallies, fitting, cause.signs, cause.loci, rule) if fitting else None
    inside = tuple(s for s in fitting if rate is None or rate.group is None or rate.group in s.groups)
    return _Group(cause=cause, rate=rate, calls=inside)


def _weighed(
    gathered: Gathered, calls: Sequence[Observation], group: _Group, groups: Sequence[_Group], notebook: Notebook
) -> Hypothesis:
    cause = group.cause
    looking = Looking(gathered=gathered, calls=group.calls, rate=group.rate, notebook=notebook)
    found = [*_rates(looking, group, groups), _share(looking, calls, cause)]
    if group.calls:
        for mark in cause.marks:
            found += mark(looking)
    return Hypothesis(
        cause=cause,
        about="" if group.rate is None else group.rate.name,
        rate=group.rate,
        score=round(cause.prior + sum(one.weight for one in found), 2),
        explains=len(group.calls),
        calls=group.calls,
        weighed=tuple(found),
    )


def _rates(looking: Looking, group: _Group, groups: Sequence[_Group]) -> Iterator[Weighed]:
    rate, cause = group.rate, group.cause
    if rate is None:
        return
    yield looking.weigh(rate.sentence(cause.shown), items_source(looking.gathered.items), capped(rate.weight, MOST))
    rivals = [
        one.rate
        for one in groups
        if one.rate is not None and one.rate.weight > rate.weight and one.cause.signs & cause.signs
    ]
    best = max(rivals, key=lambda one: one.weight, default=None)
    if best is not None and best.weight > 0:
        text = f"the same items follow {best.name} more closely than {rate.name}"
        weight = -min(MOST, best.weight - max(rate.weight, 0.0))
        yield looking.weigh(text, items_source(looking.gathered.items), weight)


def _share(looking: Looking, calls: Sequence[Observation], cause: Cause) -> Weighed:
    fitting, others = len(looking.calls), len(calls) - len(looking.calls)
    weight = capped(math.log((fitting + 0.5) / (others + 0.5)), MOST_SHARE)
    where = "" if looking.rate is None else f" within {looking.rate.name}"
    text = f"{fitting} of the {len(calls)} calls show {cause.shown}{where}"
    shown = looking.calls or tuple(calls)
    return looking.weigh(text, decisions([seen.record_id for seen in shown]), weight)


def _subject(gathered: Gathered, own: Sequence[Observation], calls: Sequence[Observation], notebook: Notebook) -> None:
    if own:
        text = f"{gathered.subject}: {len(calls)} of {len(own)} items between {own[0].seen_utc[:16]} and "
        notebook.note(text + f"{own[-1].seen_utc[:16]} UTC show anything", items_source(own))


def _holds(gathered: Gathered, notebook: Notebook) -> None:
    """Told and not weighed: the lot watch looked at the same items."""
    own = {group for seen in gathered.own for group in seen.groups}
    for hold in gathered.holds:
        if hold.group in own and hold.stands:
            text = f"{hold.group} is held since {hold.raised_utc[:16]} UTC for {hold.finding}: {hold.why}"
            notebook.note(text, [Source(kind=SourceKind.HOLD, name=hold.hold_id)])


def _answer(own: Sequence[Observation], calls: Sequence[Observation], ranked: Sequence[Hypothesis]) -> Answer:
    if not own:
        return Answer.NO_ITEMS
    if not calls:
        return Answer.NOTHING_SHOWN
    if not ranked or ranked[0].explains == 0 or ranked[0].score < ENOUGH:
        return Answer.NOT_ENOUGH
    near = any(ranked[0].score - one.score < AHEAD for one in ranked[1:] if one.explains)
    alike = any(_same_items(ranked[0], one) for one in ranked[1:] if one.score >= ENOUGH)
    return Answer.UNDECIDED if near or alike else Answer.FOUND


def _same_items(one: Hypothesis, other: Hypothesis) -> bool:
    """A vendor who brings one product alone, and that product: what was seen can not tell them apart."""
    if one.rate is None or other.rate is None or not one.cause.signs & other.cause.signs:
        return False
    return (one.rate.hits, one.rate.items) == (other.rate.hits, other.rate.items)
