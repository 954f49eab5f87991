"""A model bundle: a folder with `model.onnx`, `model.toml` and `card.md`, verified by hash when it is read."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inspector.config.noise_picture import noise_picture
from inspector.config.problems import problems_of
from inspector.domain.calibration import Calibration
from inspector.domain.errors import ModelMismatch
from inspector.domain.frame import RgbImage

NAME = "[a-z0-9][a-z0-9_.-]{0,63}"  # of a bundle, and of its folder


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputContract(_Section):
    """How pixels become the input tensor. Depends on this declaration only, never on an image's content."""

    name: str = Field(description="Name of the graph's input.")
    width: int = Field(gt=0, description="Width in pixels of the tensor.")
    height: int = Field(gt=0, description="Height in pixels of the tensor.")
    layout: Literal["NCHW", "NHWC", "CHW", "HWC"] = Field(default="NCHW", description="Axes; N is a batch of 1.")
    dtype: Literal["float32", "uint8"] = Field(default="float32", description="Element type.")
    resize: Literal["letterbox", "stretch"] = Field(default="letterbox", description="How the image is fitted.")
    pad_value: int = Field(default=114, ge=0, le=255, description="Grey of the letterbox's borders.")
    scale: float = Field(default=1 / 255, gt=0, description="float32 only: factor on 0 … 255.")
    mean: tuple[float, float, float] = Field(default=(0.0, 0.0, 0.0), description="Subtracted after scaling, RGB.")
    std: tuple[float, float, float] = Field(default=(1.0, 1.0, 1.0), description="Divided by at last, RGB.")


class BoxOutput(_Section):
    """How a detector's output tensor is read.

    `yolo_raw`: (1, 4 + classes, anchors), cx cy w h in input pixels then class scores; NMS is done outside.
    `yolo_nms`: (1, n, 6), x1 y1 x2 y2 score class; NMS was done inside, or the head needs none.
    """

    name: str = Field(description="Name of the graph's output.")
    format: Literal["yolo_raw", "yolo_nms"] = Field(description="Meaning of the tensor.")
    min_score: float = Field(default=0.05, ge=0, le=1, description="Weaker boxes are not reported.")
    nms_iou: float = Field(default=0.5, ge=0, le=1, description="yolo_raw: overlap at which the weaker box goes.")
    max_boxes: int = Field(default=100, gt=0, description="At most so many boxes per frame.")


class FeatureOutput(_Section):
    """How a feature network's output is read: (1, channels, rows, columns) float32, one vector per patch."""

    name: str = Field(description="Name of the graph's output.")
    channels: int = Field(gt=0, description="Length of each patch vector.")
    rows: int = Field(gt=0, description="Patches down.")
    columns: int = Field(gt=0, description="Patches across.")


class MapOutput(_Section):
    """How a defect network is read: (1, classes + 1, rows, columns) float32 logits; the last map says "any"."""

    name: str = Field(description="Name of the graph's output.")
    rows: int = Field(gt=0, description="Cells down.")
    columns: int = Field(gt=0, description="Cells across.")
    top_cells: int = Field(default=12, gt=0, description="A score is the mean logit of so many strongest cells.")
    min_score: float = Field(default=0.02, ge=0, le=1, description="Weaker defects are not reported.")
    level: float = Field(default=0.4, gt=0, lt=1, description="Probability from which on a cell belongs to a defect.")


class ReferenceContract(_Section):
    """How a defect network compares with pictures of good items.

    `keys` is an output (1, channels, rows, columns) float32 of any picture; the keys of good pictures, one row each,
    are given back through the input `memory` (1, m, channels) with `known` (1, 1) = 1; without any, m = 1 and
    `known` = 0.
    """

    memory: str = Field(description="Name of the input that takes the good pictures' keys.")
    known: str = Field(description="Name of the input that says whether there are any.")
    keys: str = Field(description="Name of the output to remember.")
    channels: int = Field(gt=0, description="Length of each key.")
    own_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="So much of the logit that good pictures have beside each other is taken off.",
    )
    own_usual: float = Field(default=0.0, description="That logit as most products have it: it changes nothing.")


class CalibrationTable(_Section):
    """Points of a monotone piecewise-linear map from score to probability."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def to_domain(self) -> Calibration:
        """The domain's value. Raises ValueError when the points do not rise."""
        return Calibration(scores=self.scores, probabilities=self.probabilities)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        self.to_domain()
        return self


class Golden(_Section):
    """A recorded answer that an import or a self-test must reproduce: rendered frame in, boxes or features out."""

    seed: int = Field(description="Seed of the noise image: numpy default_rng(seed).integers(0, 256, (h, w, 3)).")
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    output_mean: float
    output_std: float
    tolerance: float = Field(default=1e-3, gt=0, description="Largest relative difference of mean and std.")

    def picture(self) -> RgbImage:
        """The picture that was answered."""
        return noise_picture(self.seed, width=self.width, height=self.height)


class BundleManifest(_Section):
    """`model.toml`."""

    schema_version: Literal[1] = 1
    name: str = Field(pattern=f"^{NAME}$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    kind: Literal["detector", "features", "defects"]
    file: str = "model.onnx"
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    trained_on: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    input: InputContract
    boxes: BoxOutput | None = None
    features: FeatureOutput | None = None
    maps: MapOutput | None = None
    reference: ReferenceContract | None = None
    calibration: dict[str, CalibrationTable] = Field(default_factory=dict)
    metrics: dict[str, float | str] = Field(default_factory=dict)
    golden: Golden | None = None

    @model_validator(mode="after")
    def _kind_has_its_output(self) -> Self:
        if self.kind == "detector" and (self.boxes is None or not self.classes):
            raise ValueError("a detector needs [boxes] and classes")
        if self.kind == "features" and self.features is None:
            raise ValueError("a feature network needs [features]")
        if self.kind == "defects" and (self.maps is None or not self.classes):
            raise ValueError("a defect network needs [maps] and classes")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A manifest whose model file was found and has the declared hash."""

    folder: Path
    manifest: BundleManifest

    @property
    def model_path(self) -> Path:
        """The ONNX file."""
        return self.folder / self.manifest.file

    @property
    def id(self) -> str:
        """`name@version#hash8`, as stamped into every decision."""
        return f"{self.manifest.name}@{self.manifest.version}#{self.manifest.sha256[:8]}"


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(folder: Path) -> BundleManifest:
    """Read `model.toml`. Raises `ModelMismatch` that lists everything wrong with it."""
    path = folder / "model.toml"
    try:
        return BundleManifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ModelMismatch(f"{path}: can not be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelMismatch(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise ModelMismatch(f"{path}: " + "; ".join(problems_of(error))) from error


def load_bundle(folder: Path) -> Bundle:
    """Read a bundle and check its file's hash. Raises `ModelMismatch`."""
    manifest = read_manifest(folder)
    path = folder / manifest.file
    if not path.is_file():
        raise ModelMismatch(f"{path}: the model file is missing")
    actual = sha256_of(path)
    if actual != manifest.sha256:
        raise ModelMismatch(f"{path}: SHA-256 is {actual[:12]}…, model.toml says {manifest.sha256[:12]}…")
    return Bundle(folder=folder, manifest=manifest)
