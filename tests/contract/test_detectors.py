"""Every detector kind keeps the port's contract; the ONNX kind does so for each form of YOLO export."""

from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.detectors import onnx as onnx_kind
from inspector.app import registry
from inspector.config.bundle import sha256_of
from inspector.config.sections import AdapterSection
from inspector.domain.errors import InferenceError, ModelMismatch, StartupError
from inspector.domain.frame import Frame, freeze
from inspector.domain.golden import golden_of
from inspector.ports.detector import Detector
from tests.support.tiny_bundles import FORMS, Form, answer, write_bundle, write_defects_bundle
from tests.support.tiny_bundles import frame_of_level as frame


def tiny(tmp_path: Path, form: Form, **changes: str) -> Detector:
    write_bundle(tmp_path / "tiny", form, **changes)
    return onnx_kind.build(onnx_kind.Config(bundle="tiny"), models_dir=tmp_path)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_form_of_export_gives_the_same_boxes(tmp_path: Path, form: Form) -> None:
    found = tiny(tmp_path, form).detect(frame(form.width, form.height)).found
    assert [(d.label, round(d.score, 3)) for d in found] == [("item", 0.9), ("deformation", 0.7)]
    assert np.allclose(found[0].xyxy, (20, 10, 60, 50), atol=1e-4)
    assert np.allclose(found[1].xyxy, (30, 20, 40, 30), atol=1e-4)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_boxes_come_back_in_pixels_of_the_original_frame(tmp_path: Path, form: Form) -> None:
    """A frame four times as wide and as high as the canvas, plus a border above and below."""
    wide = frame(form.width * 4, form.height * 4 - 40)
    box = tiny(tmp_path, form).detect(wide).found[0].xyxy
    assert np.allclose(box, (80, 20, 240, 180), atol=1e-3)


def test_boxes_are_clipped_to_the_frame(tmp_path: Path) -> None:
    box = tiny(tmp_path, Form()).detect(frame(96, 20)).found[0].xyxy
    assert box[1] >= 0
    assert box[3] <= 20


def test_the_answer_does_not_depend_on_brightness_scaling(tmp_path: Path) -> None:
    detector = tiny(tmp_path, Form())
    assert detector.detect(frame(96, 64, 0)).found == detector.detect(frame(96, 64, 1)).found


@pytest.mark.parametrize("kind", ["onnx", "scripted", "two_stage"])
def test_a_detector_that_can_not_compare_says_that_it_did_not(tmp_path: Path, kind: str) -> None:
    options = {"onnx": {"bundle": "tiny"}, "two_stage": {"bundle": "tiny", "defects_bundle": "defects"}}.get(kind, {})
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    section = AdapterSection.model_validate({"kind": kind, **options})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    golden = golden_of("BOX-1", "top", [np.zeros((40, 40, 3), np.uint8)])
    assert detector.find_items(frame(96, 64)).found == detector.detect(frame(96, 64)).items
    with_golden, alone = detector.detect(frame(96, 64), golden), detector.detect(frame(96, 64))
    assert with_golden == alone
    assert alone.golden is None


@pytest.mark.parametrize("kind", ["onnx", "scripted", "two_stage"])
def test_every_kind_names_its_model_and_classes(tmp_path: Path, kind: str) -> None:
    options = {"onnx": {"bundle": "tiny"}, "two_stage": {"bundle": "tiny", "defects_bundle": "defects"}}.get(kind, {})
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    section = AdapterSection.model_validate({"kind": kind, **options})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    assert "@" in detector.model
    assert detector.classes[0] == "item"
    given = frame(96, 64)
    found = detector.detect(given)
    assert found.camera == "top"
    assert found.model == detector.model
    assert not given.image.flags.writeable


def test_there_is_a_contract_for_every_kind() -> None:
    assert registry.kinds("detectors") == ("onnx", "scripted", "two_stage")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"width": "64"}, "declared NCHW"),
        ({"layout": "NHWC"}, "declared NHWC"),
        ({"dtype": "uint8"}, "is float32, declared uint8"),
        ({"classes": '["item", "a", "b"]'}, "of 3 classes has 7"),
        ({"format": "yolo_nms"}, "has 6 in axis -1"),
    ],
)
def test_a_graph_that_is_not_what_the_manifest_says_is_refused(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(ModelMismatch, match=said):
        tiny(tmp_path, Form(), **changes)


def test_a_truncated_file_with_the_right_hash_is_refused(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "tiny", Form())
    model = folder / "model.onnx"
    before = sha256_of(model)
    model.write_bytes(model.read_bytes()[:60])
    manifest = folder / "model.toml"
    manifest.write_text(manifest.read_text().replace(before, sha256_of(model)))
    with pytest.raises(ModelMismatch, match="onnxruntime can not load it"):
        onnx_kind.build(onnx_kind.Config(bundle="tiny"), models_dir=tmp_path)


def test_a_golden_answer_that_is_not_repeated_is_refused(tmp_path: Path) -> None:
    golden = "[golden]\nseed = 1\nwidth = 96\nheight = 64\noutput_mean = 5.0\noutput_std = 1.0\n"
    with pytest.raises(ModelMismatch, match="golden answer: mean is"):
        tiny(tmp_path, Form(), golden=golden)


def test_the_right_golden_answer_is_accepted(tmp_path: Path) -> None:
    table = answer(Form())
    golden = "[golden]\nseed = 1\nwidth = 96\nheight = 64\n"
    golden += f"output_mean = {float(table.mean())}\noutput_std = {float(table.std())}\n"
    assert tiny(tmp_path, Form(), golden=golden).detect(frame(96, 64)).found


def test_a_provider_that_is_not_there_is_refused_not_replaced(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    with pytest.raises(StartupError, match="CUDAExecutionProvider is not installed"):
        onnx_kind.build(onnx_kind.Config(bundle="tiny", provider="cuda"), models_dir=tmp_path)


def test_a_scripted_failure_is_an_inference_error(tmp_path: Path) -> None:
    section = AdapterSection.model_validate({"kind": "scripted", "fail": True})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    with pytest.raises(InferenceError, match="told to fail"):
        detector.detect(frame(96, 64))


def test_the_scripted_detector_sees_a_product_and_a_defect(tmp_path: Path) -> None:
    image = np.full((40, 60, 3), 50, np.uint8)
    image[10:30, 20:50] = 200
    image[12:16, 22:26] = (255, 0, 0)
    given = Frame(camera="top", sequence=0, image=freeze(image), captured_at_ns=0)
    detector: Detector = registry.build("detectors", AdapterSection(kind="scripted"), models_dir=tmp_path)
    found = {d.label: d.xyxy for d in detector.detect(given).found}
    assert found == {"item": (20.0, 10.0, 50.0, 30.0), "deformation": (22.0, 12.0, 26.0, 16.0)}
