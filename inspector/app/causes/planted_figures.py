"""How often the planted cause is named, with intervals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from inspector.app.causes.planted import NOTHING, PLANTS, Tried
from inspector.domain.beta import share_interval
from inspector.domain.cause.gathered import SubjectKind

EVERY = "all planted causes"


def figures(tried: Sequence[Tried]) -> list[dict[str, Any]]:
    """A row per plant, then all planted causes by what was asked for, and together; the cases are independent lines.

    `first`: the planted cause is ranked first; `group`: with its vendor, lot, station, product or hour as well.
    `named`: the answer is `found` and right; `misnamed`: it is `found` and another one. Where nothing is planted every
    cause that is named is wrong. The intervals are those of independent lines; all lines draw from the same rendered
    items, so they are a little too narrow.
    """
    rows = [_row(plant.name, [one for one in tried if one.plant == plant.name]) for plant in PLANTS]
    planted = [one for one in tried if one.plant != NOTHING]
    rows += [_row(f"{EVERY}, by {kind}", [one for one in planted if one.kind is kind]) for kind in SubjectKind]
    return [*rows, _row(EVERY, planted)]


def _row(name: str, tried: Sequence[Tried]) -> dict[str, Any]:
    nothing = name == NOTHING
    wrong = Counter(one.first for one in tried if one.named_wrong)
    return {
        "planted": name,
        "cases": len(tried),
        "first": None if nothing else _share(one.right for one in tried),
        "group": None if nothing else _share(one.right_group for one in tried),
        "named": None if nothing else _share(one.named_right for one in tried),
        "misnamed": _share(one.named_wrong for one in tried),
        "misnamed_as": dict(wrong.most_common()),
    }


def _share(hits: Iterable[bool]) -> dict[str, Any]:
    listed = list(hits)
    found, n = sum(listed), len(listed)
    return {"n": found, "share": found / n if n else None, "ci95": share_interval(found, n)}
