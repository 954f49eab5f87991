"""Overlays: what is drawn, where, and that nothing a model says can break the drawing."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import Detection, Detections, Xyxy
from inspector.domain.frame import RgbImage, freeze
from inspector.vision.overlay import DEFECT_RGB, ITEM_RGB, _overlap, _place, draw_heat, draw_overlay

GREY = freeze(np.full((400, 600, 3), 128, np.uint8))


def views(*boxes: Detection) -> Detections:
    return Detections(camera="top", model="m", found=boxes)


def box(xyxy: Xyxy, label: str = "deformation", score: float = 0.9) -> Detection:
    return Detection(label=label, score=score, xyxy=xyxy)


def anomaly(region: Xyxy = (100.0, 100.0, 300.0, 300.0), *, p_value: float = 0.0) -> AnomalyScore:
    heat = np.zeros((20, 20), np.float32)
    heat[4:8, 12:16] = 1.0
    return AnomalyScore(
        camera="top", model="m", reference="r", raw=1.0, p_value=p_value, n=20, region=region, heat=heat
    )


def changed(image: RgbImage) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    found: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (image != GREY).any(axis=2)
    return found


def test_the_picture_itself_is_left_alone_and_the_drawing_is_frozen() -> None:
    before = GREY.copy()
    drawn = draw_overlay(GREY, views(box((50, 50, 200, 200))), anomaly())
    assert np.array_equal(GREY, before)
    assert not drawn.flags.writeable
    assert drawn.shape == GREY.shape


def test_nothing_found_is_nothing_drawn() -> None:
    assert np.array_equal(draw_overlay(GREY, None, None), GREY)
    assert np.array_equal(draw_overlay(GREY, views(), None), GREY)


def test_boxes_have_the_colour_of_their_kind_and_weak_ones_are_left_out() -> None:
    item = draw_overlay(GREY, views(box((50, 50, 200, 200), "item")), None)
    defect = draw_overlay(GREY, views(box((50, 50, 200, 200))), None)
    weak = draw_overlay(GREY, views(box((50, 50, 200, 200), score=0.1)), None)
    assert tuple(item[120, 50]) == ITEM_RGB
    assert tuple(defect[120, 50]) == DEFECT_RGB
    assert np.array_equal(weak, GREY)


@pytest.mark.parametrize("size", [(80, 64), (640, 512), (4000, 3000)])
def test_lines_and_names_grow_with_the_picture(size: tuple[int, int]) -> None:
    width, height = size
    image = freeze(np.zeros((height, width, 3), np.uint8))
    drawn = draw_overlay(image, views(box((width * 0.3, height * 0.4, width * 0.8, height * 0.9))), None)
    row = drawn[round(height * 0.7), : width // 2].any(axis=1)
    assert 1 <= row.sum() <= max(6, height / 100)
    name = (drawn == 255).all(axis=2)
    assert name.any()
    assert np.ptp(np.nonzero(name)[0]) >= height / 80


def test_names_of_boxes_that_share_a_corner_do_not_cover_each_other() -> None:
    taken: list[tuple[int, int, int, int]] = []
    for _ in range(6):
        plate = _place(box((200, 150, 420, 260)), (90, 14), (600, 400), taken)
        assert not any(_overlap(plate, other) for other in taken)
        taken.append(plate)


@pytest.mark.parametrize("corner", [(0, 0), (560, 0), (0, 390), (560, 390)])
def test_a_name_at_the_border_stays_in_the_picture(corner: tuple[int, int]) -> None:
    x, y = corner
    left, top, right, bottom = _place(box((x, y, x + 40, y + 10)), (90, 14), (600, 400), [])
    assert 0 <= left < right <= 600
    assert 0 <= top < bottom <= 400


@pytest.mark.parametrize(
    "xyxy",
    [
        (float("nan"), 0.0, 10.0, 10.0),
        (0.0, 0.0, float("inf"), 10.0),
        (-500.0, -500.0, -400.0, -400.0),
        (10.0, 10.0, 10.0, 10.0),
        (1e9, 1e9, 1e9, 1e9),
    ],
)
def test_no_box_breaks_the_drawing(xyxy: Xyxy) -> None:
    good = box((50, 50, 200, 200))
    drawn = draw_overlay(GREY, views(good, box(xyxy)), None)
    assert tuple(drawn[120, 50]) == DEFECT_RGB


def test_heat_is_where_the_map_is_hot_and_only_within_its_region() -> None:
    spots = changed(draw_heat(GREY, anomaly()))
    assert spots[140:180, 220:260].all()
    assert not spots[:100].any()
    assert not spots[:, :100].any()
    assert not spots[320:].any()


def test_the_more_usual_the_item_the_paler_the_heat() -> None:
    differences = [
        int(np.abs(draw_heat(GREY, anomaly(p_value=p)).astype(int) - GREY).max()) for p in (0.0, 0.4, 0.9, 1.0)
    ]
    assert differences[0] >= differences[1] > differences[2] > differences[3] == 0


@pytest.mark.parametrize(
    "region",
    [(-50.0, -50.0, 900.0, 900.0), (700.0, 0.0, 800.0, 50.0), (10.0, 10.0, 10.2, 10.2), (599.0, 399.0, 600.0, 400.0)],
)
def test_heat_of_any_region_can_be_drawn(region: Xyxy) -> None:
    assert draw_heat(GREY, anomaly(region)).shape == GREY.shape


def test_a_flat_or_broken_map_is_no_heat() -> None:
    flat = replace(anomaly(), heat=np.full((5, 5), 3.0, np.float32))
    broken = replace(anomaly(), heat=np.full((5, 5), np.nan, np.float32))
    empty = replace(anomaly(), heat=np.zeros((0, 0), np.float32))
    for score in (flat, broken, empty):
        assert np.array_equal(draw_heat(GREY, score), GREY)
