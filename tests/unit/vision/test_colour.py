"""Colour differences against the published test data; light that is taken out; what a surface is made of."""

import numpy as np
import pytest

from inspector.vision.colour import Lab, delta_e_2000, dominant, gains, lab_of_rgb, lit, relit

# Sharma, Wu and Dalal, Color Res. Appl. 30 (2005), table 1: pairs that reach every branch of the formula.
PUBLISHED: list[tuple[Lab, Lab, float]] = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "expected"), PUBLISHED)
def test_the_difference_is_the_published_one_both_ways(one: Lab, other: Lab, expected: float) -> None:
    assert delta_e_2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert delta_e_2000(other, one) == pytest.approx(expected, abs=1e-4)
    assert delta_e_2000(one, one) == 0.0


def test_lightness_counts_less_when_it_is_told_to() -> None:
    darker, other_hue = ((60.0, 20.0, 10.0), (48.0, 20.0, 10.0)), ((60.0, 20.0, 10.0), (60.0, 20.0, -10.0))
    assert delta_e_2000(*darker, lightness=2) == pytest.approx(delta_e_2000(*darker) / 2)
    assert delta_e_2000(*other_hue, lightness=2) == delta_e_2000(*other_hue)


def test_known_colours_have_their_known_lab() -> None:
    assert lab_of_rgb((255, 255, 255)) == pytest.approx((100.0, 0.0, 0.0), abs=0.1)
    assert lab_of_rgb((0, 0, 0)) == pytest.approx((0.0, 0.0, 0.0), abs=0.1)
    assert lab_of_rgb((255, 0, 0)) == pytest.approx((53.24, 80.09, 67.20), abs=0.1)


def test_a_colour_cast_is_taken_out_by_a_reference() -> None:
    true = np.array([[200, 120, 60], [40, 90, 150], [120, 120, 120]], np.uint8)
    light = (1.12, 1.0, 0.85)
    seen = np.array([lit(tuple(map(float, colour)), light) for colour in true])  # type: ignore[arg-type]
    grey = tuple(seen[2].tolist())
    back = relit(np.round(seen).astype(np.uint8), seen=grey, known=(120.0, 120.0, 120.0))
    assert np.abs(back.astype(int) - true).max() <= 2
    assert gains(seen=grey, known=grey) == pytest.approx((1.0, 1.0, 1.0))


def test_a_black_reference_gives_no_infinite_light() -> None:
    assert np.isfinite(gains(seen=(0.0, 0.0, 0.0), known=(255.0, 255.0, 255.0))).all()
    assert relit(np.zeros((1, 3), np.uint8), seen=(0.0, 0.0, 0.0), known=(255.0, 255.0, 255.0)).max() <= 255


def test_a_surface_is_told_by_its_colours_largest_first() -> None:
    rng = np.random.default_rng(1)
    parts = {(180, 60, 40): 0.6, (240, 240, 236): 0.3, (30, 60, 120): 0.1}
    pixels = np.concatenate([np.full((int(2000 * share), 3), colour) for colour, share in parts.items()])
    noisy = np.clip(pixels + rng.normal(0, 3, pixels.shape), 0, 255).astype(np.uint8)
    found = dominant(noisy)
    assert [round(one.share, 1) for one in found[:3]] == [0.6, 0.3, 0.1]
    for one, colour in zip(found, parts, strict=False):
        assert delta_e_2000(one.lab, lab_of_rgb(colour)) < 2
    assert dominant(noisy) == found
    assert dominant(np.zeros((0, 3), np.uint8)) == ()
