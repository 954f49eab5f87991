"""The training loop: a budget of minutes on a CPU, seeded, resumable, with the held-out figures written as it goes."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inspector.training.damage.batches import Batch, batches
from inspector.training.damage.network import DamageNetwork, item_logits, normalised
from inspector.training.damage.samples import Index
from inspector.training.damage.sizes import KEY_CHANNELS, MAP_SIDE

U8 = NDArray[np.uint8]
Say = Callable[[str], None]

WITHOUT_REFERENCE = 0.35  # share of training crops that are judged with no reference at hand
CHECKPOINT_S = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`rate`: highest learning rate, reached after `warm` of the time and lowered to nothing by its end.

    `workers`: threads that read pictures ahead; a GPU waits for them if they are few.
    """

    minutes: float
    device: str = "cpu"
    threads: int = 2
    workers: int = 2
    batch: int = 16
    rate: float = 1.5e-3
    warm: float = 0.06
    seed: int = 1


def targets(classes: U8, count: int) -> Tensor:
    """(n, count + 1, 56, 56): 1 where a cell of 4 x 4 pixels holds the class; the last map holds any."""
    n = len(classes)
    cells = classes.reshape(n, MAP_SIDE, 4, MAP_SIDE, 4)
    maps = [(cells == number + 1).any((2, 4)) for number in range(count)]
    maps.append((cells > 0).any((2, 4)))
    return torch.from_numpy(np.stack(maps, 1).astype(np.float32))


def loss_of(maps: Tensor, wanted: Tensor) -> Tensor:
    """Cells (weighted cross-entropy and Dice of "any"), and the item as a whole."""
    weight = torch.tensor(4.0, device=maps.device)
    cells = nn.functional.binary_cross_entropy_with_logits(maps, wanted, pos_weight=weight)
    chance, truth = torch.sigmoid(maps[:, -1]).flatten(1), wanted[:, -1].flatten(1)
    shown = truth.sum(1) > 0
    overlap = (2 * (chance * truth).sum(1) + 1) / (chance.sum(1) + truth.sum(1) + 1)
    dice = (1 - overlap[shown]).mean() if bool(shown.any()) else maps.sum() * 0
    logits, hurt = item_logits(maps), wanted.amax((2, 3))
    item = nn.functional.binary_cross_entropy_with_logits(logits, hurt)
    return 10 * cells + 0.5 * dice + item + 0.5 * _misordered(logits[:, -1], hurt[:, -1] > 0)


def _misordered(score: Tensor, damaged: Tensor) -> Tensor:
    """How far intact items stand above damaged ones: over all pairs of the batch, the logistic loss of their order."""
    gaps = score[~damaged][:, None] - score[damaged][None, :]
    return nn.functional.softplus(gaps).mean() if gaps.numel() else score.sum() * 0


def train(
    network: DamageNetwork, learn: Index, check: Index, plan: Plan, folder: Path, *, classes: int, say: Say
) -> dict[str, Any]:
    """Train for the planned time (what an interrupted run has spent counts); returns the last figures."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    folder.mkdir(parents=True, exist_ok=True)
    network.to(plan.device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-4)
    spent, steps = _resumed(folder / "state.pt", network, optimiser)
    rng = np.random.default_rng([plan.seed, steps])
    last, saved, running, resumed = time.monotonic(), time.monotonic(), 0.0, steps
    for batch in batches(learn, plan.batch, rng, workers=plan.workers):
        now = time.monotonic()
        spent, last = spent + now - last, now
        done = spent / (plan.minutes * 60)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _pace(done, plan.warm)
        loss = _step(network, optimiser, batch, classes)
        running, steps = 0.98 * running + 0.02 * loss, steps + 1
        if steps % 100 == 0:
            level = running / (1 - 0.98 ** min(steps - resumed, 1000))
            say(f"{done:6.1%}  step {steps}  loss {level:.4f}  {steps * plan.batch / max(spent, 1e-9):.1f} crops/s")
        if now - saved > CHECKPOINT_S:
            saved = now
            _keep(_state(network, optimiser, spent, steps), folder / "state.pt")
    _keep(_state(network, optimiser, spent, steps), folder / "state.pt")
    _keep({name: value.cpu() for name, value in network.state_dict().items()}, folder / "weights.pt")
    figures = {"steps": steps, **measure(network, check)}
    (folder / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return figures


def _step(network: DamageNetwork, optimiser: torch.optim.Optimizer, batch: Batch, classes: int) -> float:
    network.train()
    device = next(network.parameters()).device
    wanted = targets(batch.classes, classes).to(device)
    known = (torch.rand(len(batch.query), 1) >= WITHOUT_REFERENCE).float().to(device)
    query, references = (
        normalised(torch.from_numpy(images).to(device)).contiguous(memory_format=torch.channels_last)
        for images in (batch.query, batch.references)
    )
    # bfloat16 and channels last: 2.4 times as fast on a CPU that has it.
    with torch.autocast(device.type, dtype=torch.bfloat16):
        with torch.no_grad():  # keys learn on the queries' side alone, at three quarters of the time
            remembered = network.remember(references).reshape(len(references), -1, KEY_CHANNELS)
        golden = torch.from_numpy(batch.golden[batch.product]).to(device)
        different = torch.from_numpy(batch.different[batch.product]).to(device)
        maps, _ = network(query, remembered[golden].flatten(1, 2), known, different)
    loss = loss_of(maps.float(), wanted)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return float(loss.detach())


def scores(network: DamageNetwork, index: Index, *, known: bool) -> NDArray[np.float32]:
    """(samples, classes + 1) item logits of every sample, with or without its product's golden pictures."""
    network.eval()
    device = next(network.parameters()).device
    found = np.zeros((len(index.rows), network.head.out_channels), np.float32)
    with torch.no_grad():
        for numbers in index.products():
            read = [index.read(number) for number in numbers]
            query, references = (
                normalised(torch.from_numpy(np.stack([one[part] for one in read])).to(device)) for part in (0, 1)
            )
            memory = network.remember(references)[None].expand(len(query), -1, -1)
            maps, _ = network(query, memory, torch.full((len(query), 1), float(known), device=device))
            found[numbers] = item_logits(maps).cpu().numpy()
    return found


def measure(network: DamageNetwork, index: Index) -> dict[str, Any]:
    """AUROC and recall at 1 % false alarms, with and without references, over all and per source and kind."""
    sources = np.array([row["source"] for row in index.rows])
    kinds = [set(row["kinds"].split("+")) - {""} for row in index.rows]
    damaged = np.array([bool(one) for one in kinds])
    report: dict[str, Any] = {"n": len(damaged), "damaged": int(damaged.sum())}
    for name, known in (("with_reference", True), ("without", False)):
        score = scores(network, index, known=known)[:, -1]
        limit = float(np.quantile(score[~damaged], 0.99))
        part: dict[str, Any] = {
            "auroc": _auroc(score, damaged),
            "recall_at_1pct": float((score[damaged] > limit).mean()),
        }
        part["sources"] = {
            str(source): _auroc(score[sources == source], damaged[sources == source]) for source in np.unique(sources)
        }
        every = sorted(set().union(*kinds))
        part["recall_per_kind"] = {
            kind: float((score[[kind in one for one in kinds]] > limit).mean()) for kind in every
        }
        report[name] = part
    return report


def _auroc(score: NDArray[np.float32], positive: NDArray[np.bool_]) -> float:
    """Mann-Whitney, ties counted half; NaN for one class alone."""
    good, bad = np.sort(score[~positive]), score[positive]
    if not len(good) or not len(bad):
        return math.nan
    below, upto = np.searchsorted(good, bad, "left"), np.searchsorted(good, bad, "right")
    return float(((below + upto) / 2).mean() / len(good))


def _pace(done: float, warm: float) -> float:
    return done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * (done - warm) / (1 - warm))) + 1e-3


def _keep(value: dict[str, Any], path: Path) -> None:
    """Whole or not at all: a run that is cut off while it saves goes on from the state before."""
    beside = path.with_name(f"{path.name}.new")
    torch.save(value, beside)
    beside.replace(path)


def _state(network: DamageNetwork, optimiser: torch.optim.Optimizer, spent: float, steps: int) -> dict[str, Any]:
    return {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "spent": spent, "steps": steps}


def _resumed(path: Path, network: DamageNetwork, optimiser: torch.optim.Optimizer) -> tuple[float, int]:
    if not path.is_file():
        return 0.0, 0
    state = torch.load(path, weights_only=True, map_location="cpu")  # an interrupted run may go on elsewhere
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return float(state["spent"]), int(state["steps"])
