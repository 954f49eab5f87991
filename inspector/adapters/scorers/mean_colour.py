"""Kind `mean_colour`: a simulator of a scorer for tests and commissioning. How far an item's colours are from the
taught ones, cell by cell of a coarse grid; needs no model and sees nothing but colour.
"""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import Field

from inspector.adapters.scorers._kinds import second_kind
from inspector.adapters.scorers._memory import Memory, odd_ones, p_value
from inspector.adapters.scorers._pictures import check_lesson
from inspector.adapters.scorers._shelf import Shelf, settled
from inspector.config.adapter import AdapterConfig
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import Xyxy
from inspector.domain.errors import InferenceError
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.item import Identity
from inspector.ports.scorer import TeachReport
from inspector.vision.anomaly_map import heat_map, pooled
from inspector.vision.crop import crop, stretched

F32 = npt.NDArray[np.float32]

MODEL = "mean_colour@1.0.0"
MOST_IMAGES = 2000


class Config(AdapterConfig):
    """Options of the mean colour."""

    cells: int = Field(default=4, ge=1, le=32, title="Cells", description="Cells of the grid, each way.")
    share: float = Field(
        default=0.15, gt=0, le=1, title="Share", description="Farthest share of an item's cells that makes its score."
    )


def build(config: Config, *, models_dir: Path, data_dir: Path) -> "MeanColour":  # noqa: ARG001 - the family's signature
    """Construct the scorer; nothing is written before something is taught."""
    return MeanColour(config, data_dir / "references")


class MeanColour:
    """Thread-safe. Distances are Euclidean, in grey levels 0 … 441, to the nearest taught image cell by cell."""

    def __init__(self, config: Config, folder: Path) -> None:
        self._config = config
        self._teaching = threading.Lock()
        self._shelf: Shelf[F32] = Shelf(
            folder, model=self.model, keep=256, prepare=lambda memory: memory.patches.astype(np.float32)
        )

    @property
    def model(self) -> str:
        """The kind, its version and its grid: memories of another grid do not fit."""
        return f"{MODEL}#{self._config.cells:08x}"

    def score(self, frame: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:
        """Score the pixels of `region`."""
        memory = self._shelf.find(identity, frame.camera)
        try:
            colours = self._colours(crop(frame.image, region))
        except ValueError as error:
            raise InferenceError(f"camera {frame.camera!r}: {error}") from error
        taught = memory.content.reshape(-1, *colours.shape)
        distances = _distances(colours, taught)
        raw = pooled(distances, share=self._config.share)
        return AnomalyScore(
            camera=frame.camera,
            model=self.model,
            reference=memory.reference,
            raw=raw,
            p_value=p_value(raw, memory.calibration),
            n=len(memory.calibration),
            region=region,
            heat=heat_map(distances),
        )

    def teach(
        self,
        reference: str,
        camera: str,
        images: Sequence[RgbImage],
        accept: Callable[[TeachReport], bool] | None = None,
    ) -> TeachReport:
        """Learn from crops of good items. Raises `InferenceError` or `StoreError`."""
        started = time.perf_counter()
        check_lesson(reference, camera, images, most=MOST_IMAGES)
        with self._teaching:
            # As they will be kept, so that the references are scored as new items will be.
            kept = np.stack([self._colours(image) for image in images]).astype(np.float16)
            taught = kept.astype(np.float32)
            scores = tuple(
                pooled(_distances(one, np.delete(taught, number, axis=0)), share=self._config.share)
                for number, one in enumerate(taught)
                if len(taught) > 1
            )
            memory = Memory(
                reference=reference,
                camera=camera,
                model=self.model,
                images=len(images),
                patches=kept.reshape(-1, 3),
                calibration=scores,
            )
            cells = self._config.cells
            others, apart = second_kind([one.reshape(-1, 3) for one in taught], (cells, cells))
            report = TeachReport(
                reference=reference,
                images=len(images),
                patches=taught.shape[0] * self._config.cells**2,
                odd_ones=odd_ones(scores),
                leave_one_out=scores,
                seconds=time.perf_counter() - started,
                second_kind=others,
                apart=apart,
            )
            return settled(report, memory, self._shelf, accept)

    def references(self) -> tuple[tuple[str, str], ...]:
        """All usable (reference, camera) pairs."""
        return self._shelf.pairs()

    def problems(self) -> tuple[str, ...]:
        """Memories that were taught and can not be used."""
        return self._shelf.problems()

    def _colours(self, image: RgbImage) -> F32:
        """(cells, cells, 3): mean colour of each cell."""
        cells = self._config.cells
        fine = stretched(image, cells * 8, cells * 8).astype(np.float32)
        return np.asarray(fine.reshape(cells, 8, cells, 8, 3).mean(axis=(1, 3)), np.float32)


def _distances(colours: F32, taught: F32) -> F32:
    """(rows, columns): distance of each cell to the nearest of the same cell in the taught images (n, rows, ...)."""
    return np.asarray(np.sqrt(np.square(taught - colours).sum(axis=-1)).min(axis=0), np.float32)
