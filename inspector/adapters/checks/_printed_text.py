"""Text printed on an item, read by RapidOCR (Apache-2.0): PP-OCR networks on onnxruntime, which its wheel carries.

The package is optional and is loaded when a check asks for it. Nothing is downloaded. Finding lines and reading each
are two steps, so that whoever looks for one thing need not pay for every line: finding costs by the picture's size,
reading by the number of lines.
"""

import importlib
import threading
import unicodedata
from typing import Any, Final

import cv2
import numpy as np

from inspector.adapters.checks._text_place import in_reading_order, line_picture, upright
from inspector.domain.errors import InferenceError, StartupError
from inspector.domain.frame import RgbImage
from inspector.domain.text_line import Corners, TextLine, turned, width_of
from inspector.ports.code_reader import Window

WARM_SIZE: Final = (48, 320, 3)  # one line of text
MOST_SIDE_PX: Final = 1280  # lines are sought in a picture that is made no larger than this
_LEAST_SCORE: Final = 0.5  # below it what was read is noise
_SURE: Final = 0.5  # share of the votes on which way is up, -1 … 1
_PROBES: Final = 2


class RapidReader:
    """One engine; one picture is looked at after the other. Thread-safe. Places are in pixels of the whole picture."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._lock = threading.Lock()

    def find(self, image: RgbImage, window: Window, *, enlarge: float = 1.0) -> tuple[Corners, ...]:
        """Where lines of print stand in `window` of `image` (H, W, 3) uint8 RGB, from top to bottom."""
        left, top, right, bottom = window
        if right <= left or bottom <= top:
            return ()
        crop = image[top:bottom, left:right]
        scale = min(enlarge, MOST_SIDE_PX / max(crop.shape[:2]))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        sought = crop if scale == 1 else cv2.resize(crop, None, fx=scale, fy=scale, interpolation=way)
        boxes = getattr(
            self._ask(np.asarray(sought, np.uint8), use_det=True, use_cls=False, use_rec=False), "boxes", None
        )
        if boxes is None:
            return ()
        places = upright([_corners(np.asarray(box, np.float64) / scale + (left, top)) for box in boxes])
        return in_reading_order(self._right_way_up(image, places))

    def recognise(self, image: RgbImage, corners: Corners) -> TextLine | None:
        """What stands at `corners`; None where it is not legible."""
        found = self._ask(line_picture(image, corners), use_det=False, use_cls=False, use_rec=True)
        texts, scores = getattr(found, "txts", None), getattr(found, "scores", None)
        if not texts or not scores or not texts[0].strip() or scores[0] < _LEAST_SCORE:
            return None
        text = unicodedata.normalize("NFKC", str(texts[0])).strip()  # the network knows wide signs, as in "SN：", too
        return TextLine(text=text, score=min(1.0, float(scores[0])), corners=corners)

    def _right_way_up(self, image: RgbImage, places: list[list[Corners]]) -> list[Corners]:
        """Lines along one axis stand on their heads together: a short line alone could not tell."""
        standing: list[Corners] = []
        for group in places:
            weights = [width_of(corners) for corners in group]
            votes = [self._upside_down(image, corners) * weight for corners, weight in zip(group, weights, strict=True)]
            share = sum(votes) / max(1.0, sum(weights))
            better = 0.0 if share <= -_SURE else self._better_turned(image, group)
            wrong = better > 0 or (better == 0 and share > 0)
            standing += [turned(corners, 2 if wrong else 0) for corners in group]
        return standing

    def _better_turned(self, image: RgbImage, group: list[Corners]) -> float:
        """How much better the longest lines read the other way: dearer than the votes, which faint print misleads."""
        longest = sorted(group, key=width_of, reverse=True)[:_PROBES]

        def legible(quarters: int) -> float:
            lines = (self.recognise(image, turned(corners, quarters)) for corners in longest)
            return sum(0.0 if line is None else line.score for line in lines)

        return legible(2) - legible(0)

    def _upside_down(self, image: RgbImage, corners: Corners) -> float:
        """From -1 (surely not) to 1 (surely)."""
        found = self._ask(line_picture(image, corners), use_det=False, use_cls=True, use_rec=False)
        answers = getattr(found, "cls_res", None)
        if not answers:
            return -1.0
        label, score = answers[0]
        return (1.0 if "180" in str(label) else -1.0) * max(0.0, 2 * float(score) - 1)

    def _ask(self, image: RgbImage, **steps: bool) -> Any:
        bgr = np.ascontiguousarray(image[..., ::-1])  # the house is RGB, the engine was trained on OpenCV's order
        try:
            with self._lock:
                return self._engine(bgr, **steps)
        except Exception as error:  # the engine's own errors have no common root; they stop here
            raise InferenceError(f"text could not be read: {type(error).__name__}: {error}") from error


def load_reader(*, threads: int) -> RapidReader:
    """The reader with its networks loaded. Raises `StartupError` where the package is missing or does not work."""
    try:
        rapidocr = importlib.import_module("rapidocr")
    except ImportError as error:
        advice = "printed text needs a package that is missing: pip install 'edge-inspector[text]'"
        raise StartupError("printed text", [advice]) from error
    try:
        engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": MOST_SIDE_PX,
                "Det.limit_side_len": 32,  # pictures are as large as we make them; the engine would enlarge small ones
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        blank = np.full(WARM_SIZE, 255, np.uint8)
        for step in ("use_det", "use_cls", "use_rec"):  # three networks, each loaded when it is first asked
            engine(blank, **{name: name == step for name in ("use_det", "use_cls", "use_rec")})
    except Exception as error:  # whatever a foreign engine raises while it loads, the start must say it
        raise StartupError("printed text", [f"rapidocr does not work here: {type(error).__name__}: {error}"]) from error
    return RapidReader(engine)


def _corners(box: np.ndarray) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth
