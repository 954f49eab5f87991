"""Whether a detector's graph is what its manifest says."""

from typing import Any

from inspector.adapters._onnx_session import input_problems
from inspector.config.bundle import Bundle


def contract_problems(bundle: Bundle, session: Any) -> list[str]:
    """Every difference between a graph that finds boxes and its manifest."""
    declared, boxes = bundle.manifest.input, bundle.manifest.boxes
    inputs = {tensor.name: tensor for tensor in session.get_inputs()}
    outputs = {tensor.name: tensor for tensor in session.get_outputs()}
    problems = []
    if declared.name not in inputs:
        problems.append(f"input {declared.name!r} is not in the graph; it has {', '.join(inputs)}")
    else:
        problems += input_problems(bundle, inputs[declared.name])
    if boxes is None:
        problems.append("the manifest declares no [boxes]")
    elif boxes.name not in outputs:
        problems.append(f"output {boxes.name!r} is not in the graph; it has {', '.join(outputs)}")
    else:
        problems += _output_problems(bundle, outputs[boxes.name])
    return problems


def _output_problems(bundle: Bundle, tensor: Any) -> list[str]:
    boxes, classes = bundle.manifest.boxes, len(bundle.manifest.classes)
    if boxes is None:
        return []
    shape = tensor.shape
    if len(shape) not in {2, 3}:
        return [f"output {boxes.name!r} has {len(shape)} axes, 2 or 3 are wanted"]
    axis, wanted = (-2, 4 + classes) if boxes.format == "yolo_raw" else (-1, 6)
    if isinstance(shape[axis], int) and shape[axis] != wanted:
        return [f"output {boxes.name!r} is {shape}; {boxes.format} of {classes} classes has {wanted} in axis {axis}"]
    return []
