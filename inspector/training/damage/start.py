"""What the damage network begins with: the weights of a former run, or those of a bundle."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from inspector.training.damage.network import DamageNetwork, normalised
from inspector.training.damage.samples import Index
from inspector.training.damage.sizes import COMPARED_CHANNELS, KEY_CHANNELS
from inspector.training.warm_start import begin

PICTURES = 96  # for the statistics of the normalisations


def started(network: DamageNetwork, start: Path, index: Index) -> None:
    """Load weights.pt, or unpack the graph of a bundle folder. Raises ValueError where it is not of this network."""
    if not start.is_dir():
        network.load_state_dict(torch.load(start, weights_only=True))
        return
    rows = range(0, len(index.rows), max(1, len(index.rows) // PICTURES))
    pictures = normalised(torch.from_numpy(np.stack([index.read(row)[0] for row in rows])))

    def alone(images: Tensor) -> tuple[Tensor, Tensor]:
        nothing = torch.zeros(len(images), 1, KEY_CHANNELS)
        answer: tuple[Tensor, Tensor] = network(images, nothing, torch.zeros(len(images), 1))
        return answer

    if begin(network, alone, start / "model.onnx", pictures, lacking=("encoder.key",), widened=("join.0",)):
        # What is compared means nothing with fresh keys: it counts from nothing.
        with torch.no_grad():
            network.join[0].weight[:, -COMPARED_CHANNELS:] = 0.0
