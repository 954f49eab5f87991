"""The feature network of a bundle: a picture in, one vector per patch out."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from pydantic import Field

from inspector.config.bundle import Bundle, FeatureOutput, InputContract, load_bundle
from inspector.domain.errors import InferenceError, ModelMismatch
from inspector.domain.frame import RgbImage
from inspector.vision.crop import stretched

F32 = npt.NDArray[np.float32]

FeatureBundle = Annotated[str, Field(title="Feature bundle", description="Folder of the feature network under models.")]

_TYPES = {"uint8": "tensor(uint8)", "float32": "tensor(float)"}


class FeatureNetwork:
    """Thread-safe: onnxruntime allows `run` from several threads at once."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load the bundle in `folder`, compare its graph with its manifest and repeat its golden answer.

        Raises `ModelMismatch`, which says everything that differs.
        """
        self.bundle: Bundle = load_bundle(folder)
        self.input, self.output = _contract(self.bundle)
        self._session = _session(self.bundle, threads)
        problems = _differences(self._session, self.input, self.output)
        if problems:
            raise ModelMismatch(f"{self.bundle.id}: the graph is not what model.toml declares: " + "; ".join(problems))
        self._repeat_golden()

    @property
    def grid(self) -> tuple[int, int]:
        """Patches (down, across)."""
        return self.output.rows, self.output.columns

    def features(self, image: RgbImage) -> F32:
        """(rows * columns, channels) float32: the patch vectors of a picture, row by row. Raises `InferenceError`."""
        try:
            (answer,) = self._session.run([self.output.name], {self.input.name: self._tensor(image)})
        except Exception as error:  # onnxruntime's own exceptions share no other root
            raise InferenceError(f"{self.bundle.id}: {type(error).__name__}: {error}") from error
        patches = np.asarray(answer, np.float32).reshape(self.output.channels, -1).T
        if not np.isfinite(patches).all():
            raise InferenceError(f"{self.bundle.id}: features are not finite")
        return np.ascontiguousarray(patches)

    def _tensor(self, image: RgbImage) -> npt.NDArray[Any]:
        pixels: npt.NDArray[Any] = stretched(image, self.input.width, self.input.height)
        if self.input.dtype == "float32":
            mean, std = np.array(self.input.mean, np.float32), np.array(self.input.std, np.float32)
            pixels = (pixels.astype(np.float32) * np.float32(self.input.scale) - mean) / std
        if "CHW" in self.input.layout:
            pixels = np.ascontiguousarray(pixels.transpose(2, 0, 1))
        return pixels[None] if self.input.layout.startswith("N") else pixels

    def _repeat_golden(self) -> None:
        golden = self.bundle.manifest.golden
        if golden is None:
            return
        noise = np.random.default_rng(golden.seed).integers(0, 256, (golden.height, golden.width, 3), dtype=np.uint8)
        answer = self.features(noise)
        mean, std = float(answer.mean()), float(answer.std())
        # Both are measured against the spread: the mean of standardised features lies near zero.
        off = max(abs(mean - golden.output_mean), abs(std - golden.output_std)) / max(golden.output_std, 1e-12)
        if off > golden.tolerance:
            raise ModelMismatch(
                f"{self.bundle.id}: the golden answer is not repeated: mean {mean:.5f} and spread {std:.5f}, "
                f"recorded {golden.output_mean:.5f} and {golden.output_std:.5f}"
            )


def _contract(bundle: Bundle) -> tuple[InputContract, FeatureOutput]:
    manifest = bundle.manifest
    if manifest.features is None:
        raise ModelMismatch(f"{bundle.id}: is a {manifest.kind} bundle, a feature network is needed")
    if manifest.input.resize != "stretch":
        raise ModelMismatch(f"{bundle.id}: input.resize must be 'stretch': patches of borders would count as patches")
    return manifest.input, manifest.features


def _session(bundle: Bundle, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Two spinning pools in one process fight: detector and scorer in turn took 2.2 times as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(str(bundle.model_path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no other root
        raise ModelMismatch(f"{bundle.id}: onnxruntime can not load it: {error}") from error


def _differences(session: ort.InferenceSession, given: InputContract, wanted: FeatureOutput) -> list[str]:
    problems = []
    sizes = {"N": 1, "C": 3, "H": given.height, "W": given.width}
    shape = [sizes[axis] for axis in given.layout]
    inputs, outputs = session.get_inputs(), {output.name: output for output in session.get_outputs()}
    if len(inputs) != 1 or inputs[0].name != given.name:
        problems.append(f"inputs are {[one.name for one in inputs]}, declared is [{given.name!r}]")
    else:
        if inputs[0].type != _TYPES[given.dtype]:
            problems.append(f"input is {inputs[0].type}, declared is {given.dtype}")
        if not _fits(inputs[0].shape, shape):
            problems.append(f"input has shape {inputs[0].shape}, declared is {shape}")
    if wanted.name not in outputs:
        problems.append(f"outputs are {sorted(outputs)}, declared is {wanted.name!r}")
    elif not _fits(outputs[wanted.name].shape, [1, wanted.channels, wanted.rows, wanted.columns]):
        declared = [1, wanted.channels, wanted.rows, wanted.columns]
        problems.append(f"output has shape {outputs[wanted.name].shape}, declared is {declared}")
    return problems


def _fits(shape: list[int | str | None], declared: list[int]) -> bool:
    """A free axis (a name, or none) takes any size."""
    return len(shape) == len(declared) and all(
        not isinstance(has, int) or has == wants for has, wants in zip(shape, declared, strict=True)
    )
