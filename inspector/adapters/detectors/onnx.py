"""Any YOLO export as ONNX, through the tensor contract that its bundle declares."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import Field

from inspector.adapters._onnx_session import Provider, golden_problem, open_session
from inspector.adapters.detectors._box_contract import contract_problems
from inspector.config.adapter import AdapterConfig, CpuThreads
from inspector.config.bundle import Bundle, load_bundle
from inspector.domain.detection import Detection, Detections
from inspector.domain.errors import InferenceError, ModelMismatch
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.golden import Golden
from inspector.vision.boxes import F32, Found, decode_finished, decode_raw
from inspector.vision.letterbox import draw, letterbox_fit, stretch_fit
from inspector.vision.tensor import to_tensor


class Config(AdapterConfig):
    """Options of the ONNX detector."""

    bundle: str = Field(default="line-detector", title="Bundle", description="Folder of the model under models.")
    threads: CpuThreads = 2
    provider: Provider = Field(
        default="cpu", title="Execution provider", description="Where it runs; a provider that is missing is an error."
    )


def build(config: Config, *, models_dir: Path) -> "OnnxDetector":
    """Load, compare with the manifest, repeat the golden answer. Raises `ModelMismatch` or `StartupError`."""
    return OnnxDetector(load_bundle(models_dir / config.bundle), config)


class OnnxDetector:
    """Thread-safe: onnxruntime sessions are, and nothing else is kept between pictures."""

    def __init__(self, bundle: Bundle, config: Config) -> None:
        self._bundle = bundle
        self._session = open_session(bundle, provider=config.provider, threads=config.threads)
        problems = contract_problems(bundle, self._session)
        boxes = bundle.manifest.boxes
        if problems or boxes is None:
            raise ModelMismatch(f"{bundle.folder}: " + "; ".join(problems))
        self._boxes = boxes
        self._self_test()

    @property
    def model(self) -> str:
        """See Detector."""
        return self._bundle.id

    @property
    def classes(self) -> tuple[str, ...]:
        """See Detector."""
        return self._bundle.manifest.classes

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:  # noqa: ARG002 - the port's
        """See Detector."""
        found = self._find(frame.image)
        names = self._bundle.manifest.classes
        if found.classes.size and int(found.classes.max()) >= len(names):
            raise InferenceError(
                f"{self.model}: class {int(found.classes.max())} is not among its {len(names)} classes"
            )
        boxes = tuple(
            Detection(
                label=names[int(cls)],
                score=min(1.0, max(0.0, float(score))),
                xyxy=(float(box[0]), float(box[1]), float(box[2]), float(box[3])),
            )
            for cls, score, box in zip(found.classes, found.scores, found.xyxy, strict=True)
        )
        return Detections(camera=frame.camera, model=self.model, found=boxes)

    def find_items(self, frame: Frame) -> Detections:
        """See Detector."""
        view = self.detect(frame)
        return replace(view, found=view.items)

    def prepare(self, golden: Golden) -> None:
        """See Detector: nothing is compared."""

    def _find(self, image: RgbImage) -> Found:
        declared = self._bundle.manifest.input
        height, width = image.shape[:2]
        fit_of = letterbox_fit if declared.resize == "letterbox" else stretch_fit
        fit = fit_of(width, height, declared.width, declared.height)
        canvas = draw(image, fit, declared.width, declared.height, declared.pad_value)
        output = self._run(canvas)
        if not np.isfinite(output).all():
            raise InferenceError(f"{self.model}: the output holds NaN or infinity")
        boxes = self._boxes
        if boxes.format == "yolo_raw":
            found = decode_raw(output, min_score=boxes.min_score, max_iou=boxes.nms_iou, limit=boxes.max_boxes)
        else:
            found = decode_finished(output, min_score=boxes.min_score, limit=boxes.max_boxes)
        return Found(xyxy=fit.to_source(found.xyxy), scores=found.scores, classes=found.classes)

    def _run(self, canvas: RgbImage) -> F32:
        """The output without its batch axis."""
        declared = self._bundle.manifest.input
        tensor = to_tensor(canvas, declared)
        try:
            (output,) = self._session.run([self._boxes.name], {declared.name: tensor})
        except Exception as error:
            raise InferenceError(f"{self.model}: {str(error)[:300]}") from error
        return np.asarray(output[0] if output.ndim == 3 else output, np.float32)

    def _self_test(self) -> None:
        golden = self._bundle.manifest.golden
        if golden is None:
            return
        declared = self._bundle.manifest.input
        fit = letterbox_fit(golden.width, golden.height, declared.width, declared.height)
        output = self._run(draw(golden.picture(), fit, declared.width, declared.height, declared.pad_value))
        problem = golden_problem(self._bundle, output)
        if problem is not None:
            raise ModelMismatch(f"{self._bundle.model_path}: {problem}")
