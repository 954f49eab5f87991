"""Tiny networks in bundles: a detector in every form of export, a defect network, and one that compares."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from inspector.config.bundle import sha256_of
from inspector.domain.frame import Frame, freeze

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


def save_graph(folder: Path, graph: onnx.GraphProto) -> None:
    """As onnxruntime of today takes it."""
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))


def heading(folder: Path, *, name: str, kind: str, classes: str) -> str:
    """What a manifest says above its sections, of the graph that lies in `folder`."""
    return f"""schema_version = 1
name = "{name}"
version = "1.0.0"
kind = "{kind}"
sha256 = "{sha256_of(folder / "model.onnx")}"
licence = "CC0-1.0"
classes = {classes}
"""


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
    save_graph(folder, graph)
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
        f"""{heading(folder, name="tiny", kind="detector", classes=text["classes"])}[input]
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


def _write_defects(folder: Path, graph: onnx.GraphProto, *, rows: int, more: str = "") -> None:
    """The graph, and a manifest of one class that declares `rows` of eight and what else is said of it."""
    save_graph(folder, graph)
    (folder / "model.toml").write_text(
        f"""{heading(folder, name=graph.name, kind="defects", classes='["dented"]')}[input]
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
{more}"""
    )


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
    _write_defects(folder, graph, rows=rows)
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
    reference = {
        "memory": "memory",
        "known": "known",
        "keys": "keys",
        "channels": "3",
        "own_share": "0",
        "own_usual": "0",
    } | changes
    more = f"""[reference]
memory = "{reference["memory"]}"
known = "{reference["known"]}"
keys = "{reference["keys"]}"
channels = {reference["channels"]}
own_share = {reference["own_share"]}
own_usual = {reference["own_usual"]}
"""
    _write_defects(folder, graph, rows=8, more=more)
    return folder


def frame_of_level(width: int, height: int, level: int = 0) -> Frame:
    """A frame of one grey."""
    image = freeze(np.full((height, width, 3), level, np.uint8))
    return Frame(camera="top", sequence=0, image=image, captured_at_ns=0)
