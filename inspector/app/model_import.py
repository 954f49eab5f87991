"""Brings a model into the bundle folder: checked first in a temporary place, moved into its own at last."""

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from pydantic import ValidationError

from inspector.app.model_check import run_bundle
from inspector.config.bundle import NAME, Bundle, BundleManifest, load_bundle, sha256_of
from inspector.config.bundle_folder import bundle_in_the_making
from inspector.config.noise_picture import noise_picture
from inspector.config.problems import problems_of
from inspector.domain.errors import InferenceError, ModelMismatch, StartupError
from inspector.vision.tensor import to_tensor

_GOLDEN_SEED = 20_261


def import_model(source: Path, models_dir: Path, *, name: str | None, licence: str | None, replace: bool) -> Bundle:
    """Copy `source` (bundle folder or ONNX file) to `models_dir`. Raises `ModelMismatch`; nothing is half-written."""
    if not source.exists():
        raise ModelMismatch(f"{source}: does not exist")
    wanted = name or (source.name if source.is_dir() else source.stem).lower()
    if not re.fullmatch(NAME, wanted):
        raise ModelMismatch(
            f"{wanted!r} can not name a bundle: at most 64 of a-z 0-9 _ . -, the first a letter or digit; give --name"
        )
    target = models_dir / wanted
    if target.exists() and not replace:
        raise ModelMismatch(f"{target}: exists already; use --replace to replace it")
    try:
        with bundle_in_the_making(target) as staged:
            if source.is_dir():
                shutil.copytree(source, staged)
            else:
                _bundle_from_onnx(source, staged, name=wanted, licence=licence)
            _prove(staged, source)
    except shutil.Error as error:
        raise ModelMismatch("; ".join(f"{unread}: {why}" for unread, _, why in error.args[0])) from error
    except OSError as error:
        raise ModelMismatch(f"{error.filename or models_dir}: {error.strerror}; name another --models-dir") from error
    return load_bundle(target)


def _prove(staged: Path, source: Path) -> None:
    """Load and run it. What is wrong is said of `source`: a person knows no other place, and this one is gone then."""
    try:
        run_bundle(load_bundle(staged), models_dir=staged.parent)
    except (InferenceError, StartupError) as error:
        given = str(error) if source.is_dir() else str(error).replace(str(staged / "model.onnx"), str(source))
        raise ModelMismatch(given.replace(str(staged), str(source))) from error


def _bundle_from_onnx(source: Path, staged: Path, *, name: str, licence: str | None) -> None:
    """Write a bundle for an exported detector, read from its own metadata and tensor shapes."""
    staged.mkdir()
    model = staged / "model.onnx"
    shutil.copyfile(source, model)
    try:
        session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelMismatch(f"{source}: onnxruntime can not load it: {_brief(error, model, source)}") from error
    metadata = session.get_modelmeta().custom_metadata_map
    classes = _classes(source, metadata)
    content = {
        "name": name,
        "version": "1.0.0",
        "kind": "detector",
        "sha256": sha256_of(model),
        "licence": licence or metadata.get("license", "unknown"),
        "classes": classes,
        "input": _input(source, session),
        "boxes": _boxes(source, session, len(classes)),
    }
    try:
        manifest = BundleManifest.model_validate(content)
    except ValidationError as error:
        raise ModelMismatch(f"{source}: " + "; ".join(problems_of(error))) from error
    try:
        golden = _golden(session, manifest)
    except Exception as error:
        raise ModelMismatch(
            f"{source}: onnxruntime can not run it on one picture: {_brief(error, model, source)}"
        ) from error
    (staged / "model.toml").write_text(_toml(manifest, golden), encoding="utf-8")
    (staged / "card.md").write_text(
        f"# {manifest.name}\n\nImported from `{source.name}`. Licence: {manifest.licence}. "
        "Nothing is known about its training data or its accuracy: run `inspector evaluate` on pictures of your own.\n",
        encoding="utf-8",
    )


def _brief(error: Exception, model: Path, source: Path) -> str:
    return " ".join(str(error).replace(str(model), str(source)).split())[:200]


def _classes(source: Path, metadata: dict[str, str]) -> list[str]:
    try:
        names = ast.literal_eval(metadata["names"])
        return [str(names[index]) for index in range(len(names))]
    except (KeyError, ValueError, TypeError, SyntaxError) as error:
        raise ModelMismatch(
            f"{source}: its metadata names no classes; write a bundle with model.toml instead"
        ) from error


def _input(source: Path, session: Any) -> dict[str, Any]:
    (tensor, *others) = session.get_inputs()
    shape = tensor.shape
    if others or len(shape) not in {3, 4} or not all(isinstance(side, int) for side in shape[-3:]):
        raise ModelMismatch(f"{source}: needs one input of fixed height and width, has {shape}")
    dtype = {"tensor(float)": "float32", "tensor(uint8)": "uint8"}.get(tensor.type)
    if dtype is None:
        raise ModelMismatch(f"{source}: needs an input of float or uint8, has {tensor.type}; export it without half")
    axes = shape[-3:]
    channels_first = axes[0] == 3
    if not channels_first and axes[2] != 3:
        raise ModelMismatch(f"{source}: needs three colour channels first or last, has {shape}")
    layout = ("N" if len(shape) == 4 else "") + ("CHW" if channels_first else "HWC")
    height, width = (axes[1], axes[2]) if channels_first else (axes[0], axes[1])
    return {"name": tensor.name, "width": width, "height": height, "layout": layout, "dtype": dtype}


def _boxes(source: Path, session: Any, classes: int) -> dict[str, Any]:
    tensor = session.get_outputs()[0]
    shape = tensor.shape
    if len(shape) < 2:
        raise ModelMismatch(f"{source}: output {shape} is no table of boxes")
    if shape[-1] == 6 and shape[-2] != 4 + classes:
        return {"name": tensor.name, "format": "yolo_nms"}
    if shape[-2] == 4 + classes:
        return {"name": tensor.name, "format": "yolo_raw"}
    raise ModelMismatch(f"{source}: output {shape} is neither (4 + {classes}, anchors) nor (boxes, 6)")


def _golden(session: Any, manifest: BundleManifest) -> dict[str, float]:
    """Mean and spread of the first output on a noise picture, as `model.toml` records them."""
    tensor = manifest.input
    noise = noise_picture(_GOLDEN_SEED, width=tensor.width, height=tensor.height)
    output = session.run(None, {tensor.name: to_tensor(noise, tensor)})[0]
    return {"output_mean": float(np.mean(output)), "output_std": float(np.std(output))}


def _toml(manifest: BundleManifest, golden: dict[str, float]) -> str:
    tensor, boxes = manifest.input, manifest.boxes
    classes = json.dumps(manifest.classes, ensure_ascii=False)
    return f"""schema_version = 1
name = "{manifest.name}"
version = "{manifest.version}"
kind = "detector"
file = "model.onnx"
sha256 = "{manifest.sha256}"
licence = {json.dumps(manifest.licence, ensure_ascii=False)}
trained_on = ["unknown"]
classes = {classes}

[input]
name = {json.dumps(tensor.name)}
width = {tensor.width}
height = {tensor.height}
layout = "{tensor.layout}"
dtype = "{tensor.dtype}"

[boxes]
name = {json.dumps(boxes.name if boxes else "")}
format = "{boxes.format if boxes else ""}"

[golden]
seed = {_GOLDEN_SEED}
width = {tensor.width}
height = {tensor.height}
output_mean = {golden["output_mean"]!r}
output_std = {golden["output_std"]!r}
"""
