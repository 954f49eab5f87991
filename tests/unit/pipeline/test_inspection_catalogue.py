"""What the catalogue says of a product reaches its inspection: checks that apply, costs, references, material."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.checks import barcode, expiry
from inspector.adapters.clocks import manual
from inspector.adapters.detectors import scripted
from inspector.adapters.scorers import none
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Reading
from inspector.domain.detection import Detections
from inspector.domain.errors import StoreError
from inspector.domain.frame import Frame, Item, RgbImage
from inspector.domain.golden import Golden
from inspector.domain.item import Identity
from inspector.domain.reason import ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe, RecipeBook
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.inspection import Inspection
from inspector.ports.catalogue import Catalogue
from inspector.ports.check import Check
from inspector.scene.line import LineSpec
from tests.support.checked_items import looked_at, rendered

LANES = dict.fromkeys(Disposition, 1)
CHEAP_PASS = Costs(missed_damage=1.0, false_divert=100.0, review=100.0)


@dataclass
class Watching:
    """Golden pictures, a check and a scorer's witness: keeps for whom it was asked."""

    name: str = "codes"
    asked: list[Identity] = field(default_factory=list)
    checked: int = 0

    def find(self, identity: Identity, camera: str) -> Golden | None:
        self.asked.append(identity)
        return None

    def digest(self, identity: Identity, camera: str) -> str | None:
        return None

    def put(self, golden: Golden) -> None:
        raise AssertionError("nothing is taught here")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return ()

    def problems(self) -> tuple[str, ...]:
        return ()

    def prepare(self, taught: Golden | None = None) -> None:
        raise AssertionError("no item prepares anything")

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        self.checked += 1
        return CheckResult(check=self.name, outcome=CheckOutcome.UNSURE, confidence=0.5)


def damaged() -> RgbImage:
    """A product with a red spot, which the scripted detector calls damage."""
    picture = np.full((256, 320, 3), 90, np.uint8)
    picture[60:200, 80:240] = 200
    picture[100:140, 120:160] = (255, 0, 0)
    return picture


class Known:
    """A detector that finds what it was made with."""

    @property
    def model(self) -> str:
        return "known"

    @property
    def classes(self) -> tuple[str, ...]:
        return ()

    def __init__(self, boxes: tuple[Detections, ...]) -> None:
        self._boxes = {one.camera: one for one in boxes}

    def prepare(self, golden: Golden) -> None:
        raise AssertionError("no item prepares anything")

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:
        return self._boxes[frame.camera]

    def find_items(self, frame: Frame) -> Detections:
        return self.detect(frame)


def inspection_of(
    entries: Sequence[CatalogueEntry],
    *,
    golden: Watching | None = None,
    checks: Sequence[Check] = (),
    late_checks: Sequence[Watching] = (),
    by_sku: dict[str, Recipe] | None = None,
    catalogue: Catalogue | None = None,
    boxes: tuple[Detections, ...] = (),
) -> Inspection:
    nowhere = Path("/nonexistent")
    if catalogue is None:
        catalogue = rendered_catalogue.build(
            rendered_catalogue.Config(empty=True), data_dir=nowhere, clock=manual.build(manual.Config())
        )
        catalogue.put(entries, keep_others=False)
    default = Recipe(
        name="default",
        costs=Costs(missed_damage=100.0, false_divert=1.0, review=0.5),
        novelty=NoveltyRule(weight=0.0, alpha=0.05),
        lanes=LANES,
    )
    return Inspection(
        detector=Known(boxes) if boxes else scripted.build(scripted.Config(), models_dir=nowhere),
        scorer=none.build(none.Config(), models_dir=nowhere, data_dir=nowhere),
        golden=golden or Watching(),
        catalogue=catalogue,
        checks=checks,
        late_checks=late_checks,
        recipes=RecipeBook(default=default, by_sku=by_sku or {}),
        item_min_score=0.3,
    )


def inspected(
    entries: Sequence[CatalogueEntry], watching: Watching, *, by_sku: dict[str, Recipe] | None = None
) -> Verdict:
    inspection = inspection_of(entries, golden=watching, checks=[watching], by_sku=by_sku)
    item, _ = looked_at({"top": damaged()}, {}, sku="A")
    return inspection.examine(item, {})[1]


def test_without_an_entry_all_checks_and_the_written_costs_count() -> None:
    watching = Watching()
    verdict = inspected([], watching)
    assert verdict.disposition is Disposition.DIVERT
    assert watching.checked == 1
    assert watching.asked == [Identity(sku="A")]


def test_only_the_checks_that_apply_are_made() -> None:
    for names, made in ((("codes", "size"), 1), (("size",), 0), ((), 0)):
        watching = Watching()
        verdict = inspected([CatalogueEntry(sku="A", checks=names)], watching)
        assert watching.checked == made
        assert (ReasonCode.CHECK_UNSURE in {reason.code for reason in verdict.reasons}) is bool(made)


def test_a_products_own_costs_count_unless_a_recipe_was_written_for_it() -> None:
    entry = CatalogueEntry(sku="A", checks=(), costs=CHEAP_PASS)
    assert inspected([entry], Watching()).disposition is Disposition.PASS
    written = Recipe(
        name="sku:A",
        costs=Costs(missed_damage=100.0, false_divert=1.0, review=0.5),
        novelty=NoveltyRule(weight=0.0, alpha=0.05),
        lanes=LANES,
    )
    assert inspected([entry], Watching(), by_sku={"A": written}).disposition is Disposition.DIVERT


def test_pictures_are_looked_up_under_the_sku_that_was_taught_with_the_material_that_is_known() -> None:
    watching = Watching()
    inspected([CatalogueEntry(sku="A", references="A-0", material="carton")], watching)
    assert watching.asked == [Identity(sku="A-0", material="carton")]


def test_a_catalogue_that_can_not_be_read_lets_nothing_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, sku: str | None) -> CatalogueEntry | None:
        raise StoreError("catalogue: the disk is gone")

    monkeypatch.setattr(rendered_catalogue.RenderedCatalogue, "find", broken)
    watching = Watching()
    verdict = inspected([], watching)
    assert verdict.disposition is Disposition.DIVERT  # what was seen still counts
    assert ReasonCode.CHECK_ERROR in {reason.code for reason in verdict.reasons}


def test_a_product_that_only_its_code_names_is_known_to_the_checks_behind_it() -> None:
    code = Reading(name="gtin", text="04006381333931", confidence=1.0, camera="top", xyxy=(1, 2, 3, 4))
    lot = Reading(name="lot", text="L7", confidence=1.0, camera="top", xyxy=(1, 2, 3, 4))

    class Told(Watching):
        """Keeps as which product the item came; the first one reads its code."""

        def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
            self.asked.append(item.trigger.identity)
            readings = (code, lot) if self.name == "codes" else ()
            return replace(super().check(item, detections), readings=readings)

    before, codes, behind, spared, late = (Told(name) for name in ("before", "codes", "behind", "spared", "late"))
    entry = CatalogueEntry(sku="A", gtins=(code.text,), material="carton", checks=("before", "codes", "behind", "late"))
    inspection = inspection_of([entry], checks=[before, codes, behind, spared], late_checks=[late])
    item, _ = looked_at({"top": damaged()}, {}, identity=Identity(lpn="LPN1"))
    evidence, _ = inspection.examine(item, {})
    inspection.look_later(item, evidence)
    assert before.asked == codes.asked == [Identity(lpn="LPN1")]
    known = Identity(lpn="LPN1", sku="A", material="carton")  # the lot was read, which is not what the controller says
    assert behind.asked == late.asked == [known]
    assert spared.checked == 0
    assert evidence.identity == replace(known, lot="L7")

    told, _ = looked_at({"top": damaged()}, {}, identity=Identity(sku="B"))
    inspection.examine(told, {})
    assert behind.asked[-1] == Identity(sku="B"), "what the controller said stays"


def test_the_shelf_life_of_a_product_that_only_its_code_names_counts() -> None:
    spec = LineSpec(seed=3, damage_rate=0.0, skus=("CT-1003",), product_code="gs1_datamatrix")
    truth, (shown, found) = rendered(spec, 2)
    assert truth.expiry is not None
    item = replace(shown, trigger=replace(shown.trigger, identity=Identity()))
    today = datetime.datetime.combine(truth.expiry - datetime.timedelta(days=10), datetime.time(12), datetime.UTC)
    catalogue = rendered_catalogue.build(
        rendered_catalogue.Config(), data_dir=Path(), clock=manual.build(manual.Config())
    )
    entry = catalogue.find("CT-1003")
    assert entry is not None
    for needed, outcome in ((10, CheckOutcome.OK), (11, CheckOutcome.FAILED)):
        catalogue.put([replace(entry, min_days_left=needed)], keep_others=True)
        codes = barcode.build(barcode.Config(), name="codes", catalogue=catalogue)
        dates = expiry.build(expiry.Config(), name="dates", now=lambda: today, catalogue=catalogue)
        inspection = inspection_of([], checks=[codes, dates], catalogue=catalogue, boxes=found)
        evidence, _ = inspection.examine(item, {})
        assert {one.check: one.outcome for one in evidence.checks} == {"codes": CheckOutcome.OK, "dates": outcome}


def test_checks_after_the_decision_vote_for_nothing_apply_by_catalogue_and_fail_into_doubt() -> None:
    class Broken(Watching):
        def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
            raise RuntimeError("lens cap")

    late, broken, spared = Watching("late"), Broken("broken"), Watching("spared")
    inspection = inspection_of([CatalogueEntry(sku="A", checks=("late", "broken"))], late_checks=[late, broken, spared])
    item, _ = looked_at({"top": damaged()}, {}, sku="A")
    evidence, _ = inspection.examine(item, {})
    assert inspection.looks_later
    assert (late.checked, evidence.checks) == (0, ())
    answers = inspection.look_later(item, evidence)
    assert [(one.check, one.outcome) for one in answers] == [
        ("late", CheckOutcome.UNSURE),
        ("broken", CheckOutcome.UNSURE),
    ]
    assert "lens cap" in answers[1].detail
    assert (late.checked, spared.checked) == (1, 0)
