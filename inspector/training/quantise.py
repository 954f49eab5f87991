"""Makes an INT8 bundle of a detector bundle, and says what it costs and what it gains.

    python -m inspector.training.quantise --bundle models/line-detector --out models/line-detector-int8
    python -m inspector.training.quantise --compare models/line-detector models/line-detector-int8 --data sets/

Static quantisation (onnxruntime): 8-bit weights per channel, 8-bit activations whose ranges come from rendered frames
of the lines that choose and never test. Both are then asked about further frames; a copy that finds other boxes is
refused. Only convolutions are quantised, and not the head's last ones: pixels (0 … 640) and scores (0 … 1) share one
tensor behind them, and a common step of 2.5 would leave no score. Needs the extra [train].
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters.detectors.onnx import Config, OnnxDetector, build
from inspector.config.bundle import Bundle, load_bundle, sha256_of
from inspector.config.bundle_folder import bundle_in_the_making
from inspector.domain.frame import Frame, RgbImage
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.training.box_agreement import agreement
from inspector.training.card import unmeasured
from inspector.training.detector_data import VALIDATION_SEEDS
from inspector.training.detector_report import bottle_figures
from inspector.vision.letterbox import draw, letterbox_fit
from inspector.vision.tensor import to_tensor

Say = Callable[[str], None]

FRAMES = 96  # for the ranges
ASKED = 24  # further ones, for the parity
LEAST_SHARE = 0.9  # of the clear boxes
TURNS = 15
VIEWS: tuple[View, ...] = ("top", "side")


def main(argv: Sequence[str] | None = None) -> int:
    """Quantise or compare; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.quantise", description=__doc__)
    parser.add_argument("--bundle", type=Path, help="detector bundle to quantise")
    parser.add_argument("--out", type=Path, help="bundle folder to write")
    parser.add_argument("--compare", type=Path, nargs=2, metavar="BUNDLE", help="speed and answers of two bundles")
    parser.add_argument("--data", type=Path, help="with --compare: folder with conveyor_bottles/, for mAP")
    given = parser.parse_args(argv)
    if given.compare is not None:
        print(json.dumps(compared(*given.compare, data=given.data), indent=1))
        return 0
    if given.bundle is None or given.out is None:
        parser.error("--bundle and --out are needed, or --compare")
    try:
        quantise(load_bundle(given.bundle), given.out, say=print)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {load_bundle(given.out).id}: {given.out}")
    return 0


def quantise(bundle: Bundle, folder: Path, *, say: Say = lambda _line: None) -> None:
    """Write the INT8 bundle of `bundle` into `folder`, which changes at last and as a whole.

    Raises ValueError for a bundle that is no detector's, and where the 8-bit boxes are not those of `bundle`.
    """
    if bundle.manifest.kind != "detector":
        raise ValueError(f"{bundle.id}: is a {bundle.manifest.kind} bundle, a detector is needed")
    with bundle_in_the_making(folder) as made:
        made.mkdir()
        _quantised(bundle, made / "model.onnx")
        _write_manifest(bundle, made)
        found = agreement(_detector(bundle.folder), _detector(made), _frames(FRAMES + ASKED, first=FRAMES))
        say(f"parity with {bundle.id}: {found.shared} of {found.boxes} boxes are the same, {found.share:.1%}")
        if found.share < LEAST_SHARE:
            raise ValueError(f"{bundle.id}: only {found.share:.1%} of the boxes are the same in INT8; nothing written")
        measure = f"python -m inspector.training.quantise --compare {bundle.folder} {folder} --data DIR"
        what = f"{bundle.id} with 8-bit convolutions: {found.share:.1%} of {found.boxes} clear boxes are the same."
        (made / "card.md").write_text(unmeasured(load_bundle(made), what, measure), encoding="utf-8")


def _quantised(bundle: Bundle, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    tensors = _tensors(bundle)

    class Reader(CalibrationDataReader):  # type: ignore[misc, unused-ignore]
        def get_next(self) -> Any:
            return next(tensors, None)

    quantize_static(
        str(bundle.model_path),
        str(target),
        Reader(),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv"],
        nodes_to_exclude=_last_convolutions(onnx.load(str(bundle.model_path))),
    )


def compared(first: Path, second: Path, *, data: Path | None) -> dict[str, Any]:
    """Megabytes, median milliseconds in turn on the same frames, and mAP on the held-out bottles if there is `data`."""
    detectors = {folder.name: _detector(folder) for folder in (first, second)}
    frames = [Frame(camera="top", sequence=n, image=image, captured_at_ns=0) for n, image in enumerate(_frames(TURNS))]
    times: dict[str, list[float]] = {name: [] for name in detectors}
    for frame in frames:
        for name, detector in detectors.items():
            started = time.perf_counter()
            detector.detect(frame)
            times[name].append((time.perf_counter() - started) * 1e3)
    found: dict[str, Any] = {}
    for folder in (first, second):
        found[folder.name] = {
            "bundle": load_bundle(folder).id,
            "mb": round((folder / "model.onnx").stat().st_size / 1e6, 2),
            "ms": round(statistics.median(times[folder.name]), 2),
        }
        if data is not None:
            found[folder.name]["bottles"] = bottle_figures(detectors[folder.name], data / "conveyor_bottles")
    found["times as fast"] = round(found[first.name]["ms"] / found[second.name]["ms"], 2)
    return found


def _detector(folder: Path) -> OnnxDetector:
    return build(Config(bundle=folder.name), models_dir=folder.resolve().parent)


def _tensors(bundle: Bundle) -> Iterator[dict[str, npt.NDArray[Any]]]:
    declared = bundle.manifest.input
    for image in _frames(FRAMES):
        fit = letterbox_fit(image.shape[1], image.shape[0], declared.width, declared.height)
        canvas = draw(image, fit, declared.width, declared.height, declared.pad_value)
        yield {declared.name: to_tensor(canvas, declared)}


def _frames(count: int, *, first: int = 0) -> Iterator[RgbImage]:
    """Rendered frames `first` … `count` - 1 of the validation lines, both views in turn."""
    renderers = [
        Renderer(LineSpec(seed=seed, damage_rate=0.3), view=view) for seed in VALIDATION_SEEDS for view in VIEWS
    ]
    for number in range(first, count):
        yield renderers[number % len(renderers)].item(number // len(renderers)).image


def _last_convolutions(model: Any) -> list[str]:
    """Names of the convolutions behind which no other one comes."""
    makes = {output: node for node in model.graph.node for output in node.output}
    last: set[str] = set()
    seen: set[str] = set()
    waiting = [output.name for output in model.graph.output]
    while waiting:
        node = makes.get(waiting.pop())
        if node is None or node.name in seen:
            continue
        seen.add(node.name)
        if node.op_type == "Conv":
            last.add(node.name)
        else:
            waiting += list(node.input)
    return sorted(last)


def _write_manifest(bundle: Bundle, folder: Path) -> None:
    """The former one, with another name, hash and golden answer."""
    import onnxruntime as ort

    declared, golden = bundle.manifest.input, bundle.manifest.golden
    if golden is None or bundle.manifest.boxes is None:
        raise ValueError(f"{bundle.id}: has no golden answer to compare with")
    session = ort.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    (answer,) = session.run([bundle.manifest.boxes.name], {declared.name: to_tensor(golden.picture(), declared)})
    text = (bundle.folder / "model.toml").read_text(encoding="utf-8")
    text = re.sub(r"^tolerance = .*\n", "", text, flags=re.MULTILINE)
    for pattern, value in (
        (r'^name = ".*"$', f'name = "{folder.name}"'),
        (r'^sha256 = ".*"$', f'sha256 = "{sha256_of(folder / "model.onnx")}"'),
        (r"^output_mean = .*$", f"output_mean = {float(np.mean(answer))!r}"),
        # Kernels of another processor round 8-bit sums differently.
        (r"^output_std = .*$", f"output_std = {float(np.std(answer))!r}\ntolerance = 0.02"),
    ):
        text = re.sub(pattern, value, text, count=1, flags=re.MULTILINE)
    (folder / "model.toml").write_text(text, encoding="utf-8")
    load_bundle(folder)


if __name__ == "__main__":
    sys.exit(main())
