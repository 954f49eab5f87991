"""What a bundle and its card say about where the weights come from is what the run knew, not what ours was."""

import json
import shutil
from pathlib import Path

import pytest

from inspector.config.bundle import load_bundle
from inspector.config.locations import default_models_dir
from inspector.training.card import beginning
from inspector.training.damage.whole import MADE, Order, facts_of
from inspector.training.detector import arguments, provenance
from inspector.training.detector_bundle import PURPOSE
from inspector.training.detector_report import card
from inspector.training.real_sets import REAL_SETS

OURS = default_models_dir() / "line-detector"
RENDERED = "rendered scenes (this repository)"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sets, of which one has a picture and one is an empty folder."""
    (tmp_path / "sets" / "trashnet" / "train" / "glass").mkdir(parents=True)
    (tmp_path / "sets" / "trashnet" / "train" / "glass" / "1.jpg").touch()
    (tmp_path / "sets" / "caltech101").mkdir()
    return tmp_path / "sets"


def detector_run(tmp_path: Path, *more: str | Path) -> list[str]:
    chosen = arguments(["--work", str(tmp_path), "--out", str(tmp_path / "out"), *map(str, more)])
    found: list[str] = provenance(chosen)["trained_on"]
    return found


def test_a_detector_names_the_sets_that_were_there(tmp_path: Path, data: Path) -> None:
    assert detector_run(tmp_path) == [RENDERED]
    assert detector_run(tmp_path, "--data", data) == [RENDERED, REAL_SETS["trashnet"]]


def test_what_a_refined_model_began_with_stays_in_its_weights(tmp_path: Path, data: Path) -> None:
    ours = load_bundle(OURS)
    assert detector_run(tmp_path, "--start", OURS, "--data", data) == list(ours.manifest.trained_on)
    chosen = arguments(["--work", str(tmp_path), "--out", str(tmp_path), "--start", str(OURS)])
    assert provenance(chosen)["metrics"]["began_with"] == ours.id


def test_of_weights_that_somebody_brings_nothing_is_claimed(tmp_path: Path, data: Path) -> None:
    (said,) = detector_run(tmp_path, "--weights", tmp_path / "last.pt", "--data", data)
    assert "not recorded" in said


def order(tmp_path: Path, *, data: Path | None = None, start: Path | None = None, noted: str = "") -> Order:
    (tmp_path / "samples" / "train").mkdir(parents=True, exist_ok=True)
    (tmp_path / "samples" / "train" / "complete").write_text(noted)
    return Order(work=tmp_path, out=tmp_path / "out", data=data, minutes=1, samples=1, version="1.0.0", start=start)


def test_a_defect_network_names_what_its_samples_were_made_of(tmp_path: Path, data: Path) -> None:
    assert facts_of(order(tmp_path, noted="[]"), {}).trained_on == [MADE]
    used = json.dumps([REAL_SETS["caltech101"]])
    assert facts_of(order(tmp_path, noted=used), {}).trained_on == [MADE, REAL_SETS["caltech101"]]
    before_it_was_noted = facts_of(order(tmp_path, data=data), {})
    assert before_it_was_noted.trained_on == [MADE, REAL_SETS["trashnet"]]
    assert before_it_was_noted.licence == "Apache-2.0"


def test_a_refined_defect_network_keeps_licence_and_sources_of_the_first(tmp_path: Path) -> None:
    start = default_models_dir() / "item-defects"
    facts = facts_of(order(tmp_path, start=start, noted="[]"), {"steps": 3})
    assert facts.licence == load_bundle(start).manifest.licence
    assert list(facts.trained_on) == list(load_bundle(start).manifest.trained_on)
    assert facts.metrics == {"began_with": load_bundle(start).id, "steps": 3}


def figures() -> dict[str, object]:
    pair = {
        f"{name}{end}": (0.5, 0.6) if end else 0.5 for name in ("auroc", "recall_at_1pct_fpr") for end in ("", "_ci")
    }
    return {"any damage": {"bad": 3, "recall_at_5pct_fpr": 0.5, "recall_at_5pct_fpr_ci": (0.5, 0.6), **pair}}


def test_the_card_of_another_model_does_not_tell_the_history_of_ours(tmp_path: Path) -> None:
    mine = shutil.copytree(OURS, tmp_path / "mine")
    text = (mine / "model.toml").read_text(encoding="utf-8")
    text = text.replace('version = "0.3.0"', 'version = "7.0.0"').replace('licence = "AGPL-3.0"', 'licence = "mine"')
    (mine / "model.toml").write_text(text)
    written = card(beginning(load_bundle(mine), PURPOSE), figures(), None, 600, "the command")
    assert written.startswith(f"# {load_bundle(mine).id}\n")
    assert "**Licence** of the weights: mine." in written
    assert "Printed by `the command`" in written
    for ours in ("0.2.0", "3,222", "90 minutes", "AGPL", "held-out videos"):
        assert ours not in written


def test_words_that_a_person_wrote_about_this_very_model_stay() -> None:
    written = beginning(load_bundle(OURS), PURPOSE)
    assert "saw 5 epochs of 3,222 pictures" in written
    assert (OURS / "card.md").read_text(encoding="utf-8").startswith(written.rstrip())
    assert "\n## " not in written
