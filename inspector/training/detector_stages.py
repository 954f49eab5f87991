"""One stage of the line detector's training, and where an interrupted one stood."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

FINISHED = -1  # what ultralytics notes as the epoch of a training that has ended


def run_stage(settings: dict[str, Any], begin: Callable[[], Path | str], *, resume: bool) -> Path:
    """Train with ultralytics' `settings` from the weights that `begin` gives; the last weights.

    With `resume` an interrupted stage goes on behind its last whole epoch, and one that has ended is not begun again.
    """
    last = Path(str(settings["project"]), str(settings["name"]), "weights", "last.pt")
    epoch = _epoch(last) if resume else None
    if epoch is not None and (epoch == FINISHED or epoch + 1 >= settings["epochs"]):
        print(f"stage {settings['name']} has ended before: {last}")
        return last
    from ultralytics import YOLO

    faster_on_cpu()
    weights = begin() if epoch is None else last
    YOLO(str(weights)).train(**settings, resume=epoch is not None)
    return last


def _epoch(checkpoint: Path) -> int | None:
    """The last whole one, or FINISHED; None where there is no checkpoint."""
    if not checkpoint.is_file():
        return None
    import torch

    # Written by this training on this machine: it holds the network as an object.
    return int(torch.load(checkpoint, map_location="cpu", weights_only=False)["epoch"])


def faster_on_cpu() -> None:
    """bfloat16 also without CUDA, which ultralytics refuses though torch can: 1.9 times as fast where measured."""
    import torch
    from ultralytics.engine import trainer

    def autocast(enabled: object = True, device: str = "cuda") -> torch.amp.autocast:
        return torch.amp.autocast(device, dtype=torch.bfloat16, enabled=bool(enabled))

    trainer.autocast = autocast
