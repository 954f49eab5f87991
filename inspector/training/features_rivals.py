"""Bundles to compare the shipped feature network with: the teacher itself, and an untrained network.

python -m inspector.training.features_rivals --teacher FILE.onnx --cache DIR --out FOLDER

They are made for measuring only; neither is shipped.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from inspector.training.features_data import SIDE
from inspector.training.features_network import COARSE_CHANNELS, FINE_CHANNELS, GRID
from inspector.training.features_teacher import COARSE, FINE, MEAN, STD, cut_teacher, spread


def main(arguments: list[str]) -> int:
    """Run; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.features_rivals", description=__doc__)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="where `features` kept the teacher's answers")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    import torch

    from inspector.training.features_bundle import write_bundle, write_manifest
    from inspector.training.features_network import Student
    from inspector.training.features_training import Trained

    torch.manual_seed(0)
    untrained = Trained(student=Student().eval(), error=1.0, epochs=0.0)
    write_bundle(untrained, given.out / "untrained", version="0.0.1", crops=0)
    folder = given.out / "teacher"
    folder.mkdir(parents=True, exist_ok=True)
    answers = [np.load(given.cache / f"learn.{name}.npy", mmap_mode="r")[::20] for name in ("fine", "coarse")]
    teacher_as_features(given.teacher, spread(list(answers[0])), spread(list(answers[1])), folder / "model.onnx")
    write_manifest(folder, name="teacher", version="0.0.1", error=0.0, epochs=0.0, crops=0)
    return 0


def teacher_as_features(teacher: Path, fine: tuple[Any, Any], coarse: tuple[Any, Any], path: Path) -> None:
    """Write the teacher's graph with the shipped network's input and output, standardised alike."""
    import onnx
    from onnx import helper, numpy_helper

    model = cut_teacher(teacher)
    graph = model.graph

    def constant(name: str, value: Any, kind: Any = np.float32) -> str:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    mean, factor = constant("r.mean", MEAN * 255), constant("r.factor", 1 / (STD * 255))
    before = [
        helper.make_node("Cast", ["image"], ["r.float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Sub", ["r.float", mean], ["r.centred"]),
        helper.make_node("Mul", ["r.centred", factor], ["r.scaled"]),
        helper.make_node("Transpose", ["r.scaled"], ["input"], perm=[0, 3, 1, 2]),
    ]
    after = []
    for name, source, (middle, deviation) in (("fine", FINE, fine), ("coarse", COARSE, coarse)):
        shape = (1, -1, 1, 1)
        shift, divide = (
            constant(f"r.{name}.m", middle.reshape(shape)),
            constant(f"r.{name}.s", deviation.reshape(shape)),
        )
        after += [
            helper.make_node("Sub", [source, shift], [f"r.{name}.c"]),
            helper.make_node("Div", [f"r.{name}.c", divide], [f"r.{name}.d"]),
            helper.make_node("AveragePool", [f"r.{name}.d"], [f"r.{name}"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        ]
    sizes = constant("r.sizes", [1, COARSE_CHANNELS, GRID, GRID], np.int64)
    after.append(helper.make_node("Resize", ["r.coarse", "", "", sizes], ["r.grown"], mode="linear"))
    after.append(helper.make_node("Concat", ["r.fine", "r.grown"], ["features"], axis=1))
    nodes = [*before, *graph.node, *after]
    del graph.node[:], graph.input[:], graph.output[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.input.append(helper.make_tensor_value_info("image", onnx.TensorProto.UINT8, [1, SIDE, SIDE, 3]))
    channels = FINE_CHANNELS + COARSE_CHANNELS
    graph.output.append(helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, [1, channels, GRID, GRID]))
    onnx.save(model, str(path))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
