"""What the line did, compared with what was really on the belt."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector.domain.verdict import Disposition
from inspector.scene.line import LineSpec, item_at

Got = tuple[int, str | None]
"""Index of an item on the line, and its disposition; None where no decision counted: it took the default lane."""

ISOLATED = frozenset({Disposition.DIVERT.value, Disposition.REVIEW.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """REVIEW counts as diverted: a person will see the item. NO_DECISION, a late decision and none at all do not.

    `damaged` and `intact` are all items that went through, decided or not; `intact` ones are right in every way.
    `by_class` has the classes of damage and, on a line that has them, the mix-ups and expired items.
    """

    damaged: int
    damaged_diverted: int
    intact: int
    intact_diverted: int
    by_class: Mapping[str, tuple[int, int]]

    def to_json(self) -> dict[str, object]:
        """Plain values; `by_class` has [diverted, of] per defect class."""
        return {
            "damaged": self.damaged,
            "damaged_diverted": self.damaged_diverted,
            "intact": self.intact,
            "intact_diverted": self.intact_diverted,
            "by_class": {name: list(pair) for name, pair in sorted(self.by_class.items())},
        }


def confusion(spec: LineSpec, outcomes: Iterable[Got]) -> Confusion:
    """What the items of this line got, compared with what they are."""
    totals: Counter[str] = Counter()
    of_class: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for index, disposition in outcomes:
        item = item_at(spec, index)
        kind = "damaged" if item.damaged else "wrong" if item.wrong else "intact"
        isolated = disposition in ISOLATED
        totals[kind] += 1
        totals[f"{kind}_diverted"] += isolated
        for name in set(item.wrong):
            of_class[name] += 1
            caught[name] += isolated
    return Confusion(
        damaged=totals["damaged"],
        damaged_diverted=totals["damaged_diverted"],
        intact=totals["intact"],
        intact_diverted=totals["intact_diverted"],
        by_class={name: (caught[name], of_class[name]) for name in of_class},
    )
