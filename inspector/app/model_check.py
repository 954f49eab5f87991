"""Runs a bundle once: the proof that its file, its tensors and its recorded answers belong together."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from inspector.adapters.detectors._defect_maps import DefectNetwork
from inspector.app import registry
from inspector.app.single import frame_of
from inspector.config.bundle import Bundle
from inspector.config.noise_picture import noise_picture
from inspector.config.sections import AdapterSection
from inspector.domain.frame import Frame, RgbImage
from inspector.ports.detector import Detector
from inspector.ports.scorer import Scorer

_RUNS = 5


def run_bundle(bundle: Bundle, *, models_dir: Path) -> str:
    """Load and run it; a sentence with its speed. Raises `ModelMismatch` or `StartupError`.

    Loading compares the graph with the manifest and repeats the golden answer, if one is recorded.
    """
    manifest = bundle.manifest
    picture = noise_picture(0, width=manifest.input.width, height=manifest.input.height)
    frame = frame_of(picture, camera="check")
    if manifest.kind == "detector":
        run = _detection(bundle, models_dir, frame)
    elif manifest.kind == "defects":
        run = _defects(bundle, picture)
    else:
        run = _features(bundle, models_dir, picture)
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    golden = "golden answer repeated" if manifest.golden is not None else "no golden answer recorded"
    return f"ok, {sorted(times)[_RUNS // 2]:.1f} ms a picture, {golden}"


def _detection(bundle: Bundle, models_dir: Path, frame: Frame) -> Callable[[], object]:
    section = AdapterSection.model_validate({"kind": "onnx", "bundle": bundle.folder.name})
    detector: Detector = registry.build("detectors", section, models_dir=models_dir)
    return lambda: detector.detect(frame)


def _defects(bundle: Bundle, picture: RgbImage) -> Callable[[], object]:
    network = DefectNetwork(bundle, provider="cpu", threads=2)
    return lambda: network.maps(picture)


def _features(bundle: Bundle, models_dir: Path, picture: RgbImage) -> Callable[[], object]:
    """A scorer needs to be taught before it can score; teaching one picture runs the network."""
    section = AdapterSection.model_validate({"kind": "patch_memory", "bundle": bundle.folder.name})

    def teach() -> object:
        with tempfile.TemporaryDirectory() as scratch:
            scorer: Scorer = registry.build("scorers", section, models_dir=models_dir, data_dir=Path(scratch))
            return scorer.teach("default", "check", [picture, picture])

    return teach
