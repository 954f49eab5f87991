"""The sections of `station.toml` that are not an adapter's own."""

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from inspector.domain.packml import PackMode
from inspector.domain.verdict import Disposition


class Section(BaseModel):
    """Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class AdapterSection(BaseModel):
    """`kind` names the adapter file; the other keys are that file's own `Config`."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str = Field(title="Kind", description="Name of the adapter; see `inspector list-kinds`.", min_length=1)

    @property
    def options(self) -> dict[str, Any]:
        """The adapter's own keys."""
        return dict(self.model_extra or {})


class NamedAdapterSection(AdapterSection):
    """An adapter of which there may be several."""

    name: str = Field(title="Name", description="Unique name.", pattern=r"^[A-Za-z0-9_.-]{1,32}$")


class CheckSection(NamedAdapterSection):
    """A check, and when it is made."""

    after_decision: bool = Field(
        default=False,
        title="After the decision",
        description="The check is too slow for the line: it is made once the decision is out, and decides nothing. Its "
        "answer is kept with the item's evidence, and is a reason in the queue of isolated items.",
    )


class StationSection(Section):
    """Who this station is."""

    site: str = Field(title="Site", description="First level of the topics.", pattern=r"^[A-Za-z0-9_.:-]{1,32}$")
    line: str = Field(title="Line", description="Second level of the topics.", pattern=r"^[A-Za-z0-9_.:-]{1,32}$")
    name: str = Field(title="Station", description="Third level of the topics.", pattern=r"^[A-Za-z0-9_.:-]{1,32}$")
    profile: Literal["development", "production"] = Field(
        default="development", title="Profile", description="`production` refuses insecure settings."
    )
    mode: PackMode = Field(
        default=PackMode.PRODUCTION,
        title="Mode",
        description="PackML mode; another one that `cmd/mode` ordered stands over restarts until it is ordered back.",
    )


class PathsSection(Section):
    """Where data lies."""

    data_dir: Path = Field(
        default=Path("/var/lib/edge-inspector"),
        title="Data directory",
        description="Ledger, references and evidence; must be writable.",
    )
    models_dir: Path | None = Field(
        default=None, title="Model bundles", description="Folder of bundles; default: the installed ones."
    )


class DecisionSection(Section):
    """Deadlines, waits and queues."""

    margin_ms: float = Field(
        default=100, ge=0, title="Margin", description="Kept of the time to the commit point for bus and PLC."
    )
    nominal_counts_per_s: float = Field(
        default=1000, gt=0, title="Nominal belt speed", description="Encoder counts per second if the PLC tells none."
    )
    frame_wait_ms: float = Field(
        default=300, gt=0, title="Frame wait", description="How long after the trigger a camera may take."
    )
    guard_ms: float = Field(
        default=100,
        ge=0,
        title="Guard",
        description="An item not judged so long before its deadline is NO_DECISION: time to book and to send it.",
    )
    resend_ms: float = Field(default=80, gt=0, title="Resend", description="Time between copies of one decision.")
    window: int = Field(default=10, ge=1, le=10, title="Window", description="Decisions without an ack at once.")
    plc_timeout_ms: float = Field(
        default=600, gt=0, title="PLC time-out", description="Silence after which the PLC counts as gone."
    )
    heartbeat_ms: float = Field(default=200, gt=0, title="Heartbeat", description="Time between our heartbeats.")
    workers: int = Field(default=1, ge=1, le=16, title="Workers", description="Items judged at the same time.")
    queue: int = Field(default=16, ge=1, title="Queue", description="Items that may wait to be judged.")
    evidence_queue: int = Field(default=32, ge=1, title="Evidence queue", description="Items waiting to be stored.")
    stuck_s: float = Field(default=5, gt=0, title="Stuck", description="A stage without progress for so long hangs.")
    item_min_score: float = Field(
        default=0.3, ge=0, le=1, title="Item score", description="Score at which a box counts as the product."
    )
    bypass: Literal["DIVERT", "REVIEW", "NO_DECISION"] = Field(
        default="REVIEW", title="Bypass", description="What every item gets in MANUAL mode; PASS is not allowed."
    )


class TriggerSection(Section):
    """Who says that there is an item, and how pictures find it. See docs/how-to/trigger-modes.md."""

    source: Literal["plc", "camera"] = Field(
        default="plc",
        title="Source",
        description="`plc`: item/arrived; `camera`: the photo-eye in a camera's picture, without any controller.",
    )
    camera: str | None = Field(
        default=None, title="Camera", description="source = 'camera': the camera whose photo-eye makes the triggers."
    )
    decide_ms: float = Field(
        default=1000,
        gt=0,
        le=600_000,
        title="Decide",
        description="source = 'camera': how long after its picture a decision holds.",
    )
    acknowledged: bool = Field(
        default=True,
        title="Acknowledged",
        description="source = 'camera': somebody answers decisions. If not, each is sent once and is not late.",
    )
    window_ms: float = Field(
        default=150,
        gt=0,
        title="Match window",
        description="A picture of a counting camera is taken at most so long before or after its item's trigger, at "
        "the belt's highest speed. Less than half of the shortest time between two items.",
    )


class QualitySection(Section):
    """Which pictures are not judged. Absent values keep the built-in limits."""

    enabled: bool = Field(default=True, title="Enabled", description="Look at the pictures before judging them.")
    limits: dict[str, float] = Field(
        default_factory=dict, title="Limits", description="Overrides of single limits of inspector.vision.quality."
    )


class LanesSection(Section):
    """The lane of each outcome. `no_decision` is the configured safe action."""

    passed: int = Field(default=1, ge=0, le=65535, title="PASS", description="Lane of good items.")
    divert: int = Field(default=2, ge=0, le=65535, title="DIVERT", description="Isolation lane.")
    review: int = Field(default=3, ge=0, le=65535, title="REVIEW", description="Lane where a person looks.")
    no_decision: int = Field(default=3, ge=0, le=65535, title="NO_DECISION", description="Lane of unjudged items.")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        through = [name for name in ("divert", "review", "no_decision") if getattr(self, name) == self.passed]
        if through:
            raise ValueError(f"{', '.join(through)}: must not be the lane of good items ({self.passed})")
        return self

    def to_domain(self) -> dict[Disposition, int]:
        """Lane by disposition."""
        return {
            Disposition.PASS: self.passed,
            Disposition.DIVERT: self.divert,
            Disposition.REVIEW: self.review,
            Disposition.NO_DECISION: self.no_decision,
        }


class HttpSection(Section):
    """Health, metrics and pictures."""

    enabled: bool = Field(default=True, title="Enabled", description="Serve HTTP.")
    host: str = Field(default="127.0.0.1", title="Host", description="Address to bind; loopback needs no token.")
    port: int = Field(default=8077, ge=0, le=65535, title="Port", description="0 takes a free one.")
    token_file: Path | None = Field(
        default=None, title="Token file", description="File with the bearer token; needed beyond loopback."
    )


class MetricsSection(Section):
    """Figures over the bus, for those who have no Prometheus."""

    period_s: float = Field(
        default=10, ge=0, le=3600, title="Period", description="Seconds between `metrics` messages; 0 sends none."
    )


class LogsSection(Section):
    """What is logged, and how."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", title="Level", description="Least level that is written."
    )
    format: Literal["json", "text"] = Field(default="json", title="Format", description="One JSON object per line.")
