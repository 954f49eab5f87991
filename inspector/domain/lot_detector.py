"""Evidence that a group's rate of a finding rose above its baseline: a Shiryaev-Roberts e-detector, always valid.

For item i with baseline probability p_i and finding x_i (0 or 1), the likelihood ratio against odds raised by the
factor t is L = t**x / (1 - p + t p); its mean is at most 1 while the true probability is at most p. R = (R + w) L,
summed over a few factors t with weights w that add up to 1, is the sum of such tests started at every item: an
e-detector (Shin, Ramdas, Rinaldo, "E-detectors: a nonparametric framework for sequential change detection", 2022).
Under the null the mean of R after n items is at most n, so by Ville's inequality R reaches c within n items with
probability n / c at most: looking after every item costs nothing, and groups need not be independent for these bounds
to be added up.

What is left out (starts before the first finding, evidence that was dropped, calls that a person overruled) only makes
R smaller, so the bound stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FACTORS = (2.0, 4.0, 8.0, 16.0, 32.0)
WEIGHT = 1.0 / len(FACTORS)
QUIET = 8.0  # so many findings were to be expected and none came: with chance exp(-8); the evidence is dropped


@dataclass(slots=True)
class Tally:
    """Since the first finding of this run of evidence: items, calls, what was to be expected, what people said."""

    since: str
    items: int = 0
    calls: int = 0
    expected: float = 0.0
    confirmed: int = 0
    overruled: int = 0
    quiet: float = 0.0


@dataclass(slots=True)
class Detector:
    """One group: evidence per finding. Findings appear with their first call. Not thread-safe.

    `last` is the time (ISO 8601) of the newest call.
    """

    last: str = ""
    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: dict[str, list[float]] = field(default_factory=dict)

    def observe(self, found: Mapping[str, bool], baseline: Mapping[str, float], seen_utc: str) -> None:
        """One item: for each finding that it could have shown, whether it did. `baseline` has those findings."""
        for name, present in found.items():
            tally = self.tallies.get(name)
            if tally is None:
                if not present:
                    continue
                tally = self.tallies[name] = Tally(since=seen_utc)
                self.evidence[name] = [0.0] * len(FACTORS)
            p = baseline[name]
            self.evidence[name] = [
                (r + WEIGHT) * (t if present else 1.0) / (1.0 - p + t * p)
                for r, t in zip(self.evidence[name], FACTORS, strict=True)
            ]
            tally.items += 1
            tally.expected += p
            if present:
                tally.calls += 1
                tally.quiet = 0.0
                self.last = max(self.last, seen_utc)
            else:
                tally.quiet += p
                if tally.quiet > QUIET:
                    self.drop(name)

    def overrule(self, name: str) -> None:
        """A person says that a call was none: its factor is taken out again."""
        tally = self.tallies.get(name)
        if tally is None or tally.calls == 0:
            return
        self.evidence[name] = [r / t for r, t in zip(self.evidence[name], FACTORS, strict=True)]
        tally.calls -= 1
        tally.overruled += 1
        if tally.calls == 0:
            self.drop(name)

    def confirm(self, name: str) -> None:
        """A person says that a call was right."""
        if name in self.tallies:
            self.tallies[name].confirmed += 1

    def strength(self, name: str) -> float:
        """The evidence R; 0 for a finding without a call."""
        return sum(self.evidence[name]) if name in self.evidence else 0.0

    def drop(self, name: str) -> None:
        """Forget the evidence of a finding; it begins anew with the next call."""
        self.tallies.pop(name, None)
        self.evidence.pop(name, None)
