"""What a language model said of a case, after every claim was held against the case's facts."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence and the ids of the facts that it names; `cause` and `stance` say for or against which cause."""

    text: str
    facts: tuple[str, ...] = ()
    cause: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A claim that does not stand, and why."""

    claim: Claim
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`failed` says why there is none; then there are no claims. `pictures` so many were shown to the model."""

    model: str
    kept: tuple[Claim, ...] = ()
    struck: tuple[Struck, ...] = ()
    pictures: int = 0
    failed: str = ""

    @property
    def hallucination_rate(self) -> float | None:
        """Share of the claims that were struck; None where there are none."""
        total = len(self.kept) + len(self.struck)
        return len(self.struck) / total if total else None

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "model": self.model,
            "failed": self.failed or None,
            "pictures": self.pictures,
            "claims": [_plain(claim) for claim in self.kept],
            "struck": [{**_plain(one.claim), "why": one.why} for one in self.struck],
            "hallucination_rate": self.hallucination_rate,
        }


def _plain(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "facts": list(claim.facts), "cause": claim.cause, "stance": claim.stance}
