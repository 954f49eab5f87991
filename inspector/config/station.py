"""`station.toml`: one file configures the daemon."""

from typing import Literal, Self

from pydantic import Field, model_validator

from inspector.config.access import AccessSection
from inspector.config.alarms import AlarmsSection
from inspector.config.dispositions import DispositionsSection
from inspector.config.lots import LotsSection
from inspector.config.recipes import RecipesSection
from inspector.config.sections import (
    AdapterSection,
    CheckSection,
    DecisionSection,
    HttpSection,
    LanesSection,
    LogsSection,
    MetricsSection,
    NamedAdapterSection,
    PathsSection,
    QualitySection,
    Section,
    StationSection,
    TriggerSection,
)


class StationConfig(Section):
    """The whole file. Values are frozen; a change is a new file and a restart."""

    schema_version: Literal[1] = Field(title="Schema version", description="Version of this file's format: 1.")
    station: StationSection
    paths: PathsSection = Field(default_factory=PathsSection)
    bus: AdapterSection
    cameras: tuple[NamedAdapterSection, ...] = Field(min_length=1)
    detector: AdapterSection
    scorer: AdapterSection
    checks: tuple[CheckSection, ...] = ()
    ledger: AdapterSection = Field(default_factory=lambda: AdapterSection(kind="sqlite_ledger"))
    evidence: AdapterSection = Field(default_factory=lambda: AdapterSection(kind="folder_evidence"))
    catalogue: AdapterSection = Field(default_factory=lambda: AdapterSection(kind="sqlite_catalogue"))
    decision: DecisionSection = Field(default_factory=DecisionSection)
    trigger: TriggerSection = Field(default_factory=TriggerSection)
    quality: QualitySection = Field(default_factory=QualitySection)
    lanes: LanesSection = Field(default_factory=LanesSection)
    recipes: RecipesSection = Field(default_factory=RecipesSection)
    http: HttpSection = Field(default_factory=HttpSection)
    dispositions: DispositionsSection = Field(default_factory=DispositionsSection)
    lots: LotsSection = Field(default_factory=LotsSection)
    access: AccessSection = Field(default_factory=AccessSection)
    alarms: AlarmsSection = Field(default_factory=AlarmsSection)
    metrics: MetricsSection = Field(default_factory=MetricsSection)
    logs: LogsSection = Field(default_factory=LogsSection)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        for family in ("cameras", "checks"):
            names = [section.name for section in getattr(self, family)]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{family}: the name {', '.join(twice)} is used more than once")
        return self

    @model_validator(mode="after")
    def _trigger_camera_exists(self) -> Self:
        named, names = self.trigger.camera, [camera.name for camera in self.cameras]
        if self.trigger.source == "camera" and named not in names:
            raise ValueError(
                f"trigger.camera: source = 'camera' needs the name of one of the cameras: {', '.join(names)}"
            )
        if self.trigger.source == "plc" and named is not None:
            raise ValueError("trigger.camera: means nothing with source = 'plc'; remove it or set source = 'camera'")
        return self


SIMULATORS = {
    "detector": "scripted",
    "ledger": "memory_ledger",
    "evidence": "memory_evidence",
    "catalogue": "rendered_catalogue",
}


def insecure(config: StationConfig) -> list[str]:
    """What the production profile refuses; empty for a development profile."""
    if config.station.profile != "production":
        return []
    problems = []
    if config.bus.kind != "mqtt":
        problems.append(f"bus.kind: {config.bus.kind!r} is a simulator; production needs 'mqtt'")
    else:
        tls = config.bus.options.get("tls")
        if not isinstance(tls, dict) or not tls.get("cert"):
            problems.append(
                "bus.tls: production needs TLS with a client certificate; the embedded broker can not have it"
            )
    problems += [
        f"cameras.{camera.name}.kind: 'synthetic' draws pictures; production needs a real camera"
        for camera in config.cameras
        if camera.kind == "synthetic"
    ]
    problems += [
        f"{family}.kind: {simulator!r} is a simulator"
        for family, simulator in SIMULATORS.items()
        if getattr(config, family).kind == simulator
    ]
    return problems
