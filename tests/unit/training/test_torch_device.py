"""The device to train on: what is not there is said before hours of work. Needs no torch: only its count of GPUs."""

import sys
from types import SimpleNamespace

import pytest

from inspector.domain.errors import StartupError
from inspector.training.torch_device import torch_device


@pytest.fixture
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with so many GPUs, as torch would tell."""
    gpus = int(request.param)
    cuda = SimpleNamespace(is_available=lambda: gpus > 0, device_count=lambda: gpus)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=cuda))


@pytest.mark.parametrize(
    ("machine", "name", "device"),
    [
        (0, "auto", "cpu"),
        (0, "cpu", "cpu"),
        (2, "auto", "cuda:0"),
        (2, "cuda", "cuda:0"),
        (2, "1", "cuda:1"),
        (2, "cuda:1", "cuda:1"),
        (2, "cpu", "cpu"),
    ],
    indirect=["machine"],
)
@pytest.mark.usefixtures("machine")
def test_a_device_that_is_there(name: str, device: str) -> None:
    assert torch_device(name) == device


@pytest.mark.parametrize(
    ("machine", "name", "said"),
    [
        (0, "cuda", "torch finds 0 CUDA devices; use --device cpu or auto"),
        (0, "0", "torch finds 0 CUDA devices"),
        (2, "2", "torch finds 2 CUDA devices"),
        (2, "gpu", "is none of auto, cpu, cuda, or a GPU's number"),
        (2, "-1", "is none of"),
    ],
    indirect=["machine"],
)
@pytest.mark.usefixtures("machine")
def test_a_device_that_is_not(name: str, said: str) -> None:
    with pytest.raises(StartupError, match=said):
        torch_device(name)
