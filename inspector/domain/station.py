"""What a station says about itself: heartbeats, state, commands, and the full report of one item."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector.domain.check import CheckResult
from inspector.domain.decision import Decision
from inspector.domain.item import ItemKey, Trigger
from inspector.domain.packml import PackMode, PackState
from inspector.domain.policy import Evidence
from inspector.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcHeartbeat:
    """`hb/plc` as received; `count` rises by one per beat, `counts_per_s` is the belt's speed."""

    count: int
    epoch: int
    encoder: int
    counts_per_s: float
    simulate: bool
    received_at_ns: int


HELD = "held: "


@dataclass(frozen=True, slots=True, kw_only=True)
class StationState:
    """The retained `state` message; `reasons` says why the state is not EXECUTE, a person's hold as `HELD` and why."""

    pack: PackState
    mode: PackMode
    reasons: tuple[str, ...] = ()
    recipe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationInfo:
    """The station's fact sheet, the retained `info` message.

    `versions` of program and libraries, `model_hashes` from bundle to SHA-256, `lanes` from disposition to lane,
    `limits` are rates and sizes that the station can bear (units in their names), `http` is where pictures are.
    """

    versions: Mapping[str, str]
    model_hashes: Mapping[str, str] = field(default_factory=dict)
    cameras: tuple[str, ...] = ()
    lanes: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    http: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`cmd/{name}`: `request_id` comes back in the response.

    `reply_to` and `correlation` are MQTT 5's response topic and correlation data, if given; the bus returns them.
    """

    name: str
    request_id: str
    arguments: Mapping[str, object]
    reply_to: str | None = None
    correlation: bytes | None = None


UNKNOWN_COMMAND = "unknown command"  # how the detail begins then: on the bus nothing else tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`rsp/{name}`. `known` False: there is no such command."""

    command: Command
    ok: bool
    known: bool = True
    detail: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds from the trigger's receipt, monotonic; None where the stage was not reached."""

    frames_complete_ms: float | None = None
    inspected_ms: float | None = None
    decided_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemReport:
    """One inspected item, whole: the rich result, the evidence record and the preview are all made from this.

    `versions` of the program and of the libraries that shape its answers. `late` is what the checks answered that were
    made after the decision; the rich result went out before.
    """

    record_id: str
    trigger: Trigger
    verdict: Verdict
    decision: Decision
    evidence: Evidence
    timings: Timings
    wall_time: str
    model_hashes: Mapping[str, str]
    config_hash: str
    versions: Mapping[str, str] = field(default_factory=dict)
    late: tuple[CheckResult, ...] = ()

    @property
    def key(self) -> ItemKey:
        """The item's key."""
        return self.trigger.key
