"""The feature network of a bundle: a picture in, one vector per patch out."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field

from inspector.adapters._onnx_session import fits, input_problems, open_session
from inspector.config.bundle import Bundle, FeatureOutput, InputContract, load_bundle
from inspector.domain.errors import InferenceError, ModelMismatch
from inspector.domain.frame import RgbImage
from inspector.vision.crop import stretched
from inspector.vision.tensor import to_tensor

F32 = npt.NDArray[np.float32]

FeatureBundle = Annotated[str, Field(title="Feature bundle", description="Folder of the feature network under models.")]


class FeatureNetwork:
    """Thread-safe: onnxruntime allows `run` from several threads at once."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load the bundle in `folder`, compare its graph with its manifest and repeat its golden answer.

        Raises `ModelMismatch`, which says everything that differs.
        """
        self.bundle: Bundle = load_bundle(folder)
        self.input, self.output = _contract(self.bundle)
        self._session = open_session(self.bundle, provider="cpu", threads=threads)
        problems = _differences(self.bundle, self.output, self._session)
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
            pixels = to_tensor(stretched(image, self.input.width, self.input.height), self.input)
            (answer,) = self._session.run([self.output.name], {self.input.name: pixels})
        except Exception as error:  # onnxruntime's own exceptions share no other root
            raise InferenceError(f"{self.bundle.id}: {type(error).__name__}: {error}") from error
        patches = np.asarray(answer, np.float32).reshape(self.output.channels, -1).T
        if not np.isfinite(patches).all():
            raise InferenceError(f"{self.bundle.id}: features are not finite")
        return np.ascontiguousarray(patches)

    def _repeat_golden(self) -> None:
        golden = self.bundle.manifest.golden
        if golden is None:
            return
        answer = self.features(golden.picture())
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


def _differences(bundle: Bundle, wanted: FeatureOutput, session: Any) -> list[str]:
    problems = []
    given = bundle.manifest.input
    inputs, outputs = session.get_inputs(), {output.name: output for output in session.get_outputs()}
    if len(inputs) != 1 or inputs[0].name != given.name:
        problems.append(f"inputs are {[one.name for one in inputs]}, declared is [{given.name!r}]")
    else:
        problems += input_problems(bundle, inputs[0])
    declared = [1, wanted.channels, wanted.rows, wanted.columns]
    if wanted.name not in outputs:
        problems.append(f"outputs are {sorted(outputs)}, declared is {wanted.name!r}")
    elif not fits(outputs[wanted.name].shape, declared):
        problems.append(f"output has shape {outputs[wanted.name].shape}, declared is {declared}")
    return problems
