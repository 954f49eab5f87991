"""The virtual photo-eye counts the items of a rendered belt exactly, whatever the belt does."""

from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from inspector.domain.frame import RgbImage
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.vision.photo_eye import PhotoEye, PhotoEyeSettings

STEP_MM = 20.0  # 25 frames a second at 0.5 m/s
SIZE = (320, 256)


def belt(seed: int, view: View, pitch_mm: float, items: int) -> Iterator[tuple[float, RgbImage]]:
    """Item position (whole where an item is centred) and picture, from a pitch before the first item."""
    renderer = Renderer(LineSpec(seed=seed, damage_rate=0.3, pitch_mm=pitch_mm), view=view, size=SIZE)
    for position in np.arange(-pitch_mm, (items - 0.5) * pitch_mm, STEP_MM):
        yield float(position) / pitch_mm, renderer.belt(float(position)).image


def events(eye: PhotoEye, frames: Iterable[tuple[float, RgbImage]]) -> list[float]:
    return [where for where, image in frames if eye.update(image)]


def bars(places: Iterable[float], *, length: int = 40, noise: int = 6) -> Iterator[RgbImage]:
    """A bright bar on a dark noisy belt, its middle at each of `places` (pixels of 256)."""
    rng = np.random.default_rng(5)
    for place in places:
        image = rng.integers(60 - noise, 60 + noise, (128, 256, 3)).astype(np.uint8)
        start = round(place - length / 2)
        image[40:90, max(0, start) : max(0, start + length)] = (220, 180, 40)
        yield image


@pytest.mark.parametrize(
    ("seed", "view", "pitch_mm"),
    [(1, "top", 600.0), (2, "side", 450.0), (3, "top", 500.0), (4, "side", 600.0)],
)
def test_every_item_of_a_rendered_belt_counts_once_and_centred(seed: int, view: View, pitch_mm: float) -> None:
    eye = PhotoEye()
    found = events(eye, belt(seed, view, pitch_mm, items=4))
    assert [round(where) for where in found] == [0, 1, 2, 3]
    assert eye.count == 4
    assert all(abs(where - round(where)) * pitch_mm <= 60 for where in found)


def test_an_item_that_is_in_view_at_the_start_counts_once() -> None:
    frames = [frame for frame in belt(2, "side", 450.0, items=2) if frame[0] > -0.5]
    assert [round(where) for where in events(PhotoEye(), frames)] == [0, 1]


def test_an_empty_belt_has_no_events() -> None:
    renderer = Renderer(LineSpec(seed=2), view="top", size=SIZE)
    # far before the first item there is belt only
    pictures = ((float(mm), renderer.belt(float(mm)).image) for mm in np.arange(-4000, -3000, STEP_MM))
    assert events(PhotoEye(), pictures) == []


def test_a_belt_that_stops_and_goes_counts_as_one_that_runs() -> None:
    frames = list(belt(5, "top", 600.0, items=3))
    stopping = [frame for index, frame in enumerate(frames) for _ in range(12 if index % 15 == 0 else 1)]
    assert [round(where) for where in events(PhotoEye(), stopping)] == [0, 1, 2]


def test_an_item_that_stands_under_the_eye_counts_once() -> None:
    places = [*range(-20, 128, 4), *([129] * 200), *range(132, 280, 4)]
    eye = PhotoEye()
    assert sum(eye.update(image) for image in bars(places)) == 1


def test_an_item_that_trembles_on_the_line_counts_once() -> None:
    places = [*range(-20, 128, 4), *([124, 132] * 40), *range(132, 280, 4)]
    assert sum(map(PhotoEye().update, bars(places))) == 1


def test_an_item_longer_than_the_zone_counts_once_it_has_passed() -> None:
    places = range(-200, 460, 5)
    eye = PhotoEye()
    hits = [place for place, image in zip(places, bars(places, length=330), strict=True) if eye.update(image)]
    assert len(hits) == 1
    assert 128 <= hits[0] - 165 <= 150  # its rear end is just over the line


@pytest.mark.parametrize("backwards", [False, True])
def test_the_belt_may_run_either_way(backwards: bool) -> None:
    pictures = list(bars(range(-20, 280, 4)))
    if backwards:
        pictures.reverse()
    assert sum(map(PhotoEye().update, pictures)) == 1


def test_motion_along_the_other_axis() -> None:
    pictures = [np.ascontiguousarray(image.transpose(1, 0, 2)) for image in bars(range(-20, 280, 4))]
    assert sum(map(PhotoEye(PhotoEyeSettings(axis="y")).update, pictures)) == 1


def test_what_moves_outside_the_zone_does_not_count() -> None:
    settings = PhotoEyeSettings(zone=(0.0, 0.75, 1.0, 1.0))
    assert sum(map(PhotoEye(settings).update, bars(range(-20, 280, 4)))) == 0


def test_light_that_drifts_does_not_count() -> None:
    rng = np.random.default_rng(1)
    texture = rng.integers(90, 130, (128, 256, 3)).astype(np.float32)
    eye = PhotoEye()
    for step in range(120):
        light = 1.0 + 0.35 * np.sin(step / 15)
        picture = np.roll(texture, step * 5, axis=1) * light
        assert not eye.update(np.clip(picture, 0, 255).astype(np.uint8))


def test_the_event_comes_where_the_line_is() -> None:
    eye, places = PhotoEye(PhotoEyeSettings(line=0.25)), range(-20, 280, 4)
    hits = [place for place, image in zip(places, bars(places), strict=True) if eye.update(image)]
    assert len(hits) == 1
    assert abs(hits[0] - 64) <= 6


@pytest.mark.parametrize("zone", [(0.5, 0.0, 0.5, 1.0), (0.0, 0.9, 1.0, 0.1), (-0.1, 0.0, 1.0, 1.0)])
def test_a_zone_without_area_is_refused(zone: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="zone"):
        PhotoEyeSettings(zone=zone)
