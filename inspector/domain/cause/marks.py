"""Marks that several causes share: what people answered, what became of the items, complaints, and what checks saw."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median

from inspector.domain.cause.cause import Looking, Mark, Weighed, capped
from inspector.domain.cause.fact import Source, SourceKind
from inspector.domain.cause.gathered import Observation, SeenCheck
from inspector.domain.check import CheckOutcome
from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer

EACH_ANSWER, MOST_ANSWERS = 0.3, 1.5
EACH_FATE, MOST_FATES = 0.5, 1.5
EACH_COMPLAINT, MOST_COMPLAINTS = 0.5, 1.5
EACH_AGREEING, MOST_AGREEING = 0.5, 2.0
EACH_CONTRARY, MOST_CONTRARY = 1.0, 3.0
SAME_SHARE = 0.8


def confirmed_by_people(looking: Looking) -> Iterator[Weighed]:
    """Each answer that a person gave: the call was right."""
    reviews = [seen.review for seen in looking.calls if seen.review is not None]
    right = [review for review in reviews if review.answer is Answer.CONFIRMED]
    if right:
        text = f"people confirmed {len(right)} of these {len(looking.calls)} calls"
        sources = [Source(kind=SourceKind.REVIEW, name=review.review_id) for review in right]
        yield looking.weigh(text, sources, capped(EACH_ANSWER * len(right), MOST_ANSWERS))


def became(fate: Fate) -> Mark:
    """What people did with the items: relabelling them, sending them back."""

    def mark(looking: Looking) -> Iterator[Weighed]:
        wanted = {seen.record_id for seen in looking.calls}
        steps = [one for one in looking.gathered.steps if one.step.record_id in wanted and one.step.fate is fate]
        if steps:
            text = f"{len(steps)} of these items became {fate.lower()}"
            sources = [Source(kind=SourceKind.STEP, name=one.step.step_id) for one in steps]
            yield looking.weigh(text, sources, capped(EACH_FATE * len(steps), MOST_FATES))

    return mark


def complained_of(*signs: str) -> Mark:
    """Customers said the same of such items."""

    def mark(looking: Looking) -> Iterator[Weighed]:
        fitting = [one for one in looking.gathered.complaints if one.sign in signs]
        if fitting:
            text = f"{len(fitting)} complaints about such items speak of {' or '.join(signs)}".replace("_", " ")
            sources = [Source(kind=SourceKind.COMPLAINT, name=one.complaint_id) for one in fitting]
            yield looking.weigh(text, sources, capped(EACH_COMPLAINT * len(fitting), MOST_COMPLAINTS))

    return mark


def checks_of(looking: Looking, kind: str) -> list[tuple[Observation, SeenCheck]]:
    """What the check of this kind said of each call whose record is kept."""
    found = []
    for seen in looking.calls:
        trace = looking.gathered.traces.get(seen.record_id)
        check = None if trace is None else trace.of(kind)
        if check is not None and check.outcome is not CheckOutcome.NOT_APPLICABLE:
            found.append((seen, check))
    return found


def at_checks(found: Iterable[tuple[Observation, SeenCheck]]) -> list[Source]:
    """The checks as sources."""
    return [Source(kind=SourceKind.CHECK, name=f"{seen.record_id}/{check.check}") for seen, check in found]


def answered(kind: str, outcome: CheckOutcome, said: str, *, contrary: bool = False) -> Mark:
    """The check of this kind gave this answer on calls; `contrary` where that speaks against the cause."""

    def mark(looking: Looking) -> Iterator[Weighed]:
        found = checks_of(looking, kind)
        fitting = [(seen, check) for seen, check in found if check.outcome is outcome]
        if fitting:
            text = f"{said} on {len(fitting)} of {len(found)} of these items"
            weight = (
                -min(EACH_CONTRARY * len(fitting), MOST_CONTRARY)
                if contrary
                else min(EACH_AGREEING * len(fitting), MOST_AGREEING)
            )
            yield looking.weigh(text, at_checks(fitting), weight)

    return mark


def same_value(kind: str, value: Callable[[SeenCheck], str | None], said: str, *, same: float, many: float) -> Mark:
    """Nearly all calls have the one value (weight `same`), or they have many (weight `many`). Needs three calls."""

    def mark(looking: Looking) -> Iterator[Weighed]:
        found = [(seen, check, text) for seen, check in checks_of(looking, kind) if (text := value(check)) is not None]
        if len(found) < 3:
            return
        commonest, count = Counter(text for _, _, text in found).most_common(1)[0]
        sources = at_checks((seen, check) for seen, check, _ in found)
        if count >= SAME_SHARE * len(found):
            yield looking.weigh(f"{said} is the same, {commonest}, on {count} of {len(found)} items", sources, same)
        else:
            different = len({text for _, _, text in found})
            yield looking.weigh(f"{said} differs: {different} values on {len(found)} items", sources, many)

    return mark


def agreeing(
    kind: str, number: Callable[[SeenCheck], float | None], said: str, *, within: float, same: float, other: float
) -> Mark:
    """What was measured is within a share of its product's middle on nearly all calls (weight `same`), or is not
    (weight `other`). Compared within each product, and where it has three calls.
    """

    def mark(looking: Looking) -> Iterator[Weighed]:
        by_sku: dict[str | None, list[float]] = {}
        found = checks_of(looking, kind)
        for seen, check in found:
            if (value := number(check)) is not None:
                by_sku.setdefault(seen.identity.sku, []).append(value)
        several = [values for values in by_sku.values() if len(values) >= 3]
        if not several:
            return
        near = sum(abs(one - median(values)) <= within * median(values) for values in several for one in values)
        total = sum(map(len, several))
        text = f"{said} is within {within:.0%} of its product's middle on {near} of {total} items"
        yield looking.weigh(text, at_checks(found), same if near >= SAME_SHARE * total else other)

    return mark


def items_source(items: Sequence[Observation]) -> list[Source]:
    """The span of the ledger's rows that a count rests on."""
    numbers = [seen.number for seen in items]
    return [Source(kind=SourceKind.ROWS, name=f"{min(numbers)}-{max(numbers)}")] if numbers else []
