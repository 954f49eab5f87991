"""What a station is made of, and every number that shapes how it behaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.domain.alarm_journal import AlarmEntry
from inspector.domain.frame import Frame
from inspector.domain.image_fault import ImageFault
from inspector.domain.packml import PackMode
from inspector.domain.proposing import FateRule
from inspector.domain.recipe import RecipeBook
from inspector.domain.second_look import SecondLookRule
from inspector.domain.share_watch import ShareRule
from inspector.domain.station import ItemReport
from inspector.pipeline.access import AccessRule
from inspector.pipeline.assembly import AssemblyRule
from inspector.pipeline.beats import BeatRule
from inspector.pipeline.camera_loop import ReconnectRule
from inspector.pipeline.commands import Action
from inspector.pipeline.conclusion import Identification
from inspector.pipeline.gate import Look
from inspector.pipeline.inspection import Inspection
from inspector.pipeline.intake import IntakeRule
from inspector.pipeline.lot_stage import LotRule
from inspector.pipeline.own_triggers import OwnTriggerRule
from inspector.pipeline.records import RecordRule
from inspector.pipeline.sender import SenderRule
from inspector.pipeline.telemetry import Telemetry
from inspector.ports.accounts import AccountBook
from inspector.ports.bus import Bus
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock
from inspector.ports.escapes import EscapeBook
from inspector.ports.evidence import EvidenceStore
from inspector.ports.fading import FadingMemory
from inspector.ports.ledger import Ledger
from inspector.ports.teaching import Teaching


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRules:
    """Every number that shapes the line's behaviour. `own` is set where the station makes its own triggers."""

    assembly: AssemblyRule
    intake: IntakeRule
    sender: SenderRule
    records: RecordRule
    beats: BeatRule
    reconnect: ReconnectRule
    guard_ms: float
    plc_timeout_ms: float
    queue: int
    evidence_queue: int
    workers: int
    mode: PackMode
    stuck_s: float
    lots: LotRule
    isolated: ShareRule
    undecided: ShareRule
    access: AccessRule
    second: SecondLookRule
    fates: Sequence[FateRule] = ()
    own: OwnTriggerRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The adapters and pure functions that the line is made of.

    `setup` are the commands that change what it judges by, `setup_looks` their befores and afters: see app/setup_desk.
    """

    clock: Clock
    bus: Bus
    ledger: Ledger
    accounts: AccountBook
    evidence: EvidenceStore
    cameras: Sequence[Camera]
    inspection: Inspection
    recipes: RecipeBook
    quality: Callable[[Frame], Sequence[ImageFault]]
    telemetry: Telemetry
    identification: Identification
    new_id: Callable[[], str]
    encode: Callable[[ItemReport], bytes]
    on_preview: Callable[[Frame], None]
    feed_watchdog: Callable[[], None]
    on_crash: Callable[[str, BaseException], None]
    note: Callable[[AlarmEntry], None] = lambda _entry: None
    fading: FadingMemory | None = None
    teaching: Teaching | None = None
    escapes: EscapeBook | None = None
    setup: Mapping[str, Action] = field(default_factory=dict)
    setup_looks: Mapping[str, Look] = field(default_factory=dict)
