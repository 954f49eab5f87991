"""The barcode check on drawn and rendered items: several codes, several views, and what the catalogue makes of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from inspector.adapters.checks import barcode
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.frame import RgbImage
from inspector.domain.item import Identity
from inspector.scene.line import LineSpec
from tests.support.checked_items import Looked, blank, looked_at, rendered

GS1 = LineSpec(seed=3, damage_rate=0.0, skus=("CT-1003",), product_code="gs1_datamatrix")


def catalogue() -> rendered_catalogue.RenderedCatalogue:
    config, clock = rendered_catalogue.Config(), manual.build(manual.Config())
    return rendered_catalogue.build(config, data_dir=Path(), clock=clock)


def gtin_of(sku: str) -> str:
    entry = catalogue().find(sku)
    assert entry is not None
    return entry.gtins[0]


def check(looked: Looked, **options: Any) -> CheckResult:
    return barcode.build(barcode.Config.model_validate(options), name="codes", catalogue=catalogue()).check(*looked)


def drawn(*codes: tuple[str, str], side: int = 900) -> RgbImage:
    """A white item on grey with codes (symbology, text) one below the other, in two columns."""
    picture = np.full((side, side, 3), 120, np.uint8)
    picture[20:-20, 20:-20] = 250
    for place, (symbology, text) in enumerate(codes):
        made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(symbology))
        code = np.asarray(zxingcpp.write_barcode_to_image(made, scale=2))
        code = code[:150] if code.ndim == 2 else code[:150, :, 0]
        row, column = 40 + (place // 2) * 165, 50 + (place % 2) * 420
        picture[row : row + code.shape[0], column : column + code.shape[1]] = code[..., None]
    return picture


def item(*codes: tuple[str, str], identity: Identity | None = None) -> Looked:
    return looked_at({"top": drawn(*codes)}, {"top": (20.0, 20.0, 880.0, 880.0)}, identity=identity)


def texts(result: CheckResult) -> Sequence[tuple[str, str]]:
    return sorted((reading.name, reading.text) for reading in result.readings)


def test_every_code_on_the_item_is_read_with_its_place() -> None:
    own = gtin_of("CT-1003")
    looked = item(
        ("EAN13", own[1:]),
        ("Code128", "LPN0001234567"),
        ("QRCode", "hello"),
        ("DataMatrix", "world"),
        identity=Identity(sku="CT-1003"),
    )
    result = check(looked)
    assert (result.outcome, result.value) == (CheckOutcome.OK, "CT-1003")
    assert texts(result) == [("code", "hello"), ("code", "world"), ("gtin", own), ("lpn", "LPN0001234567")]
    for reading in result.readings:
        left, top, right, bottom = reading.xyxy
        assert 20 <= left < right <= 880
        assert 20 <= top < bottom <= 880
        assert reading.camera == "top"
    gtin = next(reading for reading in result.readings if reading.name == "gtin")
    plate = next(reading for reading in result.readings if reading.name == "lpn")
    assert gtin.xyxy[2] < plate.xyxy[0]
    assert result.xyxy == gtin.xyxy


# Symbology as zxing-cpp names it, what is written, what is read: name and text.
EVERY = (
    ("EAN13", "4006381333931", ("gtin", "04006381333931")),
    ("EAN8", "96385074", ("gtin", "00000096385074")),
    ("UPCA", "036000291452", ("gtin", "00036000291452")),
    ("UPCE", "04252614", ("gtin", "00042100005264")),  # its check digit is that of the UPC-A that it stands for
    ("Code128", "LPN0001234567", ("lpn", "LPN0001234567")),
    ("ITF", "14006381333938", ("gtin", "14006381333938")),
    ("QRCode", "https://id.example/01/04006381333931/10/L7", ("gtin", "04006381333931")),
    ("DataMatrix", "part 7", ("code", "part 7")),
    ("PDF417", "LPN0001234567", ("lpn", "LPN0001234567")),
)


@pytest.mark.parametrize(("symbology", "text", "expected"), EVERY, ids=[one[0] for one in EVERY])
@pytest.mark.parametrize("turn", [0.0, 90.0, 180.0, 10.0, 23.0, 38.0, 52.0, 67.0, 80.0])
def test_every_symbology_is_read_however_it_lies(
    symbology: str, text: str, expected: tuple[str, str], turn: float
) -> None:
    picture = np.full((700, 700, 3), 250, np.uint8)
    upright = drawn((symbology, text))[40:190, 50:470]
    picture[275:425, 140:560] = upright
    spin = cv2.getRotationMatrix2D((350, 350), turn, 1.0)
    turned = cv2.warpAffine(picture, spin, (700, 700), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250))
    result = check(looked_at({"top": np.asarray(turned, np.uint8)}, {"top": (0.0, 0.0, 700.0, 700.0)}))
    assert result.outcome is CheckOutcome.OK, result.detail
    assert expected in texts(result)
    left, top, right, bottom = next(one.xyxy for one in result.readings if (one.name, one.text) == expected)
    ink = np.argwhere(turned[..., 0] < 128)[:, ::-1]  # nothing else is printed
    inside = ((ink > (left - 12, top - 12)) & (ink < (right + 12, bottom + 12))).all(axis=1)
    assert inside.mean() > 0.25, "its place is where it stands"
    assert (ink.min(axis=0) - 15 <= (left, top)).all()
    assert (ink.max(axis=0) + 15 >= (right, bottom)).all()


def test_a_part_of_an_itf_code_is_no_code() -> None:
    def texts_at(turn: float) -> set[str]:
        picture = np.full((700, 700, 3), 250, np.uint8)
        picture[275:425, 140:560] = drawn(("ITF", "14006381333938"))[40:190, 50:470]
        spin = cv2.getRotationMatrix2D((350, 350), turn, 1.0)
        turned = cv2.warpAffine(picture, spin, (700, 700), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250))
        looked = looked_at({"top": np.asarray(turned, np.uint8)}, {"top": (0.0, 0.0, 700.0, 700.0)})
        return {one.text for one in check(looked).readings}

    assert {text for turn in range(0, 180, 6) for text in texts_at(turn)} == {"14006381333938"}


def test_ten_codes_of_one_product_are_no_contradiction() -> None:
    own = gtin_of("CT-1003")
    looked = item(
        *([("EAN13", own[1:])] * 4), *[("QRCode", f"part {n}") for n in range(6)], identity=Identity(sku="CT-1003")
    )
    result = check(looked)
    assert result.outcome is CheckOutcome.OK
    assert len([reading for reading in result.readings if reading.name == "code"]) == 6


def test_another_products_code_is_mislabelled_and_both_together_are_for_a_person() -> None:
    own, other = gtin_of("CT-1003")[1:], gtin_of("CT-1005")[1:]
    wrong = check(item(("EAN13", other), identity=Identity(sku="CT-1003")))
    assert (wrong.outcome, wrong.finding) == (CheckOutcome.FAILED, Finding.MISLABELLED)
    assert "CT-1005" in wrong.detail
    both = check(item(("EAN13", other), ("EAN13", own), identity=Identity(sku="CT-1003")))
    assert (both.outcome, both.finding) == (CheckOutcome.UNSURE, None)
    assert "codes of CT-1003 and of CT-1005" in both.detail


def test_an_itf_code_with_a_wrong_check_digit_is_for_a_person() -> None:
    result = check(item(("ITF", "14006381333939"), identity=Identity(sku="CT-1003")))
    assert result.outcome is CheckOutcome.UNSURE
    assert "check digit" in result.detail
    assert result.readings == ()


def test_codes_of_several_views_are_joined_once_each() -> None:
    own = gtin_of("CT-1003")
    pictures = {
        "top": drawn(("EAN13", own[1:])),
        "side": drawn(("EAN13", own[1:]), ("Code128", "LPN0001234567")),
    }
    looked = looked_at(pictures, dict.fromkeys(pictures, (20.0, 20.0, 880.0, 880.0)), sku="CT-1003")
    result = check(looked)
    assert result.outcome is CheckOutcome.OK
    assert {reading.camera for reading in result.readings} == {"top", "side"}
    assert result.camera == "top"


def test_a_rendered_items_gs1_code_tells_gtin_and_lot() -> None:
    truth, looked = rendered(GS1, 2)
    result = check(looked)
    assert (result.outcome, result.value) == (CheckOutcome.OK, "CT-1003")
    assert ("gtin", truth.gtin.zfill(14)) in texts(result)
    assert ("lot", truth.lot) in texts(result)


@pytest.mark.parametrize("scale", [0.625, 0.7, 0.75])
def test_a_code_with_bars_of_a_pixel_is_enlarged_until_it_reads(scale: float) -> None:
    sharp = drawn(("EAN13", gtin_of("CT-1003")[1:]))
    small = np.asarray(cv2.resize(sharp, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    side = float(small.shape[0])
    looked = looked_at({"top": small}, {"top": (0.0, 0.0, side, side)}, sku="CT-1003")
    assert check(looked, tries=0).outcome is CheckOutcome.NOT_APPLICABLE
    result = check(looked)
    assert (result.outcome, result.value) == (CheckOutcome.OK, "CT-1003")
    assert result.xyxy is not None
    assert 0 <= result.xyxy[0] < result.xyxy[2] < side / 2  # in pixels of the picture, not of the enlarged one


def test_no_code_is_nothing_to_check_unless_one_is_required() -> None:
    looked = looked_at({"top": blank()}, {"top": (10.0, 10.0, 200.0, 200.0)}, sku="CT-1003")
    assert check(looked).outcome is CheckOutcome.NOT_APPLICABLE
    assert check(looked, required=True).outcome is CheckOutcome.UNSURE


@pytest.mark.parametrize("pattern", ["(", "[a-"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="no regular expression"):
        barcode.Config.model_validate({"lpn_pattern": pattern})
