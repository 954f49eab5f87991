"""From a config to the parts of a running station: the one place that constructs adapters.

Every part is tried before anything is reported, so that one start lists all that is wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from inspector.app import registry
from inspector.app.http_address import http_problems
from inspector.app.ids import id_maker
from inspector.app.quality_gate import QualityGate
from inspector.app.triggering import trigger_problems
from inspector.app.versions import versions
from inspector.app.writable import check_store, require_writable
from inspector.config.bundle import Bundle, load_bundle
from inspector.config.load import config_hash
from inspector.config.locations import default_models_dir
from inspector.config.recipes import load_calibrations, recipe_book
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig, insecure
from inspector.domain.calibration import Calibration
from inspector.domain.errors import ConfigError, InspectorError, StartupError
from inspector.domain.recipe import RecipeBook
from inspector.domain.station import ItemReport, StationInfo
from inspector.pipeline.conclusion import Identification
from inspector.pipeline.inspection import Inspection
from inspector.ports.alarm_journal import AlarmJournal
from inspector.ports.bus import Bus
from inspector.ports.camera import Camera
from inspector.ports.catalogue import Catalogue
from inspector.ports.check import Check
from inspector.ports.clock import Clock
from inspector.ports.detector import Detector
from inspector.ports.evidence import EvidenceStore
from inspector.ports.golden import GoldenStore
from inspector.ports.ledger import Ledger
from inspector.ports.scorer import Scorer
from inspector.wire.codec import encode
from inspector.wire.result import result_of
from inspector.wire.topics import Address

T = TypeVar("T")


def _sections(config: StationConfig) -> Iterator[tuple[str, str, AdapterSection]]:
    """(family, place in the file, section) of every adapter in the config."""
    yield "bus", "bus", config.bus
    for camera in config.cameras:
        yield "cameras", f"cameras.{camera.name}", camera
    yield "detectors", "detector", config.detector
    yield "scorers", "scorer", config.scorer
    for check in config.checks:
        yield "checks", f"checks.{check.name}", check
    yield "stores", "ledger", config.ledger
    yield "stores", "evidence", config.evidence
    yield "stores", "catalogue", config.catalogue


def adapter_problems(config: StationConfig) -> list[str]:
    """Every unknown kind, missing extra, wrong option and unusable calibration; constructs nothing."""
    problems = []
    for family, place, section in _sections(config):
        try:
            registry.options(family, section)
        except StartupError as error:
            problems += [f"{place}: {problem}" for problem in error.problems]
    try:
        load_calibrations(config.recipes)
    except ConfigError as error:
        problems += [f"recipes: {problem}" for problem in error.problems]
    return problems + trigger_problems(config)


def providers_of(config: StationConfig) -> dict[str, str]:
    """The execution provider of each part that has one; a part that can not have it does not start."""
    return {
        place: str(options.provider)
        for family, place, section in _sections(config)
        if hasattr(options := registry.options(family, section), "provider")
    }


def models_dir_of(config: StationConfig) -> Path:
    """Where the config's bundles are."""
    return config.paths.models_dir or default_models_dir()


@dataclass(slots=True)
class _Attempts:
    """Tries parts one after the other and keeps what went wrong."""

    problems: list[str] = field(default_factory=list)

    def make(self, place: str, construct: Callable[[], T]) -> T | None:
        try:
            return construct()
        except StartupError as error:
            self.problems += [f"{place}: {problem}" for problem in error.problems]
        except InspectorError as error:
            self.problems.append(f"{place}: {error}")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """What judges an item; enough for `inspect`, `replay` and `evaluate`."""

    detector: Detector
    scorer: Scorer
    golden: GoldenStore
    catalogue: Catalogue
    checks: Sequence[Check]
    recipes: RecipeBook
    quality: QualityGate
    inspection: Inspection
    model_hashes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """All parts that a look can build as well as a start: they open and lock nothing. None where one failed."""

    address: Address
    boot: int
    judges: Judges | None
    cameras: Sequence[Camera | None]
    bus: Bus | None
    info: StationInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """All parts of a daemon, constructed but not started."""

    clock: Clock
    judges: Judges
    bus: Bus
    ledger: Ledger
    evidence: EvidenceStore
    journal: AlarmJournal
    cameras: Sequence[Camera]
    identification: Identification
    new_id: Callable[[], str]
    encode: Callable[[ItemReport], bytes]
    info: StationInfo
    address: Address


def make_clock() -> Clock:
    """The machine's own clock."""
    clock: Clock = registry.build("clocks", AdapterSection(kind="system"))
    return clock


def make_golden(data_dir: Path) -> GoldenStore:
    """Where the pictures of good items are kept, beside the scorer's memories."""
    store: GoldenStore = registry.build(
        "stores", AdapterSection(kind="folder_golden"), data_dir=data_dir, clock=make_clock()
    )
    return store


def make_catalogue(config: StationConfig) -> Catalogue:
    """What the station knows of its products."""
    store: Catalogue = registry.build("stores", config.catalogue, data_dir=config.paths.data_dir, clock=make_clock())
    return store


def make_judges(config: StationConfig, *, on_failure: Callable[[str, str], None] | None = None) -> Judges:
    """Detector, scorer, checks and recipes. Raises `StartupError` listing every problem."""
    attempts = _Attempts()
    judges = _try_judges(config, attempts, on_failure)
    if judges is None or attempts.problems:
        raise StartupError("the station can not judge", attempts.problems)
    return judges


def assemble(
    config: StationConfig, *, on_failure: Callable[[str, str], None], http_base: str | None, clock: Clock
) -> Assembled:
    """Construct everything. Raises `StartupError` listing every problem; nothing is left open then."""
    attempts = _Attempts()
    built = _build(config, attempts, on_failure=on_failure, http_base=http_base, clock=clock)
    judges, bus = built.judges, built.bus
    ledger, evidence, journal = _stores(config, attempts, clock)
    if attempts.problems or judges is None or bus is None or ledger is None or evidence is None or journal is None:
        for book in (ledger, journal):
            if book is not None:
                book.close()
        raise StartupError("the station can not start", attempts.problems)
    identification = Identification(
        model_hashes=judges.model_hashes, config_hash=config_hash(config), versions=versions()
    )
    return Assembled(
        clock=clock,
        judges=judges,
        bus=bus,
        ledger=ledger,
        evidence=evidence,
        journal=journal,
        cameras=[camera for camera in built.cameras if camera is not None],
        identification=identification,
        new_id=id_maker(clock),
        encode=_result_encoder(built.address.station, built.boot),
        info=built.info,
        address=built.address,
    )


def start_problems(config: StationConfig) -> list[str]:
    """Everything that a start would refuse, in its own words: the same parts are built, and left again.

    What only the moment decides is left to the start: a port in use, a ledger that another daemon has locked.
    """
    attempts = _Attempts()
    _build(config, attempts, on_failure=lambda _stage, _detail: None, http_base=None, clock=make_clock())
    attempts.make("paths.data_dir", lambda: require_writable(config.paths.data_dir))
    for place, section in (("ledger", config.ledger), ("evidence", config.evidence), ("catalogue", config.catalogue)):
        attempts.make(place, lambda section=section: check_store(section, config.paths.data_dir))  # type: ignore[misc]
    return attempts.problems


def _build(
    config: StationConfig,
    attempts: _Attempts,
    *,
    on_failure: Callable[[str, str], None],
    http_base: str | None,
    clock: Clock,
) -> _Built:
    attempts.problems += [*insecure(config), *trigger_problems(config), *http_problems(config.http)]
    judges = _try_judges(config, attempts, on_failure)
    if judges is not None:
        attempts.problems += [f"scorer: {problem}; teach it again" for problem in judges.scorer.problems()]
        attempts.problems += [f"golden pictures: {problem}" for problem in judges.golden.problems()]
        attempts.problems += [f"catalogue: {problem}" for problem in judges.catalogue.problems()]
    cameras = [
        attempts.make(f"cameras.{c.name}", lambda c=c: registry.build("cameras", c, name=c.name, clock=clock))  # type: ignore[misc]
        for c in config.cameras
    ]
    address = Address(site=config.station.site, line=config.station.line, station=config.station.name)
    info = _info(config, judges, http_base)
    boot = int(clock.utc().timestamp()) % 2**32
    bus = attempts.make(
        "bus", lambda: registry.build("bus", config.bus, address=address, clock=clock, boot=boot, info=info)
    )
    return _Built(address=address, boot=boot, judges=judges, cameras=cameras, bus=bus, info=info)


def _stores(
    config: StationConfig, attempts: _Attempts, clock: Clock
) -> tuple[Ledger | None, EvidenceStore | None, AlarmJournal | None]:
    """Opened, and the ledger locked."""
    data_dir = _data_dir(config, attempts)
    if data_dir is None:
        return None, None, None
    ledger = attempts.make("ledger", lambda: registry.build("stores", config.ledger, data_dir=data_dir, clock=clock))
    evidence = attempts.make(
        "evidence", lambda: registry.build("stores", config.evidence, data_dir=data_dir, clock=clock)
    )
    section = AdapterSection(kind="sqlite_journal")
    journal = attempts.make("alarms", lambda: registry.build("stores", section, data_dir=data_dir, clock=clock))
    return ledger, evidence, journal


def _try_judges(
    config: StationConfig, attempts: _Attempts, on_failure: Callable[[str, str], None] | None
) -> Judges | None:
    models_dir = models_dir_of(config)
    data_dir = config.paths.data_dir
    bundles = _bundles(config, models_dir, attempts)
    detector: Detector | None = attempts.make(
        "detector", lambda: registry.build("detectors", config.detector, models_dir=models_dir)
    )
    scorer: Scorer | None = attempts.make(
        "scorer", lambda: registry.build("scorers", config.scorer, models_dir=models_dir, data_dir=data_dir)
    )
    catalogue = attempts.make("catalogue", lambda: make_catalogue(config))
    golden = make_golden(data_dir)
    offered = {
        "catalogue": catalogue,
        "golden": golden,
        "now": make_clock().utc,
        "models_dir": models_dir,
        "data_dir": data_dir,
    }
    checks: list[Check | None] = [
        attempts.make(f"checks.{c.name}", lambda c=c: registry.build_offering("checks", c, name=c.name, **offered))  # type: ignore[misc]
        for c in config.checks
        if catalogue is not None
    ]
    quality = attempts.make("quality", lambda: QualityGate(config.quality))
    if detector is None or scorer is None or quality is None or catalogue is None:
        return None
    found_checks = [check for check in checks if check is not None]
    loaded = attempts.make("recipes", lambda: load_calibrations(config.recipes)) or {}
    recipes = recipe_book(
        config.recipes, lanes=config.lanes.to_domain(), calibrations=_calibrations(bundles), loaded=loaded
    )
    model_hashes = {bundle.id.split("#")[0]: bundle.manifest.sha256 for bundle in bundles}
    for recipe in recipes.recipes:
        if recipe.name in loaded:
            attempts.problems += [f"recipes: {text}" for text in loaded[recipe.name].stale(recipe, model_hashes)]
    inspection = Inspection(
        detector=detector,
        scorer=scorer,
        golden=golden,
        catalogue=catalogue,
        checks=found_checks,
        recipes=recipes,
        item_min_score=config.decision.item_min_score,
        on_failure=on_failure,
    )
    return Judges(
        detector=detector,
        scorer=scorer,
        golden=golden,
        catalogue=catalogue,
        checks=found_checks,
        recipes=recipes,
        quality=quality,
        inspection=inspection,
        model_hashes=model_hashes | {f"calibration:{name}": one.sha256 for name, one in loaded.items()},
    )


def _bundles(config: StationConfig, models_dir: Path, attempts: _Attempts) -> list[Bundle]:
    """The bundles that the detector's and the scorer's options name."""
    found = []
    for family, place, section in _sections(config):
        try:
            options = registry.options(family, section).model_dump()
        except StartupError:
            continue  # reported by whoever builds this adapter
        for option, named in options.items():
            if (option == "bundle" or option.endswith("_bundle")) and isinstance(named, str):
                bundle = attempts.make(place, lambda name=named: load_bundle(models_dir / name))  # type: ignore[misc]
                if bundle is not None:
                    found.append(bundle)
    return found


def _calibrations(bundles: Sequence[Bundle]) -> dict[str, Calibration]:
    """Per class; where a second stage names the defects, its tables count."""
    return {
        label: table.to_domain()
        for kind in ("detector", "defects")
        for bundle in bundles
        if bundle.manifest.kind == kind
        for label, table in bundle.manifest.calibration.items()
    }


def _data_dir(config: StationConfig, attempts: _Attempts) -> Path | None:
    folder = config.paths.data_dir

    def prepare() -> Path:
        require_writable(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartupError("data_dir", [f"{folder}: {error.strerror}; it must be a writable folder"]) from error
        return folder

    return attempts.make("paths.data_dir", prepare)


def _info(config: StationConfig, judges: Judges | None, http_base: str | None) -> StationInfo:
    return StationInfo(
        versions=versions(),
        model_hashes=judges.model_hashes if judges is not None else {},
        cameras=tuple(camera.name for camera in config.cameras),
        lanes={disposition.value: lane for disposition, lane in config.lanes.to_domain().items()},
        limits={
            "queue_items": float(config.decision.queue),
            "frame_wait_ms": config.decision.frame_wait_ms,
            **({"decide_ms": config.trigger.decide_ms} if config.trigger.source == "camera" else {}),
        },
        http=http_base,
    )


def _result_encoder(station: str, boot: int) -> Callable[[ItemReport], bytes]:
    sequence = iter(range(2**63))

    def encode_result(report: ItemReport) -> bytes:
        return encode(result_of(report, station=station, boot=boot, seq=next(sequence)))

    return encode_result
