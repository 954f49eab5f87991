"""Teaching a product beside the line, step by step: what was taken, what was learnt, what it would do, what is active.

A draft judges nothing until a person activates it; what was active before is kept and can be had back.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

LEAST_PICTURES = 5
MOST_PICTURES = 100


class Unfit(StrEnum):
    """Why nothing was learnt, begun or activated."""

    TOO_FEW = "TOO_FEW"
    TOO_MANY = "TOO_MANY"
    TWICE = "TWICE"
    ODD = "ODD"
    OTHER_PRODUCT = "OTHER_PRODUCT"
    TWO_KINDS = "TWO_KINDS"
    NO_PRODUCT = "NO_PRODUCT"
    GONE = "GONE"
    UNKNOWN_PRODUCT = "UNKNOWN_PRODUCT"
    NO_CAMERA = "NO_CAMERA"
    BUSY = "BUSY"
    NO_SESSION = "NO_SESSION"
    NO_DRAFT = "NO_DRAFT"
    DISK = "DISK"
    STATION = "STATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing that is wrong: `pictures` are the names of those concerned, `detail` the particulars."""

    code: Unfit
    pictures: tuple[str, ...] = ()
    detail: str = ""

    def __str__(self) -> str:
        """For logs and programs; the window has words of its own."""
        return ": ".join(part for part in (self.code.value, ", ".join(self.pictures), self.detail) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that may be learnt from. `answer` is what a person said of it, empty where nobody did.

    `collected`: kept for this lesson as it came; of passed items the station keeps only a sample otherwise.
    """

    record_id: str
    time: str
    disposition: str
    answer: str = ""
    collected: bool = False


class Doing(StrEnum):
    """What the station does for a lesson in the background."""

    LEARNING = "LEARNING"
    TRYING = "TRYING"


class Step(StrEnum):
    """Where it is."""

    STARTING = "STARTING"
    READING = "READING"
    LEARNING = "LEARNING"
    AGAIN = "AGAIN"
    JUDGING = "JUDGING"
    TRYING = "TRYING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`done` of `of` of the step; 0 of 0 where it can not be counted."""

    doing: Doing
    step: Step = Step.STARTING
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A lesson that is or was active. Number 0: what was known before the first one from a window, maybe nothing.

    `golden` is the digest of its golden pictures and `memory` the SHA-256 of its memory's numbers; empty: none.
    """

    number: int
    golden: str = ""
    memory: str = ""
    pictures: int = 0
    by: str = ""
    time: str = ""

    @property
    def fingerprint(self) -> tuple[str, str]:
        """Two lessons with one fingerprint judge alike."""
        return self.golden, self.memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was learnt and is not active. `given`, `learnt`, `left_out` and `odd` are record ids, `given` in order: a
    picture's number is its place in it, from 1.

    `isolated` of `judged` of its own pictures would have been isolated, each judged beside the others; `low` and
    `high` are the exact 95 % interval of that rate.
    """

    draft_id: str
    golden: str
    memory: str
    given: tuple[str, ...]
    learnt: tuple[str, ...]
    left_out: tuple[str, ...]
    odd: tuple[str, ...]
    isolated: int
    judged: int
    low: float
    high: float
    by: str
    time: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedItem:
    """Dispositions of one item: by what is active, and by the draft. `answer` as in `Candidate`."""

    record_id: str
    active: str
    draft: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The last stored items of the product, judged twice. `unread` could not be read, or lack pictures."""

    draft_id: str
    items: tuple[TriedItem, ...]
    unread: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachSession:
    """Who teaches what. One at a time for a station."""

    session_id: str
    sku: str
    camera: str
    by: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachState:
    """All that a window needs to go on where it was. `refusals` are those of the work that ended last."""

    cameras: tuple[str, ...] = ()
    session: TeachSession | None = None
    collecting: bool = False
    collected: int = 0
    work: Work | None = None
    refusals: tuple[Refusal, ...] = ()
    draft: Draft | None = None
    trial: Trial | None = None
    active: Taught | None = None
    previous: Taught | None = None


class NotTaught(ValueError):
    """A command of a lesson that is refused; `refusals` say why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, self.refusals)))

    @property
    def data(self) -> dict[str, object]:
        """For whoever reads the answer by program."""
        return {"refusals": [plain_lesson(one) for one in self.refusals]}


def plain_lesson(value: Candidate | Refusal | TeachState | TeachSession) -> dict[str, object]:
    """One of these as JSON takes it."""
    found: dict[str, object] = json.loads(json.dumps(asdict(value)))
    return found


def disk_refusal(error: OSError) -> Refusal:
    """Of what a disk does not do; `pictures` stays empty."""
    return Refusal(code=Unfit.DISK, detail=error.strerror or type(error).__name__)
