"""From nothing to the defect network's bundle: samples, training, export, calibration. Steps are kept and resumed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.sample_leaks import refuse_shared
from inspector.training.damage.samples import Index, save

Say = Callable[[str], None]
HELD_OUT_SAMPLES = 1000


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


def run(order: Order, *, say: Say) -> None:
    """Do all of it. Raises ValueError where the export differs from the network.

    Raises `ConfigError` where the held-out samples show what is learnt from.
    """
    import torch

    from inspector.training.damage.bundle import write_bundle
    from inspector.training.damage.calibration import tables_of
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
    figures = train(
        network, learn, check, Plan(minutes=order.minutes), order.work / "run", classes=len(DEFECT_CLASSES), say=say
    )
    weights = order.work / "run" / "weights.pt"
    metrics = {"held_out_auroc": round(figures["without"]["auroc"], 4), "held_out_samples": figures["n"]}
    write_bundle(weights, order.out, version=order.version, metrics=metrics, tables={})
    write_bundle(weights, order.out, version=order.version, metrics=metrics, tables=tables_of(order.out, check))
    say(f"wrote {order.out}")


def _samples(order: Order, split: str, count: int, say: Say) -> Index:
    """Those of an earlier run, or new ones."""
    from inspector.training.damage.generation import samples
    from inspector.training.damage.recipe import products

    folder = order.work / "samples" / split
    if not (folder / "complete").is_file():
        say(f"making {count} samples to {'learn from' if split == 'train' else 'check with'}")
        rng = np.random.default_rng([1, split == "train"])
        save(folder, samples(products(order.data, split, rng), rng, count))
        (folder / "complete").touch()
    return Index.of(folder)
