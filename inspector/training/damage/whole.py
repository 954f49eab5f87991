"""From nothing to the defect network's bundle: samples, training, export, calibration. Steps are kept and resumed."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inspector.config.bundle import load_bundle, read_manifest
from inspector.config.bundle_folder import bundle_in_the_making
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.card import unmeasured
from inspector.training.damage.calibration import tables_of
from inspector.training.damage.chain import FINDER, ITEMS, chain_tables
from inspector.training.damage.manifest import Facts, write_manifest
from inspector.training.damage.own_level import SHARES, chosen
from inspector.training.damage.sample_leaks import refuse_shared
from inspector.training.damage.samples import Index, save
from inspector.training.manifest_lines import Tables
from inspector.training.real_sets import real_sources, with_start
from inspector.training.torch_device import torch_device

Say = Callable[[str], None]
HELD_OUT_SAMPLES = 1000
FULL_RATE = 1.5e-3
REFINING_RATE = 2e-4  # at 8e-4 a refinement first unlearns: its loss rose by a quarter and was not back in ten minutes
PURPOSE = "Looks at the pixels of one item and gives a map of each defect class. Second stage of the kind `two_stage`."
MADE = "rendered and drawn products (this repository)"
SETS = ("conveyor_bottles", "trashnet", "grocery_packages", "caltech101")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for; see `inspector train defects --help`."""

    work: Path
    out: Path
    data: Path | None
    minutes: float
    samples: int
    version: str
    start: Path | None = None  # bundle folder to refine; None begins from nothing
    device: str = "auto"
    workers: int = 2


def run(order: Order, *, say: Say) -> None:
    """Do all of it. Raises ValueError where the export differs from the network.

    Raises `ConfigError` where the held-out samples show what is learnt from.
    """
    import torch

    device = torch_device(order.device)  # a GPU that is not there is said before the samples are made
    from inspector.training.damage.bundle import export_weights
    from inspector.training.damage.network import DamageNetwork
    from inspector.training.damage.start import started
    from inspector.training.damage.training import Plan, train

    learn = _samples(order, "train", order.samples, say)
    check = _samples(order, "val", HELD_OUT_SAMPLES, say)
    say("comparing what is learnt with what is held out")
    refuse_shared(learn, check)
    torch.manual_seed(1)
    network = DamageNetwork(len(DEFECT_CLASSES))
    if order.start is not None:
        started(network, order.start, learn)
    say(f"training on {device} for {order.minutes:g} minutes")
    cores = len(os.sched_getaffinity(0))
    rate = FULL_RATE if order.start is None else REFINING_RATE
    plan = Plan(minutes=order.minutes, device=device, workers=order.workers, threads=cores, rate=rate)
    figures = train(network, learn, check, plan, order.work / "run", classes=len(DEFECT_CLASSES), say=say)
    metrics = {
        "minutes": order.minutes,
        "steps": figures["steps"],
        "held_out_auroc": round(figures["without"]["auroc"], 4),
        "held_out_auroc_compared": round(figures["with_reference"]["auroc"], 4),
        "held_out_samples": figures["n"],
    }
    with bundle_in_the_making(order.out) as made:
        made.mkdir()
        export_weights(order.work / "run" / "weights.pt", made / "model.onnx")
        describe(made, facts_of(order, metrics), check, finder=order.out.parent / FINDER, say=say)
    say(f"wrote {order.out}")


def facts_of(order: Order, metrics: dict[str, float | str]) -> Facts:
    """What this run knows of its weights."""
    noted = (order.work / "samples" / "train" / "complete").read_text(encoding="utf-8")
    used = json.loads(noted) if noted else real_sources(order.data, SETS)  # empty: from before it was noted
    began = "random weights" if order.start is None else load_bundle(order.start).id
    return Facts(
        version=order.version,
        licence="Apache-2.0" if order.start is None else read_manifest(order.start).licence,
        trained_on=with_start(order.start, [MADE, *used]),
        metrics={"began_with": began, **metrics},
    )


def describe(made: Path, facts: Facts, check: Index, *, finder: Path, say: Say) -> None:
    """Calibrate and describe the `model.onnx` in `made`, a bundle in the making: behind the finder where there is one.

    Crops of single views promise too much on a line; they count only where no finder lies beside the bundle.
    """
    write_manifest(made, facts, tables={})
    own = chosen(made, check)
    facts = replace(facts, own_share=own.share, own_usual=own.usual)
    write_manifest(made, facts, tables={})
    tried = ", ".join(f"{share:g}: {found:.3f}" for share, found in zip(SHARES, own.recalls, strict=True))
    say(f"of what golden pictures show beside each other {own.share:g} is taken off (mean recall {tried})")
    tables: Tables
    if (finder / "model.toml").is_file():
        load_bundle(finder)
        (made.parent / FINDER).symlink_to(finder.resolve())
        tables = chain_tables(made.parent, made.name, items=ITEMS, say=say)
    else:
        say(f"{finder} is missing: calibrated on crops, which promise too much; then run training.damage.recalibrate")
        tables = tables_of(made, check)
    bundle = write_manifest(made, facts, tables=tables)
    measure = "python -m inspector.training.damage.report --models DIR"
    (made / "card.md").write_text(unmeasured(bundle, PURPOSE, measure), encoding="utf-8")


def _samples(order: Order, split: str, count: int, say: Say) -> Index:
    """Those of an earlier run, or new ones; beside them stands which real sets they were made of."""
    from inspector.training.damage.generation import samples
    from inspector.training.damage.recipe import products

    folder = order.work / "samples" / split
    if not (folder / "complete").is_file():
        say(f"making {count} samples to {'learn from' if split == 'train' else 'check with'}")
        rng = np.random.default_rng([1, split == "train"])
        save(folder, samples(products(order.data, split, rng), rng, count))
        (folder / "complete").write_text(json.dumps(real_sources(order.data, SETS)), encoding="utf-8")
    return Index.of(folder)
