"""Non-maximum suppression: of boxes of one class that cover the same thing, the surest stays."""

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]


def iou(one: F32, others: F32) -> F32:
    """Intersection over union of `one` (4,) with each of `others` (n, 4), xyxy."""
    width = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    height = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (one[2] - one[0]) * (one[3] - one[1]) + areas - shared
    return np.where(union > 0, shared / np.maximum(union, 1e-9), 0.0).astype(np.float32)


def nms(boxes: F32, scores: F32, classes: npt.NDArray[np.int64], *, max_iou: float, limit: int) -> Index:
    """Indices to keep, best score first; ties keep the earlier box. Classes do not suppress each other."""
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size and len(kept) < limit:
        best = int(order[0])
        kept.append(best)
        rest = order[1:]
        rivals = (iou(boxes[best], boxes[rest]) > max_iou) & (classes[rest] == classes[best])
        order = rest[~rivals]
    return np.asarray(kept, np.intp)
