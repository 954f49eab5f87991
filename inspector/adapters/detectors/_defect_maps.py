"""The second stage: a defect network that sees one item's pixels and gives a map per class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters._onnx_session import Provider, fits, golden_problem, input_problems, open_session
from inspector.config.bundle import Bundle, MapOutput, ReferenceContract
from inspector.domain.detection import Detection, Xyxy
from inspector.domain.errors import InferenceError, ModelMismatch
from inspector.domain.frame import RgbImage
from inspector.vision.crop import clipped, stretched
from inspector.vision.defect_map import MapRule, defects_of, item_logit
from inspector.vision.tensor import to_tensor

F32 = npt.NDArray[np.float32]

MOST_ASKED = 4  # golden pictures that are judged beside the others: each takes a pass of the network


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Golden pictures of one product and camera: `keys` (m, channels) float32, one row per cell.

    `own`: logit of damage that they show beside each other, in the mean. What belongs to the product and still looks
    like damage raises it. None where there are not two of them.
    """

    keys: F32
    own: float | None


class DefectNetwork:
    """Thread-safe: onnxruntime sessions are, and nothing else is kept between pictures."""

    def __init__(self, bundle: Bundle, *, provider: Provider, threads: int) -> None:
        """Open, compare with the manifest, repeat the golden answer. Raises `ModelMismatch` or `StartupError`."""
        maps = bundle.manifest.maps
        if bundle.manifest.kind != "defects" or maps is None:
            raise ModelMismatch(f"{bundle.id}: is a {bundle.manifest.kind} bundle, a defect network is needed")
        self.bundle = bundle
        self._maps = maps
        self._reference = bundle.manifest.reference
        self._session = open_session(bundle, provider=provider, threads=threads)
        problems = [*_differences(bundle, maps, self._session), *_reference_problems(self._reference, self._session)]
        if problems:
            raise ModelMismatch(f"{bundle.id}: the graph is not what model.toml declares: " + "; ".join(problems))
        self._repeat_golden()

    @property
    def compares(self) -> bool:
        """Whether the network can make use of pictures of good items."""
        return self._reference is not None

    @property
    def channels(self) -> int:
        """Of a golden picture's keys; 0 for a network that can not compare."""
        return 0 if self._reference is None else self._reference.channels

    @property
    def counts_own_level(self) -> bool:
        """Whether what golden pictures show beside each other changes any score; it takes a pass for each of them."""
        return self._reference is not None and self._reference.own_share > 0

    def defects(
        self, image: RgbImage, region: Xyxy, margin: float, beside: Remembered | None = None
    ) -> tuple[Detection, ...]:
        """The defects within `region` (xyxy, pixels) of a picture, seen with `margin` of its size around it.

        `beside`: golden pictures of the product, as `remember` gives them.
        """
        height, width = image.shape[:2]
        x, y = margin * (region[2] - region[0]), margin * (region[3] - region[1])
        try:
            left, top, right, bottom = clipped(
                (region[0] - x, region[1] - y, region[2] + x, region[3] + y), width, height
            )
        except ValueError as error:
            raise InferenceError(f"{self.bundle.id}: {error}") from error
        maps = self.maps(image[top:bottom, left:right], None if beside is None else beside.keys)
        if beside is not None and beside.own is not None and self._reference is not None:
            maps[-1] -= self._reference.own_share * (beside.own - self._reference.own_usual)
        rule = MapRule(top_cells=self._maps.top_cells, min_score=self._maps.min_score, level=self._maps.level)
        names = self.bundle.manifest.classes
        across, down = right - left, bottom - top
        return tuple(
            Detection(
                label=names[found.cls],
                score=found.score,
                xyxy=(
                    left + found.xyxy[0] * across,
                    top + found.xyxy[1] * down,
                    left + found.xyxy[2] * across,
                    top + found.xyxy[3] * down,
                ),
            )
            for found in defects_of(maps, rule)
        )

    def maps(self, pixels: RgbImage, memory: F32 | None = None) -> F32:
        """(classes + 1, rows, columns) logits of one item's pixels. Raises `InferenceError`."""
        return self._answer(self._maps.name, pixels, memory)

    def keys(self, pixels: RgbImage) -> F32:
        """(cells, channels): what a picture of a good item is remembered by. Raises `InferenceError`.

        Only for a network that `compares`.
        """
        if self._reference is None:
            raise InferenceError(f"{self.bundle.id}: can not compare with good pictures: it has no [reference]")
        grid = self._answer(self._reference.keys, pixels, None)
        return np.ascontiguousarray(grid.reshape(len(grid), -1).T)

    def remember(self, images: Sequence[RgbImage]) -> Remembered:
        """Golden pictures of one product, the item's pixels alone. Only for a network that `compares`."""
        keys = np.concatenate([self.keys(image) for image in images])
        return Remembered(keys=keys, own=self.own_level(images, keys))

    def own_level(self, images: Sequence[RgbImage], keys: F32) -> float | None:
        """See `Remembered.own`: some of them, each judged beside the others. `keys` as `remember` has them."""
        if len(images) < 2:
            return None
        each = np.split(keys, len(images))
        levels = []
        for number in range(0, len(images), -(-len(images) // MOST_ASKED)):
            others = np.concatenate([part for other, part in enumerate(each) if other != number])
            levels.append(item_logit(self.maps(images[number], others)[-1], self._maps.top_cells))
        return float(np.mean(levels))

    def _answer(self, output: str, pixels: RgbImage, memory: F32 | None) -> F32:
        """One output without its batch axis."""
        declared, contract = self.bundle.manifest.input, self._reference
        inputs = {declared.name: to_tensor(stretched(pixels, declared.width, declared.height), declared)}
        if contract is not None:
            known = memory is not None and len(memory) > 0
            rows = memory if memory is not None and known else np.zeros((1, contract.channels), np.float32)
            inputs |= {contract.memory: rows[None], contract.known: np.full((1, 1), known, np.float32)}
        try:
            (answer,) = self._session.run([output], inputs)
        except Exception as error:  # onnxruntime's own exceptions share no other root
            raise InferenceError(f"{self.bundle.id}: {str(error)[:300]}") from error
        found = np.asarray(answer[0], np.float32)
        if not np.isfinite(found).all():
            raise InferenceError(f"{self.bundle.id}: the output holds NaN or infinity")
        return found

    def _repeat_golden(self) -> None:
        golden = self.bundle.manifest.golden
        if golden is None:
            return
        problem = golden_problem(self.bundle, self.maps(golden.picture()))
        if problem is not None:
            raise ModelMismatch(f"{self.bundle.model_path}: {problem}")


def _differences(bundle: Bundle, maps: MapOutput, session: Any) -> list[str]:
    declared = bundle.manifest.input
    problems = []
    inputs = {tensor.name: tensor for tensor in session.get_inputs()}
    outputs = {tensor.name: tensor for tensor in session.get_outputs()}
    contract = bundle.manifest.reference
    names = [declared.name, *([contract.memory, contract.known] if contract is not None else [])]
    if sorted(inputs) != sorted(names):
        problems.append(f"inputs are {list(inputs)}, declared is {names}")
    else:
        problems += input_problems(bundle, inputs[declared.name])
    wanted = [1, len(bundle.manifest.classes) + 1, maps.rows, maps.columns]
    if maps.name not in outputs:
        problems.append(f"outputs are {sorted(outputs)}, declared is {maps.name!r}")
    elif not fits(outputs[maps.name].shape, wanted):
        problems.append(f"output is {outputs[maps.name].shape}, declared is {wanted}")
    return problems


def _reference_problems(contract: ReferenceContract | None, session: Any) -> list[str]:
    if contract is None:
        return []
    wanted = {contract.memory: [1, -1, contract.channels], contract.known: [1, 1]}
    problems = [
        f"input {tensor.name!r} is {tensor.shape}, declared is {wanted[tensor.name]} (-1: any)"
        for tensor in session.get_inputs()
        if tensor.name in wanted and not fits(tensor.shape, wanted[tensor.name])
    ]
    outputs = {tensor.name: tensor for tensor in session.get_outputs()}
    if contract.keys not in outputs:
        problems.append(f"outputs are {sorted(outputs)}, [reference] declares {contract.keys!r}")
    elif len(outputs[contract.keys].shape) != 4 or outputs[contract.keys].shape[1] != contract.channels:
        shape = outputs[contract.keys].shape
        problems.append(f"output {contract.keys!r} is {shape}, declared is [1, {contract.channels}, rows, columns]")
    return problems
