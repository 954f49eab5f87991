"""Kind `two_stage`: a detector finds the items, a defect network looks at each one closely.

A dent that is three pixels wide in the whole frame is twenty in the item's own crop. The first stage may be any
detector bundle; of its boxes only the items count. Where golden pictures of the product are at hand, the second stage
looks at the item beside them: a print that belongs there is no stain.
"""

import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import Field

from inspector.adapters._golden_keys import GoldenKeys
from inspector.adapters._onnx_session import Provider
from inspector.adapters.detectors._defect_maps import DefectNetwork, Remembered
from inspector.adapters.detectors.onnx import Config as FinderConfig
from inspector.adapters.detectors.onnx import OnnxDetector
from inspector.config.adapter import AdapterConfig, CpuThreads
from inspector.config.bundle import load_bundle
from inspector.domain.detection import ITEM_CLASS, Detection, Detections
from inspector.domain.errors import ModelMismatch
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.golden import Golden, digest_of

F32 = npt.NDArray[np.float32]

SEEN = 40  # single golden pictures, 0.2 MB each
REMEMBERED = 64  # products and cameras whose golden pictures' keys stay in the RAM, 1.6 MB each


class Config(AdapterConfig):
    """Options of the two-stage detector."""

    bundle: str = Field(default="line-detector", title="Finder", description="Bundle of the model that finds items.")
    defects_bundle: str = Field(
        default="item-defects", title="Defect network", description="Bundle of the network that looks at one item."
    )
    min_item_score: float = Field(
        default=0.2, ge=0, le=1, title="Least item score", description="Weaker items are not looked at closely."
    )
    max_items: int = Field(
        default=2, ge=1, le=20, title="Items per frame", description="So many items, the nearest to the middle first."
    )
    margin: float = Field(
        default=0.03, ge=0, le=0.5, title="Margin", description="Added around an item, as a share of its size."
    )
    golden: int = Field(
        default=8,
        ge=0,
        le=50,
        title="Golden pictures",
        description="So many of a product's golden pictures are compared with; 0 judges every item alone.",
    )
    threads: CpuThreads = 2
    provider: Provider = Field(
        default="cpu", title="Execution provider", description="Where both run; a provider that is missing is an error."
    )


def build(config: Config, *, models_dir: Path, data_dir: Path | None = None) -> "TwoStageDetector":
    """Load both bundles and repeat their golden answers. Raises `ModelMismatch` or `StartupError`.

    `data_dir`: where what golden pictures are remembered by is kept from one start to the next.
    """
    finder = OnnxDetector(
        load_bundle(models_dir / config.bundle),
        FinderConfig(bundle=config.bundle, threads=config.threads, provider=config.provider),
    )
    if ITEM_CLASS not in finder.classes:
        raise ModelMismatch(f"{finder.model}: has no class {ITEM_CLASS!r}; it can not find items")
    network = DefectNetwork(
        load_bundle(models_dir / config.defects_bundle), provider=config.provider, threads=config.threads
    )
    keys = GoldenKeys(None if data_dir is None else data_dir / "golden_keys")
    return TwoStageDetector(finder, network, config, keys)


class TwoStageDetector:
    """Thread-safe as its two models are."""

    def __init__(self, finder: OnnxDetector, network: DefectNetwork, config: Config, keys: GoldenKeys) -> None:
        self._finder = finder
        self._network = network
        self._config = config
        self._keys = keys
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, Remembered] = OrderedDict()
        self._seen: OrderedDict[str, F32] = OrderedDict()

    @property
    def model(self) -> str:
        """Both bundles' ids, joined by a plus sign."""
        return f"{self._finder.model}+{self._network.bundle.id}"

    @property
    def classes(self) -> tuple[str, ...]:
        """The item, then the defect network's classes."""
        return (ITEM_CLASS, *self._network.bundle.manifest.classes)

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:
        """See Detector."""
        items = self._finder.detect(frame).items
        found: list[Detection] = list(items)
        used = golden if self._config.golden and self._network.compares else None
        memory = None if used is None else self._memory(used, keep=False)
        for item in self._looked_at(items, frame):
            found += self._network.defects(frame.image, item.xyxy, self._config.margin, memory)
        found.sort(key=lambda one: -one.score)
        digest = None if used is None else used.digest
        return Detections(camera=frame.camera, model=self.model, found=tuple(found), golden=digest)

    def find_items(self, frame: Frame) -> Detections:
        """See Detector: the first stage's work."""
        return Detections(camera=frame.camera, model=self.model, found=self._finder.detect(frame).items)

    def prepare(self, golden: Golden) -> None:
        """See Detector."""
        if self._config.golden and self._network.compares:
            self._memory(golden, keep=True)

    def _memory(self, golden: Golden, *, keep: bool) -> Remembered:
        """What the golden pictures are remembered by; computed once, when prepared or at the product's first item.

        `keep` it for the next start: no item waits for the disk, and what a lesson compares with is not kept.
        """
        with self._lock:
            kept = self._remembered.get(golden.digest)
            if kept is not None:
                self._remembered.move_to_end(golden.digest)
        if kept is not None and not keep:
            return kept
        remembered = self._kept_or_computed(golden, min(golden.count, self._config.golden), known=kept, keep=keep)
        with self._lock:
            self._remembered[golden.digest] = remembered
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return remembered

    def _kept_or_computed(self, golden: Golden, count: int, *, known: Remembered | None, keep: bool) -> Remembered:
        """The pictures themselves are read only where what is wanted of them is not `known`, and not kept."""
        network = self._network
        name = f"{golden.digest[:32]}-{network.bundle.manifest.sha256[:16]}-{count}"

        def all_keys() -> F32:
            if known is not None:
                return known.keys
            return np.concatenate([self._keys_of(image) for image in golden.images[:count]])

        def own_level() -> F32:
            level = network.own_level(golden.images[:count], keys) if known is None else known.own
            return np.full((int(level is not None), 1), level or 0.0, np.float32)

        keys = self._keys.get(name, network.channels, all_keys, keep=keep)
        if not network.counts_own_level:
            return Remembered(keys=keys, own=None)
        own = self._keys.get(f"{name}-own", 1, own_level, keep=keep)
        return Remembered(keys=keys, own=float(own[0, 0]) if len(own) else None)

    def _keys_of(self, image: RgbImage) -> F32:
        """Of one golden picture: a lesson compares with the same few in many choices."""
        digest = digest_of([image])
        with self._lock:
            kept = self._seen.get(digest)
        if kept is not None:
            return kept
        keys = self._network.keys(image)
        with self._lock:
            self._seen[digest] = keys
            while len(self._seen) > SEEN:
                self._seen.popitem(last=False)
        return keys

    def _looked_at(self, items: tuple[Detection, ...], frame: Frame) -> list[Detection]:
        """The items worth a closer look: the one that is judged lies nearest to the middle."""
        height, width = frame.image.shape[:2]
        certain = [item for item in items if item.score >= self._config.min_item_score]
        certain.sort(key=lambda item: _distance(item, width / 2, height / 2))
        return certain[: self._config.max_items]


def _distance(item: Detection, x: float, y: float) -> float:
    left, top, right, bottom = item.xyxy
    return ((left + right) / 2 - x) ** 2 + ((top + bottom) / 2 - y) ** 2
