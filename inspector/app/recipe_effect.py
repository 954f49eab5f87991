"""What other recipes would have made of the last items: how many are stopped, how many of those are real, which change.

The items' own evidence is judged again, so detector and scorer are not asked. Of stopped items a share is real: it is
counted among those that people answered, and bounded by the share of damaged items that the asker states, for of
`stopped` items at most prevalence / share can be damaged. Items that pass are answered by nobody: what people said
tells of those that were stopped then.

Where the recipe scores otherwise than before, a good item of which only the score was kept is unknown. Those that are
left are no fair sample of all then, for stopped items keep their records: no rate is told of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inspector.app.kept_items import KeptItem, hours_of
from inspector.app.passing import passing_of, promise_of
from inspector.domain.item import Identity
from inspector.domain.planning import Estimate, counted
from inspector.domain.recipe import Recipe, RecipeBook
from inspector.domain.review import ASKED, Answer
from inspector.domain.verdict import Disposition

STEPS = 50  # of the curve
MOST_CHANGED = 40
NEVER = 1.0  # no score is above it


def effect_of(
    items: Sequence[KeptItem], *, now: RecipeBook, then: RecipeBook, name: str, prevalence: float
) -> dict[str, Any]:
    """Plain values, as `wire.setup.Preview` describes them. `name` is the recipe that differs between the books."""
    rescored = _rescored(now, then)
    silent = [item for item in items if item.known_by_score and item.recipe(then).name in rescored]
    told = [item for item in items if item.known or (item.known_by_score and item.recipe(then).name not in rescored)]
    damaged = prevalence * (len(told) + len(silent))
    before = [item.outcome(item.recipe(now)) for item in told]
    after = [item.outcome(item.recipe(then)) for item in told]
    hours = hours_of(items)
    per_hour = len(items) / hours if hours > 0 and not silent else None
    return {
        "items": len(items),
        "unknown": len(items) - len(told),
        "by_score": sum(item.known_by_score for item in told),
        "concerned": sum(item.recipe(then).name == name for item in told),
        "per_hour": per_hour,
        "prevalence": prevalence,
        "now": _tally(told, before, per_hour, damaged) | _line(now, name),
        "then": _tally(told, after, per_hour, damaged) | _line(then, name),
        "curve": _curve(told, after, then, name),
        "changing": sum(one is not other for one, other in zip(before, after, strict=True)),
        "changed": [
            _changed(item, one, other, now, then)
            for item, one, other in zip(told, before, after, strict=True)
            if one is not other
        ][:MOST_CHANGED],
    }


def _rescored(now: RecipeBook, then: RecipeBook) -> frozenset[str]:
    """The recipes by which an item's score is another than before."""
    before = {recipe.name: recipe.scoring() for recipe in now.recipes}
    return frozenset(recipe.name for recipe in then.recipes if before.get(recipe.name) != recipe.scoring())


def _tally(
    items: Sequence[KeptItem], outcomes: Sequence[Disposition], per_hour: float | None, damaged: float
) -> dict[str, Any]:
    """`damaged`: so many of all items can be."""
    counts = Counter(outcomes)
    stopped = sum(counts[outcome] for outcome in ASKED)
    answers = Counter(item.answer for item, outcome in zip(items, outcomes, strict=True) if outcome in ASKED)
    confirmed, overruled = answers[Answer.CONFIRMED], answers[Answer.OVERRULED]
    share = counted(stopped, len(items))
    return {
        "outcomes": {outcome.value: counts[outcome] for outcome in Disposition},
        "stopped": stopped,
        "stopped_per_hour": None if per_hour is None else _plain(share.times(per_hour)),
        "confirmed": confirmed,
        "overruled": overruled,
        "real": _plain(counted(confirmed, confirmed + overruled)) if confirmed + overruled else None,
        "real_at_most": min(1.0, damaged / stopped) if stopped else None,
    }


def _plain(estimate: Estimate) -> list[float]:
    return [estimate.low, estimate.value, estimate.high]


def _line(book: RecipeBook, name: str) -> dict[str, Any]:
    """The score from which on this recipe stops, without what single products have of their own."""
    recipe, learnt = _written(book, name), book.learnt.get(name)
    passing = passing_of(recipe)
    promise = promise_of(recipe, None if learnt is None else learnt.limits)
    return {"threshold": passing.threshold, "words": passing.words, "promise": promise}


def _written(book: RecipeBook, name: str) -> Recipe:
    """With the limit that counts for a product of this recipe that has none of its own."""
    recipe = next(one for one in book.recipes if one.name == name)
    learnt = book.learnt.get(name)
    if learnt is None:
        return recipe
    group, _, key = name.partition(":")
    whose = Identity(sku=key) if group == "sku" else Identity(material=key) if group == "material" else Identity()
    return replace(recipe, limit=learnt.limits.for_item(whose))


def _curve(items: Sequence[KeptItem], after: Sequence[Disposition], then: RecipeBook, name: str) -> dict[str, Any]:
    """Stopped items, and those of them that people answered, for each threshold that the recipe might have."""
    thresholds = [step / STEPS for step in range(STEPS + 1)]
    always: list[KeptItem] = []
    by_score: list[tuple[float, KeptItem]] = []
    for item, outcome in zip(items, after, strict=True):
        recipe = item.recipe(then)
        if recipe.name != name or item.fixed:
            always += [item] if outcome in ASKED else []
        elif item.outcome(replace(recipe, threshold=NEVER)) in ASKED:
            always.append(item)
        else:
            by_score.append((item.scored(recipe), item))
    points = [always + [item for score, item in by_score if score > at] for at in thresholds]
    return {
        "thresholds": thresholds,
        "stopped": [len(stopped) for stopped in points],
        "confirmed": [sum(item.answer is Answer.CONFIRMED for item in stopped) for stopped in points],
        "overruled": [sum(item.answer is Answer.OVERRULED for item in stopped) for stopped in points],
    }


def _changed(
    item: KeptItem, before: Disposition, after: Disposition, now: RecipeBook, then: RecipeBook
) -> dict[str, Any]:
    return {
        "rid": item.rid,
        "sku": item.identity.sku or "",
        "before": before.value,
        "after": after.value,
        "score": item.scored(item.recipe(now)),
        "score_then": item.scored(item.recipe(then)),
        "answer": None if item.answer is None else item.answer.value,
        "camera": item.cameras[0] if item.cameras else None,
    }
