"""Replays recorded pictures as a belt: the real daemon, a real broker, the conveyor simulator, and the score."""

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.adapters.cameras._picture_file import SUFFIXES, natural, read_picture
from inspector.app.config_file import load_station
from inspector.app.demo.plan import COMMIT_SHARE, COUNTS_PER_MM, GUARD_MS, TRAVEL_MM
from inspector.app.demo.score import summarise
from inspector.app.demo.summary import Summary
from inspector.app.demo.truth import ISOLATED, Confusion, Got
from inspector.app.judges import make_judges
from inspector.app.line_run import LineResult, LineRun, Say, embedded_broker, free_port, run_line
from inspector.app.run_folder import run_folder, usable
from inspector.app.teaching import Picture, found_in, teach
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError
from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig, LaneConfig
from inspector.plc.simulator_config import PlcConfig

PITCH_MM = 600.0
PRODUCT = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """`cameras` are folders by camera name. `item` is a regular expression with a group `item`: pictures of one item in
    several folders are one item's views; None: the n-th pictures belong together. `damaged` is a regular expression on
    the file's path that tells a damaged item, None when nothing is known. `teach`: so many of the intact items are
    taught first as one product, which all items are then said to be; they are shown too but not counted.
    """

    cameras: Mapping[str, Path]
    pattern: str | None
    item: str | None
    damaged: str | None
    items: int | None
    belt_mm_s: float
    data_dir: Path
    teach: int = 0


def run_rehearsal(rehearsal: Rehearsal, *, say: Say) -> Summary:
    """Run to the end of the pictures. Raises `ConfigError`, `StartupError`."""
    shown = _shown(rehearsal)
    truth = [one.damaged for one in shown]
    total = min(len(truth), rehearsal.items or len(truth))
    taught = _taught(shown[:total], rehearsal.teach)
    say(f"{total} items, {sum(truth[:total])} of them known to be damaged")
    with run_folder(rehearsal.data_dir, "rehearse"):
        result = _run(rehearsal, total, [shown[index] for index in taught], say)
        return summarise(rehearsal.data_dir, result, lambda outcomes: _confusion(truth, taught, outcomes))


def _run(rehearsal: Rehearsal, total: int, taught: Sequence["_Shown"], say: Say) -> LineResult:
    port = free_port()
    config_file = rehearsal.data_dir / "station.toml"
    with usable(rehearsal.data_dir, "rehearse"):
        config_file.write_text(station_text(rehearsal, port), encoding="utf-8")
        broker = _broker(rehearsal.data_dir, port, say)
    if taught:
        _teach(config_file, taught, say)
    return run_line(
        LineRun(
            config_file=config_file,
            plc=_conveyor(rehearsal, port, total),
            log_file=rehearsal.data_dir / "daemon.log",
            broker=broker,
        ),
        say=say,
    )


@dataclass(slots=True)
class _Shown:
    """One item: its pictures by camera, and whether it is known to be damaged."""

    pictures: dict[str, Path]
    damaged: bool


def _shown(rehearsal: Rehearsal) -> list[_Shown]:
    """The items in the order in which the cameras show them. Raises `ConfigError`."""
    _require_patterns(rehearsal)
    problems = []
    items: dict[str, _Shown] = {}
    lengths = set()
    for name, folder in rehearsal.cameras.items():
        files = _files(folder, rehearsal.pattern)
        if not files:
            problems.append(f"camera {name}: {folder} holds no picture that matches")
        lengths.add(len(files))
        for rank, path in enumerate(files):
            text = path.relative_to(folder).as_posix()
            match = re.search(rehearsal.item, text) if rehearsal.item else None
            if rehearsal.item and (match is None or match["item"] is None):
                problems.append(f"camera {name}: {text} does not match the item pattern")
                continue
            key = match["item"] if match is not None else f"{rank:09d}"
            damaged = rehearsal.damaged is not None and re.search(rehearsal.damaged, text) is not None
            one = items.setdefault(key, _Shown({}, damaged=False))
            one.pictures[name] = path
            one.damaged = one.damaged or damaged
    if rehearsal.item is None and len(lengths) > 1:
        problems.append("the folders hold different numbers of pictures; tell their items apart with --item")
    if problems:
        raise ConfigError("rehearsal", problems[:20])
    return [items[key] for key in sorted(items, key=natural)]


def _require_patterns(rehearsal: Rehearsal) -> None:
    """Raise `ConfigError` with each pattern that is none."""
    problems = []
    for option, text in (("item", rehearsal.item), ("damaged", rehearsal.damaged)):
        try:
            groups = re.compile(text or "").groupindex
        except re.error as error:
            problems.append(f"--{option} {text}: is no regular expression: {error}")
        else:
            if option == "item" and text and "item" not in groups:
                problems.append(f"--item {text}: has no group (?P<item>…) that tells items apart")
    glob = rehearsal.pattern or "*"
    try:
        next(Path(os.devnull).glob(glob), None)  # nothing lies below it: only the pattern is looked at
    except (ValueError, NotImplementedError) as error:
        problems.append(f"--pattern {glob}: is no glob below a folder: {error}")
    else:
        if ".." in Path(glob).parts:
            problems.append(f"--pattern {glob}: is no glob below a folder: it leads out of it")
    if problems:
        raise ConfigError("rehearsal", problems)


def _taught(shown: Sequence[_Shown], count: int) -> frozenset[int]:
    """Indices of `count` intact items, spread evenly over all. Raises `ConfigError` where there are too few."""
    intact = [index for index, one in enumerate(shown) if not one.damaged]
    if count > len(intact):
        raise ConfigError("rehearsal", [f"{count} intact items are to be taught, {len(intact)} are shown"])
    return frozenset(intact[number * len(intact) // count] for number in range(count))


def _teach(config_file: Path, items: Sequence[_Shown], say: Say) -> None:
    """Teach every camera's views of these items as the one product of the rehearsal."""
    config = load_station(config_file)
    judges = make_judges(config)
    for camera in items[0].pictures:
        pictures = []
        for one in items:
            path = one.pictures.get(camera)
            image = None if path is None else read_picture(path)
            region = None
            if image is not None:
                region = found_in(judges.detector, image, min_score=config.decision.item_min_score)
            if image is not None and region is not None:
                pictures.append(Picture(name=str(path), image=image, region=region))
        if len(pictures) < len(items):
            say(f"{camera}: no product was found in {len(items) - len(pictures)} of {len(items)} pictures")
        lesson = teach(judges, PRODUCT, camera, pictures, keep_all=True, say=lambda _line: None)
        estimate = lesson.false_diverts
        say(f"{camera}: taught {len(pictures)}; beside the others {estimate.isolated} would have been isolated")


def _files(folder: Path, pattern: str | None) -> list[Path]:
    if not folder.is_dir():
        return []
    found = folder.glob(pattern) if pattern else (p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
    return sorted((p for p in found if p.is_file()), key=lambda p: natural(p.relative_to(folder).as_posix()))


def _confusion(truth: Sequence[bool], taught: frozenset[int], outcomes: Sequence[Got]) -> Confusion:
    counts = {(damaged, isolated): 0 for damaged in (False, True) for isolated in (False, True)}
    for index, disposition in outcomes:
        if index not in taught:
            counts[truth[index], disposition in ISOLATED] += 1
    return Confusion(
        damaged=counts[True, True] + counts[True, False],
        damaged_diverted=counts[True, True],
        intact=counts[False, True] + counts[False, False],
        intact_diverted=counts[False, True],
        by_class={},
    )


def _broker(folder: Path, port: int, say: Say) -> Sequence[str]:
    """mosquitto where it is installed, else the embedded one."""
    binary = shutil.which("mosquitto") or next((p for p in ("/usr/sbin/mosquitto",) if Path(p).exists()), None)
    if binary is None:
        say("mosquitto is not installed: using the embedded broker")
        return embedded_broker(port)
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n", encoding="utf-8")
    return (binary, "-c", str(config))


def _conveyor(rehearsal: Rehearsal, port: int, items: int) -> PlcConfig:
    belt = BeltConfig(
        counts_per_mm=COUNTS_PER_MM,
        speed_mm_s=rehearsal.belt_mm_s,
        pitch_mm=PITCH_MM,
        commit_mm=TRAVEL_MM * COMMIT_SHARE,
        verify_mm=TRAVEL_MM * 0.7,
        lanes=(
            LaneConfig(lane=2, at_mm=TRAVEL_MM * 0.85),
            LaneConfig(lane=3, at_mm=TRAVEL_MM * 0.95),
            LaneConfig(lane=1, at_mm=TRAVEL_MM * 1.1),
        ),
    )
    identity = Identity(sku=PRODUCT) if rehearsal.teach else Identity()
    return PlcConfig(
        port=port,
        site="rehearsal",
        line="l1",
        station="st01",
        belt=belt,
        items=items,
        identity=lambda _index: identity,
    )


def station_text(rehearsal: Rehearsal, port: int) -> str:
    """The file of the station that judges the pictures."""
    cameras = "\n".join(_camera(rehearsal, name) for name in rehearsal.cameras)
    return f"""schema_version = 1

[station]
site = "rehearsal"
line = "l1"
name = "st01"

[paths]
data_dir = {_quoted(rehearsal.data_dir)}
models_dir = {_quoted(default_models_dir())}

[bus]
kind = "mqtt"
port = {port}
{cameras}

[detector]
kind = "two_stage"
bundle = "line-detector"

[scorer]
kind = "patch_memory"
bundle = "line-features"

[evidence]
kind = "folder_evidence"
pass_share = 0.1

[decision]
nominal_counts_per_s = {rehearsal.belt_mm_s * COUNTS_PER_MM}
frame_wait_ms = 500
guard_ms = {GUARD_MS}

[http]
enabled = false
"""


def _camera(rehearsal: Rehearsal, name: str) -> str:
    lines = [
        "",
        "[[cameras]]",
        f"name = {_quoted(name)}",
        'kind = "folder"',
        f"folder = {_quoted(rehearsal.cameras[name].resolve())}",
    ]
    if rehearsal.pattern:
        lines.append(f"pattern = {_quoted(rehearsal.pattern)}")
    if rehearsal.item:
        others = ", ".join(_quoted(path.resolve()) for other, path in rehearsal.cameras.items() if other != name)
        lines += [f"name_pattern = {_quoted(rehearsal.item)}", f"siblings = [{others}]"]
    return "\n".join(lines)


def _quoted(value: str | Path) -> str:
    """A text of TOML, which escapes as JSON does."""
    return json.dumps(str(value), ensure_ascii=False)
