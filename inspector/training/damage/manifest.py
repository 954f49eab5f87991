"""`model.toml` of a defect network, for the `model.onnx` that lies beside it. Needs no torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from inspector.config.bundle import Bundle, load_bundle
from inspector.config.durable_file import write_durably
from inspector.config.noise_picture import noise_picture
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.sizes import KEY_CHANNELS, MAP_SIDE, SIDE, TOP_CELLS
from inspector.training.manifest_lines import (
    Tables,
    calibration_lines,
    golden_lines,
    heading_lines,
    metrics_lines,
    square_input_lines,
)

GOLDEN_SEED = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of how the weights came about; `metrics` as they stand in the manifest."""

    version: str
    licence: str
    trained_on: Sequence[str]
    metrics: Mapping[str, float | str]
    own_share: float = 0.0  # see `own_level`
    own_usual: float = 0.0

    @classmethod
    def of(cls, bundle: Bundle) -> "Facts":
        """Those of a bundle that is written again."""
        written = bundle.manifest
        reference = written.reference
        return cls(
            version=written.version,
            licence=written.licence,
            trained_on=written.trained_on,
            metrics=written.metrics,
            own_share=0.0 if reference is None else reference.own_share,
            own_usual=0.0 if reference is None else reference.own_usual,
        )


def write_manifest(folder: Path, facts: Facts, *, tables: Tables) -> Bundle:
    """Write it whole or not at all, and read it back through the checks that every start makes."""
    golden = answer(folder / "model.onnx")
    lines = [
        *heading_lines(
            folder / "model.onnx",
            name=folder.name,
            version=facts.version,
            kind="defects",
            licence=facts.licence,
            trained_on=facts.trained_on,
            classes=DEFECT_CLASSES,
        ),
        *square_input_lines(SIDE),
        "",
        "[maps]",
        'name = "maps"',
        f"rows = {MAP_SIDE}",
        f"columns = {MAP_SIDE}",
        f"top_cells = {TOP_CELLS}",
        "",
        "[reference]",
        'memory = "memory"',
        'known = "known"',
        'keys = "keys"',
        f"channels = {KEY_CHANNELS}",
        f"own_share = {facts.own_share}",
        f"own_usual = {facts.own_usual:.4f}",
        *golden_lines(GOLDEN_SEED, width=SIDE, height=SIDE, mean=float(golden.mean()), std=float(golden.std())),
        "tolerance = 0.01",
        *metrics_lines(facts.metrics),
        *calibration_lines(tables),
    ]
    write_durably(folder / "model.toml", ("\n".join(lines) + "\n").encode())
    return load_bundle(folder)


def answer(model: Path) -> NDArray[np.float32]:
    """The graph's maps of the seeded noise picture, judged alone."""
    session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    maps: NDArray[np.float32] = session.run(["maps"], inputs(None))[0]
    return maps


def inputs(patches: int | None) -> dict[str, NDArray[Any]]:
    """The noise picture beside a memory of so many patches of noise, or of none."""
    shape = (1, patches or 1, KEY_CHANNELS)
    memory = np.random.default_rng(GOLDEN_SEED).normal(size=shape).astype(np.float32) * (patches is not None)
    known = np.full((1, 1), patches is not None, np.float32)
    noise = noise_picture(GOLDEN_SEED, width=SIDE, height=SIDE)
    return {"image": noise[None], "memory": memory.astype(np.float32), "known": known}
