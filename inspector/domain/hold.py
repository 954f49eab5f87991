"""A hold: similar items are suspect until a person lets them go. What may be said of it, and what it does to items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from inspector.domain.item import Identity
from inspector.domain.lot_group import Dimension, Group, groups_of
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.review import MAX_NAME
from inspector.domain.verdict import Disposition, Verdict

MAX_REASON = 200
STATION = "station"  # who raised a hold that no person raised
BY_HAND = "by_hand"  # the finding of a hold that a person raised


class HoldAction(StrEnum):
    """What an item of a held group gets that would have passed. SHOWN: nothing, people only see the hold."""

    SHOWN = "SHOWN"
    REVIEW = "REVIEW"
    DIVERT = "DIVERT"


class HoldRefused(ValueError):
    """The hold can not be raised or released, now or later; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """Why the station raised a hold: since `since`, `calls` of `items`, where `expected` were to be tolerated.

    `confirmed` and `overruled` are people's answers among the calls; `evidence` is the e-detector's value.
    """

    since: str
    items: int
    calls: int
    expected: float
    confirmed: int
    overruled: int
    evidence: float

    @property
    def rate(self) -> float:
        """Share of items with the finding."""
        return self.calls / self.items if self.items else 0.0

    @property
    def baseline(self) -> float:
        """The share that is tolerated."""
        return self.expected / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold; times are ISO 8601 UTC. `facts` is None where a person raised it, with `why` in words.

    `released_utc`, `released_by` and `released_why` are set together, once.
    """

    hold_id: str
    group: Group
    finding: str
    action: HoldAction
    raised_utc: str
    raised_by: str
    why: str
    facts: HoldFacts | None = None
    released_utc: str | None = None
    released_by: str | None = None
    released_why: str | None = None

    @property
    def stands(self) -> bool:
        """Nobody let it go yet."""
        return self.released_utc is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A person lets a group go. Raises ValueError for what makes no sense."""

    hold_id: str
    operator: str
    reason: str

    def __post_init__(self) -> None:
        _checked("hold_id", self.hold_id, MAX_NAME)
        _checked("operator", self.operator, MAX_NAME)
        _checked("reason", self.reason, MAX_REASON)


def released(hold: Hold | None, release: Release, now_utc: str) -> Hold | None:
    """The hold after its release; None when the very same release is booked already. Raises `HoldRefused`."""
    if hold is None:
        raise HoldRefused(f"no hold {release.hold_id} is known")
    if not hold.stands:
        if (hold.released_by, hold.released_why) == (release.operator, release.reason):
            return None
        raise HoldRefused(f"{hold.released_by} released it already, because: {hold.released_why}")
    return replace(hold, released_utc=now_utc, released_by=release.operator, released_why=release.reason)


def release_of(arguments: Mapping[str, object]) -> Release:
    """The release that a command asks for. Raises ValueError that names everything that is wrong."""
    texts = needed(arguments, ("hold_id", "operator", "reason"))
    return Release(hold_id=texts["hold_id"], operator=texts["operator"], reason=texts["reason"])


def raise_of(arguments: Mapping[str, object], *, hold_id: str, action: HoldAction, now_utc: str) -> Hold:
    """The hold that a person raises by a command. Raises ValueError that names everything that is wrong."""
    texts = needed(arguments, ("dimension", "name", "operator", "reason"))
    try:
        dimension = Dimension(texts["dimension"])
    except ValueError:
        raise ValueError(f"{texts['dimension']!r} is none of {', '.join(Dimension)}") from None
    return Hold(
        hold_id=hold_id,
        group=Group(dimension=dimension, name=texts["name"]),
        finding=BY_HAND,
        action=action,
        raised_utc=now_utc,
        raised_by=_checked("operator", texts["operator"], MAX_NAME),
        why=_checked("reason", texts["reason"], MAX_REASON),
    )


def why_in_words(facts: HoldFacts, finding: str) -> str:
    """One sentence for people."""
    return (
        f"{facts.calls} of {facts.items} items with {finding}, where {facts.expected:.1f} would be tolerated"
        + (f"; {facts.confirmed} confirmed" if facts.confirmed else "")
        + (f"; {facts.overruled} overruled" if facts.overruled else "")
    )


def under_holds(verdict: Verdict, identity: Identity, seen_utc: str, holds: Mapping[Group, Iterable[Hold]]) -> Verdict:
    """The verdict of an item whose group may be held: PASS becomes what the holds say, nothing ever becomes milder."""
    found = [hold for group in groups_of(identity, seen_utc) for hold in holds.get(group, ())]
    acting = [hold for hold in found if hold.action is not HoldAction.SHOWN]
    if not acting or verdict.disposition is Disposition.NO_DECISION or verdict.why is ReasonCode.BYPASS:
        return verdict
    reasons = tuple(
        Reason(code=ReasonCode.GROUP_HELD, score=0.0, detail=f"{hold.group} is held ({hold.hold_id}): {hold.why}"[:200])
        for hold in acting
    )
    if verdict.disposition is not Disposition.PASS:
        return replace(verdict, reasons=(*verdict.reasons, *reasons))
    divert = any(hold.action is HoldAction.DIVERT for hold in acting)
    disposition = Disposition.DIVERT if divert else Disposition.REVIEW
    return replace(verdict, disposition=disposition, reasons=(*reasons, *verdict.reasons))


def needed(arguments: Mapping[str, object], names: Iterable[str]) -> dict[str, str]:
    """Texts that a command must have. Raises ValueError that names all that are missing or no text."""
    bad = [name for name in names if not isinstance(arguments.get(name), str) or not str(arguments[name]).strip()]
    if bad:
        raise ValueError(f"needs {', '.join(bad)}, each a text that is not empty")
    return {name: str(arguments[name]).strip() for name in names}


def _checked(name: str, text: str, most: int) -> str:
    if not text.strip() or len(text) > most:
        raise ValueError(f"{name} must be 1 to {most} characters")
    return text
