"""Places are covered for good, with what stands around them, whatever numbers a record holds."""

import math

import numpy as np
import pytest

from inspector.domain.frame import freeze
from inspector.vision.redaction import covered, shrunk

PICTURE = freeze(np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8))


def test_a_place_and_its_surroundings_are_one_colour_and_the_rest_is_as_it_was() -> None:
    found = covered(PICTURE, [(20.0, 20.0, 40.0, 30.0)])
    inside = found[5:46, 5:56]
    assert (inside == inside[0, 0]).all()
    assert (found[50:] == PICTURE[50:]).all()
    assert (found[:, 60:] == PICTURE[:, 60:]).all()
    assert not found.flags.writeable


@pytest.mark.parametrize(
    "place", [(-500.0, -500.0, 900.0, 900.0), (math.nan, 0.0, 1.0, 1.0), (0.0, 0.0, math.inf, 1.0)]
)
def test_a_place_beyond_the_picture_or_no_place_at_all_covers_it_whole(
    place: tuple[float, float, float, float],
) -> None:
    assert len(np.unique(covered(PICTURE, [place]).reshape(-1, 3), axis=0)) == 1


def test_a_place_outside_and_one_turned_around() -> None:
    assert (covered(PICTURE, [(500.0, 500.0, 510.0, 510.0)]) == PICTURE).all()
    assert (covered(PICTURE, [(40.0, 30.0, 20.0, 20.0)]) == covered(PICTURE, [(20.0, 20.0, 40.0, 30.0)])).all()


def test_pictures_are_made_smaller_never_larger() -> None:
    assert shrunk(PICTURE, 40).shape == (30, 40, 3)
    assert shrunk(PICTURE, 400) is PICTURE
    assert shrunk(PICTURE, 1).shape == (1, 1, 3)
