"""What other recipes would have made of items says of no item more than is kept of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_evidence, memory_ledger
from inspector.app.judges import make_catalogue
from inspector.app.kept_items import KeptItem, kept_items
from inspector.app.recipe_effect import effect_of
from inspector.config.recipes import RecipesSection, recipe_book
from inspector.domain.conformal import Limit, LimitTable
from inspector.domain.detection import Detection, Detections
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.policy import Evidence, decide
from inspector.domain.recipe import Learnt, RecipeBook
from inspector.domain.verdict import Disposition
from inspector.wire.setup import PromisePart
from tests.support.line_values import decision, report, trigger, verdict
from tests.support.setup_station import config_of

LANES = dict.fromkeys(Disposition, 1)
SCRATCH = Detection(label="superficial", score=0.95, xyxy=(0.0, 0.0, 1.0, 1.0))
SEEN = Evidence(detections=(Detections(camera="top", model="m", found=(SCRATCH,)),))
IGNORED: dict[str, Any] = {"threshold": 0.5, "weights": {"superficial": 0.0}}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def book(**default: Any) -> RecipeBook:
    section = RecipesSection.model_validate({"default": default, "sku": {"OTHER": {"threshold": 0.5}}})
    return recipe_book(section, lanes=LANES, calibrations={})


def kept(number: int, *, sku: str = "CT", record: bool) -> KeptItem:
    """A good item of which a scratch was seen that weighs nothing."""
    verdict = decide(SEEN, book(**IGNORED).default)
    return KeptItem(
        rid=f"r{number}",
        opened=BEGIN - timedelta(minutes=number),
        identity=Identity(sku=sku),
        told=verdict.disposition,
        score=verdict.score,
        evidence=SEEN if record else None,
        costs=None,
        answer=None,
    )


ITEMS = [kept(n, record=n < 2) for n in range(20)] + [kept(n, sku="OTHER", record=False) for n in range(20, 30)]


@pytest.mark.parametrize("changed", [{"weights": {}}, {"novelty_weight": 0.5}])
def test_scores_of_before_say_nothing_where_the_recipe_scores_otherwise(changed: dict[str, Any]) -> None:
    told = effect_of(ITEMS, now=book(**IGNORED), then=book(**IGNORED | changed), name="default", prevalence=0.05)
    assert (told["items"], told["unknown"], told["by_score"], told["concerned"]) == (30, 18, 10, 2)
    stopped = 2 if "weights" in changed else 0
    assert told["then"]["stopped"] == told["changing"] == stopped
    assert (told["per_hour"], told["then"]["stopped_per_hour"]) == (None, None), "records are no fair sample of all"
    assert told["then"]["real_at_most"] == (pytest.approx(0.75) if stopped else None), "1.5 of 30, of 2"


def test_a_line_that_moves_under_the_same_scores_is_told_of_all_items() -> None:
    told = effect_of(
        ITEMS, now=book(**IGNORED), then=book(**IGNORED | {"threshold": 0.9}), name="default", prevalence=1
    )
    assert (told["unknown"], told["by_score"], told["concerned"], told["changing"]) == (0, 28, 20, 0)
    assert told["per_hour"] > 0


def limit(group: str, threshold: float, n: int) -> Limit:
    return Limit(group=group, threshold=threshold, alpha=0.01, n=n)


LIMITS = LimitTable(
    default=limit("default", 0.3, 240), by_material={"glass": limit("material:glass", 0.2, 120)}, by_sku={}
)


def told_of(name: str, **recipe: Any) -> tuple[dict[str, Any], PromisePart]:
    """The line that a preview tells of one recipe whose calibration holds LIMITS."""
    group, _, key = name.partition(":")
    section = RecipesSection.model_validate({group: {key: recipe}} if key else {group: recipe})
    made = recipe_book(section, lanes=LANES, calibrations={})
    known = replace(made, learnt={name: Learnt(limits=LIMITS)})
    then = effect_of(ITEMS, now=known, then=known, name=name, prevalence=0.05)["then"]
    return then, PromisePart.model_validate(then["promise"])


@pytest.mark.parametrize(
    ("name", "threshold", "group", "n"),
    [("default", 0.3, "default", 240), ("material:glass", 0.2, "material:glass", 120), ("sku:CT", 0.3, "default", 240)],
)
def test_the_calibration_promises_by_the_limit_that_counts_for_the_recipe(
    name: str, threshold: float, group: str, n: int
) -> None:
    then, promise = told_of(name)
    assert then["threshold"] == threshold
    assert (promise.by, promise.alpha, promise.group, promise.n, promise.needed) == ("calibration", 0.01, group, n, 99)
    assert promise.realised is not None
    assert promise.realised[0] < 0.01 < promise.realised[2]
    assert promise.own_limits == (1 if name == "default" else 0)


def test_a_persons_threshold_and_costs_promise_nothing() -> None:
    then, promise = told_of("default", threshold=0.7)
    assert then["threshold"] == 0.7
    assert (promise.by, promise.alpha, promise.realised) == ("person", 0.01, None)
    told = effect_of(ITEMS, now=book(), then=book(threshold=0.7), name="default", prevalence=0.05)
    assert (told["now"]["promise"], told["then"]["promise"]) == ({"by": "costs"}, {"by": "person"})


def test_items_that_other_models_judged_say_nothing_of_these(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    ledger = memory_ledger.build(memory_ledger.Config(), data_dir=tmp_path, clock=clock)
    evidence = memory_evidence.build(memory_evidence.Config(), data_dir=tmp_path, clock=clock)
    catalogue = make_catalogue(config_of(tmp_path))
    older, now = {"m@1": "1" * 64, "calibration:default": "a" * 64}, {"m@1": "2" * 64, "calibration:default": "b" * 64}
    judged = {1: None, 2: older, 3: None, 4: now, 5: None, 6: {**now, "calibration:default": "c" * 64}}
    for track, models in judged.items():
        ledger.open_trigger(trigger(track))
        made = decision(track, did=f"decision-{track}")
        ledger.close_trigger(verdict(), made, decided_at_ns=1, delivery=Delivery.WITHHELD, body=None)
        if models is not None:
            one = replace(report(made.record_id, Disposition.PASS), trigger=trigger(track), model_hashes=models)
            evidence.keep(one, ())
    items = {item.rid[-1]: item for item in kept_items(ledger, evidence, catalogue, 9, now)}
    assert "".join(items) == "654321"
    assert {n for n, item in items.items() if item.by_others} == set("123")
    assert {n for n, item in items.items() if item.known} == set("46")
    assert {n for n, item in items.items() if item.known_by_score} == set("5")
    told = effect_of(list(items.values()), now=book(), then=book(threshold=0.5), name="default", prevalence=0.05)
    assert (told["items"], told["unknown"], told["by_score"]) == (6, 3, 1)
