"""What other recipes would have made of items says of no item more than is kept of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspector.app.kept_items import KeptItem
from inspector.app.recipe_effect import effect_of
from inspector.config.recipes import RecipesSection, recipe_book
from inspector.domain.detection import Detection, Detections
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence, decide
from inspector.domain.recipe import RecipeBook
from inspector.domain.verdict import Disposition

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
