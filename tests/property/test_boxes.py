"""Letterbox and NMS: exact ways back, idempotent, never a worse box in place of a better one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspector.vision.letterbox import letterbox_fit
from inspector.vision.nms import iou, nms

sizes = st.integers(min_value=8, max_value=3000)


@given(sizes, sizes, st.sampled_from([(640, 640), (416, 320), (320, 416)]), st.data())
def test_a_box_survives_the_way_into_the_canvas_and_back(
    width: int, height: int, canvas: tuple[int, int], data: st.DataObject
) -> None:
    fit = letterbox_fit(width, height, *canvas)
    assert fit.scaled[0] <= canvas[0]
    assert fit.scaled[1] <= canvas[1]
    x0 = data.draw(st.integers(0, width - 1))
    y0 = data.draw(st.integers(0, height - 1))
    box = np.array([[x0, y0, width, height]], np.float32)
    scale = np.array([fit.scaled[0] / width, fit.scaled[1] / height] * 2, np.float32)
    there = box * scale + np.array([fit.left, fit.top] * 2, np.float32)
    assert np.allclose(fit.to_source(there), box, atol=max(width, height) * 1e-5 + 1e-2)


boxes = st.lists(
    st.tuples(
        st.integers(0, 50),
        st.integers(0, 50),
        st.integers(1, 30),
        st.integers(1, 30),
        st.integers(0, 20),
        st.integers(0, 1),
    ),
    max_size=14,
)


def arrays(
    drawn: list[tuple[int, ...]],
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], ...]:
    table = np.array(drawn, np.float32).reshape(-1, 6)
    xyxy = np.concatenate([table[:, :2], table[:, :2] + table[:, 2:4]], axis=1)
    return xyxy, np.asarray(table[:, 4] / 20, np.float32), np.asarray(table[:, 5], np.float32)


@given(boxes, st.sampled_from([0.3, 0.5, 0.7]))
def test_what_nms_keeps_does_not_overlap_and_what_it_drops_does(drawn: list[tuple[int, ...]], limit: float) -> None:
    xyxy, scores, classes = arrays(drawn)
    labels = classes.astype(np.int64)
    kept = nms(xyxy, scores, labels, max_iou=limit, limit=99)
    assert list(scores[kept]) == sorted(scores[kept], reverse=True)
    for position, index in enumerate(kept):
        others = [o for o in kept[:position] if labels[o] == labels[index]]
        assert all(iou(xyxy[index], xyxy[[o]])[0] <= limit for o in others)
    for index in set(range(len(drawn))) - set(kept.tolist()):
        better = [o for o in kept if labels[o] == labels[index] and scores[o] >= scores[index]]
        assert any(iou(xyxy[index], xyxy[[o]])[0] > limit for o in better)


@given(boxes)
def test_nms_of_what_nms_kept_changes_nothing(drawn: list[tuple[int, ...]]) -> None:
    xyxy, scores, classes = arrays(drawn)
    labels = classes.astype(np.int64)
    kept = nms(xyxy, scores, labels, max_iou=0.5, limit=99)
    again = nms(xyxy[kept], scores[kept], labels[kept], max_iou=0.5, limit=99)
    assert again.tolist() == list(range(len(kept)))


@given(boxes, st.integers(min_value=1, max_value=5))
def test_the_limit_keeps_the_surest(drawn: list[tuple[int, ...]], limit: int) -> None:
    xyxy, scores, classes = arrays(drawn)
    labels = classes.astype(np.int64)
    every = nms(xyxy, scores, labels, max_iou=0.5, limit=99)
    assert nms(xyxy, scores, labels, max_iou=0.5, limit=limit).tolist() == every[:limit].tolist()
