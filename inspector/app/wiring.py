"""From a config to the parts of a running station. With `judges.py` the only place that constructs adapters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.app import registry
from inspector.app.attempts import Attempts
from inspector.app.http_address import http_problems
from inspector.app.ids import id_maker
from inspector.app.in_force import InForce, Settings
from inspector.app.judges import Judges, prepare_golden, try_judges
from inspector.app.lessons.collected import CollectingEvidence
from inspector.app.lessons.desk import TeachingDesk, make_shelf
from inspector.app.machine_clock import make_clock
from inspector.app.record_encoding import record_encoder
from inspector.app.sections import stores
from inspector.app.settling import RECIPES, settle
from inspector.app.triggering import trigger_problems
from inspector.app.versions import versions
from inspector.app.wms import make_export, wms_insecure
from inspector.app.writable import check_store, require_writable
from inspector.config.load import config_hash
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig, insecure
from inspector.config.versions import Version
from inspector.domain.errors import StartupError
from inspector.domain.station import ItemReport, StationInfo
from inspector.pipeline.conclusion import Identification
from inspector.ports.accounts import AccountBook
from inspector.ports.alarm_journal import AlarmJournal
from inspector.ports.bus import Bus
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceStore
from inspector.ports.export import Export
from inspector.ports.ledger import Ledger
from inspector.wire.stamp import boot_number
from inspector.wire.topics import Address

JOURNAL = AdapterSection(kind="sqlite_journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """All parts that a look can build as well as a start: they open and lock nothing. None where one failed."""

    address: Address
    boot: int
    judges: Judges | None
    cameras: Sequence[Camera | None]
    bus: Bus | None
    export: Export | None
    info: StationInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """All parts of a daemon, constructed but not started."""

    clock: Clock
    judges: Judges
    in_force: InForce
    bus: Bus
    ledger: Ledger
    evidence: EvidenceStore
    journal: AlarmJournal
    accounts: AccountBook
    cameras: Sequence[Camera]
    export: Export
    teaching: TeachingDesk
    identification: Identification
    new_id: Callable[[], str]
    encode: Callable[[ItemReport], bytes]
    info: StationInfo
    address: Address


def assemble(
    config: StationConfig,
    *,
    on_checked: Callable[[str, float], None],
    tell: Callable[[str], None],
    http_base: str | None,
    clock: Clock,
    recipe_version: int = 0,
) -> Assembled:
    """Construct everything; `tell` hears of what takes long. Raises one `StartupError`; nothing is left open then."""
    attempts = Attempts()
    shelf = attempts.make("lessons", lambda: make_shelf(config.paths.data_dir))
    built = _build(
        config, attempts, on_checked=on_checked, http_base=http_base, clock=clock, recipe_version=recipe_version
    )
    judges, bus, export = built.judges, built.bus, built.export
    if judges is not None and not attempts.problems:
        attempts.make("golden pictures", lambda: prepare_golden(judges, tell))
    ledger, evidence, journal, accounts = _stores(config, attempts, clock)
    if (
        attempts.problems
        or shelf is None
        or judges is None
        or bus is None
        or export is None
        or ledger is None
        or evidence is None
        or journal is None
        or accounts is None
    ):
        for book in (ledger, journal):
            if book is not None:
                book.close()
        raise StartupError("the station can not start", attempts.problems)
    identification = Identification(
        model_hashes=judges.model_hashes, config_hash=config_hash(config), versions=versions()
    )
    new_id, collecting = id_maker(clock), CollectingEvidence(evidence)
    in_force = InForce(Settings(config=config, book=judges.recipes))
    return Assembled(
        clock=clock,
        judges=judges,
        in_force=in_force,
        bus=bus,
        ledger=ledger,
        evidence=collecting,
        journal=journal,
        accounts=accounts,
        cameras=[camera for camera in built.cameras if camera is not None],
        export=export,
        teaching=TeachingDesk(
            in_force,
            judges=judges,
            ledger=ledger,
            evidence=collecting,
            shelf=shelf,
            clock=clock,
            new_id=new_id,
        ),
        identification=identification,
        new_id=new_id,
        encode=record_encoder(built.address.station, built.boot),
        info=built.info,
        address=built.address,
    )


def start_problems(config: StationConfig, remembered: Mapping[str, tuple[Version, ...]] | None = None) -> list[str]:
    """Everything that a start would refuse, in its own words: the same parts are built, and left again.

    `remembered`: see `settle`. What only the moment decides is left to the start: a port in use, a ledger that another
    daemon has locked.
    """
    attempts = Attempts()
    settled = attempts.make("setup", lambda: settle(config, remembered))
    counts, version = (config, 0) if settled is None else (settled.config, settled.now(RECIPES).number)
    _build(counts, attempts, http_base=None, clock=make_clock(), recipe_version=version)
    if attempts.make("paths.data_dir", lambda: require_writable(config.paths.data_dir)) is None:
        return attempts.problems  # a start opens no store then
    _accounts(config, attempts, make_clock())
    for place, section in (stores(config) | {"alarms": JOURNAL}).items():
        attempts.make(place, lambda section=section: check_store(section, config.paths.data_dir))  # type: ignore[misc]
    return attempts.problems


def _build(
    config: StationConfig,
    attempts: Attempts,
    *,
    on_checked: Callable[[str, float], None] | None = None,
    http_base: str | None,
    clock: Clock,
    recipe_version: int,
) -> _Built:
    attempts.problems += [*insecure(config), *wms_insecure(config)]
    attempts.problems += [*trigger_problems(config), *http_problems(config.http)]
    judges = try_judges(config, attempts, on_checked, version=recipe_version)
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
    boot = boot_number(clock.utc())
    bus = attempts.make(
        "bus", lambda: registry.build("bus", config.bus, address=address, clock=clock, boot=boot, info=info)
    )
    export = attempts.make("wms", lambda: make_export(config, clock))
    return _Built(address=address, boot=boot, judges=judges, cameras=cameras, bus=bus, export=export, info=info)


def _stores(
    config: StationConfig, attempts: Attempts, clock: Clock
) -> tuple[Ledger | None, EvidenceStore | None, AlarmJournal | None, AccountBook | None]:
    """Opened, and the ledger locked."""
    data_dir = _data_dir(config, attempts)
    if data_dir is None:
        return None, None, None, None
    ledger = attempts.make("ledger", lambda: registry.build("stores", config.ledger, data_dir=data_dir, clock=clock))
    evidence = attempts.make(
        "evidence", lambda: registry.build("stores", config.evidence, data_dir=data_dir, clock=clock)
    )
    journal = attempts.make("alarms", lambda: registry.build("stores", JOURNAL, data_dir=data_dir, clock=clock))
    return ledger, evidence, journal, _accounts(config, attempts, clock)


def _accounts(config: StationConfig, attempts: Attempts, clock: Clock) -> AccountBook | None:
    section = AdapterSection(kind="accounts_file")
    return attempts.make(
        "accounts", lambda: registry.build("stores", section, data_dir=config.paths.data_dir, clock=clock)
    )


def _data_dir(config: StationConfig, attempts: Attempts) -> Path | None:
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
        versions=versions() | {"config": config_hash(config)},
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
