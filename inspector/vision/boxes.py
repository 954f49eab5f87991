"""From a detector's output tensor to boxes, for the two families of heads that YOLO exports have."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspector.vision.nms import nms

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """`xyxy` (n, 4) in canvas pixels, `scores` (n,), `classes` (n,), best score first."""

    xyxy: F32
    scores: F32
    classes: npt.NDArray[np.int64]


def decode_raw(output: F32, *, min_score: float, max_iou: float, limit: int) -> Found:
    """(4 + classes, anchors): cx cy w h in canvas pixels, then one score per class; NMS is done here.

    Only anchors above `min_score` are looked at closely: most of the tensor is background.
    """
    scores_all = output[4:]
    best = scores_all.max(axis=0)
    candidates = np.flatnonzero(best >= min_score)
    columns = output[:, candidates]
    classes = columns[4:].argmax(axis=0).astype(np.int64)
    scores = best[candidates].astype(np.float32)
    centre, half = columns[:2].T, columns[2:4].T / 2
    xyxy = np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)
    kept = nms(xyxy, scores, classes, max_iou=max_iou, limit=limit)
    return Found(xyxy=xyxy[kept], scores=scores[kept], classes=classes[kept])


def decode_finished(output: F32, *, min_score: float, limit: int) -> Found:
    """(n, 6): x1 y1 x2 y2 in canvas pixels, score, class; NMS was done inside, unused rows score 0."""
    rows = output[output[:, 4] >= min_score]
    rows = rows[np.argsort(-rows[:, 4], kind="stable")][:limit]
    return Found(
        xyxy=rows[:, :4].astype(np.float32), scores=rows[:, 4].astype(np.float32), classes=rows[:, 5].astype(np.int64)
    )
