"""Opens a bundle's graph with onnxruntime, and refuses one that is not what its manifest says."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import onnxruntime as ort

from inspector.config.bundle import Bundle
from inspector.domain.errors import ModelMismatch, StartupError

Provider = Literal["cpu", "cuda", "tensorrt", "openvino", "coreml", "directml"]

PROVIDERS: dict[str, str] = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
}


def open_session(bundle: Bundle, *, provider: Provider, threads: int) -> Any:
    """A session on exactly the asked provider. Raises `ModelMismatch` or `StartupError`, never falls back silently."""
    wanted = PROVIDERS[provider]
    available = ort.get_available_providers()
    if wanted not in available:
        installed = ", ".join(available)
        raise StartupError(f"execution provider {provider!r}", [f"{wanted} is not installed; available: {installed}"])
    options = session_options(threads)
    if provider != "cpu":
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
    try:
        session = ort.InferenceSession(str(bundle.model_path), options, providers=[wanted])
    except Exception as error:
        raise ModelMismatch(f"{bundle.model_path}: onnxruntime can not load it: {str(error)[:300]}") from error
    if session.get_providers()[0] != wanted:
        used = session.get_providers()[0]
        raise StartupError(f"execution provider {provider!r}", [f"onnxruntime fell back to {used}"])
    return session


def session_options(threads: int) -> ort.SessionOptions:
    """What every session of the house is opened with."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Two sessions of one process that spin while they wait take each other's cores: 66.8 ms against 30.6 ms measured.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def input_problems(bundle: Bundle, tensor: Any) -> list[str]:
    """Every difference between the graph's picture input and the manifest's [input]."""
    declared = bundle.manifest.input
    sizes = {"N": 1, "C": 3, "H": declared.height, "W": declared.width}
    wanted = [sizes[axis] for axis in declared.layout]
    problems = []
    if not fits(tensor.shape, wanted):
        problems.append(f"input {declared.name!r} is {tensor.shape}, declared {declared.layout} {wanted}")
    real_type = {"tensor(float)": "float32", "tensor(uint8)": "uint8"}.get(tensor.type, tensor.type)
    if real_type != declared.dtype:
        problems.append(f"input {declared.name!r} is {real_type}, declared {declared.dtype}")
    return problems


def fits(shape: Sequence[int | str | None], wanted: Sequence[int]) -> bool:
    """Whether a graph's tensor takes this shape; a free axis (a name, or none) takes any size."""
    return len(shape) == len(wanted) and all(
        not isinstance(has, int) or has == wants for has, wants in zip(shape, wanted, strict=True)
    )


def golden_problem(bundle: Bundle, output: Any) -> str | None:
    """What is wrong with the answer to the golden picture, None when it is the recorded one."""
    golden = bundle.manifest.golden
    if golden is None:
        return None
    for name, recorded, found in (
        ("mean", golden.output_mean, float(np.mean(output))),
        ("spread", golden.output_std, float(np.std(output))),
    ):
        if abs(found - recorded) > golden.tolerance * max(1e-6, abs(recorded)):
            return f"golden answer: {name} is {found:.6g}, recorded {recorded:.6g}"
    return None
