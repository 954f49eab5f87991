"""A bundle is refused unless its file is the one its manifest names."""

from pathlib import Path

import pytest

from inspector.config.bundle import load_bundle, sha256_of
from inspector.domain.errors import ModelMismatch

TEXT = """schema_version = 1
name = "tiny"
version = "1.0.0"
kind = "detector"
sha256 = "{sha}"
licence = "CC0-1.0"
classes = ["item"]
[input]
name = "images"
width = 64
height = 32
[boxes]
name = "output0"
format = "yolo_raw"
[calibration.item]
scores = [0.0, 1.0]
probabilities = [0.0, 0.5]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    (tmp_path / "model.toml").write_text(TEXT.format(sha=sha256_of(tmp_path / "model.onnx")))
    return tmp_path


def test_a_sound_bundle_has_an_id_with_name_version_and_hash(folder: Path) -> None:
    bundle = load_bundle(folder)
    assert bundle.id == f"tiny@1.0.0#{bundle.manifest.sha256[:8]}"
    assert bundle.manifest.calibration["item"].to_domain()(0.5) == 0.25


def test_a_truncated_file_has_another_hash(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"weight")
    with pytest.raises(ModelMismatch, match="SHA-256 is"):
        load_bundle(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelMismatch, match=r"model.onnx: the model file is missing"):
        load_bundle(folder)


def test_everything_wrong_with_a_manifest_is_listed(folder: Path) -> None:
    path = folder / "model.toml"
    path.write_text(path.read_text().replace("width = 64", "width = 0").replace('"1.0.0"', '"one"') + "extra = 1\n")
    with pytest.raises(ModelMismatch) as caught:
        load_bundle(folder)
    for place in ("input.width", "version", "extra"):
        assert place in str(caught.value)


def test_a_calibration_that_falls_is_refused(folder: Path) -> None:
    path = folder / "model.toml"
    path.write_text(path.read_text().replace("[0.0, 0.5]", "[0.5, 0.0]"))
    with pytest.raises(ModelMismatch, match="must not fall"):
        load_bundle(folder)


def test_a_detector_without_boxes_is_refused(folder: Path) -> None:
    path = folder / "model.toml"
    path.write_text(path.read_text().split("[boxes]")[0])
    with pytest.raises(ModelMismatch, match=r"needs \[boxes\]"):
        load_bundle(folder)
