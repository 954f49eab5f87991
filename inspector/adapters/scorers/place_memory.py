"""Kind `place_memory`: how unusual each patch is *where it lies*, for products that always lie the same way.

For every place of the picture the mean of the good items' patch vectors is kept, and one covariance for all places;
the distance is Mahalanobis'. After PaDiM (Defard et al. 2021, arXiv 2011.08785), which keeps a covariance per place:
one for all takes 230 kB instead of 50 MB a product and needs fewer pictures. Where items turn, use `patch_memory`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from inspector.adapters._feature_network import FeatureBundle, FeatureNetwork
from inspector.adapters.scorers._method import F16, F32
from inspector.adapters.scorers._taught import FarthestShare, MostImages, TaughtScorer
from inspector.config.adapter import AdapterConfig, CpuThreads
from inspector.domain.frame import RgbImage

REGULAR = 0.01  # of the mean variance, added to every direction: few pictures leave some without any
SAME_EVERYWHERE = 0.5  # of a place's own spread; the rest is the mean spread of all places


class Config(AdapterConfig):
    """Options of the place memory."""

    bundle: FeatureBundle = "line-features"
    images: MostImages = 200
    share: FarthestShare = 0.03
    threads: CpuThreads = 2
    keep: int = Field(
        default=128, ge=1, title="Kept in RAM", description="Memories held at once, half a megabyte each."
    )


def build(config: Config, *, models_dir: Path, data_dir: Path) -> TaughtScorer[F32]:
    """Construct the scorer. Raises `ModelMismatch`; nothing is written before something is taught."""
    network = FeatureNetwork(models_dir / config.bundle, threads=config.threads)
    return TaughtScorer(
        PlaceMemory(network), data_dir / "references", share=config.share, keep=config.keep, most_images=config.images
    )


class PlaceMemory:
    """The method. What is kept: the whitener's rows, the whitened mean of each place, and the places' spreads."""

    tells_strangers = True

    def __init__(self, network: FeatureNetwork) -> None:
        self._network = network

    @property
    def model(self) -> str:
        """The feature network's bundle; other kinds' memories of the same network do not fit."""
        return f"{self._network.bundle.id}+place"

    @property
    def side(self) -> tuple[int, int]:
        """See Method."""
        return self._network.grid

    def look(self, image: RgbImage) -> F32:
        """See Method, `FeatureNetwork`."""
        return self._network.features(image)

    def learn(self, grids: Sequence[F32], share: float) -> F16:  # noqa: ARG002 - its size does not depend on the lesson
        """(channels + places + rows for the spreads, channels)."""
        pictures = np.stack(grids)
        places, channels = pictures.shape[1:]
        mean = pictures.mean(0)
        away = (pictures - mean).reshape(-1, channels)
        values, vectors = np.linalg.eigh(away.T @ away / len(away))
        least = REGULAR * max(float(values.mean()), 1e-3)
        whitener = vectors / np.sqrt(np.maximum(values, 0) + least)
        own = np.square(away @ whitener).reshape(len(grids), places, channels).mean((0, 2))
        spread = np.sqrt((1 - SAME_EVERYWHERE) * own + SAME_EVERYWHERE * own.mean() + 1e-6)
        filled = np.zeros(-(-places // channels) * channels)
        filled[:places] = spread
        return np.concatenate([whitener, mean @ whitener, filled.reshape(-1, channels)]).astype(np.float16)

    def ready(self, kept: F16) -> F32:
        """See Method: as it is, in numbers to reckon with."""
        return np.asarray(kept, np.float32)

    def distances(self, grid: F32, ready: F32) -> F32:
        """Of each patch to the mean of its own place, in that place's spreads."""
        places, channels = grid.shape
        whitener, mean = ready[:channels], ready[channels : channels + places]
        spread = ready[channels + places :].ravel()[:places]
        far = np.linalg.norm(grid @ whitener - mean, axis=1) / spread
        return np.asarray(far.reshape(self._network.grid), np.float32)
