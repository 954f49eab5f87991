"""A box found beside golden pictures has a table of its own: the same score means something else there."""

from dataclasses import replace

from inspector.domain.calibration import Calibration
from inspector.domain.detection import Detection, Detections
from inspector.domain.policy import Evidence, item_scores
from inspector.domain.recipe import COMPARED, Costs, NoveltyRule, Recipe
from inspector.domain.verdict import Disposition

RECIPE = Recipe(
    name="default",
    costs=Costs(missed_damage=10, false_divert=1, review=0.5),
    novelty=NoveltyRule(weight=0, alpha=0.01),
    lanes=dict.fromkeys(Disposition, 0),
    calibrations={
        "deformation": Calibration(scores=(0.0, 1.0), probabilities=(0.0, 0.4)),
        f"deformation{COMPARED}": Calibration(scores=(0.0, 1.0), probabilities=(0.0, 0.9)),
    },
)


def judged(label: str, golden: str | None, recipe: Recipe = RECIPE) -> float:
    box = Detection(label=label, score=1.0, xyxy=(0, 0, 9, 9))
    view = Detections(camera="top", model="m", found=(box,), golden=golden)
    return item_scores(Evidence(detections=(view,)), recipe).score


def test_a_compared_view_is_read_by_its_own_table() -> None:
    assert judged("deformation", None) == 0.4
    assert judged("deformation", "f" * 64) == 0.9


def test_without_a_table_of_its_own_the_class_s_counts() -> None:
    only = replace(RECIPE, calibrations={"deformation": RECIPE.calibrations["deformation"]})
    assert judged("deformation", "f" * 64, only) == 0.4
    assert judged("spillage", "f" * 64) == 1.0


def test_the_weight_of_a_class_counts_either_way() -> None:
    halved = replace(RECIPE, weights={"deformation": 0.5})
    assert judged("deformation", None, halved) == 0.2
    assert judged("deformation", "f" * 64, halved) == 0.45
