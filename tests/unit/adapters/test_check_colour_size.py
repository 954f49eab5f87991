"""Colour and size of rendered items whose truth is known, and everything that keeps them from being measured."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.adapters.checks import colour, size
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.config.camera_file import camera_file, load_cameras, save_camera
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.errors import ConfigError
from inspector.scene.camera import true_model
from inspector.scene.catalogue import product
from inspector.scene.line import LineSpec, item_at
from inspector.scene.mixup import Mixup
from inspector.vision.colour import delta_e_2000, lab_of_rgb
from tests.support.checked_items import Looked, blank, looked_at, rendered

SIZE = (1024, 820)
GREEN = (52.0, 98.0, 80.0)
LINE = LineSpec(seed=1, damage_rate=0.0, skus=("CT-1003", "CT-1004", "CT-1006", "BK-4001"))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    save_camera(tmp_path, "top", true_model("top", SIZE, belt_rgb=GREEN))
    return tmp_path


def catalogue(*entries: CatalogueEntry) -> rendered_catalogue.RenderedCatalogue:
    clock = manual.build(manual.Config())
    made = rendered_catalogue.build(rendered_catalogue.Config(), data_dir=Path(), clock=clock)
    made.put(entries, keep_others=True)
    return made


def coloured(looked: Looked, folder: Path, *entries: CatalogueEntry, **options: Any) -> CheckResult:
    config = colour.Config.model_validate(options)
    return colour.build(config, name="colour", catalogue=catalogue(*entries), data_dir=folder).check(*looked)


def sized(looked: Looked, folder: Path, *entries: CatalogueEntry, **options: Any) -> CheckResult:
    config = size.Config.model_validate(options)
    return size.build(config, name="size", catalogue=catalogue(*entries), data_dir=folder).check(*looked)


def mixed(mixup: Mixup) -> LineSpec:
    return replace(LINE, mixup_rate=1.0, mixups=(mixup,))


@pytest.mark.parametrize("index", range(4))
def test_right_items_have_their_colour_and_their_size(index: int, data_dir: Path) -> None:
    truth, looked = rendered(LINE, index)
    shade = coloured(looked, data_dir)
    assert shade.outcome is CheckOutcome.OK, (truth.sku, shade)
    assert float(shade.value or "nan") < 6.5
    measured = sized(looked, data_dir)
    assert measured.outcome is CheckOutcome.OK, (truth.sku, measured)
    sizes = [float(part) for part in (measured.value or "").split(" x ")]
    assert np.abs(np.subtract(sizes, sorted(truth.size_mm, reverse=True))).max() < 6


@pytest.mark.parametrize("index", range(4))
def test_wrong_sizes_are_findings(index: int, data_dir: Path) -> None:
    truth, looked = rendered(mixed("wrong_size"), index)
    result = sized(looked, data_dir)
    assert (result.outcome, result.finding) == (CheckOutcome.FAILED, Finding.WRONG_SIZE), (truth.looks, result)
    sizes = [float(part) for part in (result.value or "").split(" x ")]
    assert np.abs(np.subtract(sizes, sorted(truth.size_mm, reverse=True))).max() < 6


def test_what_is_as_large_as_two_side_by_side_is_no_wrong_size_but_for_a_person(data_dir: Path) -> None:
    truth, looked = rendered(LINE, 1)
    length, width, height = truth.size_mm
    for half in ((length / 2, width, height), (length, width / 2, height), (length, width, height / 2)):
        result = sized(looked, data_dir, CatalogueEntry(sku=truth.sku, size_mm=half))
        assert (result.outcome, result.finding) == (CheckOutcome.UNSURE, None), result
        assert "two of" in result.detail
    other = sized(looked, data_dir, CatalogueEntry(sku=truth.sku, size_mm=(length / 1.6, width, height)))
    assert other.finding is Finding.WRONG_SIZE


def test_wrong_colours_are_findings(data_dir: Path) -> None:
    spec = mixed("wrong_colour")
    far = [
        index
        for index in range(12)
        if delta_e_2000(
            lab_of_rgb(product(item_at(spec, index).looks).palette[0]),
            lab_of_rgb(product(item_at(spec, index).sku).palette[0]),
            lightness=2,
        )
        > 15
    ]
    assert len(far) >= 5
    results = [coloured(rendered(spec, index)[1], data_dir) for index in far]
    failed = [result for result in results if result.outcome is CheckOutcome.FAILED]
    assert all(result.finding is Finding.WRONG_COLOUR for result in failed)
    assert len(failed) >= len(far) - 1


def test_a_products_own_tolerances_count(data_dir: Path) -> None:
    truth, looked = rendered(LINE, 1)
    entry = CatalogueEntry(
        sku=truth.sku, size_mm=truth.size_mm, colours=(product(truth.sku).palette[0],), size_tolerance_mm=0.001
    )
    assert sized(looked, data_dir, entry).outcome is CheckOutcome.FAILED
    assert coloured(looked, data_dir, replace(entry, colour_tolerance=0.001)).outcome is CheckOutcome.FAILED
    off = replace(entry, size_mm=(truth.size_mm[0] * 1.1, *truth.size_mm[1:]))
    assert sized(looked, data_dir, replace(off, size_tolerance_mm=99.0)).outcome is CheckOutcome.OK


def test_every_colour_of_the_catalogue_must_be_found(data_dir: Path) -> None:
    truth, looked = rendered(LINE, 1)
    own = product(truth.sku).palette[0]
    violet = (150, 0, 200)
    result = coloured(looked, data_dir, CatalogueEntry(sku=truth.sku, colours=(own, violet)))
    assert result.outcome is CheckOutcome.FAILED
    assert "#9600c8 is off" in result.detail


def test_between_right_and_wrong_a_person_looks(data_dir: Path) -> None:
    _, looked = rendered(LINE, 1)
    off = float(coloured(looked, data_dir).value or "nan")
    assert coloured(looked, data_dir, tolerance=off / 1.1, doubt=1.25).outcome is CheckOutcome.UNSURE


def test_a_sku_without_an_entry_colour_or_size_is_not_checked(data_dir: Path) -> None:
    item, found = rendered(LINE, 1)[1]
    for sku in ("UNKNOWN", "BARE"):
        frame = item.frames[0]
        looked = looked_at({"top": frame.image}, {"top": found[0].items[0].xyxy}, sku=sku)
        for result in (
            coloured(looked, data_dir, CatalogueEntry(sku="BARE")),
            sized(looked, data_dir, CatalogueEntry(sku="BARE")),
        ):
            assert result.outcome is CheckOutcome.NOT_APPLICABLE
            assert sku in result.detail


def test_without_a_calibrated_camera_nothing_is_claimed(tmp_path: Path) -> None:
    _, looked = rendered(LINE, 1)
    for result in (coloured(looked, tmp_path), sized(looked, tmp_path)):
        assert result.outcome is CheckOutcome.NOT_APPLICABLE
        assert "no camera is calibrated" in result.detail
    assert coloured(looked, tmp_path, light=False).outcome is not CheckOutcome.NOT_APPLICABLE


def test_an_item_that_can_not_be_told_from_the_belt_is_not_measured(data_dir: Path) -> None:
    looked = looked_at({"top": blank(SIZE)}, {"top": (100.0, 100.0, 400.0, 300.0)}, sku="CT-1003")
    assert coloured(looked, data_dir).outcome is CheckOutcome.NOT_APPLICABLE
    assert sized(looked, data_dir).outcome is CheckOutcome.NOT_APPLICABLE


def test_an_item_that_is_cut_off_is_not_measured(data_dir: Path) -> None:
    item, found = rendered(LINE, 1)[1]
    left, top, right, bottom = (round(edge) for edge in found[0].items[0].xyxy)
    cut = item.frames[0].image.copy()
    cut = np.ascontiguousarray(np.roll(cut, -(left + 40), axis=1))
    looked = looked_at({"top": cut}, {"top": (0.0, top, right - left - 40.0, bottom)}, sku="CT-1003")
    assert sized(looked, data_dir).outcome is CheckOutcome.NOT_APPLICABLE


def test_a_picture_of_another_shape_than_calibrated_is_an_error_not_a_size(data_dir: Path) -> None:
    save_camera(data_dir, "top", true_model("top", (1024, 512)))
    with pytest.raises(ValueError, match="calibrated at 1024 x 512"):
        sized(rendered(LINE, 1)[1], data_dir)


def test_a_calibration_comes_back_as_it_was_and_damaged_ones_are_all_named(data_dir: Path) -> None:
    model = true_model("side", SIZE)
    save_camera(data_dir, "side", model)
    assert load_cameras(data_dir) == {"side": model, "top": true_model("top", SIZE, belt_rgb=GREEN)}
    camera_file(data_dir, "top").write_text("{")
    camera_file(data_dir, "side").write_text('{"format": 2}')
    with pytest.raises(ConfigError) as caught:
        colour.build(colour.Config(), name="c", catalogue=catalogue(), data_dir=data_dir)
    text = "\n".join(caught.value.problems)
    assert "top.json" in text
    assert "side.json: format" in text
    assert "calibrate it again" in text
