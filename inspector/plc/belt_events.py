"""What happens on the belt, with the moment and the encoder count at which it happened."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """How an item left the belt."""

    ENTERED = "ENTERED"
    MISSED = "MISSED"
    JAMMED = "JAMMED"
    RECIRCULATED = "RECIRCULATED"
    LOST = "LOST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The photo-eye at the inspection point saw item number `index` (from 0) and opened `track`."""

    at_ns: int
    index: int
    track: int
    encoder: int
    commit_encoder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """The item passed the commit point; its lane is fixed from now on."""

    at_ns: int
    track: int
    lane: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A tracked item left the belt. A LOST item was not seen again: its `lane` is where it should have gone."""

    at_ns: int
    track: int
    lane: int
    fate: Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """The second eye saw an item that nobody expected; it takes the default lane."""

    at_ns: int
    lane: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneChanged:
    """A lane became full, or free again."""

    at_ns: int
    lane: int
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JamChanged:
    """An item jammed at a divert and the belt stopped, or the jam was cleared."""

    at_ns: int
    lane: int
    jammed: bool


BeltEvent = Arrived | Committed | Left | Stray | LaneChanged | JamChanged
