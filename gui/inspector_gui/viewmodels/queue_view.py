"""What the isolation queue's page shows: one reading, and what the buttons ask."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.dispositioning import Fate
from inspector.domain.reason import DEFECT_CLASSES
from inspector.domain.review import Answer
from inspector_gui.viewmodels.access import Denied
from inspector_gui.viewmodels.deciding import Deciding
from inspector_gui.viewmodels.open_items import QueueItem
from inspector_gui.viewmodels.scan_words import ScanView

KINDS = DEFECT_CLASSES


class Choosing(StrEnum):
    """What the buttons ask."""

    ANSWER = "answer"
    REASON = "reason"
    KIND = "kind"
    FATE = "fate"
    GRADE = "grade"


class Knowledge(StrEnum):
    """How good the list is."""

    UNKNOWN = "UNKNOWN"
    FRESH = "FRESH"
    OLD = "OLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoView:
    """The newest thing that can be taken back, an answer or a fate, and for how many whole seconds."""

    track: int
    seconds: int
    answer: Answer | None = None
    fate: Fate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """One reading. `total` is None before the first list; `gone`: somebody else answered this item meanwhile.

    `deciding`: the item was answered, what becomes of it? `waited_s`: how long it waits, by the station's clock.
    `denied`: why nobody may answer in this window now. So many are being `relabelled` and wait at the end.
    """

    item: QueueItem | None = None
    place: int = 0
    total: int | None = None
    gone: bool = False
    knowledge: Knowledge = Knowledge.UNKNOWN
    problem: str = ""
    label: str | None = None
    choosing: Choosing = Choosing.ANSWER
    deciding: Deciding | None = None
    waited_s: float | None = None
    undo: UndoView | None = None
    unsent: int = 0
    relabelled: int = 0
    notice: str = ""
    scan: ScanView | None = None
    denied: Denied | None = None
