"""A model comes in whole and checked, or not at all."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.app.model_import import import_model
from inspector.config.bundle import load_bundle
from inspector.domain.errors import ModelMismatch


def exported(
    path: Path,
    *,
    names: str = "{0: 'item', 1: 'a \"b\" \\\\'}",
    rows: int = 6,
    shape: Sequence[int | str] = (1, 3, 32, 32),
    dtype: int = TensorProto.FLOAT,
) -> Path:
    """An ONNX file as ultralytics writes it, with one box that is the same for every picture."""
    table = np.zeros((1, rows, 4), np.float32)
    table[0, :5, 0] = (16, 16, 10, 10, 0.9)[:rows]
    nodes = [
        helper.make_node("Cast", ["images"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["numbers"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["table", "nothing"], ["output0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("images", dtype, list(shape))],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, list(table.shape))],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.float32(0), "zero")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, {"names": names})
    onnx.save(model, str(path))
    return path


def taken(source: Path, folder: Path, *, name: str | None = None, licence: str = "x", replace: bool = False) -> Path:
    return import_model(source, folder, name=name, licence=licence, replace=replace).folder


def test_an_export_becomes_a_bundle_that_repeats_its_answer(tmp_path: Path) -> None:
    licence = 'mine, "all of it"\\'
    folder = taken(exported(tmp_path / "Best.onnx"), tmp_path / "models", licence=licence)
    manifest = load_bundle(folder).manifest
    assert (folder.name, manifest.name, manifest.licence) == ("best", "best", licence)
    assert manifest.classes == ("item", 'a "b" \\')
    assert manifest.golden is not None
    assert "Nothing is known about its training data" in (folder / "card.md").read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["best"]


def test_a_bundle_of_the_same_name_is_replaced_only_when_asked(tmp_path: Path) -> None:
    models = tmp_path / "models"
    folder = taken(exported(tmp_path / "best.onnx"), models)
    (folder / "note").write_text("old", encoding="utf-8")
    with pytest.raises(ModelMismatch, match="use --replace"):
        taken(tmp_path / "best.onnx", models)
    assert (folder / "note").exists()
    taken(tmp_path / "best.onnx", models, replace=True)
    assert not (folder / "note").exists()
    assert [path.name for path in models.iterdir()] == ["best"]


def test_a_bundle_folder_is_taken_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = taken(exported(tmp_path / "best.onnx"), tmp_path / "models")
    copied = taken(folder, tmp_path / "elsewhere", name="other")
    assert sorted(path.name for path in copied.iterdir()) == ["card.md", "model.onnx", "model.toml"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"names": "nothing"}, "names no classes"),
        ({"rows": 9}, "is neither"),
        ({"names": "7"}, "names no classes"),
        ({"names": "{}", "rows": 4}, "a detector needs .* classes"),
        ({"shape": (1, 3, "height", 32)}, "fixed height and width"),
        ({"shape": (1, 1, 32, 32)}, "three colour channels"),
        ({"shape": (2, 3, 32, 32)}, "can not run it on one picture: .*index: 0 Got: 1 Expected: 2"),
        ({"dtype": TensorProto.FLOAT16}, r"needs an input of float or uint8, has tensor\(float16\)"),
    ],
)
def test_an_export_of_another_kind_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelMismatch, match=said):
        taken(exported(tmp_path / "best.onnx", **change), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_what_is_damaged_replaces_nothing(tmp_path: Path) -> None:
    models = tmp_path / "models"
    folder = taken(exported(tmp_path / "best.onnx"), models)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    cut = tmp_path / "cut.onnx"
    cut.write_bytes((tmp_path / "best.onnx").read_bytes()[:100])
    wrong = tmp_path / "wrong"
    shutil.copytree(folder, wrong)
    with (wrong / "model.onnx").open("ab") as file:
        file.write(b"\0")
    bare, other = tmp_path / "bare", tmp_path / "other"
    bare.mkdir()
    shutil.copytree(folder, other)
    manifest = (other / "model.toml").read_text(encoding="utf-8")
    (other / "model.toml").write_text(manifest.replace("output_mean = ", "output_mean = 1"), encoding="utf-8")
    for source, said in (
        (cut, "onnxruntime can not load it"),
        (wrong, "SHA-256"),
        (bare, "model.toml: can not be read"),
        (other, "golden"),
        (tmp_path / "none", "not exist"),
    ):
        with pytest.raises(ModelMismatch, match=said) as caught:
            taken(source, models, name="best", replace=True)
        assert str(caught.value).startswith(str(source)), "it names what was given"
        assert ".making-" not in str(caught.value)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in models.iterdir()] == ["best"]


@pytest.mark.parametrize("interrupt", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_move_that_fails_puts_the_old_bundle_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupt: BaseException
) -> None:
    models = tmp_path / "models"
    folder = taken(exported(tmp_path / "best.onnx"), models)
    (folder / "note").write_text("old", encoding="utf-8")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(".making-") and self.name == "best":
            raise interrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((ModelMismatch, KeyboardInterrupt)):
        taken(tmp_path / "best.onnx", models, replace=True)
    assert (folder / "note").read_text(encoding="utf-8") == "old"
    assert load_bundle(folder).manifest.name == "best"
    assert [path.name for path in models.iterdir()] == ["best"]


@pytest.mark.parametrize("name", ["../best", "a b", "", "x" * 65, "Best"])
def test_a_name_that_can_not_be_a_folder_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    source = exported(tmp_path / "my model.onnx")
    with pytest.raises(ModelMismatch, match="can not name a bundle"):
        taken(source, tmp_path / "models", name=name or None)
    assert not (tmp_path / "models").exists()


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ModelMismatch, match="--models-dir"):
        taken(exported(tmp_path / "best.onnx"), tmp_path / "file" / "models")


def test_the_answer_can_be_read_by_a_program(tmp_path: Path) -> None:

    words = ["models", "import", str(exported(tmp_path / "best.onnx")), "--models-dir", str(tmp_path / "m"), "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["bundle"].startswith("best@1.0.0#")
    assert Path(answer["folder"]) == tmp_path / "m" / "best"
