"""`station.toml`: one file configures the daemon."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from inspector.config.access import AccessSection
from inspector.config.alarms import AlarmsSection
from inspector.config.dispositions import DispositionsSection
from inspector.config.explainer import ExplainerSection
from inspector.config.lots import LotsSection
from inspector.config.recipes import RecipesSection
from inspector.config.reviews import ReviewsSection
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
from inspector.config.wms import WmsSection


class StationConfig(Section):
    """The whole file. Values are frozen; a change is a new file and a restart.

    Made by `config.load`, which also refuses `contradictions` between its sections.
    """

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
    reviews: ReviewsSection = Field(default_factory=ReviewsSection)
    wms: WmsSection = Field(default_factory=WmsSection)
    explainer: ExplainerSection = Field(default_factory=ExplainerSection)
    lots: LotsSection = Field(default_factory=LotsSection)
    access: AccessSection = Field(default_factory=AccessSection)
    alarms: AlarmsSection = Field(default_factory=AlarmsSection)
    metrics: MetricsSection = Field(default_factory=MetricsSection)
    logs: LogsSection = Field(default_factory=LogsSection)


SIMULATORS = {
    "detector": "scripted",
    "ledger": "memory_ledger",
    "evidence": "memory_evidence",
    "catalogue": "rendered_catalogue",
}


def contradictions(content: Mapping[str, Any]) -> list[str]:
    """What does not fit together in a file's content, of which parts may break the schema: that is said elsewhere."""
    names = {family: _names(content.get(family)) for family in ("cameras", "checks")}
    problems = [
        f"{family}: the name {', '.join(twice)} is used more than once"
        for family, found in names.items()
        if (twice := sorted({name for name in found if found.count(name) > 1}))
    ]
    trigger = content.get("trigger")
    trigger = trigger if isinstance(trigger, dict) else {}
    source, named = trigger.get("source", "plc"), trigger.get("camera")
    if source == "camera" and names["cameras"] and named not in names["cameras"]:
        known = ", ".join(names["cameras"])
        problems.append(f"trigger.camera: source = 'camera' needs the name of one of the cameras: {known}")
    if source == "plc" and named is not None:
        problems.append("trigger.camera: means nothing with source = 'plc'; remove it or set source = 'camera'")
    return problems


def _names(listed: Any) -> list[str]:
    sections = [section for section in listed if isinstance(section, dict)] if isinstance(listed, list | tuple) else []
    return [section["name"] for section in sections if isinstance(section.get("name"), str)]


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
