"""Networks whose features the shipped ones are compared with: the teacher's, and the shipped graph knowing nothing.

Each gives a (784, channels) float32 grid of 28 x 28 patches, as the shipped network does.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from inspector.adapters._feature_network import FeatureNetwork
from inspector.domain.frame import RgbImage
from inspector.training.features_teacher import Teacher
from inspector.vision.crop import stretched

F32 = npt.NDArray[np.float32]
Look = Callable[[RgbImage], F32]

WEIGHTS = 3  # axes from which on a constant of the graph is a layer's weights


def shipped(folder: Path) -> Look:
    """The bundle in `folder`. Raises `ModelMismatch`."""
    return FeatureNetwork(folder, threads=1).features


def teacher(path: Path, side: int = 224) -> Look:
    """Both feature maps of the teacher's ONNX file, averaged over 3 x 3 patches as the student's are."""
    network = Teacher(path, threads=1)

    def look(image: RgbImage) -> F32:
        fine, coarse = network.features(stretched(image, side, side))
        rows, columns = fine.shape[1:]
        grown = cv2.resize(_averaged(coarse), (columns, rows), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.concatenate([_averaged(fine), grown], axis=2).reshape(rows * columns, -1), np.float32)

    return look


def untrained(folder: Path, seed: int = 0) -> Look:
    """The bundle's graph with every layer's weights shuffled: as large as trained ones, and without knowledge."""
    import onnx
    from onnx import numpy_helper

    contract = FeatureNetwork(folder, threads=1)
    model = onnx.load(str(contract.bundle.model_path))
    rng = np.random.default_rng(seed)
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim >= WEIGHTS and values.size > 64:
            shuffled = rng.permutation(values.ravel()).reshape(values.shape)
            tensor.CopyFrom(numpy_helper.from_array(shuffled, tensor.name))
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    given, out = contract.input, contract.output

    def look(image: RgbImage) -> F32:
        pixels = stretched(image, given.width, given.height)[None]
        (answer,) = session.run([out.name], {given.name: pixels})
        return np.ascontiguousarray(np.asarray(answer, np.float32).reshape(out.channels, -1).T)

    return look


def standardised(taught: list[F32], asked: list[F32]) -> tuple[list[F32], list[F32]]:
    """Every channel by its mean and spread over the taught pictures: networks differ in scale, methods should not."""
    every = np.concatenate(taught)
    mean, spread = every.mean(0), every.std(0) + 1e-3
    return [(one - mean) / spread for one in taught], [(one - mean) / spread for one in asked]


def _averaged(maps: F32) -> F32:
    """(channels, rows, columns) to (rows, columns, channels)."""
    planes = [cv2.blur(plane, (3, 3), borderType=cv2.BORDER_REPLICATE) for plane in maps]
    return np.ascontiguousarray(np.stack(planes, axis=2), np.float32)
