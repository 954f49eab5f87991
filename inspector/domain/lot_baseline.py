"""What rate of each finding is usual: over all items, and for a product by its own past, drawn towards that of all."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_P = 0.5
HALVE_AT = 2_000_000  # items; beyond, all counts are halved, so that the baseline follows slow change


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRule:
    """`expected_rate` counts as much as `prior_items` items; a product's own past beyond `sku_prior_items` leads.

    No baseline is below `least_rate`, and what a group may show without being held is `tolerance` times its baseline.
    """

    expected_rate: float = 0.005
    prior_items: float = 2000.0
    sku_prior_items: float = 1000.0
    least_rate: float = 0.001
    tolerance: float = 1.5
    most_skus: int = 100_000


@dataclass(slots=True)
class Counts:
    """Items looked at, and how many showed each finding."""

    items: float = 0.0
    found: dict[str, float] = field(default_factory=dict)

    def add(self, finding: str | None) -> None:
        """One more item."""
        self.items += 1
        if finding is not None:
            self.found[finding] = self.found.get(finding, 0.0) + 1


class Baseline:
    """Learns from every item, after the item was tested: what is expected of it never rests on itself."""

    def __init__(self, rule: BaselineRule) -> None:
        self._rule = rule
        self.all = Counts()
        self.skus: OrderedDict[str, Counts] = OrderedDict()
        self._touched: set[str] = set()

    def rate(self, finding: str, sku: str | None) -> float:
        """The tolerated probability that an item of this product shows the finding."""
        rule = self._rule
        common = (rule.expected_rate * rule.prior_items + self.all.found.get(finding, 0.0)) / (
            rule.prior_items + self.all.items
        )
        own = self.skus.get(sku) if sku is not None else None
        if own is not None:
            shrunk = (common * rule.sku_prior_items + own.found.get(finding, 0.0)) / (rule.sku_prior_items + own.items)
            common = max(common, shrunk)
        return min(MOST_P, rule.tolerance * max(rule.least_rate, common))

    def rates(self, findings: Iterable[str], sku: str | None) -> dict[str, float]:
        """`rate` of several."""
        return {name: self.rate(name, sku) for name in findings}

    def learn(self, finding: str | None, sku: str | None) -> None:
        """One judged item."""
        self.all.add(finding)
        if self.all.items > HALVE_AT:
            self.all = Counts(items=self.all.items / 2, found={name: n / 2 for name, n in self.all.found.items()})
        if sku is None:
            return
        counts = self.skus.setdefault(sku, Counts())
        self.skus.move_to_end(sku)
        counts.add(finding)
        self._touched.add(sku)

    def take_touched(self) -> dict[str, Counts | None]:
        """The products whose counts changed since the last time; None for one that is forgotten to make room."""
        while len(self.skus) > self._rule.most_skus:
            self._touched.add(self.skus.popitem(last=False)[0])
        taken = {sku: self.skus.get(sku) for sku in self._touched}
        self._touched.clear()
        return taken
