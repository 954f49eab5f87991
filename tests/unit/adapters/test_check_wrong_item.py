"""The wrong-item check on rendered products: the booked one passes, others are named, strangers are for a person."""

from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.checks import wrong_item
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.app.judges import make_golden
from inspector.config.locations import default_models_dir
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.golden import golden_of
from inspector.ports.golden import GoldenStore
from inspector.scene.good_items import good_crops
from inspector.scene.line import LineSpec
from tests.support.checked_items import Looked, looked_at, rendered

SEED = 3
TAUGHT = ("CT-1003", "CT-1005", "CT-1006", "BK-4001", "PB-3003")
STRANGER = "CT-1001"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> GoldenStore:
    store = make_golden(tmp_path_factory.mktemp("golden"))
    for sku in TAUGHT:
        store.put(golden_of(sku, "top", good_crops(sku, "top", 10, seed=SEED)))
    store.put(golden_of("CT-1004", "top", good_crops("CT-1004", "top", 2, seed=SEED)))
    return store


@pytest.fixture(scope="module")
def check(golden: GoldenStore) -> wrong_item.WrongItemCheck:
    return make(golden)


def make(golden: GoldenStore, *entries: CatalogueEntry, **options: Any) -> wrong_item.WrongItemCheck:
    clock = manual.build(manual.Config())
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
    catalogue.put(entries, keep_others=False)
    config = wrong_item.Config.model_validate({"alpha": 0.1} | options)  # fifty pictures can promise no less
    models_dir = default_models_dir()
    return wrong_item.build(
        config, name="looks", golden=golden, catalogue=catalogue, clock=clock, models_dir=models_dir
    )


def shown(sku: str, index: int, *, booked: str | None) -> Looked:
    """An item of product `sku` that the controller calls `booked`."""
    item, found = rendered(LineSpec(seed=SEED, damage_rate=0.0, skus=(sku,)), index, size=(640, 512))[1]
    return looked_at({"top": item.frames[0].image}, {"top": found[0].items[0].xyxy}, sku=booked)


def ask(check: wrong_item.WrongItemCheck, sku: str, index: int, booked: str | None) -> CheckResult:
    return check.check(*shown(sku, index, booked=booked))


@pytest.mark.parametrize("sku", TAUGHT)
def test_the_booked_product_is_ok(check: wrong_item.WrongItemCheck, sku: str) -> None:
    for index in range(3):
        result = ask(check, sku, index, sku)
        assert (result.outcome, result.value) == (CheckOutcome.OK, sku), result
        assert 0 < result.confidence <= 1


@pytest.mark.parametrize(("sku", "booked"), [("CT-1006", "CT-1003"), ("CT-1003", "BK-4001"), ("BK-4001", "PB-3003")])
def test_another_product_is_isolated_and_named(check: wrong_item.WrongItemCheck, sku: str, booked: str) -> None:
    results = [ask(check, sku, index, booked) for index in range(4)]
    assert all(result.outcome in {CheckOutcome.FAILED, CheckOutcome.UNSURE} for result in results)
    assert all(result.value == sku for result in results)
    failed = [result for result in results if result.outcome is CheckOutcome.FAILED]
    assert len(failed) >= 3
    assert all(result.finding is Finding.WRONG_ITEM for result in failed)
    assert f"looks like {sku}, not {booked}" in failed[0].detail


def test_a_product_that_was_not_taught_is_never_ok_as_another(check: wrong_item.WrongItemCheck) -> None:
    results = [ask(check, STRANGER, index, "CT-1003") for index in range(6)]
    assert all(result.outcome in {CheckOutcome.FAILED, CheckOutcome.UNSURE} for result in results)
    assert CheckOutcome.UNSURE in {result.outcome for result in results}


@pytest.mark.parametrize("booked", [None, "UNKNOWN", STRANGER, "CT-1004"])
def test_what_was_not_taught_well_enough_is_not_compared(check: wrong_item.WrongItemCheck, booked: str | None) -> None:
    result = ask(check, "CT-1003", 0, booked)
    assert result.outcome is CheckOutcome.NOT_APPLICABLE


def test_references_of_another_sku_are_used_where_the_catalogue_says_so(golden: GoldenStore) -> None:
    check = make(golden, CatalogueEntry(sku="CT-1003-GIFT", references="CT-1003"))
    assert ask(check, "CT-1003", 0, "CT-1003-GIFT").outcome is CheckOutcome.OK
    assert ask(check, "CT-1006", 0, "CT-1003-GIFT").finding is Finding.WRONG_ITEM


def test_what_is_taught_while_the_station_runs_counts_at_once(tmp_path: Path) -> None:
    golden = make_golden(tmp_path)
    check = make(golden)
    assert ask(check, "CT-1003", 0, "CT-1003").outcome is CheckOutcome.NOT_APPLICABLE
    for sku in ("CT-1003", "CT-1006"):
        golden.put(golden_of(sku, "top", good_crops(sku, "top", 5, seed=SEED)))
    assert ask(check, "CT-1003", 0, "CT-1003").value == "CT-1003"
    assert ask(check, "CT-1006", 0, "CT-1003").value == "CT-1006"


def test_too_few_pictures_to_promise_alpha_never_divert(golden: GoldenStore) -> None:
    result = ask(make(golden, alpha=0.001), "CT-1006", 0, "CT-1003")
    assert result.outcome is CheckOutcome.UNSURE
