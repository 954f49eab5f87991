"""Items that are not what was booked: the truth says how, the picture shows it, and other lines stay as they were."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.scene.catalogue import catalogue, product
from inspector.scene.line import SECOND_UNIT, ItemTruth, LineSpec, item_at, second_unit
from inspector.scene.mixup import MIXUPS, PAIRED_MM, Mixup
from inspector.scene.pose import pose_of
from inspector.scene.render import Renderer


def mixed(mixup: Mixup, count: int = 150) -> list[tuple[ItemTruth, ItemTruth]]:
    """(what is booked, what lies there) of the items that are mixed up."""
    spec = LineSpec(seed=5, damage_rate=0.1, mixup_rate=1.0, mixups=(mixup,))
    pairs = [(item_at(replace(spec, mixup_rate=0.0), index), item_at(spec, index)) for index in range(count)]
    return [(booked, lies) for booked, lies in pairs if lies.mixup is not None]


def test_without_mixups_everything_agrees() -> None:
    for index in range(60):
        item = item_at(LineSpec(seed=5), index)
        assert item.mixup is None
        assert item.sku == item.looks == item.label
        assert item.gtin == product(item.sku).gtin


def test_the_rate_is_the_share_and_does_not_change_what_is_booked() -> None:
    spec = LineSpec(seed=5, mixup_rate=0.3, mixups=("wrong_colour", "wrong_size", "wrong_item"))
    items = [item_at(spec, index) for index in range(600)]
    assert 130 < sum(item.mixup is not None for item in items) < 230
    plain = [item_at(replace(spec, mixup_rate=0.0), index) for index in range(600)]
    assert [(i.sku, i.lot, i.lpn, i.serial) for i in items] == [(i.sku, i.lot, i.lpn, i.serial) for i in plain]
    assert {item.mixup for item in items} == {None, *spec.mixups}


def test_a_wrong_item_is_another_product_through_and_through() -> None:
    for booked, lies in mixed("wrong_item"):
        other = product(lies.looks)
        assert lies.sku == booked.sku != other.sku == lies.label
        assert (lies.gtin, lies.kind, lies.material, lies.size_mm) == (
            other.gtin,
            other.kind,
            other.material,
            other.size_mm,
        )
        assert (lies.expiry is not None) is other.dated


def test_a_mislabelled_item_carries_another_products_code_only() -> None:
    pairs = mixed("mislabelled")
    assert {lies.kind for _, lies in pairs} == {"carton", "bottle"}
    for booked, lies in pairs:
        assert lies.looks == booked.sku != lies.label
        assert lies.gtin == product(lies.label).gtin != booked.gtin
        assert lies.gtin in lies.element_string


def test_wrong_colours_are_plainly_others_and_nothing_else_changes() -> None:
    for booked, lies in mixed("wrong_colour"):
        wrong, right = product(lies.looks), product(booked.sku)
        assert np.hypot.reduce(np.subtract(wrong.palette[0], right.palette[0])) > 50
        assert replace(wrong, sku=right.sku, palette=right.palette) == right
        assert lies.gtin == booked.gtin


def test_wrong_sizes_are_off_by_a_tenth_or_more() -> None:
    for booked, lies in mixed("wrong_size"):
        ratios = np.divide(lies.size_mm, booked.size_mm)
        assert np.ptp(ratios) < 0.02
        assert 0.77 < ratios[0] < 0.905 or 1.095 < ratios[0] < 1.185
        assert product(lies.looks).size_mm == lies.size_mm


def test_two_units_touch_and_leave_room_for_the_others() -> None:
    spec = LineSpec(seed=5, mixup_rate=1.0, mixups=("wrong_count",))
    places: dict[int, list[float]] = {}
    for index in range(150):
        first = item_at(spec, index)
        second = second_unit(first)
        if second is None:
            assert first.mixup is None
            assert max(first.size_mm) > PAIRED_MM
            continue
        assert (first.wrong[-1], second_unit(second), second.damaged) == ("wrong_count", None, False)
        assert (second.sku, second.size_mm) == (first.sku, first.size_mm)
        assert len({first.lpn, second.lpn}) == len({first.serial, second.serial}) == 2
        poses = [pose_of(spec, one, index * 600.0) for one in (first, second)]
        apart = np.hypot(poses[0].x_mm - poses[1].x_mm, poses[0].y_mm - poses[1].y_mm)
        assert min(abs(apart - side) for side in first.size_mm) < 3.01
        assert max(abs(pose.y_mm) for pose in poses) < 150
        places[index] = [pose.x_mm for pose in poses]
    ends = [(max(places[n]), min(places[n + 1])) for n in places if n + 1 in places]
    assert len(ends) > 20
    assert min(low - high for high, low in ends) > 240


def test_a_second_unit_takes_its_share_and_leaves_the_other_draws_alone() -> None:
    with_count = LineSpec(seed=5, mixup_rate=0.5)
    before = replace(with_count, mixups=tuple(kind for kind in MIXUPS if kind != "wrong_count"))
    pairs = [(item_at(before, index), item_at(with_count, index)) for index in range(400)]
    counted = [lies for _, lies in pairs if lies.mixup == "wrong_count"]
    assert 10 < len(counted) < 60
    assert all(was == lies for was, lies in pairs if lies.mixup != "wrong_count")


def test_both_units_are_in_the_truth_of_the_picture() -> None:
    spec = LineSpec(seed=5, damage_rate=0.0, mixup_rate=1.0, mixups=("wrong_count",), skus=("CT-1004",))
    seen = Renderer(spec, view="top", size=(320, 256)).item(0).items
    one, other = (view for view in seen if view.item.index % SECOND_UNIT == 0)
    assert (one.item.index, other.item.index) == (0, SECOND_UNIT)
    assert not (one.mask & other.mask).any()
    assert 0.6 < one.mask.sum() / other.mask.sum() < 1.6


@pytest.mark.parametrize("mixup", MIXUPS)
def test_what_is_mixed_up_is_seen(mixup: Mixup) -> None:
    spec = LineSpec(seed=5, damage_rate=0.0, mixup_rate=1.0, mixups=(mixup,))
    index = next(index for index in range(50) if item_at(spec, index).mixup is not None)
    pictures = [
        Renderer(replace(spec, mixup_rate=rate), view="top", size=(320, 256)).item(index).image.astype(int)
        for rate in (0.0, 1.0)
    ]
    assert np.abs(pictures[0] - pictures[1]).max() > 60


def test_a_product_that_does_not_exist_or_a_mixup_is_named() -> None:
    with pytest.raises(ValueError, match="unknown mixup 'swapped'"):
        LineSpec(mixups=("swapped",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="mixup_rate"):
        LineSpec(mixup_rate=1.5)
    with pytest.raises(KeyError, match="CT-9"):
        product("CT-9+size:80")
    assert len({one.sku for one in catalogue()}) == len(catalogue())
