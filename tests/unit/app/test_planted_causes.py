"""The simulation of planted causes, on outcomes that are made up here: what is planted is named, and counted right."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import inspector
from inspector.app.causes import outcome_key as outcomes_of
from inspector.app.causes.outcome_key import outcome_key
from inspector.app.causes.planted import NOTHING, PLANTS, Plant, Pool, Tried, try_plant
from inspector.app.causes.planted_figures import figures
from inspector.app.causes.rendered_outcomes import BLURRED, CRUSHED, EXPIRED, GOOD, KINDS, RenderedOutcome
from inspector.app.cli.main import app
from inspector.domain.cause.gathered import SubjectKind
from inspector.domain.cause.known import CAUSES
from inspector.domain.cause.ranking import Answer
from inspector.domain.findings import findings_json
from inspector.domain.policy import Evidence
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition
from tests.support.cause_values import verdict_of

CODES = {
    GOOD: None,
    CRUSHED: ReasonCode.DEFECT_DEFORMATION,
    EXPIRED: ReasonCode.EXPIRED,
    BLURRED: ReasonCode.IMAGE_BLURRED,
    "mislabelled": ReasonCode.MISLABELLED,
    "wrong_item": ReasonCode.WRONG_ITEM,
    "wrong_colour": ReasonCode.WRONG_COLOUR,
    "wrong_size": ReasonCode.WRONG_SIZE,
    "wrong_count": ReasonCode.INCOMPLETE,
}
SKUS = tuple("ABCDEFGH")


def outcome(kind: str, sku: str, code: ReasonCode | None) -> RenderedOutcome:
    return RenderedOutcome(kind=kind, sku=sku, report=findings_json(Evidence(), verdict_of(code)))


OUTCOMES = [outcome(kind, sku, CODES[kind]) for kind in KINDS for sku in SKUS for _ in range(2)]
OUTCOMES += [outcome(GOOD, "A", ReasonCode.DEFECT_DEFORMATION)] * 2


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_each_plant_is_found_where_the_station_sees_every_one_of_its_items(plant: Plant) -> None:
    one = try_plant(plant, Pool(OUTCOMES), SubjectKind.SKU, seed=1, items=1000)
    assert one is not None
    assert one.right, one
    assert one.right_group or plant.name == NOTHING
    assert not one.named_wrong


def test_a_line_whose_planted_items_all_pass_is_not_asked_about() -> None:
    blind = [outcome(kind, sku, None) for kind in KINDS for sku in SKUS] + [outcome(GOOD, "A", ReasonCode.NOVEL)]
    assert try_plant(PLANTS[0], Pool(blind), SubjectKind.ITEM, seed=1, items=300) is None


def test_no_product_shows_what_only_other_products_were_rendered_with() -> None:
    dated = SKUS[:3]
    others = [one for one in OUTCOMES if one.kind != EXPIRED or one.sku in dated]
    pool, random = Pool(others), np.random.default_rng(3)
    assert {sku for sku in SKUS if pool.shows(EXPIRED, sku)} == set(dated)
    for kind in (GOOD, EXPIRED, CRUSHED):
        for sku in dated:
            drawn = [pool.draw(kind, sku, random) for _ in range(30)]
            false = {one.sku for one in drawn if kind == GOOD and one.verdict.disposition is not Disposition.PASS}
            assert {one.sku for one in drawn} - false <= {sku}
    plant = next(one for one in PLANTS if one.truth == EXPIRED)
    for seed in range(3):
        one = try_plant(plant, pool, SubjectKind.LOT, seed=seed, items=1200)
        assert one is not None
        assert one.right, "an item was planted that its product can show"
    nobody = Pool([one for one in OUTCOMES if one.kind != EXPIRED])
    assert try_plant(plant, nobody, SubjectKind.ITEM, seed=1, items=300) is None


def test_the_figures_count_each_case_once() -> None:
    def case(plant: str, *, right: bool, named: bool) -> Tried:
        return Tried(
            plant=plant,
            kind=SubjectKind.LOT,
            answer=Answer.FOUND if named else Answer.NOT_ENOUGH,
            first="weak_packaging",
            right=right,
            named_right=named and right,
            named_wrong=named and not right,
            right_group=right,
        )

    name = PLANTS[0].name
    tried = [
        case(name, right=True, named=True),
        case(name, right=False, named=True),
        case(name, right=True, named=False),
    ]
    rows = {row["planted"]: row for row in figures([*tried, case(NOTHING, right=False, named=True)])}
    assert [rows[name][column]["n"] for column in ("first", "group", "named", "misnamed")] == [2, 2, 1, 1]
    assert rows[name]["misnamed_as"] == {"weak_packaging": 1}
    assert (rows[NOTHING]["first"], rows[NOTHING]["misnamed"]["n"]) == (None, 1)
    assert (rows["all planted causes"]["cases"], rows["all planted causes, by item"]["cases"]) == (3, 0)


def test_the_command_draws_from_what_was_rendered_and_prints_shares_with_intervals(tmp_path: Path) -> None:
    made = tmp_path / outcome_key()
    made.mkdir()
    for kind in KINDS:
        kept = [{"kind": one.kind, "sku": one.sku, "report": one.report} for one in OUTCOMES if one.kind == kind]
        (made / f"outcomes-5-8-{kind}.json").write_text(json.dumps(kept))
    asked = ["causes", "simulate", "--folder", str(tmp_path), "--seed", "5", "--per-kind", "8", "--items", "400"]
    result = CliRunner().invoke(app, [*asked, "--cases", "1", "--json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)["rows"]
    assert [row["planted"] for row in rows[: len(PLANTS)]] == [plant.name for plant in PLANTS]
    assert rows[-1]["cases"] == len(PLANTS) - 1
    assert rows[-1]["first"]["n"] >= len(PLANTS) - 4
    (made / "outcomes-5-8-good.json").write_text("[")
    broken = CliRunner().invoke(app, asked)
    assert (broken.exit_code, "can not be read" in broken.output) == (2, True)


def test_outcomes_of_other_code_models_or_libraries_are_not_taken_for_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, models = tmp_path / "inspector", tmp_path / "models"
    for file in ("vision/nms.py", "domain/cause/ranking.py", "app/cli/causes.py", "app/causes/rendered_outcomes.py"):
        (code / file).parent.mkdir(parents=True, exist_ok=True)
        (code / file).write_text("1")
    (models / "line-detector").mkdir(parents=True)
    (models / "line-detector" / "model.toml").write_text('sha256 = "a"')
    monkeypatch.setattr(inspector, "__file__", str(code / "__init__.py"))
    monkeypatch.setenv("INSPECTOR_MODELS", str(models))

    def key() -> str:
        outcome_key.cache_clear()
        return outcome_key()

    try:
        keys = [key()]
        for silent in (code / "domain/cause/ranking.py", code / "app/cli/causes.py"):
            silent.write_text("2")
            assert key() == keys[0], "the search and the command line say nothing of an item"
        telling = ("vision/nms.py", "vision/new.py", "app/causes/rendered_outcomes.py")
        for changed in (*(code / name for name in telling), models / "line-detector" / "model.toml"):
            changed.write_text("2")
            keys.append(key())
        monkeypatch.setattr(outcomes_of, "versions", lambda: {"numpy": "99"})
        keys.append(key())
        assert len(set(keys)) == len(keys)
    finally:
        outcome_key.cache_clear()


def test_the_known_causes_are_listed() -> None:
    listed = json.loads(CliRunner().invoke(app, ["causes", "list", "--json"]).stdout)
    assert [row["cause"] for row in listed] == [cause.name for cause in CAUSES]
    assert "weak_packaging" in CliRunner().invoke(app, ["causes", "list"]).output
