"""Looks at everything that a station needs. Each finding says what was found and what to do about it."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import onnxruntime as ort

from inspector.adapters.stores import accounts_file
from inspector.app import registry
from inspector.app.config_file import read_station
from inspector.app.config_problems import config_problems
from inspector.app.judges import make_golden
from inspector.app.machine_clock import make_clock
from inspector.app.model_check import run_bundle
from inspector.app.sections import models_dir_of, stores
from inspector.app.wms import reach_wms
from inspector.app.writable import require_readable
from inspector.config.bundle import load_bundle
from inspector.config.locations import default_models_dir
from inspector.config.station import StationConfig
from inspector.domain.errors import CameraError, ConfigError, InspectorError, StartupError
from inspector.ports.camera import Camera, EndOfStream
from inspector.ports.scorer import Scorer
from inspector.wire.topics import Address

LEAST_FREE_BYTES = 2_000_000_000
CAMERA_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    detail: str
    advice: str = ""


def examine(config_file: Path | None) -> list[Finding]:
    """All findings, in the order in which a start would need them."""
    if config_file is None:
        return [*_models(default_models_dir()), _provider(), _clock_sync()]
    problems: list[str] = []
    try:
        problems = config_problems(config_file)
        config = read_station(config_file)
    except ConfigError as error:
        detail = "; ".join(problems or error.problems)
        return [Finding(what="config", ok=False, detail=detail, advice="mend the file")]
    advice = "mend these; `inspector config schema` describes the keys"
    findings = [Finding(what="config", ok=not problems, detail="; ".join(problems) or str(config_file), advice=advice)]
    findings += _models(models_dir_of(config))
    findings += [_provider(), look_at_broker(config), _disk(config.paths.data_dir), _clock_sync()]
    findings += [*_wms(config), _accounts(config), *_references(config), *_cameras(config)]
    return findings


def _models(folder: Path) -> Iterator[Finding]:
    found = sorted(folder.glob("*/model.toml"))
    if not found:
        yield Finding(
            what="models", ok=False, detail=f"{folder} holds no bundle", advice="inspector models import, or models_dir"
        )
    for path in found:
        name = path.parent.name
        try:
            detail = run_bundle(load_bundle(path.parent), models_dir=folder)
        except InspectorError as error:
            yield Finding(what=f"model {name}", ok=False, detail=str(error), advice="copy the bundle again")
        else:
            yield Finding(what=f"model {name}", ok=True, detail=detail)


def _provider() -> Finding:
    providers = ort.get_available_providers()
    return Finding(what="execution provider", ok="CPUExecutionProvider" in providers, detail=", ".join(providers))


def look_at_broker(config: StationConfig) -> Finding:
    """By the station's own dial: TLS with its certificates, CONNECT, its subscriptions."""
    advice = "start mosquitto, or mend [bus] and its certificates; the daemon goes on trying meanwhile"
    address = Address(site=config.station.site, line=config.station.line, station=config.station.name)
    try:
        reached = registry.ask("bus", config.bus, "reach", address=address, clock=make_clock())
    except StartupError as error:
        return Finding(what="broker", ok=False, detail="; ".join(error.problems), advice="mend [bus] in the file")
    except InspectorError as error:
        return Finding(what="broker", ok=False, detail=str(error), advice=advice)
    return Finding(what="broker", ok=True, detail=reached or f"bus kind {config.bus.kind!r} needs none")


def _wms(config: StationConfig) -> Iterator[Finding]:
    """TCP, TLS and its certificate; nothing is told."""
    if not config.wms.wanted:
        return
    advice = "mend [wms] or the other side; what it is to be told waits meanwhile"
    try:
        yield Finding(what="wms", ok=True, detail=reach_wms(config, make_clock()))
    except StartupError as error:
        yield Finding(what="wms", ok=False, detail="; ".join(error.problems), advice=advice)
    except InspectorError as error:
        yield Finding(what="wms", ok=False, detail=str(error), advice=advice)


def _disk(folder: Path) -> Finding:
    existing = next((f for f in (folder, *folder.parents) if _is_there(f)), Path("/"))
    free = shutil.disk_usage(existing).free
    return Finding(
        what="disk",
        ok=free >= LEAST_FREE_BYTES,
        detail=f"{free / 1e9:.1f} GB free at {existing}",
        advice="free space, or lower the evidence quota",
    )


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:  # nobody may look: its parent lies on the same disk, as far as can be told
        return False


def _clock_sync() -> Finding:
    """Wall time matters for records only, but a wrong one makes them useless."""
    try:
        answer = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],  # noqa: S607 - wherever systemd put it
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return Finding(what="clock", ok=True, detail="synchronisation unknown: no timedatectl on this machine")
    if answer.returncode != 0:
        return Finding(what="clock", ok=True, detail="synchronisation unknown: timedatectl does not answer")
    synchronised = answer.stdout.strip() == "yes"
    return Finding(
        what="clock",
        ok=synchronised,
        detail="synchronised" if synchronised else "not synchronised",
        advice="install and start chrony or systemd-timesyncd",
    )


def _accounts(config: StationConfig) -> Finding:
    """Without accounts everybody may do everything: wrong in production, worth saying elsewhere."""
    try:
        known = accounts_file.build(accounts_file.Config(), data_dir=config.paths.data_dir, clock=make_clock()).known()
    except InspectorError as error:
        advice = "mend the file, or move it away and add everybody anew"
        return Finding(what="accounts", ok=False, detail=str(error), advice=advice)
    if known.accounts:
        return Finding(what="accounts", ok=True, detail=f"{len(known.accounts)} people may sign in")
    return Finding(
        what="accounts",
        ok=config.station.profile != "production",
        detail="nobody has an account: everybody may do everything; `inspector accounts add` changes that",
        advice="inspector accounts add",
    )


def _references(config: StationConfig) -> Iterator[Finding]:
    try:
        require_readable(config.paths.data_dir, stores(config).values())
        scorer: Scorer = registry.build(
            "scorers", config.scorer, models_dir=models_dir_of(config), data_dir=config.paths.data_dir
        )
    except InspectorError:
        return  # the finding of the config or the model says why
    golden = make_golden(config.paths.data_dir)
    problems = [*scorer.problems(), *golden.problems()]
    taught = f"{len(scorer.references())} taught, {len(golden.pairs())} with golden pictures"
    yield Finding(
        what="references",
        ok=not problems,
        detail="; ".join(problems) or taught,
        advice="inspector teach --sku … again",
    )


def _cameras(config: StationConfig) -> Iterator[Finding]:
    clock = make_clock()
    for section in config.cameras:
        what = f"camera {section.name}"
        try:
            camera: Camera = registry.build("cameras", section, name=section.name, clock=clock)
            yield _one_camera(what, camera)
        except (CameraError, StartupError) as error:
            advice = "check cable, power and address; the daemon goes on trying"
            yield Finding(what=what, ok=False, detail=str(error), advice=advice)


def _one_camera(what: str, camera: Camera) -> Finding:
    try:
        camera.open()
        frame = camera.read(CAMERA_S)
    except EndOfStream:
        return Finding(what=what, ok=True, detail="opened; its recording is at its end")
    finally:
        camera.close()
    if frame is None:
        return Finding(what=what, ok=True, detail="opened; waits for a trigger")
    height, width = frame.image.shape[:2]
    return Finding(what=what, ok=True, detail=f"opened; {width}x{height}")
