"""The files of one record: lossless frames, boxes and heat drawn onto them, heat maps, a report that names them."""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

import cv2
import numpy as np

from inspector.adapters.stores._evidence_record import report_json
from inspector.domain.anomaly import AnomalyMap
from inspector.domain.errors import StoreError
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import ItemKey
from inspector.domain.station import ItemReport
from inspector.vision.overlay import draw_overlay

REPORT = "report.json"

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")  # a camera's name and what it shows; the web asks for anything
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg"}
_PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1]  # three times as fast as the default, a tenth larger
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 88]


def files_of(report: ItemReport, frames: Sequence[Frame]) -> dict[str, bytes]:
    """Every file of the record by its name. Raises `StoreError` for what can not be put into files."""
    try:
        files = dict(picture for frame in frames for picture in _pictures(report, frame))
        written = report_json(report, frames)
        written["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        files[REPORT] = json.dumps(written, allow_nan=False, indent=1).encode()
    except (ValueError, ArithmeticError, cv2.error) as error:
        raise StoreError(f"evidence {report.record_id}: can not be put into files: {error}") from error
    return files


def frames_of(report: dict[str, Any], files: dict[str, bytes]) -> tuple[Frame, ...]:
    """The frames of a stored record. Raises `ValueError` for a file that is not what was written."""
    return tuple(_frame(kept, report, files[f"{kept['camera']}.png"]) for kept in report["frames"])


def check(report: dict[str, Any], name: str, content: bytes) -> None:
    """Raises `ValueError` when `content` is not what the report says was written under `name`."""
    expected = report.get("files", {}).get(name)
    if expected is not None and hashlib.sha256(content).hexdigest() != expected:
        raise ValueError(f"{name} was changed after it was stored")


def media_type(name: str) -> str | None:
    """The media type of a picture's name; None for what is no picture, and for what no file of ours is called."""
    return _MEDIA.get(PurePath(name).suffix) if _NAME.fullmatch(name) else None


def _pictures(report: ItemReport, frame: Frame) -> Iterator[tuple[str, bytes]]:
    name = frame.camera
    detections = next((view for view in report.evidence.detections if view.camera == name), None)
    yield f"{name}.png", _encode(".png", frame.image, _PNG)
    yield f"{name}.overlay.jpg", _encode(".jpg", draw_overlay(frame.image, detections, None), _JPEG)
    for anomaly in report.evidence.anomalies:
        if anomaly.camera == name:
            yield f"{name}.heat.jpg", _encode(".jpg", draw_overlay(frame.image, None, anomaly), _JPEG)
            yield f"{name}.heat.npy", _numbers(anomaly.heat)


def _encode(suffix: str, image: RgbImage, options: list[int]) -> bytes:
    ok, data = cv2.imencode(suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)
    if not ok:
        raise ValueError("the picture can not be encoded")
    return data.tobytes()


def _numbers(heat: AnomalyMap) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(heat, np.float32))
    return buffer.getvalue()


def _frame(kept: dict[str, Any], report: dict[str, Any], content: bytes) -> Frame:
    check(report, f"{kept['camera']}.png", content)
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{kept['camera']}.png is not a picture")
    return Frame(
        camera=kept["camera"],
        sequence=kept["sequence"],
        image=freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)),
        captured_at_ns=kept["captured_at_ns"],
        counter=kept["counter"],
        key=ItemKey(report["item"]["epoch"], report["item"]["track"]),
    )
