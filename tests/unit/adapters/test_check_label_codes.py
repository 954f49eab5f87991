"""Print and code on one label, read by the real engines: what contradicts is a wrong label, with both places."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.checks import label
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.check import PRINT, CheckOutcome, CheckResult, Finding
from inspector.domain.frame import freeze
from inspector.domain.policy import Evidence, decide
from inspector.domain.reason import ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition
from inspector.scene.canvas import Canvas
from inspector.scene.line import LineSpec
from tests.support.checked_items import Looked, looked_at, rendered

CODE = "(01)04006381333931(17)310211(10)HB205956"


@cache
def engine() -> TextReadOnce:
    return TextReadOnce()


def seen(*rows: str, code: str = CODE) -> Looked:
    """A label of 100 x 60 mm with a GS1 Data Matrix and rows of print."""
    sheet = Canvas(100, 60, 6.0, (240, 240, 236))
    if code:
        sheet.barcode(70, 4, 26, 26, code, symbology="DataMatrix")
    for number, row in enumerate(rows):
        sheet.text(5, 14 + 13 * number, 5.0, row)
    image = freeze(sheet.image())
    height, width = image.shape[:2]
    return looked_at({"top": image}, {"top": (0.0, 0.0, float(width), float(height))})


def check(looked: Looked, **options: Any) -> CheckResult:
    clock = ManualClock(start_ns=0, utc=datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), boot_id="label")
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
    config = label.Config.model_validate({"threads": 1} | options)
    return label.build(config, name="label", clock=clock, catalogue=catalogue, text=engine()).check(*looked)


def test_print_that_agrees_with_its_code_is_right() -> None:
    result = check(seen("LOT HB205956", "EXP 2031-02-11"))
    assert result.outcome is CheckOutcome.OK
    assert {one.source for one in result.readings} == {PRINT}


@pytest.mark.parametrize(
    ("rows", "name", "text", "says"),
    [
        (("LOT KR731846", "EXP 2031-02-11"), "lot", "KR731846", "HB205956"),
        (("LOT HB205956", "EXP 2029-10-30"), "expiry", "2029-10-30", "2031-02-11"),
    ],
)
def test_print_that_contradicts_its_code_is_a_wrong_label_with_both_places(
    rows: tuple[str, ...], name: str, text: str, says: str
) -> None:
    result = check(seen(*rows))
    assert (result.outcome, result.finding) == (CheckOutcome.FAILED, Finding.MISLABELLED)
    assert result.detail.startswith(f"printed {name} {text}, its Data Matrix says {says}")
    told = {one.source: one for one in result.readings if one.name == name}
    assert (told[PRINT].text, told["Data Matrix"].text) == (text, says)
    assert result.xyxy == told[PRINT].xyxy
    assert told[PRINT].xyxy[2] < told["Data Matrix"].xyxy[0]  # the print stands left of the code


def test_it_diverts_the_item_as_mislabelled() -> None:
    recipe = Recipe(
        name="default",
        costs=Costs(missed_damage=100.0, false_divert=1.0, review=0.5),
        novelty=NoveltyRule(weight=0.0, alpha=0.05),
        lanes=dict.fromkeys(Disposition, 1),
    )
    verdict = decide(Evidence(checks=(check(seen("LOT KR731846")),)), recipe)
    assert (verdict.disposition, verdict.why) == (Disposition.DIVERT, ReasonCode.MISLABELLED)


def test_one_other_sign_may_be_misread_and_is_for_a_person() -> None:
    result = check(seen("LOT HB205957"))
    assert (result.outcome, result.finding) == (CheckOutcome.UNSURE, None)
    assert "its Data Matrix says HB205956: misread?" in result.detail


def test_what_only_one_of_them_tells_and_what_nobody_compares_is_no_finding() -> None:
    assert check(seen("LOT KR731846", code="")).outcome is CheckOutcome.OK
    assert check(seen("LOT KR731846", code="(01)04006381333931")).outcome is CheckOutcome.OK
    assert check(seen("LOT KR731846"), compare_codes=False).outcome is CheckOutcome.OK


@pytest.mark.parametrize("name", ["lot", "expiry"])
def test_a_misprinted_item_of_the_rendered_line_is_found(name: str) -> None:
    spec = LineSpec(seed=3, damage_rate=0.0, skus=("CT-1003",), product_code="gs1_datamatrix", misprint_rate=1.0)
    matching = (number for number in range(20) if rendered(spec, number)[0].misprint == name)
    truth, looked = rendered(spec, next(matching))
    result = check(looked)
    assert result.finding is Finding.MISLABELLED, result.detail
    assert truth.wrong == ("misprinted",)
    assert result.detail.startswith(f"printed {name}")
