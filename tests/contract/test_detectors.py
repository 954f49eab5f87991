"""Every detector kind keeps the port's contract; the ONNX kind does so for each form of YOLO export."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inspector.adapters.detectors import onnx as onnx_kind
from inspector.app import registry
from inspector.config.bundle import sha256_of
from inspector.config.sections import AdapterSection
from inspector.domain.errors import InferenceError, ModelMismatch, StartupError
from inspector.domain.frame import Frame, freeze
from inspector.domain.golden import golden_of
from inspector.ports.detector import Detector

CLASSES = ("item", "deformation")
# One strong product, a weaker double of it, one defect, one box too weak to report; canvas pixels, xyxy score class.
TRUTH = [(20, 10, 60, 50, 0.9, 0), (21, 11, 61, 51, 0.6, 0), (30, 20, 40, 30, 0.7, 1), (0, 0, 5, 5, 0.01, 1)]


@dataclass(frozen=True)
class Form:
    """One way in which a detector may be exported."""

    layout: str = "NCHW"
    dtype: str = "float32"
    format: str = "yolo_raw"
    width: int = 96
    height: int = 64
    batch_axis_out: bool = True


FORMS = {
    "raw": Form(),
    "raw, square": Form(width=96, height=96),
    "raw, no batch axis": Form(layout="CHW", batch_axis_out=False),
    "raw, uint8 pixels last": Form(layout="NHWC", dtype="uint8"),
    "finished": Form(format="yolo_nms"),
    "finished, no batch axis": Form(format="yolo_nms", layout="CHW", batch_axis_out=False),
}


def answer(form: Form) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The constant output that the tiny graph gives."""
    if form.format == "yolo_nms":
        rows = [row for row in TRUTH if row[:4] != (21, 11, 61, 51)]
        table = np.array([*rows, (0, 0, 0, 0, 0, 0)], np.float32)
    else:
        table = np.zeros((4 + len(CLASSES), 7), np.float32)
        for column, (x0, y0, x1, y1, score, cls) in enumerate(TRUTH):
            table[:4, column] = ((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)
            table[4 + int(cls), column] = score
    return table[None] if form.batch_axis_out else table


def write_bundle(folder: Path, form: Form, **changes: str) -> Path:
    """A bundle whose graph adds zero times its input's mean to a constant, so that the input really runs through."""
    folder.mkdir(parents=True)
    sizes = {"N": 1, "C": 3, "H": form.height, "W": form.width}
    shape = [sizes[axis] for axis in form.layout]
    table = answer(form)
    element = TensorProto.UINT8 if form.dtype == "uint8" else TensorProto.FLOAT
    nodes = [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["table", "nothing"], ["output0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("images", element, shape)],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, list(table.shape))],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.float32(0), "zero")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    text = {
        "width": str(form.width),
        "height": str(form.height),
        "layout": form.layout,
        "dtype": form.dtype,
        "format": form.format,
        "classes": '["item", "deformation"]',
        "golden": "",
    } | changes
    (folder / "model.toml").write_text(
        f"""schema_version = 1
name = "tiny"
version = "1.0.0"
kind = "detector"
sha256 = "{sha256_of(folder / "model.onnx")}"
licence = "CC0-1.0"
classes = {text["classes"]}
[input]
name = "images"
width = {text["width"]}
height = {text["height"]}
layout = "{text["layout"]}"
dtype = "{text["dtype"]}"
[boxes]
name = "output0"
format = "{text["format"]}"
{text["golden"]}
"""
    )
    return folder


def frame(width: int, height: int, level: int = 0) -> Frame:
    image = freeze(np.full((height, width, 3), level, np.uint8))
    return Frame(camera="top", sequence=0, image=image, captured_at_ns=0)


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


def write_defects_bundle(folder: Path, *, rows: int = 8, hot: tuple[int, int, int] = (0, 2, 3)) -> Path:
    """A defect network of one class whose map is hot at (class, row, column), wherever it looks."""
    folder.mkdir(parents=True)
    maps = np.full((1, 2, 8, 8), -6, np.float32)
    cls, row, column = hot
    for layer in (cls, 1):
        maps[0, layer, row : row + 2, column : column + 2] = 3
    nodes = [
        helper.make_node("Cast", ["image"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["table", "nothing"], ["maps"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny-defects",
        [helper.make_tensor_value_info("image", TensorProto.UINT8, [1, 32, 32, 3])],
        [helper.make_tensor_value_info("maps", TensorProto.FLOAT, list(maps.shape))],
        [numpy_helper.from_array(maps, "table"), numpy_helper.from_array(np.float32(0), "zero")],
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(folder / "model.onnx")
    )
    (folder / "model.toml").write_text(
        f"""schema_version = 1
name = "tiny-defects"
version = "1.0.0"
kind = "defects"
sha256 = "{sha256_of(folder / "model.onnx")}"
licence = "CC0-1.0"
classes = ["dented"]
[input]
name = "image"
width = 32
height = 32
layout = "NHWC"
dtype = "uint8"
resize = "stretch"
[maps]
name = "maps"
rows = {rows}
columns = 8
top_cells = 4
"""
    )
    return folder


def write_comparing_bundle(folder: Path, **changes: str) -> Path:
    """A defect network whose keys are an item's mean colour, and whose map is hot where no such key is remembered."""
    folder.mkdir(parents=True)
    cold, hot = np.full((1, 2, 8, 8), -6, np.float32), np.zeros((1, 2, 8, 8), np.float32)
    hot[0, :, 2:4, 3:5] = 9
    nodes = [
        helper.make_node("Cast", ["image"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels"], ["colour"], axes=[1, 2], keepdims=0),  # (1, 3)
        helper.make_node("Reshape", ["colour", "grid"], ["keys"]),  # (1, 3, 1, 1)
        helper.make_node("Sub", ["memory", "colour"], ["apart"]),
        helper.make_node("Abs", ["apart"], ["far"]),
        helper.make_node("ReduceSum", ["far", "last"], ["sums"], keepdims=0),
        helper.make_node("ReduceMin", ["sums"], ["least"], keepdims=0),
        helper.make_node("Greater", ["least", "limit"], ["strange"]),
        helper.make_node("Cast", ["strange"], ["strangeness"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["strangeness", "known"], ["share"]),
        helper.make_node("Mul", ["hot", "share"], ["heat"]),
        helper.make_node("Add", ["cold", "heat"], ["maps"]),
    ]
    constants = {
        "cold": cold,
        "hot": hot,
        "grid": np.array([1, 3, 1, 1], np.int64),
        "last": np.array([2], np.int64),
        "limit": np.float32(30),
    }
    graph = helper.make_graph(
        nodes,
        "tiny-comparing",
        [
            helper.make_tensor_value_info("image", TensorProto.UINT8, [1, 32, 32, 3]),
            helper.make_tensor_value_info("memory", TensorProto.FLOAT, [1, "patches", 3]),
            helper.make_tensor_value_info("known", TensorProto.FLOAT, [1, 1]),
        ],
        [
            helper.make_tensor_value_info("maps", TensorProto.FLOAT, [1, 2, 8, 8]),
            helper.make_tensor_value_info("keys", TensorProto.FLOAT, [1, 3, 1, 1]),
        ],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(folder / "model.onnx")
    )
    reference = {"memory": "memory", "known": "known", "keys": "keys", "channels": "3"} | changes
    (folder / "model.toml").write_text(
        f"""schema_version = 1
name = "tiny-comparing"
version = "1.0.0"
kind = "defects"
sha256 = "{sha256_of(folder / "model.onnx")}"
licence = "CC0-1.0"
classes = ["dented"]
[input]
name = "image"
width = 32
height = 32
layout = "NHWC"
dtype = "uint8"
resize = "stretch"
[maps]
name = "maps"
rows = 8
columns = 8
top_cells = 4
[reference]
memory = "{reference["memory"]}"
known = "{reference["known"]}"
keys = "{reference["keys"]}"
channels = {reference["channels"]}
"""
    )
    return folder


def comparing(tmp_path: Path, **options: int) -> Detector:
    write_bundle(tmp_path / "tiny", Form())
    write_comparing_bundle(tmp_path / "defects")
    given = {"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects", **options}
    detector: Detector = registry.build("detectors", AdapterSection.model_validate(given), models_dir=tmp_path)
    return detector


def plain(level: int) -> Frame:
    return Frame(camera="top", sequence=0, image=freeze(np.full((64, 96, 3), level, np.uint8)), captured_at_ns=0)


def test_an_item_is_compared_with_its_products_golden_pictures(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in (90, 200)])
    alone = detector.detect(plain(90))
    assert alone.golden is None
    assert [one.label for one in alone.found] == ["item"]
    for level in (90, 200):
        like = detector.detect(plain(level), golden)
        assert like.golden == golden.digest
        assert [one.label for one in like.found] == ["item"]
    unlike = detector.detect(plain(140), golden)
    assert sorted(one.label for one in unlike.found) == ["dented", "item"]
    assert unlike.golden == golden.digest


def test_the_newest_golden_pictures_count(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    labels = []
    for level in (90, 140, 90):
        golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8)])
        labels.append(sorted(one.label for one in detector.detect(plain(90), golden).found))
    assert labels == [["item"], ["dented", "item"], ["item"]]


def test_what_is_prepared_is_not_computed_at_the_first_item(tmp_path: Path) -> None:
    detector = comparing(tmp_path)
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), 90, np.uint8)])
    detector.prepare(golden)
    network: Any = detector._network  # type: ignore[attr-defined]
    network.keys = None  # whoever computes now fails
    assert detector.detect(plain(90), golden).golden == golden.digest


def test_so_many_golden_pictures_are_used_as_the_config_says(tmp_path: Path) -> None:
    golden = golden_of("BOX-1", "top", [np.full((40, 40, 3), level, np.uint8) for level in (140, 90)])
    (tmp_path / "one").mkdir()
    assert len(comparing(tmp_path / "one", golden=1).detect(plain(90), golden).found) == 2
    (tmp_path / "none").mkdir()
    never = comparing(tmp_path / "none", golden=0).detect(plain(90), golden)
    assert never.golden is None
    assert len(never.found) == 1


@pytest.mark.parametrize("kind", ["onnx", "scripted", "two_stage"])
def test_a_detector_that_can_not_compare_says_that_it_did_not(tmp_path: Path, kind: str) -> None:
    options = {"onnx": {"bundle": "tiny"}, "two_stage": {"bundle": "tiny", "defects_bundle": "defects"}}.get(kind, {})
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    section = AdapterSection.model_validate({"kind": kind, **options})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    golden = golden_of("BOX-1", "top", [np.zeros((40, 40, 3), np.uint8)])
    with_golden, alone = detector.detect(frame(96, 64), golden), detector.detect(frame(96, 64))
    assert with_golden == alone
    assert alone.golden is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"memory": "store"}, "declared is \\['image', 'store', 'known'\\]"),
        ({"keys": "marks"}, r"\[reference\] declares 'marks'"),
        ({"channels": "5"}, r"input 'memory' is .* declared is \[1, -1, 5\]"),
    ],
)
def test_a_comparing_network_that_is_not_what_its_manifest_says_is_refused(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_comparing_bundle(tmp_path / "defects", **changes)
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    with pytest.raises(ModelMismatch, match=said):
        registry.build("detectors", section, models_dir=tmp_path)


def two_stages(tmp_path: Path) -> Detector:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    detector: Detector = registry.build("detectors", section, models_dir=tmp_path)
    return detector


def test_the_second_stage_sees_the_item_only_and_answers_in_the_frames_pixels(tmp_path: Path) -> None:
    found = two_stages(tmp_path).detect(frame(96, 64)).found
    assert [one.label for one in found] == ["dented", "item"], "the finder's own defects do not count"
    assert found[0].score == pytest.approx(1 / (1 + np.exp(-3)), abs=1e-4)
    # The item is (20, 10, 60, 50) with 3 % around it; the hot cells are columns 3 and 4, rows 2 and 3 of 8.
    left, top, side = 18, 8, 44
    expected = (left + 3 / 8 * side, top + 2 / 8 * side, left + 5 / 8 * side, top + 4 / 8 * side)
    assert np.allclose(found[0].xyxy, expected, atol=1e-3)


def test_without_an_item_the_second_stage_is_not_asked(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects")
    options = {"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects", "min_item_score": 0.95}
    detector: Detector = registry.build("detectors", AdapterSection.model_validate(options), models_dir=tmp_path)
    assert [one.label for one in detector.detect(frame(96, 64)).found] == ["item"]


def test_a_defect_network_that_is_not_what_its_manifest_says_is_refused(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    write_defects_bundle(tmp_path / "defects", rows=9)
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "defects"})
    with pytest.raises(ModelMismatch, match=r"declared is \[1, 2, 9, 8\]"):
        registry.build("detectors", section, models_dir=tmp_path)


def test_a_detector_bundle_is_no_defect_network(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny", Form())
    section = AdapterSection.model_validate({"kind": "two_stage", "bundle": "tiny", "defects_bundle": "tiny"})
    with pytest.raises(ModelMismatch, match="a defect network is needed"):
        registry.build("detectors", section, models_dir=tmp_path)


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
