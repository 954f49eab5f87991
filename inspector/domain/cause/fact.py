"""A fact of a case: a sentence, and the stored things that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_SOURCES = 20
SHOWN_SOURCES = 4


class SourceKind(StrEnum):
    """Where a stored thing is found. `ROWS` is a span of the ledger's rows, `first-last`."""

    DECISION = "decision"
    CHECK = "check"
    PICTURE = "picture"
    REVIEW = "review"
    HOLD = "hold"
    STEP = "disposition"
    ALARM = "alarm"
    COMPLAINT = "complaint"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """One stored thing. `name`: a record id, `record id/check`, `record id/picture`, a review's or hold's id, …"""

    kind: SourceKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`fact_id` is F1, F2, … within its case; every fact has at least one source."""

    fact_id: str
    text: str
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.fact_id} rests on nothing")


def rests_on(fact: Fact) -> str:
    """The fact's sources in words, of many the first few."""
    names = [str(source) for source in fact.sources[:SHOWN_SOURCES]]
    more = len(fact.sources) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


class Notebook:
    """Numbers facts in the order in which they are written down; the same sentence is one fact. Not thread-safe."""

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}

    def note(self, text: str, sources: Sequence[Source]) -> Fact:
        """The fact of this sentence; of many sources the first few."""
        known = self._facts.get(text)
        if known is None:
            known = Fact(fact_id=f"F{len(self._facts) + 1}", text=text, sources=tuple(sources[:MOST_SOURCES]))
            self._facts[text] = known
        return known

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All, in their order."""
        return tuple(self._facts.values())


def decisions(record_ids: Sequence[str]) -> list[Source]:
    """The decisions about these items."""
    return [Source(kind=SourceKind.DECISION, name=name) for name in record_ids]
