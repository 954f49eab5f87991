"""What the lot watch would do on a line: how soon a bad vendor is held, and how often a group is held for nothing.

Items are drawn, not rendered: products by Zipf's law, each with a vendor and a new lot every 20,000 items of the line,
eight upstream stations, and findings of eight classes at a rate that differs from product to product. The watch is the
one that the daemon runs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from inspector.domain.beta import share_interval
from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension, Group, groups_of
from inspector.domain.lot_watch import Hit, LotWatch, Seen, WatchRule
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition, Verdict

WEEK_S = 7 * 86_400
START = datetime(2026, 1, 5, tzinfo=UTC)
CLASSES = tuple(code for code in ReasonCode if 201 <= code <= 208)
BAD_VENDOR = "V-bad"
_TOLD_BY_VENDOR = {Dimension.VENDOR, Dimension.LOT, Dimension.HOUR}  # its items come among all products and stations
ANSWERED_AFTER = 500  # items between a call and the person's answer to it

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`rate` of all findings together on good lots; `spread` is the sigma of its logarithm over products.

    `overruled` of the calls on good items are overruled by people; those on the bad vendor's are confirmed.
    """

    skus: int = 10_000
    vendors: int = 200
    items_per_week: int = 200_000
    rate: float = 0.01
    spread: float = 0.3
    overruled: float = 0.5
    bad_rate: float = 0.05
    bad_share: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One seed: items of the bad vendor until it was held (None: not within the run), and items of the line.

    `false_holds`: groups of every dimension that were held before and of which the vendor is not the cause.
    """

    seed: int
    vendor_items: int | None
    line_items: int
    false_holds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """One seed of a line on which nothing is wrong: holds, by dimension."""

    seed: int
    weeks: float
    holds: dict[str, int]


class Drawing:
    """Items of one line, one after the other."""

    def __init__(self, line: Line, seed: int) -> None:
        self._line = line
        self._random = np.random.default_rng(seed)
        weights = 1.0 / np.arange(1, line.skus + 1) ** 0.8
        self._skus = weights / weights.sum()
        spread = self._random.normal(0.0, line.spread, line.skus)
        self._rates = line.rate * np.exp(spread - line.spread**2 / 2)
        self._vendors = self._random.integers(0, line.vendors, line.skus)
        self._seconds = WEEK_S / line.items_per_week

    def items(self, count: int, *, first: int = 0, bad: bool = False) -> list[Seen]:
        """The next `count` items; with `bad`, a share of them comes from the bad vendor."""
        draws = self._random
        skus = draws.choice(self._line.skus, count, p=self._skus)
        from_bad = (draws.random(count) < self._line.bad_share) & bad
        chances = np.where(from_bad, self._line.bad_rate, self._rates[skus])
        showing = draws.random(count) < chances
        kinds = draws.integers(0, len(CLASSES), count)
        stations = draws.integers(0, 8, count)
        return [
            self._item(
                first + n,
                int(skus[n]),
                bad=bool(from_bad[n]),
                code=int(kinds[n]) if showing[n] else None,
                at=stations[n],
            )
            for n in range(count)
        ]

    def overruled(self) -> bool:
        """Whether a call on a good item is overruled."""
        return bool(self._random.random() < self._line.overruled)

    def _item(self, number: int, sku: int, *, bad: bool, code: int | None, at: int) -> Seen:
        seen = START + timedelta(seconds=number * self._seconds)
        identity = Identity(
            sku=f"SKU-{sku}",
            lot=f"{'B' if bad else 'L'}{number // 20_000}",
            vendor=BAD_VENDOR if bad else f"V-{self._vendors[sku]}",
            upstream=f"dock-{at}",
        )
        # The bad vendor's damage is of one kind, as it is when a machine or a carton is at fault.
        kind = None if code is None else CLASSES[1] if bad else CLASSES[code]
        return Seen(identity=identity, seen_utc=seen.strftime("%Y-%m-%dT%H:%M:%S.000Z"), verdict=_verdict(kind))


def find_bad_vendor(line: Line, rule: WatchRule, *, seed: int, warm_up: int, most: int) -> Found:
    """After `warm_up` good items a share of the next ones comes from the bad vendor, until it is held."""
    drawing, watch, holds = Drawing(line, seed), LotWatch(rule), _Holds()
    holds.run(watch, drawing, drawing.items(warm_up))
    vendor = seen = 0
    for start in range(0, most, 1000):
        for item in drawing.items(1000, first=warm_up + start, bad=True):
            seen += 1
            vendor += item.identity.vendor == BAD_VENDOR
            holds.run(watch, drawing, [item])
            if any(group == Group(dimension=Dimension.VENDOR, name=BAD_VENDOR) for group, _ in holds.held):
                return Found(seed=seed, vendor_items=vendor, line_items=seen, false_holds=holds.false)
    return Found(seed=seed, vendor_items=None, line_items=seen, false_holds=holds.false)


def quiet_line(line: Line, rule: WatchRule, *, seed: int, weeks: float, progress: Progress) -> Quiet:
    """A line on which nothing is wrong; the products still differ."""
    drawing, watch, holds = Drawing(line, seed), LotWatch(rule), _Holds()
    total = round(line.items_per_week * weeks)
    for start in range(0, total, 5000):
        holds.run(watch, drawing, drawing.items(min(5000, total - start), first=start))
        watch.take_touched()
        watch.baseline.take_touched()
        progress(start, total)
    counts = {d.value: sum(group.dimension is d for group, _ in holds.held) for d in rule.dimensions}
    return Quiet(seed=seed, weeks=weeks, holds=counts)


class _Holds:
    """Plays the stage: each group is held once per finding; people answer calls some hundred items later."""

    def __init__(self) -> None:
        self.held: set[tuple[Group, str]] = set()
        self.false = 0
        self._of_bad: set[Group] = set()  # the bad vendor, its lots, the hours in which it delivers
        self._waiting: list[tuple[int, Seen, Answer]] = []
        self._count = 0

    def run(self, watch: LotWatch, drawing: Drawing, items: list[Seen]) -> None:
        for item in items:
            self._count += 1
            bad = item.identity.vendor == BAD_VENDOR
            if bad:
                self._of_bad |= {g for g in groups_of(item.identity, item.seen_utc) if g.dimension in _TOLD_BY_VENDOR}
            self._note(watch.observe(item))
            if item.verdict.disposition is not Disposition.PASS:
                answer = Answer.OVERRULED if not bad and drawing.overruled() else Answer.CONFIRMED
                self._waiting.append((self._count + ANSWERED_AFTER, item, answer))
            while self._waiting and self._waiting[0][0] <= self._count:
                _, answered, answer = self._waiting.pop(0)
                watch.answered(answered, answer)

    def _note(self, hits: list[Hit]) -> None:
        for hit in hits:
            if (hit.group, hit.finding) not in self.held:
                self.held.add((hit.group, hit.finding))
                self.false += hit.group not in self._of_bad


def summary(found: list[Found]) -> dict[str, object]:
    """Quantiles of the items until the bad vendor was held; a seed that never held it counts as the worst."""
    taken = sorted(math.inf if f.vendor_items is None else f.vendor_items for f in found)
    held = sum(f.vendor_items is not None for f in found)

    def at(share: float) -> float | None:
        value = taken[min(len(taken) - 1, math.ceil(share * len(taken)) - 1)]
        return None if math.isinf(value) else value

    return {
        "seeds": len(found),
        "held": held,
        "held_share_ci95": share_interval(held, len(found)),
        "vendor_items_median": at(0.5),
        "vendor_items_p90": at(0.9),
        "vendor_items_most": at(1.0),
        "other_holds_before": sum(f.false_holds for f in found),
    }


def with_items(rule: WatchRule, line: Line) -> WatchRule:
    """The rule for a line of that many items."""
    return replace(rule, items_per_week=line.items_per_week)


def _verdict(code: ReasonCode | None) -> Verdict:
    if code is None:
        reason = Reason(code=ReasonCode.INTACT)
        return Verdict(disposition=Disposition.PASS, score=0.0, reasons=(reason,), recipe="default")
    return Verdict(disposition=Disposition.DIVERT, score=0.9, reasons=(Reason(code=code),), recipe="default")
