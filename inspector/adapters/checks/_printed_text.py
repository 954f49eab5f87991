"""Text printed on an item, read by RapidOCR (Apache-2.0): PP-OCR networks on onnxruntime, which its wheel carries.

The package is optional and is loaded when a check asks for it. Nothing is downloaded.
"""

import importlib
import threading
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

from inspector.domain.detection import Xyxy
from inspector.domain.errors import InferenceError, StartupError
from inspector.domain.frame import RgbImage

WARM_SIZE: Final = (48, 320, 3)  # one line of text


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line as read, `score` 0 … 1, `xyxy` in pixels of the picture that was given."""

    text: str
    score: float
    xyxy: Xyxy


class TextReader(Protocol):
    """Thread-safe."""

    def read(self, image: RgbImage) -> tuple[TextLine, ...]:
        """The lines in `image` (H, W, 3) uint8 RGB, from top to bottom. Raises `InferenceError`."""
        ...


class RapidReader:
    """One engine; items are read one after the other."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._lock = threading.Lock()

    def read(self, image: RgbImage) -> tuple[TextLine, ...]:
        """See TextReader."""
        bgr = np.ascontiguousarray(image[..., ::-1])  # the house is RGB, the engine was trained on OpenCV's order
        try:
            with self._lock:
                found = self._engine(bgr, use_det=True)
        except Exception as error:  # the engine's own errors have no common root; they stop here
            raise InferenceError(f"text could not be read: {type(error).__name__}: {error}") from error
        texts, scores, boxes = (getattr(found, name, None) for name in ("txts", "scores", "boxes"))
        if texts is None or scores is None or boxes is None:
            return ()
        lines = [
            TextLine(text=str(text), score=float(score), xyxy=_around(corners))
            for text, score, corners in zip(texts, scores, boxes, strict=True)
        ]
        return tuple(sorted(lines, key=lambda line: (line.xyxy[1] + line.xyxy[3], line.xyxy[0])))


def load_reader(*, threads: int) -> RapidReader:
    """The reader with its networks loaded. Raises `StartupError` where the package is missing or does not work."""
    try:
        rapidocr = importlib.import_module("rapidocr")
    except ImportError as error:
        advice = "printed text needs a package that is missing: pip install rapidocr"
        raise StartupError("printed text", [advice]) from error
    try:
        engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        blank = np.full(WARM_SIZE, 255, np.uint8)
        engine(blank, use_det=True)
        engine(blank, use_det=False)  # finding and reading are two networks; in a blank there is nothing to read
    except Exception as error:  # whatever a foreign engine raises while it loads, the start must say it
        raise StartupError("printed text", [f"rapidocr does not work here: {type(error).__name__}: {error}"]) from error
    return RapidReader(engine)


def _around(corners: Any) -> Xyxy:
    across, down = np.asarray(corners, np.float64).T
    return float(across.min()), float(down.min()), float(across.max()), float(down.max())
