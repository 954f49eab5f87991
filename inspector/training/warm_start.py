"""Begins with the weights of a bundle that ships, where its checkpoint is gone.

The exporter folds every batch normalisation into the convolution before it. Here they are unfolded again: the network
answers exactly as the graph does, and each normalisation gets the statistics that pictures have before it, so that
training goes on from there instead of from a shock.
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

F32 = NDArray[np.float32]
Layer = tuple[str, nn.Conv2d, nn.BatchNorm2d | None]
Answer = Callable[[Tensor], Any]

BATCH = 16


def begin(
    network: nn.Module,
    answer: Answer,
    model: Path,
    pictures: Tensor,
    *,
    lacking: Collection[str] = (),
    widened: Collection[str] = (),
) -> list[str]:
    """Load the graph's weights; `answer` runs the network on a batch (n, 3, h, w) of `pictures`, as it wants them.

    `lacking`: names of convolutions that the graph need not have. Returns those that it has not, which start fresh.
    `widened`: those that may read more channels than the graph's do; what the further ones say counts from nothing.
    Raises ValueError where the graph is not one of this network.
    """
    network.eval()
    layers, graph = list(_layers(network, answer, pictures[:1])), _convolutions(model)
    fresh: list[str] = []
    for name, convolution, normalisation in layers:
        key = name if name in graph else next(iter(graph), name)  # by name where the exporter kept it, else in order
        if key in graph and name in widened:
            graph[key] = _widened(graph[key][0], convolution.weight.shape[1]), graph[key][1]
        if key in graph and graph[key][0].shape == tuple(convolution.weight.shape):
            weight, bias = graph.pop(key)
            _fold(convolution, normalisation, torch.from_numpy(weight), torch.from_numpy(bias))
        elif name in lacking:
            fresh.append(name)
        else:
            raise ValueError(f"{model}: has no weights of the shape of {name}")
    if graph:
        raise ValueError(f"{model}: has {len(graph)} more convolutions than the network")
    _unfold([norm for name, _, norm in layers if norm is not None and name not in fresh], answer, pictures)
    return fresh


def _widened(weight: F32, channels: int) -> F32:
    """The same for more channels, which count for nothing; as it is where it has as many."""
    missing = max(0, channels - weight.shape[1])
    return np.pad(weight, ((0, 0), (0, missing), (0, 0), (0, 0)))


def _convolutions(model: Path) -> dict[str, tuple[F32, F32]]:
    """Weights and bias by the name of the convolution, or of its tensor where that is all there is; in order."""
    graph = onnx.load(str(model)).graph
    tensors = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {}
    for node in graph.node:
        if node.op_type == "Conv":
            weight = tensors[node.input[1]]
            bias = tensors[node.input[2]] if len(node.input) > 2 else np.zeros(len(weight), np.float32)
            found[node.input[1].removesuffix(".weight")] = weight.copy(), bias.copy()
    return found


def _layers(network: nn.Module, answer: Answer, picture: Tensor) -> Iterator[Layer]:
    """The convolutions in the order in which an answer passes them, each with the normalisation after it."""
    names = {module: name for name, module in network.named_modules()}
    passed: list[nn.Module] = []
    hooks = [
        module.register_forward_hook(lambda module, _given, _answer: passed.append(module))
        for module in network.modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d)
    ]
    with torch.no_grad():
        answer(picture)
    for hook in hooks:
        hook.remove()
    for module, following in zip(passed, [*passed[1:], None], strict=True):
        if isinstance(module, nn.Conv2d):
            yield names[module], module, following if isinstance(following, nn.BatchNorm2d) else None


def _fold(convolution: nn.Conv2d, normalisation: nn.BatchNorm2d | None, weight: Tensor, bias: Tensor) -> None:
    """As the graph has it: the normalisation only adds the bias."""
    with torch.no_grad():
        convolution.weight.copy_(weight)
        if normalisation is not None:
            normalisation.running_mean.zero_()
            normalisation.running_var.fill_(1.0 - normalisation.eps)
            normalisation.weight.fill_(1.0)
            normalisation.bias.copy_(bias)
        elif convolution.bias is not None:
            convolution.bias.copy_(bias)


def _unfold(normalisations: list[nn.BatchNorm2d], answer: Answer, pictures: Tensor) -> None:
    """What stands before each normalisation becomes its statistics; scale and shift make up for it."""
    sums: dict[nn.Module, tuple[Tensor, Tensor, int]] = {}

    def note(module: nn.Module, given: tuple[Tensor, ...], _answer: Tensor) -> None:
        flat = given[0].double().transpose(0, 1).flatten(1)
        mean, square, count = sums.get(module, (torch.zeros(()), torch.zeros(()), 0))
        sums[module] = (mean + flat.sum(1), square + (flat**2).sum(1), count + flat.shape[1])

    hooks = [one.register_forward_hook(note) for one in normalisations]
    with torch.no_grad():
        for start in range(0, len(pictures), BATCH):
            answer(pictures[start : start + BATCH])
        for hook in hooks:
            hook.remove()
        for one in normalisations:
            total, square, count = sums[one]
            mean = total / count
            variance = (square / count - mean**2).clamp_min(0)
            one.running_mean.copy_(mean)
            one.running_var.copy_(variance)
            one.weight.copy_((variance + one.eps).sqrt())
            one.bias.add_(mean)
