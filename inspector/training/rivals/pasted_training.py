"""Trains a network to tell whole pictures from those into which something was pasted, and where. Needs torch."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from inspector.training.damage.network import normalised
from inspector.training.features_network import Student, convolution
from inspector.training.rivals.pasted_plan import PastedPlan
from inspector.training.rivals.pasting import jittered, moved, pasted
from inspector.training.rivals.rival import Say
from inspector.training.warm_start import begin

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

GRID = 28
MOVED_PX = 8
STATISTICS = 96  # pictures for those of the normalisations
MAP_WEIGHT = 5.0  # of cells under a pasted piece: they are few
SAY_EVERY = 20
ASKED_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """`pooled` (n, 128) features, `odds` (n,) that something was pasted, `maps` (n, 784) the same of every cell."""

    pooled: F32
    odds: F32
    maps: F32


class PastedNetwork(nn.Module):  # type: ignore[misc, unused-ignore]
    """The feature network's trunk, a head of three classes (whole, patch, scar), and a map of what was pasted."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.stem, self.fine, self.coarse = student.stem, student.fine, student.coarse
        self.head = nn.Sequential(nn.Linear(128, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 3))
        self.map = nn.Sequential(convolution(80 + 128, 32, kernel=1), nn.Conv2d(32, 1, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(n, 3, 224, 224) to pooled features (n, 128), logits (n, 3), maps (n, 28, 28)."""
        with torch.no_grad():  # edges and colours are known already, and they are half of the work
            early = self.stem(x)
        fine = self.fine(early)
        coarse = self.coarse(fine)
        pooled = coarse.mean((2, 3))
        grown = nn.functional.interpolate(coarse, size=(GRID, GRID), mode="bilinear", align_corners=False)
        return pooled, self.head(pooled), self.map(torch.cat([fine, grown], 1))[:, 0]


def train(graph: Path, taught: U8, plan: PastedPlan, *, say: Say) -> PastedNetwork:
    """Learn from `taught` (n, 224, 224, 3) alone, beginning with the weights in `graph`, on one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    student = Student()
    every = np.linspace(0, len(taught) - 1, min(len(taught), STATISTICS)).astype(int)
    begin(student, student, graph, normalised(torch.from_numpy(taught[every])))
    network: PastedNetwork = PastedNetwork(student).to(memory_format=torch.channels_last)
    network.train()
    network.stem.eval()
    learning = [one for name, one in network.named_parameters() if not name.startswith("stem.")]
    optimiser = torch.optim.AdamW(learning, lr=plan.rate, weight_decay=0.02)
    turn = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=plan.steps, pct_start=0.1)
    started = time.process_time()
    for step in range(1, plan.steps + 1):
        images, truth, marks = _batch(taught, plan.sources, rng)
        with torch.autocast("cpu", torch.bfloat16):
            _, logits, maps = network(normalised(images))
        kinds = nn.functional.cross_entropy(logits.float(), truth)
        cells = nn.functional.binary_cross_entropy_with_logits(maps.float(), marks, pos_weight=torch.tensor(MAP_WEIGHT))
        optimiser.zero_grad()
        (kinds + cells).backward()
        nn.utils.clip_grad_norm_(learning, 5.0)
        optimiser.step()
        turn.step()
        if step % SAY_EVERY == 0:
            spent = time.process_time() - started
            say(f"  step {step} of {plan.steps}, {spent:.0f} s of a core: kinds {kinds:.3f}, map {cells:.3f}")
    network.eval()
    return network


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def answers(network: PastedNetwork, images: U8) -> Answers:
    """What the network says of (n, 224, 224, 3) uint8 pictures."""
    parts = [images[start : start + ASKED_AT_ONCE] for start in range(0, len(images), ASKED_AT_ONCE)]
    found = [network(normalised(torch.from_numpy(part))) for part in parts]
    pooled, logits, maps = (torch.cat([one[part] for one in found]) for part in range(3))
    odds = torch.logsumexp(logits[:, 1:], 1) - logits[:, 0]
    return Answers(pooled=pooled.numpy(), odds=odds.numpy(), maps=maps.flatten(1).numpy())


def _batch(taught: U8, sources: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Each source three times: (n, 224, 224, 3) uint8, its class, and the share of each cell that is pasted."""
    images, marks = [], []
    for row in rng.choice(len(taught), sources, replace=len(taught) < sources):
        whole = moved(jittered(taught[row], rng), MOVED_PX, rng)
        nothing = np.zeros(whole.shape[:2], np.bool_)
        for image, mask in ((whole, nothing), pasted(whole, "patch", rng), pasted(whole, "scar", rng)):
            images.append(image)
            marks.append(mask.reshape(GRID, 8, GRID, 8).mean((1, 3)))
    truth = torch.arange(3).repeat(sources)
    return torch.from_numpy(np.stack(images)), truth, torch.from_numpy(np.stack(marks).astype(np.float32))
