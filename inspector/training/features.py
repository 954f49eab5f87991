"""Train the anomaly scorer's feature network by distillation, and write its bundle.

python -m inspector.training.features --data DIR --teacher FILE.onnx --out models/line-features --minutes 25

The teacher answers every crop once (kept under --cache); the student then learns those answers. CPU only.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np

from inspector.training import features_data as data
from inspector.training.features_teacher import Taught, Teacher


def main(arguments: list[str]) -> int:
    """Run; return the exit status."""
    given = _parser().parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", str(given.threads))
    learn = _taught(given, "learn", held_out=False)
    check = _taught(given, "check", held_out=True)
    import torch

    from inspector.training.features_bundle import write_bundle
    from inspector.training.features_training import Plan, train

    plan = Plan(minutes=given.minutes, threads=given.threads, seed=given.seed, batch=given.batch, rate=given.rate)
    result = train(learn, check, plan, say=lambda line: print(line, flush=True), start=given.start)
    torch.save(result.student.state_dict(), given.cache / "student.pt")
    write_bundle(result, given.out, version=given.version, crops=len(learn.crops))
    print(f"{given.out}: held-out error {result.error:.4f} of the teacher's variance after {result.epochs:.1f} epochs")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m inspector.training.features", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the picture sets")
    parser.add_argument("--teacher", type=Path, required=True, help="MobileNetV2, int8, as ONNX")
    parser.add_argument("--out", type=Path, required=True, help="the bundle's folder")
    parser.add_argument("--cache", type=Path, required=True, help="where the teacher's answers are kept")
    parser.add_argument("--start", type=Path, help="weights to go on from: a former run's student.pt in its cache")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rendered", type=int, default=1500, help="crops of rendered items to learn from")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _taught(given: argparse.Namespace, part: str, *, held_out: bool) -> Taught:
    names = ("crops", "fine", "coarse")
    files = [given.cache / f"{part}.{name}.npy" for name in names]
    if not all(file.is_file() for file in files):
        rng = np.random.default_rng([given.seed, held_out])
        chosen = data.part_of(data.sources(given.data), held_out=held_out)
        crops = list(data.crops_of(chosen, rng))
        if not held_out:
            crops += list(data.rendered_crops(given.rendered, rng))
        print(f"{part}: asking the teacher about {len(crops)} crops", flush=True)
        taught = Teacher(given.teacher, threads=given.threads).teach(crops)
        given.cache.mkdir(parents=True, exist_ok=True)
        for name, file in zip(names, files, strict=True):
            np.save(file, getattr(taught, name))
    crops, fine, coarse = (np.load(file, mmap_mode="r") for file in files)
    return Taught(crops=crops, fine=fine, coarse=coarse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
