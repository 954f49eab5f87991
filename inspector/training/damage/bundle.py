"""Exports the damage network."""

import warnings
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import Tensor, nn

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.manifest import inputs
from inspector.training.damage.network import DamageNetwork, normalised

MOST_PARITY_ERROR = 1e-3


class Judge(nn.Module):  # type: ignore[misc, unused-ignore]
    """What is exported: an image (1, 224, 224, 3) uint8 RGB, `memory` (1, m, 64) and `known` (1, 1).

    Gives maps (1, classes + 1, 56, 56) of logits and keys (1, 64, 28, 28).
    """

    def __init__(self, network: DamageNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor, memory: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Return maps and keys."""
        maps, keys = self.network(normalised(image), memory, known)
        return maps, keys


def export(network: DamageNetwork, path: Path) -> float:
    """Write the ONNX file; returns the largest difference to torch on noise, as a share of the answer's range."""
    judge = Judge(network.to(memory_format=torch.contiguous_format)).eval()
    alone = inputs(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the exporter without onnxscript
        torch.onnx.export(
            judge,
            tuple(torch.from_numpy(value) for value in alone.values()),
            str(path),
            input_names=list(alone),
            output_names=["maps", "keys"],
            dynamic_axes={"memory": {1: "patches"}},
            opset_version=17,
            dynamo=False,
        )
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for given in (alone, inputs(5000), inputs(1)):
        with torch.no_grad():
            wanted = [part.numpy() for part in judge(*(torch.from_numpy(value) for value in given.values()))]
        for found, right in zip(session.run(None, given), wanted, strict=True):
            worst = max(worst, float(np.abs(found - right).max() / max(1e-6, float(right.max() - right.min()))))
    return worst


def export_weights(weights: Path, path: Path) -> None:
    """Write the ONNX file of a run's `weights.pt`. Raises ValueError at bad parity."""
    network = DamageNetwork(len(DEFECT_CLASSES))
    network.load_state_dict(torch.load(weights, weights_only=True))
    difference = export(network, path)
    if difference > MOST_PARITY_ERROR:
        raise ValueError(f"the export differs from the trained network by {difference:.1e} of its range")
