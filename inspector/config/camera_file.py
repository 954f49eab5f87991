"""A camera's calibration as a JSON file in the station's data directory: `cameras/{name}.json`."""

from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from inspector.config.durable_file import write_durably
from inspector.config.problems import problems_of
from inspector.config.sections import Section
from inspector.domain.camera_model import CameraModel
from inspector.domain.errors import ConfigError

Pair = tuple[float, float]
Triple = tuple[float, float, float]


class CameraFile(Section):
    """What `CameraModel` holds, with its format's number."""

    format: int = Field(default=1, ge=1, le=1)
    width: int = Field(ge=16, le=65535)
    height: int = Field(ge=16, le=65535)
    focal_px: Pair
    centre_px: Pair
    distortion: tuple[float, float, float, float, float]
    rotation: tuple[Triple, Triple, Triple]
    translation_mm: Triple
    rms_px: float = Field(ge=0, allow_inf_nan=False)
    belt_rgb: Triple | None = None

    def to_domain(self) -> CameraModel:
        """The pure value."""
        return CameraModel(**self.model_dump(exclude={"format"}))

    @classmethod
    def of(cls, model: CameraModel) -> Self:
        """The same camera as it is written."""
        return cls(**{name: getattr(model, name) for name in cls.model_fields if name != "format"})


def camera_file(data_dir: Path, camera: str) -> Path:
    """Where a camera's calibration lies."""
    return data_dir / "cameras" / f"{camera}.json"


def load_cameras(data_dir: Path) -> dict[str, CameraModel]:
    """Every calibrated camera by name. Raises one `ConfigError` for all files that can not be used."""
    found, problems = {}, []
    for path in sorted((data_dir / "cameras").glob("*.json")):
        try:
            found[path.stem] = CameraFile.model_validate_json(path.read_bytes()).to_domain()
        except ValidationError as error:
            problems += [f"{path.name}: {problem}; calibrate it again" for problem in problems_of(error)]
        except OSError as error:
            problems.append(f"{path.name}: can not be read: {error.strerror}")
    if problems:
        raise ConfigError("calibrated cameras", problems)
    return found


def save_camera(data_dir: Path, camera: str, model: CameraModel) -> Path:
    """Write it whole or not at all. Raises `ConfigError`."""
    path = camera_file(data_dir, camera)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, CameraFile.of(model).model_dump_json(indent=1).encode())
    except OSError as error:
        raise ConfigError(str(path), [f"can not be written: {error.strerror}"]) from error
    return path
