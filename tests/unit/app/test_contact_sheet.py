"""One picture of all taught images: no empty place stands out, whatever their number and their shape."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspector.app.teach_preview import BORDER, TILE, contact_sheet

SHAPES = st.tuples(st.integers(8, 64), st.integers(8, 64))


@given(shapes=st.lists(SHAPES, min_size=1, max_size=20), columns=st.integers(1, 8))
def test_behind_the_images_and_in_empty_places_there_is_one_ground(shapes: list[tuple[int, int]], columns: int) -> None:
    black = [np.zeros((*shape, 3), np.uint8) for shape in shapes]
    sheet = contact_sheet(black, odd_ones=(), columns=columns)
    across = min(columns, len(black))
    assert sheet.shape == (-(-len(black) // across) * TILE, across * TILE, 3)
    ground = sheet[0, 0]
    assert ground.any()
    seen = np.any(sheet != ground, axis=2)
    assert not sheet[seen].any(), "nothing but the black images and the ground"
    for place in range(sheet.shape[0] // TILE * across):
        y, x = place // across * TILE, place % across * TILE
        shown = bool(seen[y : y + TILE, x : x + TILE].any())
        assert shown is (place < len(black)), "an image in each place, and in no further one"


def test_the_odd_ones_are_framed_and_no_empty_place_is() -> None:
    sheet = contact_sheet([np.zeros((16, 16, 3), np.uint8)] * 5, odd_ones={3}, columns=4, numbered=True)
    line = sheet[BORDER // 2, TILE // 2 :: TILE]
    assert [bool((pixel != sheet[0, 0]).any()) for pixel in line] == [False, False, False, True]
    assert (sheet[TILE:, TILE:] == sheet[0, 0]).all()
