"""Constructed faults are found; good pictures, and pictures at the edge of the limits, are left alone."""

import time
from dataclasses import replace

import cv2
import numpy as np
import pytest

from inspector.domain.frame import RgbImage, freeze
from inspector.domain.image_fault import ImageFault
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.vision.quality import FrozenWatch, QualityLimits, faults, measure

LIMITS = QualityLimits()
SEEDS = (1, 2, 3, 4)  # these show all four belts
VIEWS: tuple[View, ...] = ("top", "side")


@pytest.fixture(scope="module")
def good() -> list[RgbImage]:
    pictures: list[RgbImage] = []
    for seed in SEEDS:
        for view in VIEWS:
            renderer = Renderer(LineSpec(seed=seed, damage_rate=0.5), view=view)
            pictures += [renderer.item(index).image for index in range(3)]
            pictures.append(renderer.empty().image)
    return pictures


def blurred(image: RgbImage, share: float) -> RgbImage:
    """Out of focus by `share` of the width, then with a sensor's noise on top, as a lens does it."""
    soft = cv2.GaussianBlur(image, (0, 0), share * image.shape[1]).astype(np.float32)
    noisy = soft + np.random.default_rng(0).normal(0, 2, image.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def test_good_pictures_have_no_faults(good: list[RgbImage]) -> None:
    assert [faults(image, LIMITS) for image in good] == [()] * len(good)


def test_good_pictures_keep_a_distance_from_every_limit(good: list[RgbImage]) -> None:
    found = [measure(image) for image in good]
    assert min(m.std for m in found) > 3 * LIMITS.blank_std
    assert max(m.bright_share for m in found) < LIMITS.bright_share / 3
    assert min(m.top_level for m in found) > 3 * LIMITS.dark_level
    assert min(m.sharpness for m in found) > 2 * LIMITS.sharpness


@pytest.mark.parametrize("level", [0, 90, 128, 200])
def test_a_uniform_picture_with_noise_is_blank(level: int) -> None:
    noise = np.random.default_rng(0).normal(level, 3, (512, 640, 3))
    assert ImageFault.BLANK in faults(np.clip(noise, 0, 255).astype(np.uint8), LIMITS)


def test_a_lens_cap_is_blank_and_dark() -> None:
    assert faults(np.zeros((512, 640, 3), np.uint8), LIMITS) == (ImageFault.BLANK, ImageFault.UNDEREXPOSED)


def test_light_off_is_underexposed(good: list[RgbImage]) -> None:
    for image in good:
        assert ImageFault.UNDEREXPOSED in faults(image // 12, LIMITS)


def test_a_blown_out_picture_is_overexposed(good: list[RgbImage]) -> None:
    for image in good:
        blown = np.clip(image.astype(np.int32) * 5 + 80, 0, 255).astype(np.uint8)
        assert ImageFault.OVEREXPOSED in faults(blown, LIMITS)


def test_defocus_is_blurred(good: list[RgbImage]) -> None:
    for image in good:
        assert faults(blurred(image, 0.012), LIMITS) == (ImageFault.BLURRED,)


def test_softness_that_a_good_lens_may_have_is_not(good: list[RgbImage]) -> None:
    for image in good:
        assert faults(blurred(image, 0.003), LIMITS) == ()


def test_focus_is_judged_alike_at_every_resolution(good: list[RgbImage]) -> None:
    for image in good[:4]:
        large = np.asarray(cv2.resize(image, (1920, 1536), interpolation=cv2.INTER_CUBIC), np.uint8)
        assert faults(large, LIMITS) == ()
        assert faults(blurred(large, 0.012), LIMITS) == (ImageFault.BLURRED,)


@pytest.mark.parametrize(("width", "height"), [(641, 512), (640, 511), (1, 1)])
def test_another_size_is_wrong(width: int, height: int) -> None:
    limits = replace(LIMITS, width=640, height=512)
    assert faults(np.zeros((height, width, 3), np.uint8), limits) == (ImageFault.WRONG_SIZE,)


def test_the_right_size_is_not_wrong(good: list[RgbImage]) -> None:
    assert faults(good[0], replace(LIMITS, width=640, height=512)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (7, 7), (8, 8)])
def test_tiny_pictures_are_blank_not_an_error(shape: tuple[int, int]) -> None:
    assert ImageFault.BLANK in faults(np.full((*shape, 3), 70, np.uint8), LIMITS)


def test_exposure_limits_are_sharp() -> None:
    image = np.zeros((100, 100, 3), np.uint8)
    image[:46] = 250
    assert ImageFault.OVEREXPOSED not in faults(image, LIMITS)
    image[:47] = 250
    assert ImageFault.OVEREXPOSED in faults(image, LIMITS)


def test_the_limits_can_be_moved(good: list[RgbImage]) -> None:
    assert faults(good[0], replace(LIMITS, sharpness=5.0)) == (ImageFault.BLURRED,)
    assert faults(good[0], replace(LIMITS, blank_std=500.0)) == (ImageFault.BLANK,)


def test_frozen_at_the_first_repeat(good: list[RgbImage]) -> None:
    watch = FrozenWatch()
    pictures = [good[0], good[1], good[1].copy(), good[1].copy(), good[0]]
    assert [watch.update(freeze(image)) for image in pictures] == [False, False, True, True, False]


def test_frozen_after_more_repeats(good: list[RgbImage]) -> None:
    watch = FrozenWatch(repeats=3)
    assert [watch.update(freeze(good[0])) for _ in range(5)] == [False, False, False, True, True]
    assert watch.update(freeze(good[1])) is False


def test_one_different_byte_is_not_frozen(good: list[RgbImage]) -> None:
    watch = FrozenWatch()
    watch.update(freeze(good[0]))
    other = good[0].copy()
    other[1, 1, 1] ^= 1  # not among the few pixels that are compared first
    assert watch.update(freeze(other)) is False


def test_a_reused_buffer_does_not_look_frozen(good: list[RgbImage]) -> None:
    watch, buffer = FrozenWatch(), good[0].copy()
    watch.update(buffer)
    buffer[:] = good[1]
    assert watch.update(buffer) is False


def test_a_new_size_is_not_frozen() -> None:
    watch = FrozenWatch()
    watch.update(freeze(np.zeros((4, 4, 3), np.uint8)))
    assert watch.update(freeze(np.zeros((4, 5, 3), np.uint8))) is False


def test_frozen_needs_a_repeat() -> None:
    with pytest.raises(ValueError, match="one repeat"):
        FrozenWatch(repeats=0)


def test_a_megapixel_takes_little_time(good: list[RgbImage]) -> None:
    large = np.asarray(cv2.resize(good[0], (1280, 1024)), np.uint8)
    spent = []
    for _ in range(20):
        start = time.perf_counter()
        faults(large, LIMITS)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.006  # 1 ms alone; the machine may be shared
