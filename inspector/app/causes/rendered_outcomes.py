"""What the real chain says of rendered items of which the truth is known: judged once, kept in a file, drawn from.

Each kind is rendered on the demonstration's line (its cameras calibrated, its products taught, all its checks on) with
one thing wrong with every item, or nothing.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from inspector.adapters.cameras.synthetic import BLUR_SHARE
from inspector.app.causes.outcome_key import outcome_key
from inspector.app.config_file import read_station
from inspector.app.demo.plan import VIEWS, DemoPlan, demo_config
from inspector.app.demo.teaching import calibrate_demo, teach_demo
from inspector.app.judges import Judges, make_judges, prepare_golden
from inspector.app.sections import models_dir_of
from inspector.app.single import judge
from inspector.config.durable_file import write_durably
from inspector.domain.errors import StoreError
from inspector.domain.findings import findings_json
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.item import Identity
from inspector.scene.catalogue import product
from inspector.scene.line import ItemTruth, LineSpec, item_at
from inspector.scene.mixup import Mixup
from inspector.scene.render import Renderer

GOOD: Final = "good"
CRUSHED: Final = "crushed"
EXPIRED: Final = "expired"
BLURRED: Final = "blurred"
MIXED: Final[tuple[Mixup, ...]] = ("mislabelled", "wrong_item", "wrong_colour", "wrong_size", "wrong_count")
KINDS: Final = (GOOD, CRUSHED, EXPIRED, BLURRED, *MIXED)
_GOOD_PER_OTHER: Final = 4  # good items are most of a line, and what is said of them must not repeat too soon
_LOOKED_AT: Final = 40  # times as many indices as wanted are looked through for items of a kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedOutcome:
    """`report` is what `domain.findings` makes of the evidence and the verdict of an item that is `kind`."""

    kind: str
    sku: str
    report: dict[str, Any]


def default_folder(seed: int) -> Path:
    """Below `$XDG_CACHE_HOME`, else `~/.cache`."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "edge-inspector" / "causes" / str(seed)


def rendered_outcomes(
    folder: Path, *, per_kind: int, seed: int, tell: Callable[[str, int, int], None]
) -> list[RenderedOutcome]:
    """From the files in `folder`, else rendered and judged (about a second per item) and kept there, kind by kind.

    They and what was taught for them lie under the name of the code, models and libraries that made them: others make
    their own. `tell` hears the kind, how many are done and of how many. Raises `StartupError` or `StoreError`.
    """
    folder = folder / outcome_key()
    files = {kind: folder / f"outcomes-{seed}-{per_kind}-{kind}.json" for kind in KINDS}
    if all(file.exists() for file in files.values()):
        return [outcome for file in files.values() for outcome in _read(file)]
    folder.mkdir(parents=True, exist_ok=True)
    plan = DemoPlan(
        items=None, seed=seed, mixup_rate=1.0, expired_rate=1.0, damage_rate=0.0, data_dir=folder, broker_port=1,
        http_port=0,
    )  # fmt: skip
    judges = _taught(plan, lambda text: tell(text, 0, 0))
    found: list[RenderedOutcome] = []
    for kind in KINDS:
        if not files[kind].exists():
            wanted = per_kind * (_GOOD_PER_OTHER if kind == GOOD else 1)
            outcomes = []
            for outcome in _judged(plan, judges, kind, wanted):
                outcomes.append({"kind": outcome.kind, "sku": outcome.sku, "report": outcome.report})
                tell(kind, len(found) + len(outcomes), per_kind * (len(KINDS) - 1 + _GOOD_PER_OTHER))
            write_durably(files[kind], json.dumps(outcomes).encode())
        found += _read(files[kind])
    return found


def _read(file: Path) -> list[RenderedOutcome]:
    try:
        return [RenderedOutcome(**entry) for entry in json.loads(file.read_bytes())]
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{file}: can not be read ({error}); remove it") from error


def _taught(plan: DemoPlan, say: Callable[[str], None]) -> Judges:
    file = plan.data_dir / "station.toml"
    file.write_text(demo_config(plan), encoding="utf-8")
    config = read_station(file)
    calibrate_demo(plan.data_dir, seed=plan.seed, size=plan.size)
    teach_demo(config, seed=plan.seed, size=plan.size, models_dir=models_dir_of(config), say=say)
    judges = make_judges(config)
    prepare_golden(judges, say)
    return judges


def _judged(plan: DemoPlan, judges: Judges, kind: str, wanted: int) -> Iterator[RenderedOutcome]:
    spec = _spec(plan, kind)
    renderers = [Renderer(spec, view=view, size=plan.size) for view in VIEWS]
    fitting = (n for n in range(_LOOKED_AT * wanted) if _is(item_at(spec, n), kind))
    for _, index in zip(range(wanted), fitting, strict=False):
        truth = item_at(spec, index)
        told = Identity(sku=truth.sku, material=product(truth.sku).material, lpn=truth.lpn, lot=truth.lot)
        pictures = [renderer.item(index).image for renderer in renderers]
        shown = [_blurred(one) if kind == BLURRED else one for one in pictures]
        judged = judge(judges, list(zip(VIEWS, shown, strict=True)), told)
        yield RenderedOutcome(kind=kind, sku=truth.sku, report=findings_json(judged.evidence, judged.verdict))


def _spec(plan: DemoPlan, kind: str) -> LineSpec:
    """Each kind shows other items; the belt and the light are the same, they come from the seed."""
    spec = replace(plan.line_spec(), damage_rate=0.0, mixup_rate=0.0, expired_rate=0.0)
    if kind == CRUSHED:
        return replace(spec, damage_rate=1.0, defects=("deformation", "penetration"))
    if kind == EXPIRED:
        return replace(spec, expired_rate=1.0)
    mixups: tuple[Mixup, ...] = tuple(one for one in MIXED if one == kind)
    return replace(spec, mixup_rate=1.0, mixups=mixups) if mixups else spec


def _is(truth: ItemTruth, kind: str) -> bool:
    if kind in {GOOD, BLURRED}:
        return not truth.wrong
    return bool(truth.defects) and not truth.mixup if kind == CRUSHED else truth.wrong == (kind,)


def _blurred(image: RgbImage) -> RgbImage:
    return freeze(np.asarray(cv2.GaussianBlur(image, (0, 0), BLUR_SHARE * image.shape[1]), np.uint8))
