"""What the catalogue says of a product reaches its inspection: checks that apply, costs, references, material."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.detectors import scripted
from inspector.adapters.scorers import none
from inspector.adapters.stores import rendered_catalogue
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.errors import StoreError
from inspector.domain.frame import Item, RgbImage
from inspector.domain.golden import Golden
from inspector.domain.item import Identity
from inspector.domain.reason import ReasonCode
from inspector.domain.recipe import Costs, NoveltyRule, Recipe, RecipeBook
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.inspection import Inspection
from tests.support.checked_items import looked_at

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


def inspection_of(
    entries: Sequence[CatalogueEntry],
    *,
    golden: Watching | None = None,
    checks: Sequence[Watching] = (),
    late_checks: Sequence[Watching] = (),
    by_sku: dict[str, Recipe] | None = None,
) -> Inspection:
    nowhere = Path("/nonexistent")
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
        detector=scripted.build(scripted.Config(), models_dir=nowhere),
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
