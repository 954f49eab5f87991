"""Kind `patch_memory`: distance of an item's patches to those of good items of its kind.

A small network turns a picture into a grid of patch vectors. Teaching keeps a spread-out selection of the good items'
patches; scoring asks how far each patch of a new item is from the nearest of them. No training, no torch: seconds.
"""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import Field

from inspector.adapters.scorers._coreset import coreset
from inspector.adapters.scorers._features import FeatureNetwork
from inspector.adapters.scorers._kinds import second_kind
from inspector.adapters.scorers._memory import Memory, odd_ones, p_value
from inspector.adapters.scorers._nearest import Nearest, as_columns
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
from inspector.vision.crop import crop

F32 = npt.NDArray[np.float32]

FOLDS = 20  # more images than this are left out in groups, so that teaching stays a matter of seconds


class Config(AdapterConfig):
    """Options of the patch memory."""

    bundle: str = Field(
        default="line-features", title="Feature bundle", description="Folder of the feature network under models."
    )
    patches: int = Field(
        default=2000, ge=16, le=20000, title="Patches", description="Patches kept of each product and camera."
    )
    images: int = Field(
        default=200, ge=1, le=2000, title="Images", description="At most so many images are learnt at once."
    )
    # 3 %: on rendered damage 0.85 AUROC against 0.84 (1 %) and 0.81 (0.2 %); 8 % gains 0.006 more there and would lose
    # damage smaller than that.
    share: float = Field(
        default=0.03, gt=0, le=1, title="Share", description="Farthest share of an item's patches that makes its score."
    )
    threads: int = Field(default=2, ge=1, le=64, title="Threads", description="CPU threads per picture.")
    keep: int = Field(
        default=128, ge=1, title="Kept in RAM", description="Memories held at once, a megabyte each and more."
    )
    seed: int = Field(default=0, ge=0, title="Seed", description="Of the choice of patches.")


def build(config: Config, *, models_dir: Path, data_dir: Path) -> "PatchMemory":
    """Construct the scorer. Raises `ModelMismatch`; nothing is written before something is taught."""
    network = FeatureNetwork(models_dir / config.bundle, threads=config.threads)
    return PatchMemory(config, network, data_dir / "references")


class PatchMemory:
    """Thread-safe; scoring goes on while another thread teaches, with the former memory until the new one is durable.

    On 2 cores one item takes the network's time plus 4 ms for 2,000 patches.
    """

    def __init__(self, config: Config, network: FeatureNetwork, folder: Path) -> None:
        self._config = config
        self._network = network
        self._nearest = Nearest(threads=config.threads)
        self._shelf: Shelf[F32] = Shelf(
            folder, model=network.bundle.id, keep=config.keep, prepare=lambda memory: as_columns(memory.patches)
        )
        self._teaching = threading.Lock()

    @property
    def model(self) -> str:
        """Id of the feature network's bundle."""
        return self._network.bundle.id

    def features(self, image: RgbImage) -> F32:
        """(patches, channels) float32 of a picture; see `FeatureNetwork`."""
        return self._network.features(image)

    def score(self, frame: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:
        """Score the pixels of `region`; one score of the farthest patches, one heat map of all."""
        memory = self._shelf.find(identity, frame.camera)
        try:
            pixels = crop(frame.image, region)
        except ValueError as error:
            raise InferenceError(f"camera {frame.camera!r}: {error}") from error
        distances = self._distances(self._network.features(pixels), memory.content)
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
        """Learn from crops of good items; one teaching at a time. Raises `InferenceError` or `StoreError`."""
        started = time.perf_counter()
        check_lesson(reference, camera, images, most=self._config.images)
        with self._teaching:
            grids = [self._network.features(image) for image in images]
            patches = self._chosen(grids, self._config.patches)
            calibration, everywhere = self._left_out(grids)
            memory = Memory(
                reference=reference,
                camera=camera,
                model=self.model,
                images=len(images),
                patches=patches,
                calibration=calibration,
            )
            others, apart = second_kind(grids, self._network.grid)
            report = TeachReport(
                reference=reference,
                images=len(images),
                patches=len(patches),
                odd_ones=odd_ones(calibration, everywhere),
                leave_one_out=calibration,
                seconds=time.perf_counter() - started,
                second_kind=others,
                apart=apart,
            )
            return settled(report, memory, self._shelf, accept)

    def references(self) -> tuple[tuple[str, str], ...]:
        """All usable (reference, camera) pairs."""
        return self._shelf.pairs()

    def problems(self) -> tuple[str, ...]:
        """Memories that were taught and can not be used: made by another network, or damaged."""
        return self._shelf.problems()

    def _chosen(self, grids: Sequence[F32], limit: int) -> npt.NDArray[np.float16]:
        every = np.concatenate(grids)
        rows = coreset(every, limit, nearest=self._nearest, seed=self._config.seed)
        return every[rows].astype(np.float16)

    def _left_out(self, grids: Sequence[F32]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Each image's score against a memory made without it, as if it were new, and its mean distance all over.

        () and () for a single image.

        Each memory is chosen afresh: leaving patches out of the finished one would score references too far, and
        keeping all other patches too near, and the p-values would be wrong by as much. It keeps the same share of its
        images' patches, so that it covers them as densely as the finished one does.
        """
        count = len(grids)
        if count < 2:
            return (), ()
        scores, means = np.zeros(count), np.zeros(count)
        for group in np.array_split(np.arange(count), min(count, FOLDS)):
            left_out = set(group.tolist())
            others = [grid for number, grid in enumerate(grids) if number not in left_out]
            limit = max(1, self._config.patches * len(others) // count)
            columns = as_columns(self._chosen(others, limit))
            for number in group:
                distances = self._distances(grids[number], columns)
                scores[number] = pooled(distances, share=self._config.share)
                means[number] = distances.mean()
        return tuple(float(score) for score in scores), tuple(float(mean) for mean in means)

    def _distances(self, patches: F32, columns: F32) -> F32:
        return self._nearest.distances(patches, columns).reshape(self._network.grid)
