"""The training loop: a budget of minutes on a CPU, seeded, resumable, with the held-out figures written as it goes."""

import json
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inspector.training.damage.network import DamageNetwork, item_logits, normalised
from inspector.training.damage.samples import Index
from inspector.training.damage.sizes import KEY_CHANNELS, MAP_SIDE, TOKENS_SIDE

U8 = NDArray[np.uint8]
Say = Callable[[str], None]

WITHOUT_REFERENCE = 0.4  # share of training crops that are judged with no reference at hand
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`query`, `reference` (n, 224, 224, 3) uint8; `classes` (n, 224, 224) uint8."""

    query: U8
    reference: U8
    classes: U8
    numbers: NDArray[np.int64]


def batches(index: Index, size: int, rng: np.random.Generator, *, workers: int = 2) -> Iterator[Batch]:
    """Shuffled batches without end, read ahead; query and reference are mirrored and turned alike, lit apart."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[Batch]] = []
        order: list[int] = []
        while True:
            while len(waiting) < 2 * workers:
                while len(order) < size:
                    order += rng.permutation(len(index.rows)).tolist()
                chosen, order = order[:size], order[size:]
                waiting.append(pool.submit(_read, index, chosen, int(rng.integers(2**31))))
            yield waiting.pop(0).result()


def _read(index: Index, chosen: list[int], seed: int) -> Batch:
    rng = np.random.default_rng(seed)
    parts: list[list[U8]] = [[], [], []]
    for number in chosen:
        turns, mirror = int(rng.integers(4)) if rng.random() < 0.3 else 0, rng.random() < 0.5
        for kept, picture in zip(parts, index.read(number), strict=True):
            turned = np.rot90(picture, turns)
            turned = turned[:, ::-1] if mirror else turned
            kept.append(turned if picture.ndim == 2 else relit(turned, rng))
    query, reference, classes = (np.stack(part) for part in parts)
    return Batch(query=query, reference=reference, classes=classes, numbers=np.array(chosen))


def relit(picture: U8, rng: np.random.Generator) -> U8:
    """Another exposure and tint at every visit: a sample is seen several times, and must not be known by its light."""
    gain = float(rng.uniform(0.85, 1.15)) * rng.normal(1, 0.03, 3)
    levels = 255 * (np.arange(256)[:, None] / 255) ** float(rng.uniform(0.88, 1.14)) * gain
    table = np.clip(np.round(levels), 0, 255).astype(np.uint8)
    return np.stack([table[picture[..., channel], channel] for channel in range(3)], axis=-1)


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
    item = nn.functional.binary_cross_entropy_with_logits(item_logits(maps), wanted.amax((2, 3)))
    return 10 * cells + 0.5 * dice + item


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
    last, saved, running = time.monotonic(), time.monotonic(), 0.0
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
            level = running / (1 - 0.98 ** min(steps, 1000))
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
    at_hand = known[:, 0] > 0
    query, reference = (
        normalised(torch.from_numpy(images).to(device)).contiguous(memory_format=torch.channels_last)
        for images in (batch.query, batch.reference[at_hand.cpu().numpy()])
    )
    # bfloat16 and channels last: 2.4 times as fast on a CPU that has it.
    with torch.autocast(device.type, dtype=torch.bfloat16):
        memory = torch.zeros(len(query), TOKENS_SIDE**2, KEY_CHANNELS, dtype=torch.bfloat16, device=device)
        if bool(at_hand.any()):
            remembered = network.remember(reference)
            memory = memory.index_put((at_hand.nonzero()[:, 0],), remembered.reshape(-1, TOKENS_SIDE**2, KEY_CHANNELS))
        maps, _ = network(query, memory, known)
    loss = loss_of(maps.float(), wanted)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return float(loss.detach())


def scores(network: DamageNetwork, index: Index, *, known: bool) -> NDArray[np.float32]:
    """(samples, classes + 1) item logits of every sample, with or without its reference."""
    network.eval()
    device = next(network.parameters()).device
    found = []
    with torch.no_grad():
        for start in range(0, len(index.rows), 32):
            read = [index.read(number) for number in range(start, min(start + 32, len(index.rows)))]
            query, reference = (
                normalised(torch.from_numpy(np.stack([one[part] for one in read])).to(device)) for part in (0, 1)
            )
            memory = network.remember(reference).reshape(len(query), -1, network.encoder.key.out_channels)
            maps, _ = network(query, memory, torch.full((len(query), 1), float(known), device=device))
            found.append(item_logits(maps).cpu().numpy())
    return np.concatenate(found)


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
