"""What passes, in one number and in words: the score that an item of a product may have and still stay on the line."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.app.judges import Judges
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
