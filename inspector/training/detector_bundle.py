"""From trained weights to a bundle: export, parity with torch, calibration, figures, card."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inspector.adapters.detectors.onnx import Config as OnnxConfig
from inspector.adapters.detectors.onnx import build as build_detector
from inspector.config.bundle import load_bundle
from inspector.config.bundle_folder import bundle_in_the_making
from inspector.config.noise_picture import noise_picture
from inspector.domain.association import belonging_to, subject
from inspector.domain.calibration import IDENTITY, Calibration
from inspector.domain.detection import Detections
from inspector.domain.frame import Frame
from inspector.domain.golden import Golden, golden_of
from inspector.ports.detector import Detector
from inspector.scene.good_items import good_crops
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.card import unmeasured
from inspector.training.detector_data import CLASSES, VALIDATION_SEEDS
from inspector.training.manifest_lines import calibration_lines, golden_lines, heading_lines, metrics_lines

PURPOSE = (
    "Finds products (`item`) and coarse defects in frames of a conveyor; in the kind `two_stage` only its items count."
)
F32 = npt.NDArray[np.float32]
Measure = Callable[[Detector], Mapping[str, float]]

GOLDEN_SEED = 20_261
ITEM_MIN_SCORE = 0.3
# Calibration speaks for a line on which one item in ten is damaged, far more than a real one and fewer than the
# rendered set: without a stated prevalence "probability of damage" has no meaning.
PREVALENCE = 0.1
SCORE_BINS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One item as the detector sees it over all views: the best score per defect class, and the truth.

    `group` is what makes items alike besides (the product): intervals draw whole groups.
    """

    truth: frozenset[str]
    scores: dict[str, float]
    group: str = ""

    @property
    def damaged(self) -> bool:
        """It has a defect."""
        return bool(self.truth)

    def worst(self, calibrations: Mapping[str, Calibration]) -> float:
        """The strongest calibrated probability, as the policy takes it; ties are broken by the raw score."""
        found = [(calibrations.get(name, IDENTITY)(score), score) for name, score in self.scores.items()]
        probability, score = max(found, default=(0.0, 0.0))
        return probability + 1e-6 * score


def export_onnx(weights: Path, *, height: int, width: int, opset: int = 17) -> tuple[Path, float]:
    """Export with the raw head, and the largest difference to torch on two non-square inputs: noise, and an item.

    The difference is relative: of boxes to the input's longer side, of scores to 1.
    """
    import torch
    from ultralytics import YOLO

    model = YOLO(str(weights))
    exported = Path(
        model.export(format="onnx", imgsz=[height, width], opset=opset, simplify=True, nms=None, device="cpu")
    )
    _without_traces(exported)
    network = model.model.float().eval()
    import onnxruntime as ort

    session = ort.InferenceSession(str(exported), providers=["CPUExecutionProvider"])
    differences = []
    for pixels in _parity_inputs(height, width):
        with torch.no_grad():
            answer = network(torch.from_numpy(pixels))
        wanted = (answer[0] if isinstance(answer, tuple | list) else answer).numpy()
        (found,) = session.run(None, {session.get_inputs()[0].name: pixels})
        differences.append(raw_difference(found, wanted, side=max(height, width)))
    return exported, max(differences)


def raw_difference(found: F32, wanted: F32, *, side: int) -> float:
    """Of two raw heads (1, 4 + classes, anchors): boxes are in pixels, scores 0 … 1, so each has its own measure."""
    off = np.abs(found - wanted)
    return max(float(off[:, :4].max()) / side, float(off[:, 4:].max()))


def _parity_inputs(height: int, width: int) -> Iterator[F32]:
    """(1, 3, H, W) float32, 0 … 1. On noise alone all scores are near zero, and could not differ."""
    yield np.random.default_rng(GOLDEN_SEED).random((1, 3, height, width), dtype=np.float32)
    frame = Renderer(LineSpec(seed=VALIDATION_SEEDS[0], damage_rate=1.0), view="top").item(0).image
    shown = np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)
    yield np.ascontiguousarray(shown.transpose(2, 0, 1)[None])


def _without_traces(exported: Path) -> None:
    """The exporter writes the training machine's paths into the file; nobody else needs them."""
    import onnx

    model = onnx.load(str(exported))
    for entry in model.metadata_props:
        if entry.key == "description":
            entry.value = "YOLO11n, items and defects on a conveyor"
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(model, str(exported))


def judge_line(
    detector: Detector, seeds: Sequence[int], items: int, *, damage_rate: float = 0.5, golden: int = 0
) -> list[Judgement]:
    """Run the detector over rendered items of lines that training never saw, two views each.

    `golden`: each product was taught on its line; so many pictures of it are compared with.
    """
    found = []
    for seed in seeds:
        taught: dict[tuple[str, str], Golden] = {}
        spec = LineSpec(seed=seed, damage_rate=damage_rate)
        renderers = {"top": Renderer(spec, view="top"), "side": Renderer(spec, view="side")}
        for index in range(items // len(seeds)):
            scores: dict[str, float] = {}
            truth: set[str] = set()
            for camera, renderer in renderers.items():
                rendered = renderer.item(index)
                target = next(view for view in rendered.items if view.item.index == index)
                truth |= {defect.cls for defect in target.item.defects}
                frame = Frame(camera=camera, sequence=index, image=rendered.image, captured_at_ns=0)
                product = (target.item.sku, camera)
                if golden and product not in taught:
                    taught[product] = golden_of(*product, good_crops(*product, golden, seed=seed))
                for box in _own(detector.detect(frame, taught.get(product)), frame).defects:
                    scores[box.label] = max(box.score, scores.get(box.label, 0.0))
            found.append(Judgement(truth=frozenset(truth), scores=scores, group=f"{seed} {target.item.sku}"))
    return found


def _own(view: Detections, frame: Frame) -> Detections:
    height, width = frame.image.shape[:2]
    target = subject(view.items, width, height, min_score=ITEM_MIN_SCORE)
    return replace(view, found=()) if target is None else belonging_to(target, view)


def calibrate(judgements: Sequence[Judgement], *, suffix: str = "") -> dict[str, tuple[list[float], list[float]]]:
    """Per class (its name, then `suffix`): P(the item is damaged | the class's best score), isotonic.

    Pulled to the mean where data is thin. Damaged in any way counts: the policy asks whether to isolate, and a dent
    called a crease is still a reason to.
    """
    tables = {}
    damaged = np.array([j.damaged for j in judgements], np.float64)
    weights = np.where(damaged > 0, PREVALENCE / damaged.mean(), (1 - PREVALENCE) / (1 - damaged.mean()))
    for name in CLASSES[1:]:
        scores = np.array([j.scores.get(name, 0.0) for j in judgements])
        tables[name + suffix] = isotonic_table(scores, damaged, weights)
    return tables


def isotonic_table(
    scores: npt.NDArray[np.float64],
    hits: npt.NDArray[np.float64],
    importance: npt.NDArray[np.float64],
    *,
    prior_weight: float = 0.5,
) -> tuple[list[float], list[float]]:
    """Bins of `scores` to the weighed share of hits, made monotone by pooling adjacent violators.

    A bin with little in it leans on the prior: the prevalence for weak scores, the score itself for strong ones.
    """
    centres, values, weights = [0.0], [0.0], [1e9]
    low = SCORE_BINS[0]
    for high in SCORE_BINS[1:]:
        inside = (scores >= low) & ((scores < high) | (high >= 1.0))
        count = float(importance[inside].sum())
        middle = round((low + high) / 2, 4)
        prior = middle if middle >= 0.4 else PREVALENCE * middle
        centres.append(middle)
        values.append((float((hits * importance)[inside].sum()) + prior_weight * prior) / (count + prior_weight))
        weights.append(count + prior_weight)
        low = high
    return centres, _pooled(values, weights)


def _pooled(values: list[float], weights: list[float]) -> list[float]:
    """Pool adjacent violators: the closest non-falling sequence."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            v2, w2, n2 = blocks.pop()
            v1, w1, n1 = blocks.pop()
            blocks.append(((v1 * w1 + v2 * w2) / (w1 + w2), w1 + w2, n1 + n2))
    return [round(min(1.0, value), 4) for value, _, count in blocks for _ in range(count)]


def write_bundle(
    exported: Path, folder: Path, *, height: int, width: int, facts: dict[str, Any], measure: Measure | None = None
) -> None:
    """Copy the graph, calibrate it, write model.toml; the folder changes at last, as a whole.

    The calibration needs the running detector, so that the bundle is uncalibrated first: its raw scores would be taken
    for probabilities. What `measure` finds joins the facts' metrics.
    """
    with bundle_in_the_making(folder) as made:
        made.mkdir()
        shutil.copyfile(exported, made / "model.onnx")
        _write_manifest(made, height=height, width=width, facts=facts, calibration={}, golden=None)
        golden = _golden(made, height, width)
        _write_manifest(made, height=height, width=width, facts=facts, calibration={}, golden=golden)
        detector = build_detector(OnnxConfig(bundle=made.name), models_dir=made.parent)
        tables = calibrate(judge_line(detector, VALIDATION_SEEDS, int(facts["calibration_items"])))
        if measure is not None:
            facts = facts | {"metrics": {**facts.get("metrics", {}), **measure(detector)}}
        _write_manifest(made, height=height, width=width, facts=facts, calibration=tables, golden=golden)
        command = f"python -m inspector.training.detector_report --bundle {folder} --card"
        (made / "card.md").write_text(unmeasured(load_bundle(made), PURPOSE, command), encoding="utf-8")


def _golden(folder: Path, height: int, width: int) -> tuple[float, float]:
    import onnxruntime as ort

    session = ort.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    noise = noise_picture(GOLDEN_SEED, width=width, height=height)
    tensor = np.ascontiguousarray((noise.astype(np.float32) * (1 / 255)).transpose(2, 0, 1)[None])
    (output,) = session.run(None, {session.get_inputs()[0].name: tensor})
    return float(np.mean(output[0])), float(np.std(output[0]))


def _write_manifest(
    folder: Path,
    *,
    height: int,
    width: int,
    facts: dict[str, Any],
    calibration: dict[str, tuple[list[float], list[float]]],
    golden: tuple[float, float] | None,
) -> None:
    lines = [
        *heading_lines(
            folder / "model.onnx",
            name=folder.name,
            version=facts["version"],
            kind="detector",
            licence="AGPL-3.0",
            trained_on=facts["trained_on"],
            classes=CLASSES,
        ),
        "",
        "[input]",
        'name = "images"',
        f"width = {width}",
        f"height = {height}",
        "",
        "[boxes]",
        'name = "output0"',
        'format = "yolo_raw"',
        "min_score = 0.05",
        "nms_iou = 0.5",
    ]
    if golden is not None:
        lines += golden_lines(GOLDEN_SEED, width=width, height=height, mean=golden[0], std=golden[1])
    lines += [*metrics_lines(facts.get("metrics", {})), *calibration_lines(calibration)]
    (folder / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
