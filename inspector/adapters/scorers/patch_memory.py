"""Kind `patch_memory`: distance of an item's patches to those of good items of its kind.

A small network turns a picture into a grid of patch vectors. Teaching keeps a spread-out selection of the good items'
patches; scoring asks how far each patch of a new item is from the nearest of them. No training, no torch: seconds.
After PatchCore (Roth et al., CVPR 2022, arXiv 2106.08265); how it differs is in docs/explanation/anomaly.md.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from inspector.adapters._feature_network import FeatureBundle, FeatureNetwork
from inspector.adapters.scorers._coreset import coreset
from inspector.adapters.scorers._fading_options import FadingConfig
from inspector.adapters.scorers._method import F16, F32
from inspector.adapters.scorers._nearest import Nearest, as_columns
from inspector.adapters.scorers._taught import FarthestShare, MostImages, TaughtScorer
from inspector.config.adapter import CpuThreads
from inspector.domain.frame import RgbImage


class Config(FadingConfig):
    """Options of the patch memory."""

    bundle: FeatureBundle = "line-features"
    patches: int = Field(
        default=2000, ge=16, le=20000, title="Patches", description="Patches kept of each product and camera."
    )
    images: MostImages = 200
    # 3 %: on rendered damage 0.85 AUROC against 0.84 (1 %) and 0.81 (0.2 %); 8 % gains 0.006 more there and would lose
    # damage smaller than that.
    share: FarthestShare = 0.03
    threads: CpuThreads = 2
    keep: int = Field(
        default=128, ge=1, title="Kept in RAM", description="Memories held at once, a megabyte each and more."
    )
    seed: int = Field(default=0, ge=0, title="Seed", description="Of the choice of patches.")


def build(config: Config, *, models_dir: Path, data_dir: Path) -> TaughtScorer[F32]:
    """Construct the scorer. Raises `ModelMismatch`; nothing is written before something is taught."""
    network = FeatureNetwork(models_dir / config.bundle, threads=config.threads)
    return TaughtScorer(
        PatchMemory(config, network),
        data_dir / "references",
        share=config.share,
        keep=config.keep,
        most_images=config.images,
        fading=config.fading_memory(data_dir),
    )


class PatchMemory:
    """The method: on 2 cores one item takes the network's time plus 4 ms for 2,000 patches."""

    tells_strangers = True

    def __init__(self, config: Config, network: FeatureNetwork) -> None:
        self._config = config
        self._network = network
        self._nearest = Nearest(threads=config.threads)
        self._choosing = Nearest(threads=1)  # the folds of a lesson are its threads

    @property
    def model(self) -> str:
        """Id of the feature network's bundle."""
        return self._network.bundle.id

    @property
    def side(self) -> tuple[int, int]:
        """See Method."""
        return self._network.grid

    def look(self, image: RgbImage) -> F32:
        """See Method, `FeatureNetwork`."""
        return self._network.features(image)

    def learn(self, grids: Sequence[F32], share: float) -> F16:
        """The patches that stand for all, spread out over what the pictures show."""
        every = np.concatenate(grids)
        limit = max(1, int(self._config.patches * share))
        rows = coreset(every, limit, nearest=self._choosing, seed=self._config.seed)
        return every[rows].astype(np.float16)

    def ready(self, kept: F16) -> F32:
        """See Method."""
        return as_columns(kept)

    def distances(self, grid: F32, ready: F32) -> F32:
        """Of each patch to the nearest one kept, wherever that lay."""
        return self._nearest.distances(grid, ready).reshape(self._network.grid)
