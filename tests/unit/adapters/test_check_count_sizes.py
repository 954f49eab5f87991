"""The count of what is larger or smaller than its golden pictures: measured sides tell another size from more units."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.checks import count
from inspector.adapters.stores import rendered_catalogue
from inspector.app.judges import make_golden
from inspector.config.camera_file import camera_file, save_camera
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Xyxy
from inspector.domain.errors import ConfigError
from inspector.domain.golden import golden_of
from inspector.domain.units import SIZE_OR_NUMBER
from inspector.scene.camera import true_model
from inspector.scene.catalogue import product
from inspector.scene.line import LineSpec, item_at, second_unit
from inspector.scene.render import Renderer
from tests.support.checked_items import Looked, looked_at, rendered

SIZE = (1024, 820)
BOXES = LineSpec(seed=1, damage_rate=0.0, skus=("CT-1004", "CT-1005"), mixup_rate=1.0, mixups=("wrong_size",))
# Within a quarter, with room for the error of measuring.
OTHERS = [index for index in range(20) if int(item_at(BOXES, index).looks.split(":")[1]) > 80][:3]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    save_camera(tmp_path, "top", true_model("top", SIZE, belt_rgb=(52.0, 98.0, 80.0)))
    return tmp_path


def counted(
    looked: Looked, folder: Path, *, times: float, size_mm: tuple[float, float, float] | None, units: int = 1
) -> CheckResult:
    """What the check says of an item whose box has so many times the area of every golden picture."""
    item, found = looked
    left, top, right, bottom = found[0].items[0].xyxy
    shape = (round((bottom - top) / times**0.5), round((right - left) / times**0.5), 3)
    store = make_golden(folder)
    store.put(golden_of("A", "top", [np.full(shape, number, np.uint8) for number in range(5)]))
    catalogue = rendered_catalogue.RenderedCatalogue([CatalogueEntry(sku="A", size_mm=size_mm, units=units)])
    check = count.build(count.Config(), name="count", catalogue=catalogue, golden=store, data_dir=folder)
    return check.check(
        replace(item, trigger=replace(item.trigger, identity=replace(item.trigger.identity, sku="A"))), found
    )


@pytest.mark.parametrize("index", OTHERS)
@pytest.mark.parametrize("times", [1.3, 0.6])
def test_one_box_of_another_size_is_one_unit(index: int, times: float, data_dir: Path) -> None:
    truth, looked = rendered(BOXES, index)
    result = counted(looked, data_dir, times=times, size_mm=product(truth.sku).size_mm)
    assert (result.outcome, result.value) == (CheckOutcome.OK, "1"), (truth.looks, result)
    assert "of another size" in result.detail


@pytest.mark.parametrize("times", [1.3, 0.6])
def test_what_can_not_be_measured_or_compared_is_for_a_person(times: float, data_dir: Path, tmp_path: Path) -> None:
    truth, looked = rendered(BOXES, OTHERS[0])
    size_mm = product(truth.sku).size_mm
    alone = counted(looked, data_dir, times=times, size_mm=None)
    assert (alone.outcome, alone.value) == (CheckOutcome.UNSURE, "1")
    assert alone.detail.startswith(SIZE_OR_NUMBER)
    doubled = (size_mm[0], size_mm[1] / 2, size_mm[2])
    assert counted(looked, data_dir, times=times, size_mm=doubled).outcome is CheckOutcome.UNSURE
    camera_file(tmp_path, "top").unlink()
    assert counted(looked, tmp_path, times=times, size_mm=size_mm).outcome is CheckOutcome.UNSURE


@pytest.mark.parametrize("index", range(3))
def test_two_units_taken_for_one_are_for_a_person_where_they_are_measured_too(index: int, data_dir: Path) -> None:
    spec = replace(BOXES, mixups=("wrong_count",))
    truth = item_at(spec, index)
    beside = second_unit(truth)
    assert beside is not None
    frame = Renderer(spec, view="top", size=SIZE).item(index)
    boxes = [one.xyxy for one in frame.items if one.item.index in {truth.index, beside.index}]
    assert len(boxes) == 2
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    both: Xyxy = (min(lefts), min(tops), max(rights), max(bottoms))
    result = counted(
        looked_at({"top": frame.image}, {"top": both}), data_dir, times=1.8, size_mm=product(truth.sku).size_mm
    )
    assert (result.outcome, result.value) == (CheckOutcome.UNSURE, "2"), result


def test_half_of_a_pack_is_not_the_pack_in_another_size(data_dir: Path) -> None:
    truth, looked = rendered(BOXES, OTHERS[0])
    length, width, height = truth.size_mm
    result = counted(looked, data_dir, times=0.5, size_mm=(length, 2 * width, height), units=2)
    assert result.outcome is CheckOutcome.FAILED


def test_a_calibration_that_can_not_be_read_stops_the_start(data_dir: Path) -> None:
    camera_file(data_dir, "top").write_text("{")
    with pytest.raises(ConfigError, match=r"top\.json"):
        count.build(
            count.Config(),
            name="count",
            catalogue=rendered_catalogue.RenderedCatalogue([]),
            golden=make_golden(data_dir),
            data_dir=data_dir,
        )
