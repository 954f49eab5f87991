"""Distillation: the student repeats the teacher's standardised features, in bfloat16, for a given time."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from inspector.training.features_network import Student
from inspector.training.features_teacher import MEAN, STD, Taught, spread

SAY_EVERY = 100
WARM_UP = 0.05  # share of the time in which the learning rate rises


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train. `rate` is the highest learning rate of the one cycle."""

    minutes: float
    threads: int
    seed: int
    batch: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """`error` is the mean squared error on held-out crops, 1 being no better than the mean feature."""

    student: Student
    error: float
    epochs: float


def train(
    learn: Taught, check: Taught, plan: Plan, *, say: Callable[[str], None], start: Path | None = None
) -> Trained:
    """Train for `plan.minutes`; the returned weights are the moving average of the last part.

    `start` is a file of weights to go on from.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    student = Student()
    if start is not None:
        student.load_state_dict(torch.load(start, weights_only=True))
    student = student.to(memory_format=torch.channels_last)
    average = torch.optim.swa_utils.AveragedModel(
        student, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995), use_buffers=True
    )
    optimiser = torch.optim.AdamW(student.parameters(), lr=plan.rate, weight_decay=0.02)
    scales = _scales(learn)
    rng = np.random.default_rng(plan.seed)
    started, step, seen, recent = time.monotonic(), 0, 0, 1.0
    while (share := (time.monotonic() - started) / (60 * plan.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _rate(share)
        chosen = np.sort(rng.choice(len(learn.crops), plan.batch, replace=False))
        loss = _loss(student, _batch(learn, chosen, scales, mirrored=bool(rng.random() < 0.5)))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 5.0)
        optimiser.step()
        average.update_parameters(student)
        step, seen, recent = step + 1, seen + plan.batch, 0.98 * recent + 0.02 * float(loss.detach())
        if step % SAY_EVERY == 0:
            say(f"{share:5.1%}  step {step}  epoch {seen / len(learn.crops):.2f}  error {recent:.4f}")
    best: Student = average.module
    return Trained(student=best.eval(), error=_held_out(best, check, scales), epochs=seen / len(learn.crops))


Scales = tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]
Batch = tuple[Tensor, Tensor, Tensor]


def _scales(taught: Taught) -> Scales:
    every = slice(None, None, max(1, len(taught.crops) // 600))
    fine, coarse = spread(list(taught.fine[every])), spread(list(taught.coarse[every]))
    shape = (1, -1, 1, 1)
    return (
        (torch.from_numpy(fine[0]).view(shape), torch.from_numpy(fine[1]).view(shape)),
        (torch.from_numpy(coarse[0]).view(shape), torch.from_numpy(coarse[1]).view(shape)),
    )


def _batch(taught: Taught, chosen: "np.typing.NDArray[np.int64]", scales: Scales, *, mirrored: bool) -> Batch:
    image = torch.from_numpy((taught.crops[chosen].astype(np.float32) / 255 - MEAN) / STD).permute(0, 3, 1, 2)
    answers = []
    for values, (mean, deviation) in zip((taught.fine, taught.coarse), scales, strict=True):
        answers.append((torch.from_numpy(values[chosen].astype(np.float32)) - mean) / deviation)
    batch = (image, answers[0], answers[1])
    return (batch[0].flip(3), batch[1].flip(3), batch[2].flip(3)) if mirrored else batch


def _loss(student: Student, batch: Batch) -> Tensor:
    image, fine, coarse = batch
    with torch.autocast("cpu", torch.bfloat16):
        own_fine, own_coarse = student(image)
    return ((own_fine.float() - fine).square().mean() + (own_coarse.float() - coarse).square().mean()) / 2


def _rate(share: float) -> float:
    if share < WARM_UP:
        return share / WARM_UP
    return 0.5 + 0.5 * float(np.cos(np.pi * (share - WARM_UP) / (1 - WARM_UP)))


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def _held_out(student: Student, check: Taught, scales: Scales) -> float:
    student.eval()
    losses = [float(_loss(student, _batch(check, part, scales, mirrored=False))) for part in _parts(len(check.crops))]
    return float(np.mean(losses))


def _parts(count: int, size: int = 32) -> Iterator["np.typing.NDArray[np.int64]"]:
    for start in range(0, count, size):
        yield np.arange(start, min(count, start + size))
