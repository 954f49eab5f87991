"""Printed last days as goods show them, read by the real engine: sharp, blurred, glaring, in dots, aslant, bent."""

import datetime
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest

from inspector.adapters.checks import expiry
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.domain.check import CheckOutcome
from inspector.domain.frame import RgbImage
from tests.support.checked_items import looked_at
from tests.support.hard_print import GROUND, INK, along_arc, aslant, dotted, on_cylinder, under_glare

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DAY = "2027-11-23"
FORMS = ("Verw.bis: 23.11.2027", "EXP 2027 NOV 23", "BBE 23/11/2027", "MHD 23.11.27", "EXP 2027-327")


@cache
def engine() -> TextReadOnce:
    return TextReadOnce()


def sheet(form: str) -> RgbImage:
    """A label of 480 x 300 pixels with other print around the date."""
    image = np.full((300, 480, 3), GROUND, np.uint8)
    for number, row in enumerate(("LOT HB205956", form, "NET 500 g")):
        place = (60, 110 + 36 * number)
        cv2.putText(image, row, place, cv2.FONT_HERSHEY_SIMPLEX, 0.75, (INK, INK, INK), 1, cv2.LINE_AA)
    noise = np.random.default_rng(5).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def read(image: RgbImage) -> tuple[CheckOutcome, str | None]:
    height, width = image.shape[:2]
    looked = looked_at({"top": image}, {"top": (0.0, 0.0, float(width), float(height))})
    config = expiry.Config(printed="rapidocr", threads=1)
    result = expiry.build(config, name="expiry", now=lambda: NOW, text=engine()).check(*looked)
    return result.outcome, result.value


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_day_is_read(form: str) -> None:
    assert read(sheet(form)) == (CheckOutcome.OK, DAY)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda image: cv2.GaussianBlur(image, (0, 0), 1.8), id="blurred"),
        pytest.param(lambda image: under_glare(image, 0.85), id="glare"),
        pytest.param(lambda image: aslant(image, 40), id="aslant"),
        pytest.param(lambda image: on_cylinder(image, 0.6), id="on a bottle"),
        pytest.param(lambda image: along_arc(image, 20), id="along an arc"),
        pytest.param(lambda image: np.rot90(image, 1).copy(), id="upright"),
    ],
)
def test_a_day_is_read_through_what_goods_do_to_print(spoil: Callable[[RgbImage], RgbImage]) -> None:
    assert read(np.asarray(spoil(sheet(FORMS[0])), np.uint8)) == (CheckOutcome.OK, DAY)


def test_a_day_in_dots_is_read() -> None:
    image = dotted(("LOT HB205956", "EXP 2027-11-23"), pitch_px=2.5)
    assert read(image) == (CheckOutcome.OK, DAY)


def test_an_impossible_and_a_past_day_are_seen_as_such_in_print_too() -> None:
    assert read(sheet("EXP 31.02.2027")) == (CheckOutcome.UNSURE, None)
    assert read(sheet("Verw.bis: 23.11.2026")) == (CheckOutcome.FAILED, "2026-11-23")
