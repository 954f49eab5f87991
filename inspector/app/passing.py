"""What passes, in one number and in words: the score that an item of a product may have and still stay on the line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inspector.app.judges import Judges
from inspector.domain.conformal import LimitTable, least_items
from inspector.domain.item import Identity
from inspector.domain.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """`threshold`: the score from which on an item is stopped; `words` say where it comes from."""

    recipe: str
    threshold: float
    words: str


def passing(judges: Judges, identities: Iterable[Identity]) -> list[Passing]:
    """The distinct limits of these products, as the catalogue's costs and the calibration have them."""
    found = []
    for identity in identities:
        entry = judges.catalogue.find(identity.sku) if identity.sku is not None else None
        found.append(passing_of(judges.recipes.for_item(identity, None if entry is None else entry.costs)))
    return list(dict.fromkeys(found))


def passing_of(recipe: Recipe) -> Passing:
    """The limit of one recipe."""
    limit, costs = recipe.limit, recipe.costs
    if recipe.threshold is not None:
        words = f"score of at most {recipe.threshold:.4g} (set by a person; it promises nothing)"
        return Passing(recipe=recipe.name, threshold=recipe.threshold, words=words)
    if limit is not None:
        words = f"score of at most {limit.threshold:.4g} (alpha {limit.alpha:g}, {limit.group}, {limit.n} items)"
        return Passing(recipe=recipe.name, threshold=limit.threshold, words=words)
    least = costs.least_stopped
    words = (
        f"P(damage) below {least:.4g}: missed damage costs {costs.missed_damage:g}, a false divert "
        f"{costs.false_divert:g}, a review {costs.review:g}"
    )
    return Passing(recipe=recipe.name, threshold=least, words=words)


def promise_of(recipe: Recipe, limits: LimitTable | None) -> dict[str, Any]:
    """How many good items are stopped at most, and on what that rests; plain, as `wire.setup.PromisePart` says.

    A person's threshold and costs promise nothing. `limits` are all that the recipe's calibration holds, if it has one:
    a group of fewer than 1/alpha - 1 good items has no limit of its own, and another one counts for it.
    """
    if limits is None or recipe.limit is None:
        return {"by": "person" if recipe.threshold is not None else "costs"}
    limit = recipe.limit
    known = {"alpha": limit.alpha, "n": limit.n, "group": limit.group, "needed": least_items(limit.alpha)}
    if recipe.threshold is not None:
        return {"by": "person", **known}
    low, high = limit.realised()
    own = len(limits.by_material) + len(limits.by_sku) if recipe.name == "default" else 0
    return {"by": "calibration", **known, "realised": [low, limit.alpha, high], "own_limits": own}
