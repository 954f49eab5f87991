"""Quantising a detector: what is left in float, that the answers stay, and that a wrong bundle is refused."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inspector.adapters.detectors.onnx import Config, build
from inspector.config.bundle import Bundle, load_bundle
from inspector.config.locations import default_models_dir
from inspector.domain.frame import Frame
from inspector.training import quantise
from tests.support.tiny_bundles import heading, save_graph

HEIGHT, WIDTH, STRIDE = 32, 48, 8


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Two convolutions in a row and one behind them: boxes of a fixed size where it is bright."""
    rng = np.random.default_rng(0)
    cells = (HEIGHT // STRIDE) * (WIDTH // STRIDE)
    weights = {
        "w1": rng.normal(0, 0.2, (8, 3, 3, 3)).astype(np.float32),
        "w2": np.abs(rng.normal(0, 0.1, (8, 8, STRIDE, STRIDE))).astype(np.float32) / 40,
        "w3": np.abs(rng.normal(0, 0.3, (5, 8, 1, 1))).astype(np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["images", "w1"], ["a"], name="one", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["a"], ["b"], name="relu"),
        helper.make_node("Conv", ["b", "w2"], ["c"], name="two", strides=[STRIDE, STRIDE]),
        helper.make_node("Conv", ["c", "w3"], ["d"], name="head"),
        helper.make_node("Sigmoid", ["d"], ["e"], name="squash"),
        helper.make_node("Mul", ["e", "pixels"], ["f"], name="in pixels"),
        helper.make_node("Reshape", ["f", "shape"], ["output0"], name="flat"),
    ]
    constants = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    constants.append(numpy_helper.from_array(np.array([1, 5, cells], np.int64), "shape"))
    pixels = np.array([WIDTH, HEIGHT, 40, 28, 1], np.float32).reshape(1, 5, 1, 1)
    constants.append(numpy_helper.from_array(pixels, "pixels"))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 5, cells])],
        constants,
    )
    folder = tmp_path / "tiny"
    folder.mkdir()
    save_graph(folder, graph)
    (folder / "model.toml").write_text(
        heading(folder, name="tiny", kind="detector", classes='["item"]')
        + f'[input]\nname = "images"\nwidth = {WIDTH}\nheight = {HEIGHT}\n'
        + '[boxes]\nname = "output0"\nformat = "yolo_raw"\n'
        + f"[golden]\nseed = 3\nwidth = {WIDTH}\nheight = {HEIGHT}\n"
        + "output_mean = 0\noutput_std = 0\ntolerance = 1e9\n"
    )
    return folder


def test_the_last_convolutions_are_found(bundle: Path) -> None:
    assert quantise._last_convolutions(onnx.load(str(bundle / "model.onnx"))) == ["head"]


def test_the_bundle_is_smaller_in_numbers_and_answers_alike(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quantise, "FRAMES", 6)
    monkeypatch.setattr(quantise, "ASKED", 2)
    quantise.quantise(load_bundle(bundle), tmp_path / "tiny-int8")
    made = load_bundle(tmp_path / "tiny-int8")
    assert "clear boxes are the same" in (made.folder / "card.md").read_text(encoding="utf-8")
    assert made.id.startswith("tiny-int8@1.0.0#")
    types = {one.data_type for one in onnx.load(str(made.model_path)).graph.initializer if one.name.startswith("w")}
    assert TensorProto.INT8 in types
    assert TensorProto.FLOAT in types, "the head stays in float"
    before, after = (build(Config(bundle=name), models_dir=tmp_path) for name in ("tiny", "tiny-int8"))
    frames = list(quantise._frames(2))
    for number, image in enumerate(frames):
        frame = Frame(camera="top", sequence=number, image=image, captured_at_ns=0)
        wanted, found = before.detect(frame).found, after.detect(frame).found
        assert wanted
        assert found
        assert found[0].score == pytest.approx(wanted[0].score, abs=0.05)


def test_a_copy_that_finds_other_boxes_is_refused_and_the_former_one_stays(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoilt(source: Bundle, target: Path) -> None:
        model = onnx.load(str(source.model_path))
        for tensor in model.graph.initializer:
            if tensor.name == "w3":
                tensor.CopyFrom(numpy_helper.from_array(-numpy_helper.to_array(tensor), tensor.name))
        onnx.save(model, str(target))

    monkeypatch.setattr(quantise, "ASKED", 2)
    monkeypatch.setattr(quantise, "_quantised", spoilt)
    former = tmp_path / "tiny-int8"
    former.mkdir()
    (former / "model.toml").write_text("the former one")
    assert quantise.main(["--bundle", str(bundle), "--out", str(former)]) == 1
    assert "of the boxes are the same in INT8; nothing written" in capsys.readouterr().err
    assert [path.name for path in former.iterdir()] == ["model.toml"]


def test_only_a_detector_is_quantised(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a detector is needed"):
        quantise.quantise(load_bundle(default_models_dir() / "line-features"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
