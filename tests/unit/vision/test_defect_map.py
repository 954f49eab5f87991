"""Maps become boxes: the strongest first, named by its class, ranked even when faint."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inspector.vision.defect_map import MapRule, defects_of, item_score

RULE = MapRule(top_cells=4, min_score=0.02, level=0.4)


def maps(*spots: tuple[int, int, int, float], classes: int = 3, side: int = 16) -> npt.NDArray[np.float32]:
    """Cold maps with squares of 3 x 3 cells: (class, row, column, logit)."""
    out = np.full((classes + 1, side, side), -8, np.float32)
    for cls, row, column, logit in spots:
        for layer in (cls, classes):
            out[layer, row : row + 3, column : column + 3] = logit
    return out


def test_cold_maps_hold_nothing() -> None:
    assert defects_of(maps(), RULE) == ()


def test_two_defects_keep_their_places_and_classes() -> None:
    strong, weak = defects_of(maps((2, 1, 1, 4.0), (0, 9, 10, 1.0)), RULE)
    assert (strong.cls, weak.cls) == (2, 0)
    assert strong.xyxy == (1 / 16, 1 / 16, 4 / 16, 4 / 16)
    assert weak.xyxy == (10 / 16, 9 / 16, 13 / 16, 12 / 16)
    assert strong.score == pytest.approx(1 / (1 + np.exp(-4.0)), abs=1e-5)
    assert weak.score == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-5)


def test_faint_evidence_still_has_a_place() -> None:
    (found,) = defects_of(maps((1, 5, 5, -2.0)), RULE)
    assert found.cls == 1
    assert found.score == pytest.approx(1 / (1 + np.exp(2.0)), abs=1e-5)


def test_fewer_cells_than_asked_for_are_taken_as_they_are() -> None:
    assert item_score(np.zeros((1, 2), np.float32), 12) == pytest.approx(0.5)


@given(arrays(np.float32, (4, 10, 12), elements=st.floats(-20, 20, width=32)))
def test_the_strongest_defect_scores_as_the_item_and_boxes_stay_inside(
    drawn: npt.NDArray[np.float32],
) -> None:
    found = defects_of(drawn, RULE)
    whole = item_score(drawn[-1], RULE.top_cells)
    if whole < RULE.min_score:
        assert found == ()
        return
    assert found
    assert found[0].score >= whole - 1e-6
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        left, top, right, bottom = one.xyxy
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert 0 <= one.cls < 3
