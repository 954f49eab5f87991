"""What came back: a complaint or a return, the items that it may be about, and what a person found on looking again."""

from dataclasses import dataclass, fields
from enum import StrEnum

from inspector.domain.review import MAX_NAME, Answer
from inspector.domain.verdict import Disposition

LONGEST_TEXT = 4000
MAX_WHY = 200
MOST_CANDIDATES = 20  # are kept of an ambiguous match; how many there are is kept, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One row of what customers and shops sent. Times are ISO 8601 UTC in milliseconds.

    `text` is theirs, in any language. `track` is `epoch/track`. `from_utc` and `until_utc` bound when the item was
    inspected, where that is known. `order_number` is for people: the station is never told of orders.
    Raises ValueError that names everything that makes no sense.
    """

    complaint_id: str
    text: str
    reported_utc: str | None = None
    sku: str | None = None
    lot: str | None = None
    lpn: str | None = None
    serial: str | None = None
    track: str | None = None
    record_id: str | None = None
    order_number: str | None = None
    from_utc: str | None = None
    until_utc: str | None = None

    def __post_init__(self) -> None:
        wrong = [
            f"{name} has {len(value)} characters, at most {MAX_NAME} are allowed"
            for name in _NAMES
            if (value := getattr(self, name)) is not None and len(value) > MAX_NAME
        ]
        if not self.text.strip():
            wrong.append("text is empty")
        if len(self.text) > LONGEST_TEXT:
            wrong.append(f"text has {len(self.text)} characters, at most {LONGEST_TEXT} are allowed")
        if self.from_utc is not None and self.until_utc is not None and self.from_utc > self.until_utc:
            wrong.append("from is later than until")
        if wrong:
            raise ValueError("; ".join(wrong))


_NAMES = tuple(one.name for one in fields(Complaint) if one.name != "text")


class LetBy(StrEnum):
    """Who let an item go on. STATION: PASS. PERSON: isolated, and overruled or decided so. NOBODY: not judged, it took
    the safe lane. ISOLATED: nothing says that it left at all.
    """

    STATION = "STATION"
    PERSON = "PERSON"
    NOBODY = "NOBODY"
    ISOLATED = "ISOLATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An item as the ledger knows it. `number` rises; `seen_utc` is ISO 8601."""

    number: int
    record_id: str
    track: str
    seen_utc: str
    disposition: Disposition
    score: float
    let_by: LetBy
    sku: str | None = None
    material: str | None = None
    lot: str | None = None
    lpn: str | None = None
    serial: str | None = None


class MatchStatus(StrEnum):
    """MATCHED: one item. AMBIGUOUS: one of several. UNMATCHED: none that is known."""

    MATCHED = "MATCHED"
    AMBIGUOUS = "AMBIGUOUS"
    UNMATCHED = "UNMATCHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`how` names what told it, `note` why not one item. `candidates` are the first few of `count`.

    Kept with the complaint: what the ledger knew then stays known when its rows have gone.
    """

    status: MatchStatus
    how: str = ""
    note: str = ""
    candidates: tuple[Sighting, ...] = ()
    count: int = 0

    @property
    def item(self) -> Sighting | None:
        """The one item."""
        return self.candidates[0] if self.status is MatchStatus.MATCHED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escape:
    """A complaint as it is kept: what it seems to be about (`finding`, `words` that told it), and which item."""

    number: int
    complaint: Complaint
    finding: str
    words: tuple[str, ...]
    match: Match
    imported_utc: str


class RelabelRefused(ValueError):
    """The answer can not be booked; the text says why."""


class LookedAtAlready(RelabelRefused):
    """An answer stands, and nobody said that it is to be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """A person looked at a complaint's item again. `label` goes with CONFIRMED.

    `user` is the machine's name for them; empty where it was answered at a window, which the audit log tells by itself.
    `pictures` says whether the station still had the item's. Raises ValueError that names everything that is wrong.
    """

    relabel_id: str
    complaint_id: str
    record_id: str
    answer: Answer
    operator: str
    why: str
    user: str
    pictures: bool
    label: str | None = None

    def __post_init__(self) -> None:
        wrong = [
            f"{name} must be 1 to {most} characters"
            for name, most in (("operator", MAX_NAME), ("why", MAX_WHY))
            if not getattr(self, name).strip() or len(getattr(self, name)) > most
        ]
        if self.answer is Answer.WITHDRAWN:
            wrong.append("an answer is replaced by another one, not taken back")
        if (self.label is not None) != (self.answer is Answer.CONFIRMED):
            wrong.append("an item that is damaged has a class, and no other has one")
        if wrong:
            raise ValueError("; ".join(wrong))

    @property
    def facts(self) -> dict[str, object]:
        """As the audit log tells it."""
        return {
            "item": self.record_id,
            "answer": self.answer.value,
            "class": self.label,
            "operator": self.operator,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRelabel:
    """As it is kept: `before` is the answer that stood until then, by its id. `number` rises."""

    number: int
    relabel: Relabel
    booked_utc: str
    before: str | None
