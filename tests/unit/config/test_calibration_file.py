"""A calibration file judges only where its promise holds: enough items, the same models, the same weights."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector.app.config_file import load_station
from inspector.config.calibration import CalibrationFile, LoadedCalibration, load_calibration
from inspector.config.recipes import RecipesSection, load_calibrations, recipe_book
from inspector.domain.calibration import Calibration
from inspector.domain.errors import ConfigError
from inspector.domain.item import Identity
from inspector.domain.recipe import Recipe

FUSION = {"intercept": 0.1, "detector": 1.0, "novelty": 2.0, "n": 80}


def written(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "calibration",
        "schema_version": 1,
        "alpha": 0.05,
        "limits": {"default": {"threshold": 0.3, "n": 40}, "sku": {"CT": {"threshold": 0.2, "n": 19}}},
    } | changes


def save(folder: Path, **changes: Any) -> Path:
    path = folder / "cal.json"
    path.write_text(json.dumps(written(**changes)))
    return path


def recipe(loaded: LoadedCalibration | None = None, **options: Any) -> Recipe:
    section = RecipesSection.model_validate({"default": options})
    return recipe_book(section, lanes={}, calibrations={}).default


def test_it_becomes_limits_and_fusions_by_group(tmp_path: Path) -> None:
    table = {"scores": [0.0, 1.0], "probabilities": [0.0, 0.5]}
    path = save(tmp_path, fusions={"default": FUSION, "material": {"card": FUSION | {"calibration": table}}})
    loaded = load_calibration(path)
    learnt = loaded.content.to_domain()
    assert learnt.limits.for_item(Identity(sku="CT")).threshold == 0.2
    assert learnt.limits.for_item(Identity(sku="other")).group == "default"
    fusion = learnt.fusions.for_item(Identity(material="card"))
    assert fusion is not None
    assert (fusion.group, fusion.novelty) == ("material:card", 2.0)
    assert fusion.calibration == Calibration(scores=(0.0, 1.0), probabilities=(0.0, 0.5))
    assert CalibrationFile.model_validate_json(loaded.content.model_dump_json()) == loaded.content
    path.write_text(path.read_text() + " ")
    assert load_calibration(path).sha256 != loaded.sha256


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alpha": 0.01}, "40 items can not promise 0.01: 99 are needed"),
        ({"alpha": 0}, "alpha"),
        ({"limits": {"sku": {}}}, "limits.default"),
        ({"limits": {"default": {"threshold": float("nan"), "n": 40}}}, "limits.default.threshold"),
        ({"schema_version": 2}, "schema_version"),
        ({"kind": "model"}, "kind"),
        ({"limit": 1}, "limit"),
        ({"fusions": {"default": FUSION | {"novelty": -1}}}, "must not lower"),
        ({"fusions": {"default": FUSION | {"detector": 0}}}, "must not lower"),
    ],
)
def test_a_file_that_promises_too_much_or_is_not_understood_is_refused(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_calibration(save(tmp_path, **changes))
    assert said in str(caught.value)
    assert "cal.json" in str(caught.value)


def test_it_is_stale_beside_other_models_or_weights(tmp_path: Path) -> None:
    own = recipe(weights={"spillage": 0.5})
    path = save(tmp_path, models={"det@1": "abcdef0123"}, scoring={"default": own.scoring()})
    loaded = load_calibration(path)
    assert loaded.stale(own, {"det@1": "abcdef0123", "features@1": "1"}) == []
    assert "measured with det@1#abcdef01" in loaded.stale(own, {"det@1": "other"})[0]
    assert "measured with det@1" in loaded.stale(own, {})[0]
    models = {"det@1": "abcdef0123"}
    assert "the weights of recipe default changed" in loaded.stale(recipe(weights={"spillage": 0.6}), models)[0]
    voting = recipe(weights={"spillage": 0.5}, novelty_weight=0.4)
    assert "the novelty of recipe default changed" in loaded.stale(voting, models)[0]
    table = {"spillage": Calibration(scores=(0.0, 1.0), probabilities=(0.0, 0.9))}
    assert "the weights of" in loaded.stale(replace(own, calibrations=table), models)[0]
    assert "no scores of recipe sku:X" in loaded.stale(replace(own, name="sku:X"), models)[0]
    assert recipe(novelty_alpha=0.01).scoring() == recipe(novelty_alpha=0.1).scoring(), "no vote, so alpha is idle"


def test_costs_are_free_to_change_under_a_calibration(tmp_path: Path) -> None:
    loaded = load_calibration(save(tmp_path, scoring={"default": recipe().scoring()}))
    assert loaded.stale(recipe(missed_damage=99, review=1), {}) == []


def test_the_scorer_can_not_have_two_weights(tmp_path: Path) -> None:
    loaded = load_calibration(save(tmp_path, fusions={"default": FUSION}))
    assert "remove novelty_weight" in loaded.stale(recipe(novelty_weight=0.5), {})[0]
    assert loaded.stale(recipe(), {}) == []


def test_recipes_name_files_relative_to_the_station_s(tmp_path: Path) -> None:
    save(tmp_path)
    station = tmp_path / "station.toml"
    station.write_text(
        'schema_version = 1\n[station]\nsite = "s"\nline = "l"\nname = "n"\n[bus]\nkind = "memory"\n'
        '[[cameras]]\nname = "top"\nkind = "synthetic"\n[detector]\nkind = "onnx"\n[scorer]\nkind = "patch_memory"\n'
        '[recipes.default]\ncalibration = "cal.json"\n[recipes.sku.CT]\ncalibration = "none.json"\n'
        '[recipes.material.card]\nreview = 1\n[recipes.sku.DT]\ncalibration = "station.toml"\n'
    )
    section = load_station(station).recipes
    assert section.default.calibration == (tmp_path / "cal.json").resolve()
    with pytest.raises(ConfigError) as caught:
        load_calibrations(section)
    assert len(caught.value.problems) == 2
    assert "sku:CT" in caught.value.problems[0]
    assert "none.json: can not be read" in caught.value.problems[0]
    assert "sku:DT" in caught.value.problems[1]
    sound = RecipesSection(default=section.default, material=section.material)
    loaded = load_calibrations(sound)
    book = recipe_book(sound, lanes={}, calibrations={}, loaded=loaded)
    limit = book.for_item(Identity(sku="CT")).limit
    assert limit is not None
    assert limit.group == "sku:CT"
    assert book.for_item(Identity(material="card")).limit is None


@pytest.mark.parametrize(
    "recipes",
    ["", "default = 3", "sku = 3", "[recipes.sku]\nA = 3", "[recipes.default]\ncalibration = 3"],
)
def test_senseless_recipes_are_problems_not_crashes(tmp_path: Path, recipes: str) -> None:
    file = tmp_path / "station.toml"
    file.write_text(f"[recipes]\n{recipes}\n" if recipes else "recipes = 3\n")
    with pytest.raises(ConfigError, match="recipes"):
        load_station(file)
