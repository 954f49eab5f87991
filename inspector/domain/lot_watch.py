"""Watches every group of similar items for a rate above baseline, item by item. Pure: who calls it keeps its state.

The number of false hits is bounded, not tested for: at most `false_per_week` per week on average while nothing is
wrong, over all groups and findings together (the bound of `lot_detector`, added up over items, dimensions, findings).
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.domain.hold import HoldFacts
from inspector.domain.item import Identity
from inspector.domain.lot_baseline import Baseline, BaselineRule
from inspector.domain.lot_detector import Detector, Tally
from inspector.domain.lot_findings import KINDS, finding_of, observed
from inspector.domain.lot_group import Dimension, Group, groups_of
from inspector.domain.review import Answer
from inspector.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRule:
    """`items_per_week` is what the station sees at most; `checks` of the config add to the findings there can be."""

    dimensions: tuple[Dimension, ...] = tuple(Dimension)
    false_per_week: float = 1.0
    items_per_week: int = 200_000
    checks: int = 0
    min_calls: int = 3
    most_groups: int = 20_000
    baseline: BaselineRule = field(default_factory=BaselineRule)

    @property
    def threshold(self) -> float:
        """The evidence at which a group is held."""
        tests = self.items_per_week * len(self.dimensions) * (KINDS + self.checks)
        return tests / self.false_per_week


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One item as the watch takes it: who it is, when it was seen (ISO 8601 UTC), what was said."""

    identity: Identity
    seen_utc: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A group whose evidence passed the threshold; the facts are since the first call of this run of evidence."""

    group: Group
    finding: str
    facts: HoldFacts


class LotWatch:
    """Not thread-safe. `changed` and `gone` collect the groups whose state differs from what was last taken."""

    def __init__(self, rule: WatchRule) -> None:
        self.rule = rule
        self.baseline = Baseline(rule.baseline)
        self.groups: OrderedDict[Group, Detector] = OrderedDict()
        self._touched: set[Group] = set()

    def observe(self, seen: Seen) -> list[Hit]:
        """One judged item, in the order in which items were seen. Groups that pass the threshold with it."""
        if not observed(seen.verdict):
            return []
        finding, sku = finding_of(seen.verdict), seen.identity.sku
        hits = []
        for group in self._groups(seen):
            detector = self.groups.get(group)
            if detector is None:
                if finding is None:
                    continue
                detector = Detector()
            found = {name: name == finding for name in detector.tallies}
            if finding is not None:
                found[finding] = True
            hits += self._take(group, detector, found, seen)
        self.baseline.learn(finding, sku)
        return hits

    def answered(self, seen: Seen, answer: Answer) -> None:
        """A person's answer about an item that was observed: an overruled call counts no more.

        A confirmed one counted in full from the start. Only `observe` ever raises evidence, in the order in which items
        were seen: answers come late and in any order, and tests of their own on them would see bursts that are none.
        """
        finding = finding_of(seen.verdict) if observed(seen.verdict) else None
        if finding is None:
            return
        for group in self._groups(seen):
            detector = self.groups.get(group)
            if detector is None or finding not in detector.tallies:
                continue
            if answer is Answer.CONFIRMED:
                detector.confirm(finding)
            elif answer is Answer.OVERRULED:
                detector.overrule(finding)
            self._touched.add(group)

    def restart(self, group: Group, finding: str) -> None:
        """The group was let go: its evidence begins anew."""
        detector = self.groups.get(group)
        if detector is not None:
            detector.drop(finding)
            self._touched.add(group)

    def take_touched(self) -> Mapping[Group, Detector | None]:
        """The groups whose state changed since the last time; None for one that holds nothing any more."""
        for group in [g for g in self._touched if g in self.groups and not self.groups[g].tallies]:
            del self.groups[group]
        while len(self.groups) > self.rule.most_groups:
            group, _ = self.groups.popitem(last=False)
            self._touched.add(group)
        taken = {group: self.groups.get(group) for group in self._touched}
        self._touched.clear()
        return taken

    def load(self, groups: Iterable[tuple[Group, Detector]]) -> None:
        """What an earlier process left."""
        self.groups = OrderedDict(sorted(groups, key=lambda entry: entry[1].last))

    def _groups(self, seen: Seen) -> Sequence[Group]:
        return [g for g in groups_of(seen.identity, seen.seen_utc) if g.dimension in self.rule.dimensions]

    def _take(self, group: Group, detector: Detector, found: Mapping[str, bool], seen: Seen) -> list[Hit]:
        detector.observe(found, self.baseline.rates(found, seen.identity.sku), seen.seen_utc)
        self.groups[group] = detector
        if any(found.values()):
            self.groups.move_to_end(group)
        self._touched.add(group)
        return [
            Hit(group=group, finding=name, facts=_facts(detector.tallies[name], detector.strength(name)))
            for name, present in found.items()
            if present and self._over(detector, name)
        ]

    def _over(self, detector: Detector, name: str) -> bool:
        return detector.strength(name) >= self.rule.threshold and detector.tallies[name].calls >= self.rule.min_calls


def _facts(tally: Tally, evidence: float) -> HoldFacts:
    return HoldFacts(
        since=tally.since,
        items=tally.items,
        calls=tally.calls,
        expected=tally.expected,
        confirmed=tally.confirmed,
        overruled=tally.overruled,
        evidence=evidence,
    )
