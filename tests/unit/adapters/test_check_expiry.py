"""The expiry check on rendered items: dates on GS1 codes, print as a reader gives it, and the days a SKU needs."""

import datetime
import itertools
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.checks import expiry
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.code import Code
from inspector.domain.errors import InferenceError
from inspector.domain.frame import RgbImage
from inspector.domain.text_line import Corners, TextLine
from inspector.ports.code_reader import Window
from inspector.scene.line import LineSpec
from tests.support.checked_items import Looked, blank, looked_at, rendered

SKU = "CT-1003"
CODED = LineSpec(seed=3, damage_rate=0.0, skus=(SKU,), product_code="gs1_datamatrix")
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


class Reads:
    """A reader of print that gives the lines it was made with, and counts how often it was asked."""

    def __init__(self, *texts: str, score: float = 0.95) -> None:
        self.asked: list[Window] = []
        self._lines = tuple(
            TextLine(text=text, score=score, corners=((35, y), (90, y), (90, y + 8), (35, y + 8)))
            for text, y in zip(texts, itertools.count(20.0, 10.0), strict=False)
        )

    def load(self, *, threads: int) -> None:
        assert threads > 0

    def find(self, image: RgbImage, window: Window, *, enlarge: float = 1.0) -> tuple[Corners, ...]:
        return tuple(line.corners for line in self._lines)

    def recognise(self, image: RgbImage, corners: Corners) -> TextLine | None:
        return next(line for line in self._lines if line.corners == corners)

    def read(self, image: RgbImage, window: Window) -> tuple[TextLine, ...]:
        self.asked.append(window)
        return self._lines


def check(looked: Looked, reader: Reads | None = None, now: datetime.datetime = NOW, **options: Any) -> CheckResult:
    config = expiry.Config.model_validate(options)
    return expiry.ExpiryCheck(config, "expiry", now=lambda: now, reader=reader).check(*looked)


def plain_item(*cameras: str) -> Looked:
    names = cameras or ("top",)
    return looked_at({n: blank() for n in names}, dict.fromkeys(names, (40.0, 30.0, 200.0, 180.0)), sku=SKU)


def test_the_date_and_lot_on_a_rendered_item_s_code_are_read() -> None:
    truth, looked = rendered(CODED, 2)
    result = check(looked)
    assert truth.expiry is not None
    assert (result.outcome, result.value) == (CheckOutcome.OK, truth.expiry.isoformat())
    assert result.confidence == 1.0
    assert f"lot {truth.lot}" in result.detail


def test_an_expired_rendered_item_fails_and_says_since_when() -> None:
    truth, looked = rendered(
        LineSpec(seed=3, damage_rate=0.0, skus=(SKU,), product_code="gs1_datamatrix", expired_rate=1), 2
    )
    result = check(looked)
    assert result.outcome is CheckOutcome.FAILED
    assert f"expired {truth.expiry}" in result.detail


def test_a_sku_s_own_days_go_before_the_station_s() -> None:
    truth, looked = rendered(CODED, 2)
    assert truth.expiry is not None
    left = (truth.expiry - NOW.date()).days
    assert check(looked, min_days=left).outcome is CheckOutcome.OK
    assert check(looked, min_days=left + 1).outcome is CheckOutcome.FAILED
    assert check(looked, min_days=left + 1, skus={SKU: {"min_days": left}}).outcome is CheckOutcome.OK
    assert check(looked, min_days=left + 1, skus={"other": {"min_days": 0}}).outcome is CheckOutcome.FAILED


def test_the_day_begins_where_the_station_stands() -> None:
    _, looked = rendered(CODED, 2)
    last = datetime.date.fromisoformat(str(check(looked).value))
    late = datetime.datetime.combine(last, datetime.time(23, 30), datetime.UTC)
    assert check(looked, now=late).outcome is CheckOutcome.OK
    assert check(looked, now=late, timezone="Asia/Tokyo").outcome is CheckOutcome.FAILED


def test_a_date_on_a_code_costs_no_reading_of_print() -> None:
    reader = Reads("EXP 2020-01-01")
    assert check(rendered(CODED, 2)[1], reader).outcome is CheckOutcome.OK
    assert reader.asked == []


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("EXP {day}", CheckOutcome.OK),  # the same day
        ("EXP {day:%m/%Y}", CheckOutcome.OK),  # its month
        ("EXP 2020-01-01", CheckOutcome.UNSURE),  # earlier than coded: which is right?
        ("EXP 2039-01-01", CheckOutcome.UNSURE),
        ("EXP 31.02.2027", CheckOutcome.UNSURE),  # no calendar has it
        ("Crunchy Oats", CheckOutcome.OK),  # the code alone
    ],
)
@pytest.mark.parametrize("ambiguous", ["review", "strictest"])
def test_print_beside_a_code_is_held_against_it_where_that_is_asked_for(
    printed: str, outcome: CheckOutcome, ambiguous: str
) -> None:
    truth, looked = rendered(CODED, 2)
    reader = Reads(printed.format(day=truth.expiry))
    assert check(looked, reader).outcome is CheckOutcome.OK, "unseen unless it is asked for"
    result = check(looked, reader, printed="rapidocr", beside_code=True, ambiguous=ambiguous)
    assert result.outcome is outcome
    assert len(reader.asked) == 1
    assert ("the code says otherwise" in result.detail) is (outcome is CheckOutcome.UNSURE)


def test_a_label_that_is_too_old_by_its_print_and_by_its_code_fails() -> None:
    spec = LineSpec(seed=3, damage_rate=0.0, skus=(SKU,), product_code="gs1_datamatrix", expired_rate=1)
    result = check(rendered(spec, 2)[1], Reads("EXP 2020-01-01"), printed="rapidocr", beside_code=True)
    assert (result.outcome, result.value) == (CheckOutcome.FAILED, "2020-01-01")


def test_to_read_print_beside_codes_print_must_be_read() -> None:
    with pytest.raises(ValueError, match="set printed too"):
        expiry.Config.model_validate({"beside_code": True})


def test_print_is_read_where_no_code_tells_and_its_place_is_in_the_picture() -> None:
    reader = Reads("Crunchy Oats", "EXP 2031-02-11CT-1003")
    result = check(plain_item(), reader, margin_px=10)
    assert (result.outcome, result.value, result.camera) == (CheckOutcome.OK, "2031-02-11", "top")
    assert result.xyxy == (35.0, 30.0, 90.0, 38.0)
    assert reader.asked == [(30, 20, 210, 190)]


def test_a_mark_and_its_date_may_stand_on_two_lines() -> None:
    assert check(plain_item(), Reads("MHD", "12.03.27")).value == "2027-03-12"


@pytest.mark.parametrize(
    ("options", "outcome", "value"),
    [
        ({}, CheckOutcome.OK, "2027-05-06"),
        ({"min_days": 180}, CheckOutcome.FAILED, "2027-05-06"),
        ({"ambiguous": "review"}, CheckOutcome.UNSURE, "2027-05-06"),
        ({"date_order": "day_first"}, CheckOutcome.OK, "2027-06-05"),
        ({"date_order": "month_first"}, CheckOutcome.OK, "2027-05-06"),
    ],
)
def test_of_an_ambiguous_date_the_stricter_day_counts_and_is_told_unless_configured(
    options: dict[str, Any], outcome: CheckOutcome, value: str
) -> None:
    result = check(plain_item(), Reads("EXP 05/06/27"), **options)
    assert (result.outcome, result.value) == (outcome, value)
    assert ("2027-05-06 or 2027-06-05" in result.detail) is ("date_order" not in options)


@pytest.mark.parametrize("ambiguous", ["review", "strictest"])
def test_two_dates_of_one_year_that_contradict_each_other_are_for_a_person_too(ambiguous: str) -> None:
    result = check(plain_item(), Reads("EXP 2027-02-11", "EXP 2027-11-02"), ambiguous=ambiguous)
    assert result.outcome is CheckOutcome.UNSURE
    assert "2027-02-11 or 2027-11-02" in result.detail
    same = check(plain_item(), Reads("EXP 2027-02-11", "EXP 02/2027"), ambiguous=ambiguous)
    assert (same.outcome, same.value) == (
        (CheckOutcome.UNSURE, CheckOutcome.OK)[ambiguous == "strictest"],
        "2027-02-11",
    )


def test_the_date_in_a_digital_link_counts_as_any_coded_one() -> None:
    def linked(query: str) -> CheckResult:
        link = f"https://id.example/01/04006381333931/10/L7{query}"
        code = Code(text=link, elements=None, symbology="QR Code", camera="top", xyxy=(50.0, 40.0, 90.0, 80.0))

        class Codes:
            def read(self, *_: object, **__: object) -> tuple[Code, ...]:
                return (code,)

        made = expiry.ExpiryCheck(expiry.Config(), "expiry", now=lambda: NOW, reader=None, codes=Codes())
        return made.check(*plain_item())

    assert (linked("?17=261101").outcome, linked("?17=261101").value) == (CheckOutcome.FAILED, "2026-11-01")
    assert linked("?linkType=all&17=270301").outcome is CheckOutcome.OK
    assert linked("?17=270231").outcome is CheckOutcome.UNSURE, "no calendar has it"
    assert linked("").outcome is CheckOutcome.NOT_APPLICABLE


def test_a_date_that_no_calendar_has_is_for_a_person() -> None:
    result = check(plain_item(), Reads("EXP 31.02.2027"))
    assert (result.outcome, result.value) == (CheckOutcome.UNSURE, None)
    assert "31.02.2027" in result.detail


def test_print_that_is_hardly_readable_is_for_a_person() -> None:
    result = check(plain_item(), Reads("EXP 2031-02-11", score=0.6))
    assert result.outcome is CheckOutcome.UNSURE
    assert "hardly readable" in result.detail
    assert check(plain_item(), Reads("EXP 2031-02-11", score=0.6), min_score=0.5).outcome is CheckOutcome.OK


def test_a_date_without_words_counts_only_where_that_is_configured() -> None:
    assert check(plain_item(), Reads("2031-02-11")).outcome is CheckOutcome.NOT_APPLICABLE
    assert check(plain_item(), Reads("2031-02-11"), unmarked=True).outcome is CheckOutcome.OK
    assert check(plain_item(), Reads("MFG 2031-02-11"), unmarked=True).outcome is CheckOutcome.NOT_APPLICABLE


def test_two_dates_that_contradict_each_other_are_for_a_person() -> None:
    result = check(plain_item(), Reads("EXP 2031-02-11", "EXP 2025-02-11"))
    assert result.outcome is CheckOutcome.UNSURE
    assert "2025-02-11 or 2031-02-11" in result.detail


def test_print_is_read_in_the_cameras_and_the_order_that_are_configured() -> None:
    reader = Reads("no date")
    check(plain_item("top", "side", "back"), reader, cameras=("back", "top"))
    assert len(reader.asked) == 2
    first = Reads("EXP 2031-02-11")
    assert check(plain_item("top", "side"), first, cameras=("side", "top")).camera == "side"
    assert len(first.asked) == 1


def test_required_is_the_station_s_or_the_sku_s_own() -> None:
    assert check(plain_item(), required=True).outcome is CheckOutcome.UNSURE
    assert check(plain_item(), required=True, skus={SKU: {"required": False}}).outcome is CheckOutcome.NOT_APPLICABLE
    assert check(plain_item(), skus={SKU: {"required": True}}).outcome is CheckOutcome.UNSURE


def test_what_needs_days_and_shows_no_date_is_for_a_person_unless_that_is_switched_off() -> None:
    def unread(entry: CatalogueEntry | None, **options: Any) -> CheckOutcome:
        clock = manual.build(manual.Config())
        known = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
        known.put([] if entry is None else [entry], keep_others=False)
        config = expiry.Config.model_validate(options)
        made = expiry.build(config, name="expiry", now=lambda: NOW, catalogue=known)
        return made.check(*plain_item()).outcome

    dated = CatalogueEntry(sku=SKU, min_days_left=0)
    assert unread(dated) is CheckOutcome.UNSURE
    assert unread(None, skus={SKU: {"min_days": 30}}) is CheckOutcome.UNSURE
    assert unread(CatalogueEntry(sku=SKU)) is CheckOutcome.NOT_APPLICABLE
    assert unread(None, min_days=30) is CheckOutcome.NOT_APPLICABLE, "that is said of no product"
    assert unread(dated, required=False) is CheckOutcome.NOT_APPLICABLE
    assert unread(dated, skus={SKU: {"required": False}}) is CheckOutcome.NOT_APPLICABLE


def test_a_reader_that_fails_is_not_taken_for_no_date() -> None:
    class Broken(Reads):
        def read(self, image: RgbImage, window: Window) -> tuple[TextLine, ...]:
            raise InferenceError("lens cap")

    broken = expiry.ExpiryCheck(expiry.Config(), "expiry", now=lambda: NOW, reader=Broken())
    with pytest.raises(InferenceError, match="lens cap"):
        broken.check(*plain_item())
