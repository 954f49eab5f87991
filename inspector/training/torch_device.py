"""The device to train on, by its name on the command line."""

from inspector.domain.errors import StartupError


def torch_device(name: str) -> str:
    """torch's word for `auto` (the first GPU, else the CPU), `cpu`, `cuda` or a GPU's number.

    Raises `StartupError` for a GPU that is not there, or a word that means none.
    """
    import torch

    there = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if name == "cpu" or (name == "auto" and not there):
        return "cpu"
    number = "0" if name in {"auto", "cuda"} else name.removeprefix("cuda:")
    if not number.isdecimal():
        raise StartupError("training", [f"--device {name}: is none of auto, cpu, cuda, or a GPU's number"])
    if int(number) >= there:
        raise StartupError("training", [f"--device {name}: torch finds {there} CUDA devices; use --device cpu or auto"])
    return f"cuda:{number}"
