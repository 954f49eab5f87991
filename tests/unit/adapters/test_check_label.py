"""The label check with the real text engine: on drawn labels, turned and askew, in several views, against the clock."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.checks import label
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.stores import rendered_catalogue
from inspector.config.sections import AdapterSection
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import PRINT, CheckOutcome, CheckResult
from inspector.domain.findings import findings_json
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence, decide
from inspector.domain.recipe import Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition
from inspector.scene.line import LineSpec
from inspector.wire.codec import encode
from inspector.wire.result import result_of
from tests.support.checked_items import Looked, blank, looked_at, rendered
from tests.support.hard_print import dotted
from tests.support.line_values import report

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
ROWS = ("SN:   0287177509968", "LOT HB205956", "EXP 2031-02-11")
READ = {"serial": "0287177509968", "lot": "HB205956", "expiry": "2031-02-11"}
BOX = (0.0, 0.0, 320.0, 320.0)


@cache
def engine() -> TextReadOnce:
    return TextReadOnce()  # loading takes a second; the tests share it, as the checks of a station do


@cache
def drawn(camera: str, rows: tuple[str, ...], turn: float) -> Frame:
    """A label of 320 pixels square, its print turned by so many degrees; the same one for all who ask."""
    image = np.full((320, 320, 3), 235, np.uint8)
    for number, row in enumerate(rows):
        cv2.putText(image, row, (30, 130 + 32 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (20, 20, 20), 1, cv2.LINE_AA)
    spin = cv2.getRotationMatrix2D((160, 160), turn, 1.0)
    turned = np.asarray(cv2.warpAffine(image, spin, (320, 320), borderValue=(235, 235, 235)), np.uint8)
    return Frame(camera=camera, sequence=0, image=freeze(turned), captured_at_ns=0)


def seen(turn: float = 0.0, *, identity: Identity | None = None, **rows: tuple[str, ...]) -> Looked:
    """An item whose labels the cameras see that are named, each with its rows of print."""
    item, found = looked_at({}, dict.fromkeys(rows, BOX), identity=identity)
    return replace(item, frames=tuple(drawn(camera, said, turn) for camera, said in rows.items())), found


class Ticking(ManualClock):
    """So much time passes whenever somebody looks at it."""

    def __init__(self, step_ms: float) -> None:
        super().__init__(start_ns=0, utc=NOW, boot_id="label")
        self._step_ns = int(step_ms * 1e6)

    def monotonic_ns(self) -> int:
        self.advance(self._step_ns)
        return super().monotonic_ns()


def check(
    looked: Looked, *, step_ms: float = 0.0, entries: Sequence[CatalogueEntry] = (), **options: Any
) -> CheckResult:
    clock = Ticking(step_ms)
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
    catalogue.put(entries, keep_others=False)
    config = label.Config.model_validate({"threads": 1} | options)
    return label.build(config, name="label", clock=clock, catalogue=catalogue, text=engine()).check(*looked)


@pytest.mark.parametrize("turn", [90, 180, 270, -8])
def test_turned_print_is_read_and_its_corners_follow_the_print(turn: float) -> None:
    result = check(seen(turn, top=ROWS))
    assert {one.name: one.text for one in result.readings} == READ
    assert result.outcome is CheckOutcome.OK
    for one in result.readings:
        assert one.source == PRINT
        assert one.confidence > 0.8
        (ax, ay), (bx, by) = one.polygon[:2]
        off = np.degrees(np.arctan2(ay - by, bx - ax)) - turn
        assert abs((off + 180) % 360 - 180) < 4


def test_a_rendered_item_s_label_answers_with_what_is_printed_on_it() -> None:
    truth, looked = rendered(LineSpec(seed=3, damage_rate=0.0, skus=("CT-1003",), product_code="gs1_datamatrix"), 2)
    result = check(looked, required=("expiry", "lot"))
    assert truth.expiry is not None
    assert {one.name: one.text for one in result.readings} == {"expiry": truth.expiry.isoformat(), "lot": truth.lot}
    assert result.outcome is CheckOutcome.OK


def test_a_required_answer_that_is_missing_is_the_reason_for_a_person() -> None:
    result = check(seen(top=ROWS[:1]), required=("lot", "expiry"))
    assert result.outcome is CheckOutcome.UNSURE
    assert result.detail == "no lot read; no expiry read; serial 0287177509968"
    assert check(seen(top=ROWS[:1]), ask=("lot",)).outcome is CheckOutcome.NOT_APPLICABLE


def test_what_is_asked_and_required_may_differ_for_a_sku() -> None:
    special = {"AB-1": {"required": ["net_weight"], "ask": ["serial"]}}
    looked = seen(top=ROWS, identity=Identity(sku="AB-1"))
    result = check(looked, required=("expiry",), skus=special)
    assert result.outcome is CheckOutcome.UNSURE
    assert result.detail == "no net_weight read; serial 0287177509968"
    assert check(seen(top=ROWS), required=("expiry",), skus=special).outcome is CheckOutcome.OK


def test_the_catalogue_says_what_a_product_s_label_must_answer() -> None:
    looked = seen(top=ROWS[:1], identity=Identity(sku="AB-1"))
    entries = [CatalogueEntry(sku="AB-1", label=("lot", "colour"))]
    result = check(looked, required=("expiry",), ask=("serial",), entries=entries)
    assert result.outcome is CheckOutcome.UNSURE
    assert (
        result.detail == "no lot read; no colour read; serial 0287177509968"
    )  # of what nobody can ask nothing is read
    for none in (CatalogueEntry(sku="AB-1", label=()), CatalogueEntry(sku="AB-1", label=("serial",))):
        assert check(looked, required=("expiry",), ask=("serial",), entries=[none]).outcome is CheckOutcome.OK
    ruled = check(looked, skus={"AB-1": {"required": ["expiry"]}}, entries=entries)
    assert ruled.detail.startswith("no expiry read")  # the check's own table goes before


@pytest.mark.parametrize(
    ("row", "said"),
    [("EXP 05/06/27", "expiry 05/06/27: ambiguous"), ("EXP 31.02.2027", "expiry 31.02.2027: no calendar has it")],
)
def test_a_required_date_in_doubt_is_for_a_person(row: str, said: str) -> None:
    result = check(seen(top=(row,)), required=("expiry",))
    assert result.outcome is CheckOutcome.UNSURE
    assert result.detail.startswith(said)
    assert result.xyxy is not None


def test_print_that_contradicts_the_controller_is_for_a_person() -> None:
    same = check(seen(top=ROWS, identity=Identity(lot="HB205956", serial="0287177509968")))
    other = check(seen(top=ROWS, identity=Identity(lot="HB205957")))
    assert same.outcome is CheckOutcome.OK
    assert other.outcome is CheckOutcome.UNSURE
    assert other.detail.startswith("lot HB205956, the controller says HB205957")
    assert check(seen(top=ROWS, identity=Identity(lot="HB205957")), compare=False).outcome is CheckOutcome.OK


def test_a_second_view_is_asked_only_what_the_first_left_open() -> None:
    looked = seen(top=ROWS[:2], side=("SN: 111", ROWS[2]))
    cameras = {one.name: one.camera for one in check(looked).readings}
    assert cameras == {"serial": "top", "lot": "top", "expiry": "side"}
    assert {one.camera for one in check(looked, cameras=("side",)).readings} == {"side"}


def test_only_the_part_of_the_box_where_the_label_is_is_read() -> None:
    halves = {"top": (0.0, 0.0, 1.0, 0.45)}
    assert [one.name for one in check(seen(top=ROWS), regions=halves).readings] == ["serial"]


def test_when_time_is_up_no_line_is_begun_and_the_answer_says_so() -> None:
    looked = seen(top=ROWS, side=ROWS[2:])
    result = check(looked, budget_ms=100, step_ms=40, required=("expiry",))
    assert result.outcome is CheckOutcome.UNSURE
    assert "no expiry read; " in result.detail
    assert "not read in time" in result.detail
    assert check(looked, budget_ms=10_000, step_ms=40, required=("expiry",)).outcome is CheckOutcome.OK


def test_a_closer_look_that_the_time_is_too_short_for_is_a_review_that_says_so() -> None:
    image = freeze(dotted(("SN: 028717750996", "LOT HB205956", "EXP 2031-02-11"), pitch_px=4.5, dot=0.55))
    looked = looked_at({"top": image}, {"top": (0.0, 0.0, 480.0, 300.0)})
    looks = 0
    for budget_ms in range(2, 60, 3):
        result = check(looked, step_ms=1.0, required=("expiry",), ask=(), budget_ms=budget_ms)
        if result.outcome is CheckOutcome.OK:
            break
        assert result.outcome is CheckOutcome.UNSURE
        assert result.detail.startswith("no expiry read; ")
        assert "in time" in result.detail, "nobody may take it for a label without a date"
        looks += "closer looks not made in time" in result.detail
    assert (result.value, looks > 0) == ("expiry 2031-02-11", True)
    assert "in time" not in check(seen(top=ROWS[:1]), required=("expiry",), ask=()).detail, "all looks were made"


def test_what_is_only_asked_passes_but_is_not_told_as_absent_where_the_time_was_too_short() -> None:
    hurried = check(seen(top=ROWS), ask=("expiry",), budget_ms=50, step_ms=40)
    assert hurried.outcome is CheckOutcome.NOT_APPLICABLE
    assert "not read in time" in hurried.detail
    part = check(seen(top=ROWS), ask=("serial", "expiry"), budget_ms=145, step_ms=40)
    assert part.outcome is CheckOutcome.OK
    assert "not read in time; serial 0287177509968" in part.detail


def test_reading_ends_before_the_item_s_deadline_and_knows_none_off_the_line() -> None:
    item, found = seen(top=ROWS)
    on_the_line = replace(item, trigger=replace(item.trigger, triggered_at_ns=1, deadline_ns=400_000_000))
    result = check((on_the_line, found), step_ms=40, required=("expiry",))
    assert result.outcome is CheckOutcome.UNSURE
    assert "not read in time" in result.detail
    assert check((on_the_line, found), step_ms=40, reserve_ms=0, required=("serial",)).outcome is CheckOutcome.OK
    assert check((item, found), step_ms=40, required=("expiry",)).outcome is CheckOutcome.OK


def test_the_same_picture_is_read_once_for_all_checks_and_none_is_kept_alive() -> None:
    class Counted:
        def __init__(self) -> None:
            self.found = 0

        def find(self, image: RgbImage, window: object, *, enlarge: float) -> tuple[()]:
            self.found += 1
            return ()

    counted = Counted()
    shared = TextReadOnce(load=lambda _threads: counted)  # type: ignore[arg-type, return-value]
    shared.load(threads=2)
    picture, other = blank(), blank()
    for image in (picture, picture, other):
        assert shared.read(image, (0, 0, 9, 9)) == ()
    assert counted.found == 2
    assert shared.read(picture, (0, 0, 9, 8)) == ()
    assert counted.found == 3


def test_own_questions_come_from_the_config_with_their_keywords() -> None:
    own = [{"alias": "article", "keywords": ["REF"], "pattern": r"[0-9]{6}"}]
    result = check(seen(top=("REF 123456", ROWS[1])), ask=("article",), questions=own)
    assert [(one.name, one.text) for one in result.readings] == [("article", "123456")]
    assert AdapterSection.model_validate({"kind": "label", "questions": own}).options["questions"] == own


def test_a_missing_answer_is_a_review_and_what_was_read_is_on_the_wire_and_in_the_record() -> None:
    answered = check(seen(top=ROWS[2:]), required=("lot", "expiry"))
    evidence = Evidence(checks=(answered,))
    recipe = Recipe(
        name="default",
        costs=Costs(missed_damage=100.0, false_divert=1.0, review=0.5),
        novelty=NoveltyRule(weight=0.0, alpha=0.05),
        lanes=dict.fromkeys(Disposition, 1),
    )
    verdict = decide(evidence, recipe)
    assert verdict.disposition is Disposition.REVIEW
    assert verdict.reasons[0].detail == "label: no lot read; expiry 2031-02-11"
    whole = replace(report(), evidence=evidence, verdict=verdict)
    (told,) = json.loads(encode(result_of(whole, station="st01", boot=1, seq=1)))["checks"]
    (kept,) = findings_json(evidence, verdict)["checks"]
    (reading,) = told["readings"]
    assert (reading["name"], reading["text"], reading["source"]) == ("expiry", "2031-02-11", "print")
    assert (
        reading["polygon"] == kept["readings"][0]["polygon"] == [list(point) for point in answered.readings[0].polygon]
    )
    assert len(reading["polygon"]) == 4


@pytest.mark.parametrize(("pitch_px", "dot"), [(2.5, 0.8), (3.5, 0.8), (4.5, 0.55)])
def test_print_of_dots_is_read_where_it_must_be(pitch_px: float, dot: float) -> None:
    image = freeze(dotted(("SN: 028717750996", "LOT HB205956", "EXP 2031-02-11"), pitch_px=pitch_px, dot=dot))
    looked = looked_at({"top": image}, {"top": (0.0, 0.0, 480.0, 300.0)})
    before = image.copy()
    result = check(looked, required=("serial", "lot", "expiry"), ask=())
    assert result.outcome is CheckOutcome.OK, result
    assert {one.name: one.text for one in result.readings} == {
        "serial": "028717750996",
        "lot": "HB205956",
        "expiry": "2031-02-11",
    }
    assert (image == before).all(), "other checks look at the same picture"
