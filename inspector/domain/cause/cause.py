"""What a cause is, and how facts weigh for and against it.

The score is additive log-odds, in nats: a prior, and one stated weight for each fact. None of the weights is learnt;
only the rates are statistics (`rates`). A weight of 0.7 doubles the odds, 3 makes them 20 to 1.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from inspector.domain.cause.fact import Notebook, Source
from inspector.domain.cause.gathered import Gathered, Observation
from inspector.domain.cause.rates import GroupRate
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension

PRIOR = -2.0  # odds of about 1 to 7 for each cause before anything is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """`weight` above 0 speaks for the cause, below 0 against it; 0 is told and not counted."""

    fact_id: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What a mark looks at: `calls` are the subject's items that show the cause's signs, `rate` the group found."""

    gathered: Gathered
    calls: tuple[Observation, ...]
    rate: GroupRate | None
    notebook: Notebook

    def weigh(self, text: str, sources: Sequence[Source], weight: float) -> Weighed:
        """Write the fact down."""
        return Weighed(fact_id=self.notebook.note(text, sources).fact_id, weight=round(weight, 2))


Mark = Callable[[Looking], Iterable[Weighed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that may be wrong. Items that suffer from it show one of `signs`, and share one of `loci`.

    None among the loci is the whole station. `marks` look at what else would tell this cause from others; `look_at` is
    what a person should do to be sure, `shows` words for its signs where those would be too many.
    """

    name: str
    title: str
    signs: frozenset[Sign]
    loci: tuple[Dimension | None, ...]
    marks: tuple[Mark, ...] = ()
    look_at: str
    shows: str = ""
    prior: float = PRIOR

    @property
    def shown(self) -> str:
        """What its items show, after "items with"."""
        return self.shows or " or ".join(sorted(sign.words for sign in self.signs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A cause, weighed. `about` names the group that it concerns, with its `rate`; `score` is in nats of log-odds.

    `calls` are those of the subject that show its signs within that group, `explains` how many.
    """

    cause: Cause
    about: str
    rate: GroupRate | None
    score: float
    explains: int
    calls: tuple[Observation, ...] = ()
    weighed: tuple[Weighed, ...] = field(default=())

    @property
    def supporting(self) -> tuple[Weighed, ...]:
        """Facts that speak for it, strongest first."""
        return tuple(sorted((w for w in self.weighed if w.weight > 0), key=lambda w: -w.weight))

    @property
    def opposing(self) -> tuple[Weighed, ...]:
        """Facts that speak against it, strongest first."""
        return tuple(sorted((w for w in self.weighed if w.weight < 0), key=lambda w: w.weight))


def capped(weight: float, most: float) -> float:
    """Within `most` either way."""
    return max(-most, min(most, weight))
