"""`train detector | defects`: make the models again. Needs the extra [train], on a workstation."""

import importlib.util
import re
from pathlib import Path
from typing import Annotated

import typer

from inspector.domain.errors import ConfigError, StartupError

train_app = typer.Typer(help="Train the models again (extra [train]; hours on a CPU).", no_args_is_help=True)

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", exists=True, file_okay=False, help="Folder of the real sets; rendered pictures alone without."
    ),
]
WorkOption = Annotated[Path, typer.Option("--work", help="Folder for training pictures, checkpoints and figures.")]
OutOption = Annotated[Path, typer.Option("--out", help="Bundle folder to write.")]
StartOption = Annotated[
    Path | None,
    typer.Option(
        "--start", exists=True, file_okay=False, help="Bundle to refine; without it training begins from nothing."
    ),
]
DeviceOption = Annotated[str, typer.Option("--device", help="auto, cpu, cuda, or a CUDA device number.")]
NEEDED = ("torch", "ultralytics", "onnx")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    train_app.command(
        "detector", epilog="Example: `inspector train detector --data sets/ --work run/ --out models/line-detector`"
    )(detector)
    train_app.command(
        "defects", epilog="Example: `inspector train defects --data sets/ --work run/ --out models/item-defects`"
    )(defects)
    app.add_typer(train_app, name="train")


def detector(
    *,
    work: WorkOption,
    out: OutOption = Path("models/line-detector"),
    data: DataOption = None,
    device: DeviceOption = "auto",
    epochs: Annotated[int, typer.Option(min=1, help="Epochs at the small size.")] = 14,
    refine_epochs: Annotated[int, typer.Option(min=1, help="Epochs at the exported size.")] = 6,
    start: StartOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after an interruption.")] = False,
    int8: Annotated[Path | None, typer.Option("--int8", help="Also write an INT8 bundle into this folder.")] = None,
    version: Annotated[str, typer.Option(help="Version of the bundle.")] = "0.3.0",
) -> None:
    """Train the line detector (items and coarse defects), export it, check parity, calibrate, write the bundle."""
    _needs(NEEDED)
    _names_a_bundle(out, "--out")
    if int8 is not None:
        _names_a_bundle(int8, "--int8")
    from inspector.training.detector import main

    words = ["--work", str(work), "--out", str(out), "--device", device, "--version", version]
    words += ["--epochs", str(epochs), "--refine-epochs", str(refine_epochs)]
    words += ["--data", str(data)] if data is not None else []
    words += ["--start", str(start)] if start is not None else []
    words += ["--int8", str(int8)] if int8 is not None else []
    words += ["--resume"] if resume else []
    raise typer.Exit(main(words))


def defects(
    *,
    work: WorkOption,
    out: OutOption = Path("models/item-defects"),
    data: DataOption = None,
    minutes: Annotated[float, typer.Option(min=0.1, help="Training time; an interrupted run goes on.")] = 60.0,
    samples: Annotated[int, typer.Option(min=100, help="Training samples to make, if there are none yet.")] = 20000,
    start: StartOption = None,
    device: DeviceOption = "auto",
    workers: Annotated[int, typer.Option(min=1, help="Threads that read pictures ahead; a GPU wants many.")] = 2,
    version: Annotated[str, typer.Option(help="Version of the bundle.")] = "0.3.0",
) -> None:
    """Make damaged and intact products, train the defect network on them, export, calibrate, write the bundle."""
    _needs(("torch", "onnx"))
    _names_a_bundle(out, "--out")
    from inspector.training.damage.whole import Order, run
    from inspector.training.sound_sets import refuse_unsound
    from inspector.training.torch_device import torch_device

    torch_device(device)
    refuse_unsound(data, say=typer.echo)

    order = Order(
        work=work,
        out=out,
        data=data,
        minutes=minutes,
        samples=samples,
        version=version,
        start=start,
        device=device,
        workers=workers,
    )
    run(order, say=typer.echo)


def _needs(modules: tuple[str, ...]) -> None:
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise StartupError(
            "training", [f"{name} is not installed: pip install 'edge-inspector[train]'" for name in missing]
        )


def _names_a_bundle(out: Path, option: str) -> None:
    """Said now, not after hours of training."""
    from inspector.config.bundle import NAME

    if not re.fullmatch(NAME, out.name):
        raise ConfigError("training", [f"{option} {out}: its last part can not name a bundle: a-z 0-9 _ . - only"])
