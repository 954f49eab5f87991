"""The teacher's own features: two inner tensors of its graph, computed once for every crop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from inspector.domain.frame import RgbImage

# MobileNetV2: the last block at stride 8 (32 channels) and the last at stride 16 (96 channels).
FINE, COARSE = "/features/features.6/Add_output_0", "/features/features.13/Add_output_0"
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)

F16 = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """Crops (n, 224, 224, 3) uint8 with the teacher's answers: fine (n, 32, 28, 28), coarse (n, 96, 14, 14)."""

    crops: npt.NDArray[np.uint8]
    fine: F16
    coarse: F16


class Teacher:
    """MobileNetV2's ONNX file, cut behind its stride-16 blocks and its int8 weights turned back into floats.

    Without the dynamic quantisation of its activations it is 10 times as fast on a CPU, and a picture's answer does not
    depend on the others in its batch.
    """

    def __init__(self, path: Path, *, threads: int) -> None:
        part = cut_teacher(path)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = ort.InferenceSession(part.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def features(self, crop: RgbImage) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Fine (32, 28, 28) and coarse (96, 14, 14) features of a (224, 224, 3) uint8 RGB crop."""
        tensor = ((crop.astype(np.float32) / 255 - MEAN) / STD).transpose(2, 0, 1)[None]
        fine, coarse = self._session.run([FINE, COARSE], {"input": tensor})
        return fine[0], coarse[0]

    def teach(self, crops: Iterable[RgbImage]) -> Taught:
        """Answer for every crop."""
        kept: list[RgbImage] = []
        fine: list[F16] = []
        coarse: list[F16] = []
        for crop in crops:
            a, b = self.features(crop)
            kept.append(crop)
            fine.append(a.astype(np.float16))
            coarse.append(b.astype(np.float16))
        return Taught(crops=np.stack(kept), fine=np.stack(fine), coarse=np.stack(coarse))


def cut_teacher(path: Path) -> Any:
    """The ONNX model from `input` to both feature maps, in floats."""
    import onnx

    return onnx.utils.Extractor(_in_floats(onnx.load(str(path)))).extract_model(["input"], [FINE, COARSE])


def _in_floats(model: Any) -> Any:
    """Replace every DynamicQuantizeLinear → ConvInteger → Cast → Mul by one Conv with float weights."""
    import onnx
    from onnx import numpy_helper

    graph = model.graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    values |= {n.output[0]: numpy_helper.to_array(n.attribute[0].t) for n in graph.node if n.op_type == "Constant"}
    maker = {output: node for node in graph.node for output in node.output}
    replaced = []
    for node in graph.node:
        cast = next((maker[i] for i in node.input if i in maker and maker[i].op_type == "Cast"), None)
        if node.op_type != "Mul" or cast is None or maker[cast.input[0]].op_type != "ConvInteger":
            replaced.append(node)
            continue
        convolution = maker[cast.input[0]]
        scales = maker[next(i for i in node.input if i != cast.output[0])]
        scale = next(values[i] for i in scales.input if i in values)
        weights = values[convolution.input[1]].astype(np.float32) - np.float32(values[convolution.input[3]])
        weights = (weights * np.float32(scale).reshape(-1, 1, 1, 1)).astype(np.float32)
        name = node.output[0] + ".weights"
        graph.initializer.append(numpy_helper.from_array(weights, name))
        float_input = maker[convolution.input[0]].input[0]
        one = onnx.helper.make_node("Conv", [float_input, name], [node.output[0]])
        one.attribute.extend(convolution.attribute)
        replaced.append(one)
    del graph.node[:]
    graph.node.extend(replaced)
    return model


def spread(answers: Sequence[F16]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Mean and standard deviation per channel over a sample of feature maps (channels, rows, columns)."""
    values = np.stack(answers).astype(np.float32)
    return values.mean(axis=(0, 2, 3)), values.std(axis=(0, 2, 3)) + 1e-3
