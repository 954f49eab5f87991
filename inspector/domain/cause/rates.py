"""Does a group of similar items show a sign more often than the others? A Bayes factor, exact for what it assumes.

`raised`: the group has a rate of its own, uniform on 0 … 1, and the others have theirs. `common`: all have one rate.
Where nothing else is known a rate has the prior Beta(e w, (1 - e) w) with e the expected rate of the lot watch and
w = `PRIOR_ITEMS`. The marginal likelihood of k signs on n items is then a ratio of beta functions (the beta-binomial;
Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4), and the same `common` stands below every group, so that
groups of all dimensions can be compared. Only a rate that is above the others' counts: the factor is multiplied by the
posterior probability of that over its prior one (Morey and Wagenmakers, Statistics & Probability Letters 2014), with
the others' rate taken at its posterior mean.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector.domain.beta import beta_cdf, share_interval
from inspector.domain.cause.gathered import Observation
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_baseline import BaselineRule
from inspector.domain.lot_group import Dimension, Group

PRIOR_ITEMS = 100.0
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRate:
    """`hits` of `items` in the group, `other_hits` of `other_items` outside; `group` None is the whole station.

    `weight` is the natural logarithm of the Bayes factor, less the logarithm of how many groups were looked at.
    """

    group: Group | None
    hits: int
    items: int
    other_hits: int
    other_items: int
    weight: float

    @property
    def name(self) -> str:
        """For people."""
        return "the whole station" if self.group is None else f"{_CALLED[self.group.dimension]} {self.group.name}"

    @property
    def rate(self) -> float:
        """In the group."""
        return self.hits / self.items if self.items else 0.0

    @property
    def elsewhere(self) -> float:
        """Outside."""
        return self.other_hits / self.other_items if self.other_items else 0.0

    def sentence(self, what: str) -> str:
        """With the exact interval of the group's share."""
        low, high = share_interval(self.hits, self.items)
        share = f"{self.rate:.1%}, 95 % {low:.1%} to {high:.1%}"
        told = f"{self.name}: {self.hits} of {self.items} items ({share}) with {what}"
        if self.group is None:
            return told
        return f"{told}; elsewhere {self.other_hits} of {self.other_items} ({self.elsewhere:.1%})"


_CALLED = {
    Dimension.SKU: "product",
    Dimension.LOT: "lot",
    Dimension.VENDOR: "vendor",
    Dimension.UPSTREAM: "station",
    Dimension.HOUR: "hour",
}


def log_factor(hits: int, items: int, other_hits: int, other_items: int, rule: BaselineRule) -> float:
    """The logarithm of the Bayes factor for a raised rate.

    >>> round(log_factor(30, 60, 10, 2000, BaselineRule()), 1) > 50, log_factor(0, 60, 10, 2000, BaselineRule()) < 0
    (True, True)
    """
    a, b = rule.expected_rate * PRIOR_ITEMS, (1 - rule.expected_rate) * PRIOR_ITEMS
    all_hits, all_items = hits + other_hits, items + other_items
    raised = _lbeta(1 + hits, 1 + items - hits)
    others = _lbeta(a + other_hits, b + other_items - other_hits)
    common = _lbeta(a + all_hits, b + all_items - all_hits)
    usual = (a + other_hits) / (a + b + other_items)
    above = 1.0 - beta_cdf(usual, 1 + hits, 1 + items - hits)
    return raised + others - common + math.log(max(above, _LEAST) / (1.0 - usual))


class Tallies:
    """Items by group and by what they show, counted once for all causes."""

    def __init__(self, items: Iterable[Observation]) -> None:
        self._shown: dict[Group | None, Counter[frozenset[Sign]]] = {None: Counter()}
        for seen in items:
            for group in (None, *seen.groups):
                self._shown.setdefault(group, Counter())[seen.signs] += 1

    def count(self, group: Group | None, signs: frozenset[Sign]) -> tuple[int, int]:
        """(items that show one of the signs, items) of the group; None: of the station."""
        shown = self._shown.get(group, Counter())
        return sum(n for found, n in shown.items() if found & signs), shown.total()

    def rate(self, group: Group | None, signs: frozenset[Sign], among: int, rule: BaselineRule) -> GroupRate:
        """The group against all others; `among` so many groups it was found."""
        hits, items = self.count(group, signs)
        all_hits, all_items = self.count(None, signs)
        other_hits, others = all_hits - hits, all_items - items
        weight = log_factor(hits, items, other_hits, others, rule) - math.log(among)
        if hits / items < rule.tolerance * (other_hits / others if others else rule.expected_rate):
            weight = min(weight, 0.0)
        return GroupRate(group=group, hits=hits, items=items, other_hits=other_hits, other_items=others, weight=weight)


def best_group(
    tallies: Tallies,
    calls: Sequence[Observation],
    signs: frozenset[Sign],
    loci: Iterable[Dimension | None],
    rule: BaselineRule,
) -> GroupRate | None:
    """The group of a call, in one of the dimensions, that speaks most for a raised rate; None where no call has one.

    A rate that is not `tolerance` times the others' is no cause, however sure it is: then the weight is at most 0.
    """
    wanted = set(loci)
    groups: list[Group | None] = [*sorted({g for seen in calls for g in seen.groups if g.dimension in wanted})]
    if None in wanted:
        groups.append(None)
    found = [tallies.rate(group, signs, len(groups), rule) for group in groups]
    return max(found, key=lambda one: (one.weight, one.items), default=None)


def _lbeta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
