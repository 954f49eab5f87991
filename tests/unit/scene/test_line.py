"""The line's description: deterministic, honest check digits, credible damage."""

import datetime

import pytest

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.scene.line import APPLICABLE, ItemTruth, LineSpec, catalogue, gtin13, item_at


def items(spec: LineSpec, count: int = 300) -> list[ItemTruth]:
    return [item_at(spec, index) for index in range(count)]


def test_an_item_follows_from_seed_and_index_alone() -> None:
    forwards = items(LineSpec(seed=3), 40)
    backwards = [item_at(LineSpec(seed=3), index) for index in reversed(range(40))]
    assert forwards == backwards[::-1]
    assert forwards != items(LineSpec(seed=4), 40)


def test_damage_rate_selects_items_without_changing_what_they_are() -> None:
    calm, rough = items(LineSpec(damage_rate=0.0)), items(LineSpec(damage_rate=1.0))
    assert not any(item.damaged or item.defects for item in calm)
    assert all(item.damaged and item.defects for item in rough)
    assert [item.sku for item in calm] == [item.sku for item in rough]


def test_the_share_of_damaged_items_is_the_rate() -> None:
    damaged = sum(item.damaged for item in items(LineSpec(damage_rate=0.3), 1000))
    assert 250 < damaged < 350


def test_defects_are_known_distinct_and_fit_the_kind() -> None:
    for item in items(LineSpec(damage_rate=1.0)):
        classes = [defect.cls for defect in item.defects]
        assert len(set(classes)) == len(classes)
        assert set(classes) <= set(APPLICABLE[item.kind]) <= set(DEFECT_CLASSES)


def test_a_spec_that_allows_one_class_gives_only_that_class_or_intact_items() -> None:
    spec = LineSpec(damage_rate=1.0, defects=("actuation",))
    found = items(spec)
    assert {defect.cls for item in found for defect in item.defects} == {"actuation"}
    assert all(item.damaged == bool(item.defects) for item in found)
    assert not any(item.damaged for item in found if item.kind == "book")


def test_skus_restrict_the_line() -> None:
    assert {item.sku for item in items(LineSpec(skus=("BT-2001", "CT-1004")), 60)} == {"BT-2001", "CT-1004"}


def test_identities_are_unique_and_dates_lie_ahead_unless_asked_otherwise() -> None:
    found = items(LineSpec())
    assert len({item.lpn for item in found}) == len({item.serial for item in found}) == len(found)
    dates = [item.expiry for item in found if item.expiry is not None]
    assert dates
    assert min(dates) >= datetime.date(2031, 1, 1)
    past = [item.expiry for item in items(LineSpec(expired_rate=1.0)) if item.expiry is not None]
    assert max(past) < datetime.date(2025, 1, 1)


def test_the_catalogue_covers_every_kind_with_right_check_digits() -> None:
    products = catalogue()
    assert len(products) >= 12
    assert {product.kind for product in products} == set(APPLICABLE)
    assert len({product.sku for product in products}) == len({product.gtin for product in products}) == len(products)
    assert all(product.gtin == gtin13(product.gtin[:12]) for product in products)
    assert gtin13("400638133393") == "4006381333931"


def test_a_wrong_spec_names_every_problem() -> None:
    with pytest.raises(ValueError, match=r"'rust'.*'XX-1'.*damage_rate is a share.*pitch_mm"):
        LineSpec(defects=("rust",), skus=("XX-1",), damage_rate=2.0, pitch_mm=1.0)


def test_negative_items_do_not_exist() -> None:
    with pytest.raises(ValueError, match="count from 0"):
        item_at(LineSpec(), -1)
