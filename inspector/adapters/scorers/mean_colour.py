"""Kind `mean_colour`: a simulator of a scorer for tests and commissioning. How far an item's colours are from the
taught ones, cell by cell of a coarse grid; needs no model and sees nothing but colour.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from inspector.adapters.scorers._fading_options import FadingConfig
from inspector.adapters.scorers._method import F16, F32
from inspector.adapters.scorers._taught import TaughtScorer
from inspector.domain.frame import RgbImage
from inspector.vision.crop import stretched

MODEL = "mean_colour@1.0.0"
MOST_IMAGES = 2000


class Config(FadingConfig):
    """Options of the mean colour."""

    cells: int = Field(default=4, ge=1, le=32, title="Cells", description="Cells of the grid, each way.")
    share: float = Field(
        default=0.15, gt=0, le=1, title="Share", description="Farthest share of an item's cells that makes its score."
    )


def build(config: Config, *, models_dir: Path, data_dir: Path) -> TaughtScorer[F32]:  # noqa: ARG001 - the family's
    """Construct the scorer; nothing is written before something is taught."""
    return TaughtScorer(
        MeanColour(config.cells),
        data_dir / "references",
        share=config.share,
        keep=256,
        most_images=MOST_IMAGES,
        fading=config.fading_memory(data_dir),
    )


class MeanColour:
    """The method. Distances are Euclidean, in grey levels 0 … 441, to the nearest taught image cell by cell."""

    tells_strangers = False

    def __init__(self, cells: int) -> None:
        self._cells = cells

    @property
    def model(self) -> str:
        """The kind, its version and its grid: memories of another grid do not fit."""
        return f"{MODEL}#{self._cells:08x}"

    @property
    def side(self) -> tuple[int, int]:
        """See Method."""
        return self._cells, self._cells

    def look(self, image: RgbImage) -> F32:
        """(cells * cells, 3): mean colour of each cell."""
        cells = self._cells
        fine = stretched(image, cells * 8, cells * 8).astype(np.float32)
        means = fine.reshape(cells, 8, cells, 8, 3).mean(axis=(1, 3)).reshape(-1, 3)
        return np.asarray(means.astype(np.float16), np.float32)  # as it is kept, so that new items are scored alike

    def learn(self, grids: Sequence[F32], share: float) -> F16:  # noqa: ARG002 - all of it is kept
        """(pictures * cells * cells, 3): every picture's cells, as they are."""
        return np.concatenate(grids).astype(np.float16)

    def ready(self, kept: F16) -> F32:
        """(n, cells * cells, 3)."""
        return kept.astype(np.float32).reshape(-1, self._cells**2, 3)

    def distances(self, grid: F32, ready: F32) -> F32:
        """(cells, cells): of each cell to the nearest of the same cell in the taught pictures, in grey levels."""
        nearest = np.sqrt(np.square(ready - grid).sum(axis=-1)).min(axis=0)
        return np.asarray(nearest.reshape(self.side), np.float32)
